#pragma once
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <vector>

namespace ecoute::storage {

/// Another process that runs `work` and tells numbers to this one through a pipe. Begun while this process has one
/// thread only, i.e. while no store is open here.
class Child {
public:
    using Tell = std::function<void(int)>;

    explicit Child(const std::function<void(const Tell&)>& work) {
        int ends[2];
        BOOST_REQUIRE(::pipe(ends) == 0);
        std::fflush(nullptr);  // or both processes would print what waits
        pid_ = ::fork();
        BOOST_REQUIRE(pid_ >= 0);
        if (pid_ == 0) {
            ::close(ends[0]);
            live(work, ends[1]);
        }
        ::close(ends[1]);
        heard_from_ = ends[0];
    }
    ~Child() {
        if (pid_ > 0) kill();
        ::close(heard_from_);
    }
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// The next number that it told, or 0 when it told its last one.
    int hear() const {
        int number = 0;
        return ::read(heard_from_, &number, sizeof number) == sizeof number ? number : 0;
    }
    std::vector<int> hear_the_rest() const {
        std::vector<int> numbers;
        while (const int number = hear()) numbers.push_back(number);
        return numbers;
    }
    void kill() {
        ::kill(pid_, SIGKILL);
        wait();
    }
    /// True when it ended well.
    bool wait() {
        int status = 0;
        ::waitpid(pid_, &status, 0);
        pid_ = 0;
        return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }

private:
    [[noreturn]] static void live(const std::function<void(const Tell&)>& work, int tell_to) {
        try {
            work([tell_to](int number) {
                if (::write(tell_to, &number, sizeof number) != sizeof number) ::_exit(2);
            });
        } catch (...) {
            ::_exit(1);
        }
        ::_exit(0);  // without the tests' own clearing up
    }

    pid_t pid_ = 0;
    int heard_from_ = -1;
};

}  // namespace ecoute::storage

#pragma once
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace ecoute::tests {

/// What the program writes on stderr, its log among it, while this lives.
class CapturedStderr {
public:
    explicit CapturedStderr(const std::filesystem::path& folder) : file_{folder / "stderr"}, before_{::dup(STDERR_FILENO)} {
        std::fflush(stderr);
        const auto out = std::fopen(file_.c_str(), "w");
        ::dup2(::fileno(out), STDERR_FILENO);
        std::fclose(out);
    }
    ~CapturedStderr() { give_back(); }
    CapturedStderr(const CapturedStderr&) = delete;
    CapturedStderr& operator=(const CapturedStderr&) = delete;

    std::string text() {
        give_back();
        std::ifstream in{file_, std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }

private:
    void give_back() {
        if (before_ < 0) return;
        std::fflush(stderr);
        ::dup2(before_, STDERR_FILENO);
        ::close(before_);
        before_ = -1;
    }
    std::filesystem::path file_;
    int before_;
};

}  // namespace ecoute::tests

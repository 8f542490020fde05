#include "tests/crash/serving_process.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <stdexcept>
#include <utility>

namespace ecoute::tests {

ServingProcess::ServingProcess(const std::filesystem::path& data_directory) {
    std::array<int, 2> pipe{};
    if (::pipe2(pipe.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pipe[1], STDOUT_FILENO);
    std::string program = ECOUTE_PROGRAM, data = data_directory.string();
    std::array words{program, std::string("serve"), std::string("--listen"), std::string("127.0.0.1:0"),
                     std::string("--no-qr"), std::string("--data"), data};
    std::array<char*, words.size() + 1> arguments{};
    for (std::size_t i = 0; i < words.size(); ++i) arguments[i] = words[i].data();
    const int failed = ::posix_spawn(&process_, program.c_str(), &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    ::close(pipe[1]);
    output_ = pipe[0];
    if (failed != 0) throw std::runtime_error("ecoute serve does not start");
    port_ = read_port();
}

/// The program prints its address once it listens.
std::uint16_t ServingProcess::read_port() {
    constexpr std::string_view before = "http://127.0.0.1:";
    std::string text;
    std::array<char, 4096> piece{};
    for (;;) {
        const auto got = ::read(output_, piece.data(), piece.size());
        if (got <= 0) throw std::runtime_error("ecoute serve ended: " + text);
        text.append(piece.data(), static_cast<std::size_t>(got));
        const auto at = text.find(before);
        if (at == text.npos) continue;
        const auto end = text.find_first_not_of("0123456789", at + before.size());
        if (end != text.npos) return static_cast<std::uint16_t>(std::stoi(text.substr(at + before.size())));
    }
}

void ServingProcess::kill_at_once() {
    if (process_ < 0) return;
    ::kill(process_, SIGKILL);
    ::waitpid(std::exchange(process_, -1), nullptr, 0);
}

ServingProcess::~ServingProcess() {
    kill_at_once();
    if (output_ >= 0) ::close(output_);
}

}  // namespace ecoute::tests

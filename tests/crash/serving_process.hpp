#pragma once
#include <cstdint>
#include <filesystem>
#include <string>

namespace ecoute::tests {

/// The real program, `ecoute serve`, on a free port of this machine, as a process of its own. Killed when it goes.
class ServingProcess {
public:
    explicit ServingProcess(const std::filesystem::path& data_directory);
    ~ServingProcess();
    ServingProcess(const ServingProcess&) = delete;
    ServingProcess& operator=(const ServingProcess&) = delete;

    std::uint16_t port() const { return port_; }
    /// SIGKILL: no handler runs, nothing is flushed. Returns when the process is gone.
    void kill_at_once();

private:
    std::uint16_t read_port();
    int output_ = -1, process_ = -1;
    std::uint16_t port_ = 0;
};

}  // namespace ecoute::tests

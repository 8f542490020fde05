#include "server/cli/serve_tls.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <thread>

#include "server/cli/addresses.hpp"

namespace ecoute::server::cli {
namespace {

std::string machine_name() {
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0) return {};
    const std::string text{name.data()};
    return text.substr(0, text.find('.'));
}

/// Looked up anew each day: an address may have changed.
MachineNames machine_names(const std::string& listen_address) {
    auto names = reachable_addresses(listen_address);
    names.emplace_back(local_name);
    if (const auto machine = machine_name(); !machine.empty()) names.push_back(machine + ".local");
    return names;
}

std::optional<ServingTls> from_files(const Shell& shell, const std::string& certificate_file, const std::string& key_file) {
    for (const auto& file : {certificate_file, key_file}) {
        if (read_file(file)) continue;
        shell.say("cli.serve.no_certificate", {{"file", file}});
        return std::nullopt;
    }
    // Read again each day: whoever renews the files need not restart the server.
    const auto read = [certificate_file, key_file] {
        return ServerCertificate{read_file(certificate_file).value_or(""), read_file(key_file).value_or("")};
    };
    return ServingTls{.door = TlsOptions{.certificate = read, .plain_too = false}, .authority = nullptr};
}

}  // namespace

std::optional<ServingTls> serving_tls(const Shell& shell, const std::string& tls, const std::string& listen_address) {
    if (tls == "off") return ServingTls{};
    if (tls != "auto") {
        const auto comma = tls.find(',');
        if (comma != std::string::npos) return from_files(shell, tls.substr(0, comma), tls.substr(comma + 1));
        shell.say("cli.serve.bad_tls", {{"value", tls}});
        return std::nullopt;
    }
    const auto authority = std::make_shared<const LocalAuthority>(LocalAuthority::open(shell.data_directory, machine_name()));
    const auto make = [authority, listen_address, &clock = shell.clock()] {
        return authority->server_certificate(machine_names(listen_address), std::chrono::floor<std::chrono::seconds>(clock.now()));
    };
    return ServingTls{.door = TlsOptions{.certificate = make, .plain_too = true}, .authority = authority};
}

LocalName::LocalName(const std::string& address) {
    std::string program = "avahi-publish", wanted{local_name}, given = address;
    std::array<std::string, 3> options{"-a", "-R", "-f"};
    std::array<char*, 7> words{program.data(), options[0].data(), options[1].data(), options[2].data(), wanted.data(), given.data(), nullptr};
    process_ = fork();
    if (process_ != 0) return;
    prctl(PR_SET_PDEATHSIG, SIGTERM);  // ends with us, however we end
    const int nowhere = open("/dev/null", O_RDWR);
    for (const int descriptor : {0, 1, 2}) dup2(nowhere, descriptor);
    execvp(words[0], words.data());
    _exit(127);
}

bool LocalName::is_announced() const {
    if (process_ <= 0) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{150});  // a program that isn't there ends at once
    return waitpid(process_, nullptr, WNOHANG) == 0;
}

LocalName::~LocalName() {
    if (process_ <= 0) return;
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
}

}  // namespace ecoute::server::cli

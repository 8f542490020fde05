#include "server/cli/shell.hpp"

#include <fcntl.h>
#include <pwd.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <utility>

#include "server/cli/link.hpp"
#include "server/place_words.hpp"
#include "storage/sqlite_store.hpp"

namespace ecoute::server::cli {
namespace {

std::string language_of_environment() {
    for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(variable);
        if (value && *value) return std::string_view{value}.substr(0, 2) == "en" ? "en" : "fr";
    }
    return "fr";
}

}  // namespace

Shell::Shell() : language_{language_of_environment()} {}

std::unique_ptr<storage::Store> Shell::open_store() const { return storage::open_sqlite_store(data_directory, clock_); }

std::string Shell::text(std::string_view key, const Words::Facts& facts) const { return words_.say(language_, key, facts); }

void Shell::say(std::string_view key, const Words::Facts& facts) const { std::cerr << text(key, facts) << '\n'; }

std::string Shell::sentence(const forms::Problem& problem) const {
    std::string said = words_.say(language_, problem);
    if (const auto next = "cli.next." + std::string{forms::name(problem.code)}; words_.has("fr", next)) said += " " + text(next);
    for (const auto& told : {problem.subject, place_in_words(words_, language_, problem.where)})
        if (!told.empty() && said.find(told) == std::string::npos) said = told + ": " + said;
    return said;
}

int Shell::refuse(const forms::Problem& problem) const {
    std::cerr << sentence(problem) << " [" << forms::name(problem.code) << "]\n";
    return input_has_problems;
}

int Shell::refuse(const forms::Problems& problems) const {
    for (const auto& problem : problems) refuse(problem);
    return input_has_problems;
}

int Shell::refuse(const forms::Problem& problem, std::string_view condition) const {
    const int status = refuse(problem);
    if (!condition.empty() && condition.find("${") == std::string_view::npos && forms::name(problem.code).starts_with("expression.")) say("cli.where_eaten");
    return status;
}

std::string Shell::now() const { return instant_text(std::chrono::floor<std::chrono::seconds>(clock_.now())); }

std::string Shell::who() {
    const passwd* person = getpwuid(geteuid());
    return std::string{"cli:"} + (person ? person->pw_name : std::to_string(geteuid()));
}

Progress::Progress(std::string label, std::size_t total)
    : label_{std::move(label)}, total_{total}, terminal_{isatty(STDERR_FILENO) != 0} {}

Progress::~Progress() {
    if (terminal_ && shown_ != 0) std::cerr << "\r\x1b[K" << std::flush;
}

void Progress::reached(std::size_t count) {
    if (!terminal_ || total_ == 0) return;
    const auto now = std::chrono::steady_clock::now();
    if (count < total_ && now - last_ < std::chrono::milliseconds{100}) return;
    last_ = now;
    shown_ = count;
    constexpr std::size_t width = 30;
    const std::size_t full = std::min(count, total_) * width / total_;
    std::string bar;
    for (std::size_t i = 0; i < width; ++i) bar += i < full ? "█" : "░";
    std::cerr << '\r' << label_ << ' ' << bar << ' ' << count << " / " << total_ << "\x1b[K" << std::flush;
}

std::optional<std::string> read_file(const std::string& path) {
    if (path == "-") return std::string{std::istreambuf_iterator<char>{std::cin}, {}};
    std::ifstream in{path, std::ios::binary};
    std::error_code failed;
    if (!in || std::filesystem::is_directory(path, failed)) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>{in}, {}};
}

std::string served_at(const Shell& shell, ServedFor whom) {
    std::istringstream lines{read_file((shell.data_directory / served_at_file).string()).value_or("")};
    std::string address, line;
    for (std::size_t at = 0; at <= static_cast<std::size_t>(whom) && std::getline(lines, line); ++at) address = line;
    while (address.ends_with('/')) address.pop_back();
    return address;
}

namespace {

/// Through links, so that what they lead to is written and not the link; a path that is not there yet stays as it is.
std::string led_to(const std::string& path) {
    std::error_code failed;
    if (!std::filesystem::is_symlink(path, failed)) return path;
    const auto target = std::filesystem::canonical(path, failed);
    return failed ? path : target.string();
}

/// A pipe or a device: nothing can stand beside it and take its name.
bool is_no_plain_file(const std::string& path) {
    std::error_code failed;
    const auto status = std::filesystem::status(path, failed);
    return std::filesystem::exists(status) && !std::filesystem::is_regular_file(status);
}

/// A file without a name in the folder of `path`: whatever kills the program leaves nothing of it. -1 where the file system has none (FAT, NFS).
int open_unnamed([[maybe_unused]] const std::string& path) {
#ifdef O_TMPFILE
    const auto folder = std::filesystem::path{path}.parent_path();
    return open(folder.empty() ? "." : folder.c_str(), O_WRONLY | O_TMPFILE | O_CLOEXEC, 0600);
#else
    return -1;
#endif
}

}  // namespace

OutputFile::OutputFile(std::string path, Digest digest) : path_{led_to(path)} {
    if (path_.empty() || path_ == "-") {
        descriptor_ = STDOUT_FILENO;
        return;
    }
    if (digest == Digest::told) digest_ = std::make_unique<RunningSha256>();
    if (is_no_plain_file(path_)) {
        descriptor_ = open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    } else {
        beside_ = path_ + "." + std::to_string(getpid()) + ".part";
        descriptor_ = open_unnamed(path_);
        unnamed_ = descriptor_ >= 0;
        if (!unnamed_) descriptor_ = open(beside_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    }
    if (descriptor_ < 0) throw CannotWrite{path_};
}

OutputFile::~OutputFile() {
    if (descriptor_ >= 0 && descriptor_ != STDOUT_FILENO) close(descriptor_);
    if (!beside_.empty() && !unnamed_) unlink(beside_.c_str());
}

void OutputFile::write(std::string_view bytes) {
    if (digest_) digest_->add(bytes);
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) throw CannotWrite{descriptor_ == STDOUT_FILENO ? "stdout" : path_};
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

void OutputFile::commit() {
    if (descriptor_ == STDOUT_FILENO) return;
    const auto fail = [this] { throw CannotWrite{path_}; };
    if (!beside_.empty() && fsync(descriptor_) != 0) fail();
    if (unnamed_) {
        unlink(beside_.c_str());  // of a program of this number that was killed
        const auto open_file = "/proc/self/fd/" + std::to_string(descriptor_);
        if (linkat(AT_FDCWD, open_file.c_str(), AT_FDCWD, beside_.c_str(), AT_SYMLINK_FOLLOW) != 0) fail();
        unnamed_ = false;
    }
    if (close(std::exchange(descriptor_, -1)) != 0) fail();
    if (!beside_.empty() && rename(beside_.c_str(), path_.c_str()) != 0) fail();
    beside_.clear();
    if (digest_) std::cerr << "sha256 " << digest_->hex() << "  " << path_ << '\n';
}

void write_file(const std::string& path, std::string_view bytes, Digest digest) {
    OutputFile file{path, digest};
    file.write(bytes);
    file.commit();
}

int run(int argc, char** argv) {
    std::signal(SIGXFSZ, SIG_IGN);  // over a limit of file sizes a write fails and is told, as on a full disk, and nothing is left behind
    Shell shell;
    CLI::App app{shell.text("cli.about"), "ecoute"};
    app.require_subcommand(1);
    app.fallthrough();
    app.set_help_flag("-h,--help", shell.text("cli.help"));
    app.set_version_flag("--version", std::string{"ecoute "} + ECOUTE_VERSION);
    app.add_option("--data", shell.data_directory, shell.text("cli.data"))->type_name("DIR");
    for (auto* add : {add_serve, add_demo, add_form, add_campaign, add_territory, add_responses, add_margins, add_indicators, add_weights,
                      add_table, add_compare, add_report, add_user, add_simulate, add_audit, add_erase, add_link, add_device,
                      add_quotas})
        add(app, shell);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& refusal) {
        return app.exit(refusal, std::cout, std::cerr) == 0 ? done : wrong_usage;
    }
    try {
        const int status = shell.action();
        if (std::cout.flush()) return status;
        throw CannotWrite{"stdout"};
    } catch (const CannotWrite& file) {
        shell.say("cli.cannot_write", {{"file", file.what()}});
        return machine_failed;
    } catch (const std::exception& fault) {
        shell.say("cli.fault", {{"what", fault.what()}});
        return machine_failed;
    }
}

}  // namespace ecoute::server::cli

#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "forms/problem.hpp"
#include "server/hex_digest.hpp"
#include "server/system_clock.hpp"
#include "server/words.hpp"
#include "storage/store.hpp"

namespace CLI {
class App;
}

namespace ecoute::server::cli {

/// Exit statuses of DESIGN.md section 6.
enum Status : int { done = 0, input_has_problems = 1, wrong_usage = 2, machine_failed = 3 };

/// What every verb shares: where the data is, in which language to speak, how to say things. Data goes to stdout, everything said here
/// to stderr.
class Shell {
public:
    Shell();

    std::filesystem::path data_directory = "ecoute-data";
    std::function<int()> action;  ///< what the chosen verb does; set while the command line is parsed

    std::unique_ptr<storage::Store> open_store() const;
    /// Says a sentence of server/text/*/cli.json on stderr.
    void say(std::string_view key, const Words::Facts& facts = {}) const;
    std::string text(std::string_view key, const Words::Facts& facts = {}) const;
    /// Says why, with its place; returns input_has_problems.
    int refuse(const forms::Problem& problem) const;
    int refuse(const forms::Problems& problems) const;
    /// Of a condition that was typed in a terminal, which may have taken "${...}" out of it.
    int refuse(const forms::Problem& problem, std::string_view condition) const;
    std::string sentence(const forms::Problem& problem) const;
    const Words& words() const noexcept { return words_; }
    const forms::Clock& clock() const noexcept { return clock_; }
    const std::string& language() const noexcept { return language_; }  ///< "fr" or "en", from LC_ALL, LC_MESSAGES, LANG
    std::string now() const;
    /// For the log of what was done: "cli:" and the login name of the person at the keyboard.
    static std::string who();

private:
    Words words_;
    SystemClock clock_;
    std::string language_;
};

/// A line on stderr that grows with long work: only on a terminal, at most ten times a second; wiped when done.
class Progress {
public:
    Progress(std::string label, std::size_t total);
    ~Progress();
    void reached(std::size_t count);

private:
    std::string label_;
    std::size_t total_, shown_ = 0;
    std::chrono::steady_clock::time_point last_{};
    bool terminal_;
};

/// In the data directory: where the server is reached, as `ecoute serve` announced it last: a line for tablets (https where they need it), a line
/// for everybody.
inline constexpr std::string_view served_at_file = "served-at";
enum class ServedFor : std::size_t { tablets, everybody };

/// Everything in a file; "-" is standard input. nullopt when it can't be read.
std::optional<std::string> read_file(const std::string& path);
/// The address without its last slash; "" when no server was ever started here. A file of one line is for both.
std::string served_at(const Shell& shell, ServedFor whom);
struct CannotWrite : storage::StorageFault {
    using StorageFault::StorageFault;
};
enum class Digest { told, untold };
/// A file written all or nothing: without a name, synced, then renamed by `commit` (trap T5: an export that fails leaves no file). "" or "-" is standard
/// output; a pipe or a device is written to as it is. Throws CannotWrite, with the path. What somebody asked for by its name ends with a line on stderr, as sha256sum would
/// write it: "sha256 HEX  PATH"; `Digest::untold` for one of many, and for what nobody asked for.
class OutputFile {
public:
    explicit OutputFile(std::string path, Digest digest = Digest::told);
    ~OutputFile();
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;
    void write(std::string_view bytes);
    void commit();

private:
    std::string path_, beside_;
    std::unique_ptr<RunningSha256> digest_;
    int descriptor_ = -1;
    bool unnamed_ = false;  ///< nothing of it stands in the folder yet
};
void write_file(const std::string& path, std::string_view bytes, Digest digest = Digest::told);

// One function a verb: adds it to the command line; its action goes to shell.action.
void add_serve(CLI::App& app, Shell& shell);
void add_demo(CLI::App& app, Shell& shell);
void add_form(CLI::App& app, Shell& shell);
void add_campaign(CLI::App& app, Shell& shell);
void add_territory(CLI::App& app, Shell& shell);
void add_responses(CLI::App& app, Shell& shell);
void add_table(CLI::App& app, Shell& shell);
void add_margins(CLI::App& app, Shell& shell);
void add_indicators(CLI::App& app, Shell& shell);
void add_weights(CLI::App& app, Shell& shell);
void add_compare(CLI::App& app, Shell& shell);
void add_user(CLI::App& app, Shell& shell);
void add_simulate(CLI::App& app, Shell& shell);
void add_audit(CLI::App& app, Shell& shell);
void add_erase(CLI::App& app, Shell& shell);
void add_report(CLI::App& app, Shell& shell);
void add_device(CLI::App& app, Shell& shell);
void add_quotas(CLI::App& app, Shell& shell);

/// The whole program. Returns the exit status.
int run(int argc, char** argv);

}  // namespace ecoute::server::cli

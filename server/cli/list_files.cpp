#include "server/cli/list_files.hpp"

#include <algorithm>
#include <filesystem>
#include <optional>

#include "forms/attached_csv.hpp"
#include "forms/document/names.hpp"
#include "server/cli/shell.hpp"

namespace ecoute::server::cli {
namespace {

/// The whole file, unless it can't be read or is longer than any list may be: says so.
std::optional<std::string> list_bytes(const Shell& shell, const std::string& path) {
    std::error_code not_a_plain_file;
    const auto size = std::filesystem::file_size(path, not_a_plain_file);
    if (!not_a_plain_file && size > forms::largest_list_file_bytes) {
        shell.refuse(forms::Problem{forms::Code::csv_too_large, {}, path, {{"line", "1"}, {"limit", std::to_string(forms::largest_list_file_bytes)}}});
        return std::nullopt;
    }
    auto bytes = read_file(path);
    if (!bytes) shell.say("cli.campaign.list_no_file", {{"file", path}});
    return bytes;
}

bool is_brought(const std::vector<ListFile>& files, std::string_view list) {
    return std::any_of(files.begin(), files.end(), [&](const auto& file) { return file.list == list; });
}

/// A list that the questionnaire does not read is a name misspelt: its places would be missing in the street.
int refuse_unread(const Shell& shell, std::string_view document, const std::vector<ListFile>& files) {
    const auto known = lists_read_by(document);
    if (!known) return done;  // what is wrong with the document is told when it is read as a whole
    std::string names;
    for (const auto& name : *known) names += (names.empty() ? "" : ", ") + name;
    for (const auto& file : files) {
        if (std::find(known->begin(), known->end(), file.list) != known->end()) continue;
        shell.say(names.empty() ? "cli.campaign.list_unread_none" : "cli.campaign.list_unread", {{"list", file.list}, {"known", names}});
        return wrong_usage;
    }
    return done;
}

int add_named(const Shell& shell, const std::string& option, std::vector<ListFile>& files) {
    const auto equals = option.find('=');
    const auto list = option.substr(0, equals);
    if (equals == std::string::npos || !forms::document::is_name(list) || is_brought(files, list)) {
        shell.say("cli.campaign.bad_list", {{"value", option}});
        return wrong_usage;
    }
    if (list == "quartiers") {
        shell.say("cli.campaign.list_of_quartiers");
        return wrong_usage;
    }
    const auto path = option.substr(equals + 1);
    auto bytes = list_bytes(shell, path);
    if (!bytes) return input_has_problems;
    files.push_back({list, std::filesystem::path{path}.filename().string(), *std::move(bytes)});
    return done;
}

/// The file of a list beside a questionnaire; its name can't leave the folder (is_file_name).
int add_beside(const Shell& shell, const std::filesystem::path& folder, const forms::AttachedList& list, std::vector<ListFile>& files) {
    const auto path = folder / list.file;
    std::error_code failed;
    if (is_brought(files, list.list) || !path.string().ends_with(".csv") || !std::filesystem::is_regular_file(path, failed)) return done;
    auto bytes = list_bytes(shell, path.string());
    if (!bytes) return input_has_problems;
    shell.say("cli.campaign.list_beside", {{"list", list.list}, {"file", path.string()}});
    files.push_back({list.list, list.file, *std::move(bytes)});
    return done;
}

}  // namespace

ListFiles list_files(const Shell& shell, const std::vector<std::string>& options, const std::string& form, std::string_view document) {
    ListFiles lists;
    for (const auto& option : options)
        if ((lists.status = add_named(shell, option, lists.files)) != done) return lists;
    if ((lists.status = refuse_unread(shell, document, lists.files)) != done) return lists;
    std::error_code failed;
    if (!std::filesystem::is_regular_file(form, failed)) return lists;  // a model of the library, or standard input
    const auto folder = std::filesystem::path{form}.parent_path();
    for (const auto& list : lists_attached_by(document))
        if ((lists.status = add_beside(shell, folder, list, lists.files)) != done) return lists;
    return lists;
}

}  // namespace ecoute::server::cli

#include "server/pages/module_part.hpp"

#include <algorithm>
#include <map>
#include <vector>

namespace ecoute::server {
namespace {

using Lines = std::vector<std::string_view>;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$'; }
bool is_word(char c) { return is_letter(c) || (c >= '0' && c <= '9'); }

std::string_view trimmed(std::string_view line) {
    const auto start = line.find_first_not_of(' ');
    return start == line.npos ? std::string_view{} : line.substr(start);
}

/// A name that the module declares, or a statement of its own (without name).
struct Declaration {
    std::string_view name;
    bool exported = false;
    Lines lines;
};

std::string_view first_word(std::string_view text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_word);
    return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

Declaration declaration(std::string_view line) {
    Declaration found;
    auto rest = line;
    found.exported = rest.starts_with("export ");
    if (found.exported) rest.remove_prefix(7);
    for (const std::string_view kind : {"const ", "let ", "function ", "class "})
        if (rest.starts_with(kind)) found.name = first_word(rest.substr(kind.size()));
    return found;
}

std::vector<Declaration> declarations(std::string_view module) {
    std::vector<Declaration> all;
    while (!module.empty()) {
        const auto line = module.substr(0, module.find('\n'));
        module.remove_prefix(std::min(module.size(), line.size() + 1));
        const auto text = trimmed(line);
        if (text.empty() || text.starts_with("//")) continue;
        if (line.starts_with("import ") || line.starts_with("export {")) continue;
        if (all.empty() || is_letter(line.front())) all.push_back(declaration(line));
        all.back().lines.push_back(line);
    }
    return all;
}

/// Keys written in the first line of a table's row: "name: ...", "'a-b': ...", several when they stand in one line.
bool names_one_of(std::string_view row, const Names& keys) {
    row = trimmed(row);
    while (!row.empty()) {
        const auto colon = row.find(':', row.front() == '\'' ? row.find('\'', 1) : 0);  // "'jr:choice-name': ..."
        if (colon == row.npos) return false;
        auto key = row.substr(0, colon);
        if (key.size() > 1 && key.front() == '\'' && key.back() == '\'') key = key.substr(1, key.size() - 2);
        if (keys.contains(key)) return true;
        const auto next = row.find(", ", colon);
        row = next == row.npos ? std::string_view{} : row.substr(next + 2);
    }
    return false;
}

/// The rows of a table that are asked for.
Lines wanted_rows(const Lines& table, const Names& keys) {
    Lines kept{table.front()};
    bool wanted = false;
    for (std::size_t at = 1; at + 1 < table.size(); ++at) {
        const auto line = table[at];
        const bool begins = line.size() > 2 && line[2] != ' ' && line[2] != '}' && line[2] != ']' && line[2] != ')';
        if (begins) wanted = names_one_of(line, keys);
        if (wanted) kept.push_back(line);
    }
    if (table.size() > 1) kept.push_back(table.back());
    return kept;
}

/// Calls `use` for each name that a line refers to.
template <class Use>
void references(std::string_view line, Use use) {
    for (std::size_t at = 0; at < line.size();) {
        if (!is_letter(line[at])) {
            ++at;
            continue;
        }
        const auto word = first_word(line.substr(at));
        const bool property = at > 0 && line[at - 1] == '.' && !(at > 1 && line[at - 2] == '.');
        const bool key = at + word.size() < line.size() && line[at + word.size()] == ':';
        if (!property && !key) use(word);
        at += word.size();
    }
}

}  // namespace

std::string module_part(std::string_view module, const Names& tables, const Names& keys) {
    auto all = declarations(module);
    std::map<std::string_view, std::size_t> by_name;
    std::vector<std::size_t> reached;
    std::vector<bool> kept(all.size());
    for (std::size_t at = 0; at < all.size(); ++at) {
        auto& one = all[at];
        if (tables.contains(one.name)) one.lines = wanted_rows(one.lines, keys);
        if (!one.name.empty()) by_name[one.name] = at;
        if (one.exported || one.name.empty()) reached.push_back(at);
    }
    while (!reached.empty()) {
        const auto at = reached.back();
        reached.pop_back();
        if (kept[at]) continue;
        kept[at] = true;
        for (const auto line : all[at].lines)
            references(line, [&](std::string_view name) {
                if (const auto found = by_name.find(name); found != by_name.end()) reached.push_back(found->second);
            });
    }
    std::string part;
    for (std::size_t at = 0; at < all.size(); ++at)
        if (kept[at])
            for (const auto line : all[at].lines) part.append(trimmed(line)).push_back('\n');
    return part;
}

}  // namespace ecoute::server

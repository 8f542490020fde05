#include "forms/csv.hpp"

#include <simdjson.h>

#include <algorithm>
#include <array>

namespace ecoute::forms {
namespace {

constexpr std::string_view bom = "\xEF\xBB\xBF";
constexpr std::array separators{',', ';', '\t'};

Problem at_line(Code code, std::size_t line, std::map<std::string, std::string> facts, std::string subject = {}) {
    facts["line"] = std::to_string(line);
    return Problem{code, std::move(subject), "line " + std::to_string(line), std::move(facts)};
}

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

bool is_separator(char letter) { return std::find(separators.begin(), separators.end(), letter) != separators.end(); }

/// The separator that the first record uses most outside quotes; "," when it uses none.
char separator_of(std::string_view text) {
    std::array<std::size_t, separators.size()> uses{};
    bool quoted = false;
    for (const char letter : text) {
        if (letter == '"') quoted = !quoted;
        if (quoted) continue;
        if (letter == '\n' || letter == '\r') break;
        const auto found = std::find(separators.begin(), separators.end(), letter);
        if (found != separators.end()) ++uses[static_cast<std::size_t>(found - separators.begin())];
    }
    return separators[static_cast<std::size_t>(std::max_element(uses.begin(), uses.end()) - uses.begin())];
}

/// Excel's own first line, "sep=;": tells the separator and is no record.
std::optional<char> stated_separator(std::string_view text) {
    const bool stated = text.size() >= 5 && text.substr(0, 4) == "sep=" && is_separator(text[4]);
    if (!stated || (text.size() > 5 && text[5] != '\r' && text[5] != '\n')) return std::nullopt;
    return text[4];
}

std::optional<Problem> unreadable(std::string_view text) {
    if (text.size() > largest_csv_bytes)
        return Problem{Code::csv_too_large, "", "", {{"limit", std::to_string(largest_csv_bytes)}, {"line", "1"}}};
    if (!simdjson::validate_utf8(text.data(), text.size()) || text.find('\0') != std::string_view::npos)
        return Problem{Code::csv_encoding, "", "", {}};
    if (trimmed(text).empty()) return Problem{Code::csv_empty, "", "", {}};
    return std::nullopt;
}

/// The first name that stands twice; columns without a name may be several.
std::optional<std::string> named_twice(std::vector<std::string> names) {
    std::sort(names.begin(), names.end());
    const auto twice = std::adjacent_find(names.begin(), names.end(),
                                          [](const auto& a, const auto& b) { return !a.empty() && a == b; });
    return twice == names.end() ? std::nullopt : std::optional{*twice};
}

void drop_empty_end(std::vector<std::string>& cells, std::size_t keep) {
    while (cells.size() > keep && cells.back().empty()) cells.pop_back();
}

}  // namespace

Result<CsvReader> CsvReader::open(std::string_view text) {
    if (text.starts_with(bom)) text.remove_prefix(bom.size());
    if (auto problem = unreadable(text)) return *std::move(problem);

    CsvReader reader{text};
    if (const auto stated = stated_separator(text)) {
        reader.at_ = 5;
        reader.pass_line_end();
        reader.skip_blank_lines();
        reader.separator_ = *stated;
    } else {
        reader.skip_blank_lines();
        reader.separator_ = separator_of(text.substr(reader.at_));
    }
    if (reader.at_ >= text.size()) return Problem{Code::csv_empty, "", "", {}};

    auto header = reader.record();
    if (!header) return header.error();
    for (auto& name : header->cells) reader.header_.emplace_back(trimmed(name));
    drop_empty_end(reader.header_, 1);
    if (auto twice = named_twice(reader.header_)) return at_line(Code::csv_column_twice, header->line, {}, *twice);
    return reader;
}

std::optional<std::size_t> CsvReader::column(std::string_view name) const noexcept {
    const auto found = std::find(header_.begin(), header_.end(), name);
    if (found == header_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - header_.begin());
}

std::optional<Result<CsvRow>> CsvReader::next() {
    skip_blank_lines();
    if (at_ >= text_.size()) return std::nullopt;
    auto row = record();
    if (!row) return row;
    drop_empty_end(row->cells, header_.size());
    if (row->cells.size() != header_.size())
        return at_line(Code::csv_row_length, row->line,
                       {{"value", std::to_string(row->cells.size())}, {"limit", std::to_string(header_.size())}});
    return row;
}

Result<CsvRow> CsvReader::record() {
    CsvRow row{line_, {}};
    for (;;) {
        auto text = cell();
        if (!text) return text.error();
        row.cells.push_back(*std::move(text));
        if (row.cells.size() > most_csv_columns) return stop(Code::csv_too_large, row.line, most_csv_columns);
        if (at_ >= text_.size() || at_line_end()) break;
        ++at_;  // the separator
    }
    pass_line_end();
    return row;
}

Result<std::string> CsvReader::cell() {
    if (at_ < text_.size() && text_[at_] == '"') return quoted_cell();
    const auto line = line_;
    auto text = plain_cell();
    if (text.size() > longest_csv_cell_bytes) return stop(Code::csv_too_large, line, longest_csv_cell_bytes);
    return text;
}

std::string CsvReader::plain_cell() {
    const auto start = at_;
    while (at_ < text_.size() && text_[at_] != separator_ && !at_line_end()) ++at_;
    return std::string{text_.substr(start, at_ - start)};
}

Result<std::string> CsvReader::quoted_cell() {
    const auto line = line_;
    std::string text;
    ++at_;
    for (;;) {
        const auto quote = text_.find('"', at_);
        if (quote == std::string_view::npos) return stop(Code::csv_quote, line);
        const auto piece = text_.substr(at_, quote - at_);
        line_ += static_cast<std::size_t>(std::count(piece.begin(), piece.end(), '\n'));
        text.append(piece);
        at_ = quote + 1;
        if (text.size() > longest_csv_cell_bytes) return stop(Code::csv_too_large, line, longest_csv_cell_bytes);
        if (at_ >= text_.size() || text_[at_] != '"') break;
        text.push_back('"');
        ++at_;
    }
    if (at_ < text_.size() && text_[at_] != separator_ && !at_line_end()) return stop(Code::csv_quote, line);
    return text;
}

bool CsvReader::at_line_end() const noexcept { return text_[at_] == '\n' || text_[at_] == '\r'; }

void CsvReader::pass_line_end() noexcept {
    if (at_ >= text_.size()) return;
    if (text_[at_] == '\r' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') ++at_;
    ++at_;
    ++line_;
}

void CsvReader::skip_blank_lines() noexcept {
    while (at_ < text_.size() && at_line_end()) pass_line_end();
}

Problem CsvReader::stop(Code code, std::size_t line, std::size_t limit) {
    at_ = text_.size();
    auto problem = at_line(code, line, {});
    if (limit > 0) problem.facts["limit"] = std::to_string(limit);
    return problem;
}

}  // namespace ecoute::forms

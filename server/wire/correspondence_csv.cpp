#include "server/wire/correspondence_csv.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "forms/csv.hpp"

namespace ecoute::server {
namespace {

using forms::Code;

forms::Problem malformed(std::size_t line, std::string column, std::string value) {
    std::map<std::string, std::string> facts{{"line", std::to_string(line)}};
    if (!column.empty()) facts.insert({{"column", std::move(column)}, {"value", std::move(value)}});
    return {Code::correspondence_malformed, "", "line " + std::to_string(line), std::move(facts)};
}

std::optional<std::size_t> column_of(const forms::CsvReader& file, std::initializer_list<std::string_view> names) {
    for (const auto name : names)
        if (const auto found = file.column(name)) return found;
    return std::nullopt;
}

std::string trimmed(const std::string& text) {
    const auto first = text.find_first_not_of(' ');
    return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

/// 1 when blank; nullopt unless over 0 and at most 1.
std::optional<double> part_of(std::string text) {
    if (text.empty()) return 1;
    std::replace(text.begin(), text.end(), ',', '.');
    double part = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), part);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size() || !(part > 0 && part <= 1)) return std::nullopt;
    return part;
}

/// The parts of a source are at most the whole of it, and each target comes once.
void check_wholes(const std::vector<storage::Correspondence>& rows, forms::Problems& problems) {
    std::map<std::string, double> sums;
    std::map<std::pair<std::string, std::string>, int> pairs;
    constexpr double rounding = 0.005;
    std::size_t line = 1;
    for (const auto& row : rows) {
        ++line;
        if ((sums[row.source] += row.part) > 1 + rounding || ++pairs[{row.source, row.target}] > 1)
            problems.push_back(malformed(line, "source", row.source));
    }
}

}  // namespace

std::vector<storage::Correspondence> correspondence_from_csv(std::string_view csv, forms::Problems& problems) {
    auto file = forms::CsvReader::open(csv);
    if (!file) {
        problems.push_back(file.error());
        return {};
    }
    const auto source = column_of(*file, {"source", "code_qp_2015"}), target = column_of(*file, {"target", "code_qp_2024"});
    const auto part = file->column("part");
    if (!source || !target) {
        problems.push_back(malformed(1, "", ""));
        return {};
    }
    std::vector<storage::Correspondence> rows;
    while (auto row = file->next()) {
        if (!*row) {
            problems.push_back(row->error());
            continue;
        }
        const auto& cells = (*row)->cells;
        const auto share = part_of(part ? trimmed(cells[*part]) : "");
        if (!share) problems.push_back(malformed((*row)->line, "part", cells[*part]));
        rows.push_back({trimmed(cells[*source]), trimmed(cells[*target]), share.value_or(1)});
        if (rows.back().source.empty()) problems.push_back(malformed((*row)->line, "source", ""));
    }
    if (rows.empty() && problems.empty()) problems.push_back(malformed(1, "", ""));
    if (problems.empty()) check_wholes(rows, problems);
    return rows;
}

}  // namespace ecoute::server

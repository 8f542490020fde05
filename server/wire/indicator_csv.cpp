#include "server/wire/indicator_csv.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <string>

#include "forms/csv.hpp"
#include "server/wire/csv_columns.hpp"

namespace ecoute::server {
namespace {

using forms::Code;
using forms::Problem;

constexpr std::array known_columns{
    ColumnNames{"territory", {"territoire", "code", "code_qp", "codeqpv"}},
    ColumnNames{"indicator", {"indicateur", "nom", "libelle", "libellé"}},
    ColumnNames{"value", {"valeur", "", "", ""}},
    ColumnNames{"unit", {"unité", "unite", "", ""}},
    ColumnNames{"year", {"année", "annee", "millésime", "millesime"}},
    ColumnNames{"source", {"", "", "", ""}},
};
enum Column : std::size_t { territory, indicator, value, unit, year, source };
using Places = std::array<std::optional<std::size_t>, known_columns.size()>;

Problem on_line(Code code, std::size_t line, Column column, std::map<std::string, std::string> facts = {}) {
    facts["line"] = std::to_string(line);
    facts["column"] = known_columns[column].name;
    return {code, std::string{known_columns[column].name}, "line " + std::to_string(line), std::move(facts)};
}

bool is_plain(std::string_view text) {
    return text.size() <= longest_indicator_text && std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

/// As French spreadsheets write it: spaces between thousands, a decimal comma; a minus sign may be the typographer's.
std::optional<double> number_of(std::string text) {
    for (const std::string_view space : {" ", "\xC2\xA0", "\xE2\x80\xAF"})
        for (auto at = text.find(space); at != std::string::npos; at = text.find(space)) text.erase(at, space.size());
    if (constexpr std::string_view minus = "\xE2\x88\x92"; text.starts_with(minus)) text.replace(0, minus.size(), "-");
    std::replace(text.begin(), text.end(), ',', '.');
    double number = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    constexpr double largest = 1e12;
    if (read.ec != std::errc{} || read.ptr != end || !(std::fabs(number) <= largest)) return std::nullopt;
    return number;
}

class IndicatorReader {
public:
    IndicatorReader(const Places& places, std::string_view year_of_all, std::string_view source_of_all, forms::Problems& problems)
        : places_(places), year_(year_of_all), source_(source_of_all), problems_(problems) {}

    void add(const forms::CsvRow& row) {
        storage::Indicator figure{text(row, territory), text(row, indicator), std::nullopt, text(row, unit), text(row, year), text(row, source)};
        if (figure.year.empty()) figure.year = year_;
        if (figure.source.empty()) figure.source = source_;
        for (const auto& [column, cell] : {std::pair{territory, &figure.territory}, std::pair{indicator, &figure.name}, std::pair{source, &figure.source}})
            if (cell->empty()) problems_.push_back(on_line(Code::territory_field_missing, row.line, column));
        if (const auto written = text(row, value); !written.empty()) {
            figure.value = number_of(written);
            if (!figure.value) problems_.push_back(on_line(Code::territory_figure_invalid, row.line, value, {{"value", written}}));
        }
        const auto [first, fresh] = first_lines_.try_emplace({figure.territory, figure.name}, row.line);
        if (!fresh) {
            auto twice = on_line(Code::territory_code_twice, row.line, indicator, {{"first", std::to_string(first->second)}});
            twice.subject = figure.territory + ", " + figure.name;
            problems_.push_back(std::move(twice));
        }
        figures_.push_back(std::move(figure));
    }
    std::size_t rows() const noexcept { return figures_.size(); }
    std::vector<storage::Indicator> take() { return std::move(figures_); }

private:
    std::string text(const forms::CsvRow& row, Column column) {
        if (!places_[column]) return "";
        const auto& cell = row.cells[*places_[column]];
        const auto first = cell.find_first_not_of(' ');
        if (first == std::string::npos) return "";
        auto trimmed = cell.substr(first, cell.find_last_not_of(' ') - first + 1);
        if (!is_plain(trimmed)) problems_.push_back(on_line(Code::territory_malformed, row.line, column, {{"limit", std::to_string(longest_indicator_text)}}));
        return trimmed;
    }

    const Places& places_;
    std::string year_, source_;
    forms::Problems& problems_;
    std::vector<storage::Indicator> figures_;
    std::map<std::pair<std::string, std::string>, std::size_t> first_lines_;
};

}  // namespace

std::vector<storage::Indicator> indicators_from_csv(std::string_view csv, std::string_view year_of_all, std::string_view source_of_all,
                                                    forms::Problems& problems) {
    auto file = forms::CsvReader::open(csv);
    if (!file) {
        problems.push_back(file.error());
        return {};
    }
    const auto places = places_of(known_columns, *file);
    for (const auto column : {territory, indicator, value})
        if (!places[column]) problems.push_back(on_line(Code::territory_field_missing, 1, column));
    if (!problems.empty()) return {};
    IndicatorReader reader{places, year_of_all, source_of_all, problems};
    while (auto row = file->next()) {
        if (!*row)
            problems.push_back(row->error());
        else
            reader.add(**row);
        if (reader.rows() <= most_indicator_rows) continue;
        problems.push_back({Code::csv_too_large, "", "", {{"line", std::to_string((*row)->line)}, {"limit", std::to_string(most_indicator_rows)}}});
        break;
    }
    if (reader.rows() == 0 && problems.empty()) problems.push_back({Code::territory_none, "", "", {}});
    return reader.take();
}

}  // namespace ecoute::server

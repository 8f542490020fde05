#include "server/wire/territory_csv.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <unordered_map>

#include "forms/csv.hpp"
#include "server/wire/csv_columns.hpp"

namespace ecoute::server {
namespace {

using forms::Code;
using forms::Problem;

constexpr std::array known_columns{
    ColumnNames{"code", {"code_qp", "code_qpv", "codeqpv"}},
    ColumnNames{"name", {"nom_qp", "nom", "libqpv"}},
    ColumnNames{"kind", {"sorte", "type", ""}},
    ColumnNames{"generation", {"génération", "", ""}},
    ColumnNames{"commune", {"commune_qp", "", ""}},
    ColumnNames{"parent", {"", "", ""}},
    ColumnNames{"population", {"pop_municipale", "pop_mun", "popMuniQPV"}},
    ColumnNames{"women_percent", {"part_femmes_pct", "tx_f", ""}},
    ColumnNames{"youth_index", {"indice_jeunesse", "", ""}},
    ColumnNames{"source", {"", "", ""}},
    ColumnNames{"vintage", {"millesime", "millésime", ""}},
    ColumnNames{"status", {"statut", "statut_2024", ""}},
};

/// A kind and the words that name it, in small letters.
struct KindNames {
    std::string_view kind;
    std::array<std::string_view, 3> words;
};
constexpr std::array kinds{
    KindNames{"QPV", {"qpv", "", ""}},
    KindNames{"QVA", {"qva", "", ""}},
    KindNames{"sector", {"sector", "secteur", ""}},
    KindNames{"commune", {"commune", "", ""}},
    KindNames{"outside", {"outside", "hors", "hors qpv"}},
};
constexpr std::string_view kind_words = "QPV, QVA, sector, commune, outside";

std::string small_letters(std::string_view text) {
    std::string small{text};
    for (char& letter : small)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return small;
}

std::optional<std::string> kind_named(std::string_view word) {
    const auto small = small_letters(word);
    for (const auto& kind : kinds)
        if (std::find(kind.words.begin(), kind.words.end(), small) != kind.words.end()) return std::string{kind.kind};
    return std::nullopt;
}

Problem on_line(Code code, std::size_t line, std::string_view subject, std::map<std::string, std::string> facts) {
    facts["line"] = std::to_string(line);
    return {code, std::string{subject}, "line " + std::to_string(line), std::move(facts)};
}

bool digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// "2015" for QP031018 and QP02A001, "2024" for QN06901M, "" for what is no code of a priority quartier.
std::string_view generation_of(std::string_view code) {
    if (code.size() != 8 || (!code.starts_with("QP") && !code.starts_with("QN"))) return "";
    const auto departement = code.substr(2, 3);
    if (!digits(departement) && departement != "02A" && departement != "02B") return "";
    if (code.starts_with("QP")) return digits(code.substr(5)) ? "2015" : "";
    return digits(code.substr(5, 2)) && code[7] >= 'A' && code[7] <= 'Z' ? "2024" : "";
}

bool is_code(std::string_view text) {
    if (text.size() > longest_territory_code) return false;
    return std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
               c == '.';
    });
}

bool is_plain_text(std::string_view text) {
    const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    return text.size() <= longest_territory_text && std::none_of(text.begin(), text.end(), control);
}

/// Spaces of thousands (plain, U+00A0, U+202F) taken out, a decimal comma made a point.
std::string plain_number(std::string text) {
    for (const std::string_view space : {" ", "\xC2\xA0", "\xE2\x80\xAF"})
        for (auto at = text.find(space); at != std::string::npos; at = text.find(space)) text.erase(at, space.size());
    std::replace(text.begin(), text.end(), ',', '.');
    return text;
}

template <class Number>
std::optional<Number> number_of(const std::string& text) {
    Number number{};
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return number;
}

/// One row of the file under the names of its columns, and what is wrong with it.
class Row {
public:
    using Places = std::array<std::optional<std::size_t>, known_columns.size()>;

    Row(const Places& places, const forms::CsvRow& row, forms::Problems& problems)
        : places_(places), row_(row), problems_(problems) {}

    /// The cell of a column, without spaces around it; "" when the file has no such column.
    std::string text(std::string_view column) {
        auto text = raw(column);
        if (!is_plain_text(text))
            refuse(Code::territory_malformed, column, {{"limit", std::to_string(longest_territory_text)}});
        return text;
    }

    std::string code() {
        auto code = raw("code");
        if (code.empty()) refuse(Code::territory_field_missing, "code");
        if (!is_code(code))
            refuse(Code::territory_malformed, "code", {{"limit", std::to_string(longest_territory_code)}});
        return code;
    }

    std::string name() {
        auto name = text("name");
        if (name.empty()) refuse(Code::territory_field_missing, "name");
        return name;
    }

    std::string kind(std::string_view code) {
        const auto word = raw("kind");
        if (word.empty() && !generation_of(code).empty()) return "QPV";
        if (word.empty()) {
            refuse(Code::territory_field_missing, "kind");
            return "";
        }
        const auto kind = kind_named(word);
        if (!kind) refuse(Code::territory_kind_unknown, "kind", {{"value", word}, {"known", std::string{kind_words}}});
        return kind.value_or("");
    }

    std::string generation(std::string_view code) {
        auto generation = text("generation");
        return generation.empty() ? std::string{generation_of(code)} : generation;
    }

    template <class Number>
    std::optional<Number> figure(std::string_view column, Number most) {
        const auto word = raw(column);
        if (word.empty()) return std::nullopt;
        const auto number = number_of<Number>(plain_number(word));
        // Written so that NaN is refused too.
        if (number && *number >= 0 && *number <= most) return number;
        refuse(Code::territory_figure_invalid, column, {{"value", word}});
        return std::nullopt;
    }

private:
    std::string raw(std::string_view column) const {
        for (std::size_t i = 0; i < known_columns.size(); ++i) {
            if (known_columns[i].name != column || !places_[i]) continue;
            const auto& cell = row_.cells[*places_[i]];
            const auto first = cell.find_first_not_of(' ');
            return first == std::string::npos ? "" : cell.substr(first, cell.find_last_not_of(' ') - first + 1);
        }
        return "";
    }

    void refuse(Code code, std::string_view column, std::map<std::string, std::string> facts = {}) {
        facts["column"] = column;
        problems_.push_back(on_line(code, row_.line, column, std::move(facts)));
    }

    const Places& places_;
    const forms::CsvRow& row_;
    forms::Problems& problems_;
};

/// No quartier has more people, nor more under 20 for one over 60, than this.
constexpr std::int64_t most_people = 100'000'000;
constexpr double highest_youth_index = 1'000;

storage::Territory territory_of(Row row) {
    storage::Territory territory;
    territory.code = row.code();
    territory.name = row.name();
    territory.kind = row.kind(territory.code);
    territory.generation = row.generation(territory.code);
    territory.commune = row.text("commune");
    territory.parent = row.text("parent");
    territory.population = row.figure<std::int64_t>("population", most_people);
    territory.women_percent = row.figure<double>("women_percent", 100);
    territory.youth_index = row.figure<double>("youth_index", highest_youth_index);
    territory.source = row.text("source");
    territory.vintage = row.text("vintage");
    territory.status = row.text("status");
    return territory;
}

/// False when a column is missing without which no row can be read.
bool has_needed_columns(const Row::Places& places, forms::Problems& problems) {
    bool all = true;
    for (const std::size_t needed : {0U, 1U}) {
        if (places[needed]) continue;
        const auto name = known_columns[needed].name;
        problems.push_back(on_line(Code::territory_field_missing, 1, name, {{"column", std::string{name}}}));
        all = false;
    }
    return all;
}

using FirstLines = std::unordered_map<std::string, std::size_t>;

void check_new(const std::string& code, std::size_t line, FirstLines& first_lines, forms::Problems& problems) {
    const auto [first, is_new] = first_lines.try_emplace(code, line);
    if (is_new || code.empty()) return;
    problems.push_back(on_line(Code::territory_code_twice, line, code,
                               {{"column", "code"}, {"first", std::to_string(first->second)}}));
}

}  // namespace

std::vector<storage::Territory> territories_from_csv(std::string_view csv, forms::Problems& problems) {
    auto file = forms::CsvReader::open(csv);
    if (!file) {
        problems.push_back(file.error());
        return {};
    }
    const auto places = places_of(known_columns, *file);
    if (!has_needed_columns(places, problems)) return {};

    std::vector<storage::Territory> territories;
    FirstLines first_lines;
    bool any = false;
    while (auto row = file->next()) {
        any = true;
        if (!*row) {
            problems.push_back(row->error());
            continue;
        }
        territories.push_back(territory_of(Row{places, **row, problems}));
        check_new(territories.back().code, (*row)->line, first_lines, problems);
        if (territories.size() > most_territories) {
            problems.push_back(
                on_line(Code::csv_too_large, (*row)->line, "", {{"limit", std::to_string(most_territories)}}));
            break;
        }
    }
    if (!any) problems.push_back({Code::territory_none, "", "", {}});
    return territories;
}

}  // namespace ecoute::server

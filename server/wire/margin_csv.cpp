#include "server/wire/margin_csv.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "analysis/axis.hpp"
#include "analysis/crosstab.hpp"
#include "forms/csv.hpp"

namespace ecoute::server {
namespace {

using forms::Code;
using forms::Problem;

Problem on_line(Code code, std::size_t line, std::string subject, std::map<std::string, std::string> facts) {
    facts["line"] = std::to_string(line);
    return {code, std::move(subject), "line " + std::to_string(line), std::move(facts)};
}

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return "";
    return std::string{text.substr(first, text.find_last_not_of(' ') - first + 1)};
}

/// As French spreadsheets write it: spaces between thousands, a decimal comma.
std::optional<double> population_of(std::string text) {
    for (const std::string_view space : {" ", "\xC2\xA0", "\xE2\x80\xAF"})
        for (auto at = text.find(space); at != std::string::npos; at = text.find(space)) text.erase(at, space.size());
    std::replace(text.begin(), text.end(), ',', '.');
    double number = 0;
    const auto* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    constexpr double most_people = 1e10;
    if (read.ec != std::errc{} || read.ptr != end || !(number >= 0 && number <= most_people)) return std::nullopt;
    return number;
}

/// The column that counts people, and what its numbers may be.
struct Counting {
    std::string_view column;
    bool whole;
    bool by_place_age_and_gender;  ///< other questions are no columns
};
constexpr Counting populations{"population", false, false}, targets{"target", true, true};

std::optional<double> count_of(const std::string& text, const Counting& counting) {
    const auto number = population_of(text);
    if (number && counting.whole && *number != std::trunc(*number)) return std::nullopt;
    return number;
}

/// One column that names a variable.
struct VariableColumn {
    std::size_t place = 0;
    std::string name;
    std::uint32_t question = 0;
};

std::string names_of(const forms::Form& form, const std::vector<std::uint32_t>& questions) {
    std::string names;
    for (const auto question : questions) names += (names.empty() ? "" : ", ") + form.questions[question].name;
    return names;
}

std::string categories_of(const forms::Form& form, std::uint32_t question) {
    constexpr std::size_t most_named = 40;
    std::string names;
    std::size_t count = 0;
    for (const auto& category : analysis::variable_of(form, question).categories) {
        if (++count > most_named) return names + "...";
        names += (names.empty() ? "" : ", ") + category.name;
    }
    return names;
}

class MarginReader {
public:
    MarginReader(const forms::CsvReader& file, const forms::Form& form, const Counting& counting, forms::Problems& problems)
        : form_(form),
          problems_(problems),
          counting_(counting),
          population_(file.column(counting.column)),
          source_(file.column("source")),
          vintage_(file.column("vintage")) {
        for (std::size_t i = 0; i < file.header().size(); ++i)
            if (i != population_ && i != source_ && i != vintage_) add_variable(i, file.header()[i]);
        if (population_ && !variables_.empty()) return;
        if (problems_.empty()) problems_.push_back(on_line(Code::margin_column_missing, 1, "", {{"column", std::string{counting_.column}}}));
    }

    bool readable() const noexcept { return population_.has_value() && !variables_.empty() && problems_.empty(); }

    void add(const forms::CsvRow& row) {
        analysis::MarginCell cell;
        std::vector<std::vector<int>> key;
        for (const auto& variable : variables_) {
            cell.levels.push_back(trimmed(row.cells[variable.place]));
            key.push_back(level(row.line, variable, cell.levels.back()));
        }
        const auto population = count_of(row.cells[*population_], counting_);
        if (!population) problems_.push_back(invalid_count(row));
        cell.population = population.value_or(0);
        std::string name;
        for (const auto& part : cell.levels) name += (name.empty() ? "" : ", ") + part;
        const auto [first, fresh] = first_lines_.try_emplace(key, row.line);
        if (!fresh)
            problems_.push_back(
                on_line(Code::margin_level_twice, row.line, name, {{"first", std::to_string(first->second)}}));
        margin_.cells.push_back(std::move(cell));
        if (source_ && margin_.source.empty()) margin_.source = trimmed(row.cells[*source_]);
        if (vintage_ && margin_.vintage.empty()) margin_.vintage = trimmed(row.cells[*vintage_]);
    }

    std::size_t cells() const noexcept { return margin_.cells.size(); }
    analysis::Margin take() {
        for (const auto& variable : variables_) margin_.variables.push_back(form_.questions[variable.question].name);
        return std::move(margin_);
    }

private:
    Problem invalid_count(const forms::CsvRow& row) const {
        auto problem = on_line(Code::margin_population_invalid, row.line, std::string{counting_.column}, {{"value", row.cells[*population_]}});
        if (counting_.whole) problem.facts["example"] = "14";
        return problem;
    }

    void add_variable(std::size_t place, const std::string& name) {
        const auto question = analysis::margin_variable(form_, name);
        const bool fits = question && (!counting_.by_place_age_and_gender || is_counted_by_targets(form_, *question));
        if (fits) return variables_.push_back({place, name, *question});
        problems_.push_back(on_line(Code::margin_column_unknown, 1, name,
                                    {{"value", name},
                                     {"column", name},
                                     {"known", names_of(form_, known()) + ", " + std::string{counting_.column}}}));
    }

    std::vector<std::uint32_t> known() const {
        auto questions = analysis::breakdowns(form_);
        if (counting_.by_place_age_and_gender)
            std::erase_if(questions, [&](std::uint32_t question) { return !is_counted_by_targets(form_, question); });
        return questions;
    }

    /// The categories of a level; a category counted in another level already is refused.
    std::vector<int> level(std::size_t line, const VariableColumn& variable, const std::string& text) {
        const auto found = analysis::categories_of_level(form_, variable.question, text);
        if (!found) {
            problems_.push_back(on_line(
                Code::margin_level_unknown, line, variable.name,
                {{"value", text}, {"column", variable.name}, {"known", categories_of(form_, variable.question)}}));
            return {};
        }
        for (const int category : *found) {
            const auto [known, fresh] = level_of_.try_emplace({variable.place, category}, std::pair{*found, line});
            if (!fresh && known->second.first != *found)
                problems_.push_back(on_line(Code::margin_level_twice, line, text,
                                            {{"first", std::to_string(known->second.second)}}));
        }
        return *found;
    }

    const forms::Form& form_;
    forms::Problems& problems_;
    const Counting& counting_;
    std::optional<std::size_t> population_, source_, vintage_;
    std::vector<VariableColumn> variables_;
    std::map<std::vector<std::vector<int>>, std::size_t> first_lines_;
    std::map<std::pair<std::size_t, int>, std::pair<std::vector<int>, std::size_t>> level_of_;
    analysis::Margin margin_;
};

std::optional<analysis::Margin> counts_from_csv(std::string_view csv, const forms::Form& form, const Counting& counting,
                                                forms::Problems& problems) {
    auto file = forms::CsvReader::open(csv);
    if (!file) {
        problems.push_back(file.error());
        return std::nullopt;
    }
    MarginReader reader{*file, form, counting, problems};
    if (!reader.readable()) return std::nullopt;
    while (auto row = file->next()) {
        if (!*row)
            problems.push_back(row->error());
        else
            reader.add(**row);
        if (reader.cells() <= analysis::most_levels) continue;
        problems.push_back({Code::margin_too_large, "", "", {{"limit", std::to_string(analysis::most_levels)}}});
        break;
    }
    if (reader.cells() == 0 && problems.empty()) problems.push_back({Code::margin_none, "", "", {}});
    if (!problems.empty()) return std::nullopt;
    return reader.take();
}

}  // namespace

bool is_counted_by_targets(const forms::Form& form, std::uint32_t question) noexcept {
    const auto& by = form.breakdowns;
    return question == by.quartier || question == by.age || question == by.gender;
}

std::optional<analysis::Margin> margin_from_csv(std::string_view csv, const forms::Form& form,
                                                forms::Problems& problems) {
    return counts_from_csv(csv, form, populations, problems);
}

std::optional<analysis::Margin> targets_from_csv(std::string_view csv, const forms::Form& form, forms::Problems& problems) {
    return counts_from_csv(csv, form, targets, problems);
}

}  // namespace ecoute::server

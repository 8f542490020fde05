#include "analysis/margins.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/axis.hpp"
#include "analysis/crosstab.hpp"

namespace ecoute::analysis {
namespace {

using forms::Code;
using forms::Problem;

constexpr int unknown = -1;

/// A variable of a margin: which of its levels each category is.
struct Side {
    Axis axis;
    bool gender = false;
    std::vector<int> level_of_category;            ///< unknown: no level of the margin holds it
    std::vector<std::vector<int>> levels;          ///< categories of each
    std::vector<std::string> names;                ///< of each level, in words
    std::vector<std::string> names_of_categories;  ///< in words
};

std::string in_words(const forms::Form& form, const Category& category) {
    const std::string label{forms::shown(category.label, form.default_language, form.default_language).text};
    return label.empty() ? category.name : label;
}

/// Levels in the order in which the margin's rows name them.
Side side_of(const forms::Form& form, const forms::Columns& columns, const Margin& margin, std::size_t at) {
    const auto question = *margin_variable(form, margin.variables[at]);
    const auto variable = variable_of(form, question);
    Side side;
    side.axis = axis_of(form, columns, question);
    side.gender = question == form.breakdowns.gender;
    side.level_of_category.assign(variable.categories.size(), unknown);
    for (const auto& category : variable.categories) side.names_of_categories.push_back(in_words(form, category));
    for (const auto& cell : margin.cells) {
        const auto categories = categories_of_level(form, question, cell.levels[at]).value_or(std::vector<int>{});
        if (std::find(side.levels.begin(), side.levels.end(), categories) != side.levels.end()) continue;
        std::string name;
        for (const int category : categories) {
            side.level_of_category[static_cast<std::size_t>(category)] = static_cast<int>(side.levels.size());
            name += (name.empty() ? "" : " + ") + side.names_of_categories[static_cast<std::size_t>(category)];
        }
        side.levels.push_back(categories);
        side.names.push_back(name);
    }
    return side;
}

/// Where a person stands on one variable: a level, unknown, or a category that the margin has no figure for.
struct Standing {
    int level = unknown;
    int outside = unknown;  ///< the category without figure
};

Standing standing(const Side& side, std::uint16_t position) {
    const int category = side.axis.meanings[position];
    if (category < 0) return {};
    const int level = side.level_of_category[static_cast<std::size_t>(category)];
    // A gender without census figure is known to the tables and shared out here (A3); another category is not counted in
    // the population at all.
    if (level == unknown && !side.gender) return {unknown, category};
    return {level, unknown};
}

/// One margin over the extract.
class OneMargin {
public:
    OneMargin(const forms::Form& form, const forms::Columns& columns, const Margin& margin) : margin_(margin) {
        for (std::size_t v = 0; v < margin.variables.size(); ++v) sides_.push_back(side_of(form, columns, margin, v));
        for (const auto& cell : margin.cells) {
            std::vector<int> levels;
            for (std::size_t v = 0; v < sides_.size(); ++v) {
                const auto question = *margin_variable(form, margin.variables[v]);
                const auto categories = *categories_of_level(form, question, cell.levels[v]);
                const auto found = std::find(sides_[v].levels.begin(), sides_[v].levels.end(), categories);
                levels.push_back(static_cast<int>(found - sides_[v].levels.begin()));
            }
            cell_at_.emplace(levels, cells_.size());
            cells_.push_back(levels);
            total_ += cell.population;
        }
        respondents_.assign(cells_.size(), 0);
    }

    double total() const noexcept { return total_; }
    std::int64_t respondents(std::size_t cell) const { return respondents_[cell]; }
    const std::map<std::string, std::int64_t>& outside() const noexcept { return outside_; }

    std::string name(std::size_t cell) const {
        std::string name;
        for (std::size_t v = 0; v < sides_.size(); ++v)
            name += (v == 0 ? "" : ", ") + sides_[v].names[static_cast<std::size_t>(cells_[cell][v])];
        return name;
    }

    /// The level beside it, of the last variable that has another one; "" when there is none.
    std::string neighbour(std::size_t cell) const {
        for (std::size_t v = sides_.size(); v-- > 0;)
            for (const int step : {-1, 1}) {
                auto levels = cells_[cell];
                levels[v] += step;
                const auto found = cell_at_.find(levels);
                if (found != cell_at_.end()) return name(found->second);
            }
        return "";
    }

    /// Cells of one person, with the part in each; counts the person when there is one. Kept by what the person's variables
    /// are, so that it is computed once for all who are alike.
    const std::vector<Part>& parts(const std::vector<std::uint16_t>& positions) {
        std::vector<int> levels;
        for (std::size_t v = 0; v < sides_.size(); ++v) {
            const auto where = standing(sides_[v], positions[v]);
            if (where.outside != unknown) {
                ++outside_[sides_[v].names_of_categories[static_cast<std::size_t>(where.outside)]];
                return nowhere_;
            }
            levels.push_back(where.level);
        }
        const auto known = parts_.find(levels);
        const auto& found = known != parts_.end() ? known->second : parts_.emplace(levels, share_out(levels)).first->second;
        const bool certain = std::find(levels.begin(), levels.end(), unknown) == levels.end();
        if (found.empty())
            ++outside_[names_of(levels)];
        else if (certain)
            ++respondents_[found.front().level];
        return found;
    }

    const std::vector<Side>& sides() const noexcept { return sides_; }

private:
    std::string names_of(const std::vector<int>& levels) const {
        std::string name;
        for (std::size_t v = 0; v < levels.size(); ++v)
            if (levels[v] != unknown)
                name += (name.empty() ? "" : ", ") + sides_[v].names[static_cast<std::size_t>(levels[v])];
        return name;
    }

    /// Cells that agree with what is known and hold somebody of the population. Those that differ by gender alone get equal parts of
    /// what the population has of them together.
    std::vector<Part> share_out(const std::vector<int>& known) const {
        std::map<std::vector<int>, std::vector<std::size_t>> alike;
        double population = 0;
        for (std::size_t cell = 0; cell < cells_.size(); ++cell) {
            const bool certain = cells_[cell] == known;  // told as a mistake when the population has nobody there
            if (!agrees(cells_[cell], known) || (!certain && !(margin_.cells[cell].population > 0))) continue;
            auto key = cells_[cell];
            for (std::size_t v = 0; v < key.size(); ++v)
                if (sides_[v].gender) key[v] = known[v];
            alike[key].push_back(cell);
            population += margin_.cells[cell].population;
        }
        std::vector<Part> parts;
        for (const auto& [key, cells] : alike) {
            double together_population = 0;
            for (const auto cell : cells) together_population += margin_.cells[cell].population;
            const double part = alike.size() == 1 ? 1 : population > 0 ? together_population / population : 0;
            for (const auto cell : cells)
                if (part > 0) parts.push_back({static_cast<std::uint32_t>(cell), part / double(cells.size())});
        }
        std::sort(parts.begin(), parts.end());
        return parts;
    }

    static bool agrees(const std::vector<int>& cell, const std::vector<int>& known) {
        for (std::size_t v = 0; v < cell.size(); ++v)
            if (known[v] != unknown && known[v] != cell[v]) return false;
        return true;
    }

    const Margin& margin_;
    std::vector<Side> sides_;
    std::vector<std::vector<int>> cells_;
    std::map<std::vector<int>, std::size_t> cell_at_;
    std::map<std::vector<int>, std::vector<Part>> parts_;
    std::vector<std::int64_t> respondents_;
    std::map<std::string, std::int64_t> outside_;
    std::vector<Part> nowhere_;
    double total_ = 0;
};

/// Where everybody stands: row after row of patterns, people of one pattern numbered alike.
class Patterns {
public:
    void add(const std::vector<Part>& row) {
        const auto [at, fresh] = number_of_.try_emplace(row, static_cast<std::uint32_t>(number_of_.size()));
        if (fresh) people.patterns.push_back(row);
        people.pattern_of.push_back(at->second);
    }
    Memberships people;

private:
    std::map<std::vector<Part>, std::uint32_t> number_of_;
};

std::string number_text(double number) {
    char text[64];
    std::snprintf(text, sizeof text, "%.0f", number);
    return text;
}

/// The margins' populations, all brought to the first one's total.
void add_levels(Placed& placed, const std::vector<OneMargin>& found, const std::vector<Margin>& margins,
                forms::Problems& mistakes, forms::Problems& warnings) {
    placed.population = found.front().total();
    for (std::size_t m = 0; m < found.size(); ++m) {
        const double apart = found[m].total() / placed.population - 1;
        const std::string variables = [&] {
            std::string names;
            for (const auto& name : margins[m].variables) names += (names.empty() ? "" : " x ") + name;
            return names;
        }();
        const Problem difference{Code::weights_totals_differ, variables, "",
                                 {{"value", number_text(found[m].total())},
                                  {"expected", number_text(placed.population)}}};
        if (!(std::fabs(apart) <= largest_difference_of_totals)) mistakes.push_back(difference);
        else if (std::fabs(apart) > 1e-9) {
            warnings.push_back(difference);
            warnings.back().code = Code::weights_totals_rescaled;
        }
        for (std::size_t cell = 0; cell < margins[m].cells.size(); ++cell)
            placed.levels.push_back({m, found[m].name(cell), margins[m].cells[cell].population / (1 + apart),
                                     found[m].respondents(cell)});
    }
}

void check_levels(const std::vector<OneMargin>& found, const std::vector<Margin>& margins, forms::Problems& mistakes) {
    for (std::size_t m = 0; m < found.size(); ++m) {
        for (const auto& [name, count] : found[m].outside())
            mistakes.push_back({Code::weights_level_outside, name, "", {{"count", std::to_string(count)}}});
        for (std::size_t cell = 0; cell < margins[m].cells.size(); ++cell) {
            const double population = margins[m].cells[cell].population;
            const auto respondents = found[m].respondents(cell);
            const auto with = found[m].neighbour(cell);
            if (population > 0 && respondents == 0)
                mistakes.push_back({Code::weights_level_empty, found[m].name(cell), "",
                                    {{"population", number_text(population)}, {"with", with}}});
            else if (population > 0 && respondents < fewest_in_level)
                mistakes.push_back({Code::weights_level_few, found[m].name(cell), "",
                                    {{"count", std::to_string(respondents)}, {"with", with}}});
            else if (population <= 0 && respondents > 0)
                mistakes.push_back(
                    {Code::weights_level_outside, found[m].name(cell), "", {{"count", std::to_string(respondents)}}});
        }
    }
    for (auto& mistake : mistakes)
        if (mistake.facts.contains("with") && mistake.facts["with"].empty()) mistake.facts.erase("with");
}

/// Levels of nobody in the population and in the sample go away, and the others close up.
void drop_empty_levels(Placed& placed) {
    std::vector<std::uint32_t> place_of(placed.levels.size(), 0);
    std::vector<Level> kept;
    for (std::size_t k = 0; k < placed.levels.size(); ++k) {
        place_of[k] = static_cast<std::uint32_t>(kept.size());
        if (placed.levels[k].population > 0) kept.push_back(placed.levels[k]);
    }
    for (auto& pattern : placed.people.patterns) {
        std::erase_if(pattern, [&](const Part& part) { return !(placed.levels[part.level].population > 0); });
        for (auto& part : pattern) part.level = place_of[part.level];
    }
    placed.levels = std::move(kept);
    for (const auto& level : placed.levels) placed.people.totals.push_back(level.population);
}

}  // namespace

std::optional<std::uint32_t> margin_variable(const forms::Form& form, std::string_view name) {
    const std::pair<std::string_view, std::uint32_t> roles[] = {
        {"quartier", form.breakdowns.quartier}, {"age", form.breakdowns.age}, {"gender", form.breakdowns.gender}};
    std::optional<std::uint32_t> question;
    for (const auto& [role, asked] : roles)
        if (role == name && asked != forms::none) question = asked;
    for (std::uint32_t i = 0; i < form.questions.size() && !question; ++i)
        if (form.questions[i].name == name) question = i;
    if (!question) return std::nullopt;
    const auto possible = breakdowns(form);
    if (std::find(possible.begin(), possible.end(), *question) == possible.end()) return std::nullopt;
    return question;
}

std::optional<std::vector<int>> categories_of_level(const forms::Form& form, std::uint32_t question,
                                                    std::string_view level) {
    const auto categories = variable_of(form, question).categories;
    std::vector<int> found;
    for (std::string_view rest = level;;) {
        const auto end = rest.find(together);
        const auto name = rest.substr(0, end);
        const auto is_meant = [&](const Category& category) {
            return category.name == name || std::any_of(category.label.begin(), category.label.end(),
                                                        [&](const auto& text) { return text.second == name; });
        };
        const auto category = std::find_if(categories.begin(), categories.end(), is_meant);
        if (category == categories.end()) return std::nullopt;
        found.push_back(static_cast<int>(category - categories.begin()));
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 1);
    }
    std::sort(found.begin(), found.end());
    return found;
}

Placed place(const forms::Form& form, const forms::Columns& columns, const std::vector<Margin>& margins,
             forms::Problems& mistakes, forms::Problems& warnings) {
    std::vector<OneMargin> found;
    for (const auto& margin : margins) found.emplace_back(form, columns, margin);

    std::vector<std::vector<std::vector<std::uint16_t>>> positions;
    for (const auto& margin : found) {
        positions.emplace_back();
        for (const auto& side : margin.sides()) {
            auto& row = positions.back().emplace_back(columns.people);
            for (std::size_t first = 0; first < row.size(); first += block_rows)
                positions_of(side.axis, first, {row.data() + first, std::min(block_rows, row.size() - first)});
        }
    }
    Patterns patterns;
    std::vector<Part> row;
    std::vector<std::uint16_t> here;
    for (std::size_t person = 0; person < columns.people; ++person) {
        row.clear();
        std::uint32_t first = 0;
        for (std::size_t m = 0; m < found.size(); ++m) {
            here.clear();
            for (const auto& side : positions[m]) here.push_back(side[person]);
            for (const auto& part : found[m].parts(here)) row.push_back({first + part.level, part.part});
            first += static_cast<std::uint32_t>(margins[m].cells.size());
        }
        patterns.add(row);
    }
    Placed placed;
    placed.people = std::move(patterns.people);
    add_levels(placed, found, margins, mistakes, warnings);
    check_levels(found, margins, mistakes);
    drop_empty_levels(placed);
    return placed;
}

}  // namespace ecoute::analysis

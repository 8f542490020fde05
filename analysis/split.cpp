#include "analysis/split.hpp"

#include <algorithm>
#include <charconv>

#include "analysis/crosstab.hpp"
#include "analysis/date_classes.hpp"

namespace ecoute::analysis {
namespace {

std::string kind_of(const forms::Choice& choice) {
    const auto kind = choice.columns.find("kind");
    return kind == choice.columns.end() ? "" : kind->second;
}

/// Rank of a kind among `known_kinds`.
std::size_t rank_of(const std::string& kind) noexcept {
    return static_cast<std::size_t>(std::find(std::begin(known_kinds), std::end(known_kinds), kind) - std::begin(known_kinds));
}

/// The age that a class begins with: its bound, or the number that its name begins with ("60_74", "75_plus").
std::optional<double> first_age(const Category& category) noexcept {
    if (category.from) return category.from;
    int age = 0;
    const auto read = std::from_chars(category.name.data(), category.name.data() + category.name.size(), age);
    return read.ec == std::errc{} ? std::optional<double>{age} : std::nullopt;
}

/// A broad class of ages as it stands in a form: from its own first age, and the classes of the form within it.
struct BroadClass {
    double from = 0;
    std::vector<std::uint32_t> categories;
};

/// Nothing when a class has no age, ages do not go up, or one lies across a bound of the broad classes.
std::vector<BroadClass> broad_classes(const std::vector<Category>& ages) {
    std::vector<BroadClass> classes;
    std::size_t last_class = 0;
    for (std::uint32_t i = 0; i < ages.size(); ++i) {
        const auto age = first_age(ages[i]);
        const auto next = i + 1 < ages.size() ? first_age(ages[i + 1]) : std::nullopt;
        if (!age || (i + 1 < ages.size() && (!next || *next <= *age))) return {};
        const auto& bounds = forms::usual_age_bands;
        const auto above = std::upper_bound(bounds.begin(), bounds.end(), *age);
        if (next && above != bounds.end() && *next > *above) return {};
        const auto here = static_cast<std::size_t>(above - bounds.begin());
        if (classes.empty() || here != last_class) classes.push_back({*age, {}});
        classes.back().categories.push_back(i);
        last_class = here;
    }
    return classes.size() < ages.size() ? classes : std::vector<BroadClass>{};
}

std::vector<Category> broad_categories(const std::vector<BroadClass>& classes, const std::string& language) {
    std::vector<Category> categories;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        Category category;
        category.whole = true;
        category.from = classes[i].from;
        if (i + 1 < classes.size()) category.to = classes[i + 1].from - 1;
        const auto from = std::to_string(static_cast<int>(classes[i].from));
        category.name = category.to ? from + "-" + std::to_string(static_cast<int>(*category.to)) : from + "+";
        category.label.emplace(language, category.name);
        categories.push_back(std::move(category));
    }
    return categories;
}

std::vector<Category> kind_categories(const forms::Form& form, std::uint32_t quartier) {
    std::vector<Category> categories;
    for (const auto& kind : kinds_of(form, quartier)) {
        categories.push_back({kind, {}, kind, {}, {}});
        categories.back().label.emplace(form.default_language, kind);
    }
    return categories;
}

std::uint32_t question_of(const forms::Form& form, Together together) noexcept {
    return together == Together::kinds ? form.breakdowns.quartier : together == Together::ages ? form.breakdowns.age : forms::none;
}

}  // namespace

std::string_view name(Together together) noexcept {
    return together == Together::kinds ? kind_of_quartier : together == Together::ages ? broad_ages : std::string_view{};
}

std::vector<std::string> kinds_of(const forms::Form& form, std::uint32_t quartier) {
    std::vector<std::string> kinds;
    if (form.questions[quartier].list == forms::none) return kinds;
    for (const auto& choice : form.list_of(quartier).choices) {
        const auto kind = kind_of(choice);
        if (!kind.empty() && std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) kinds.push_back(kind);
    }
    std::stable_sort(kinds.begin(), kinds.end(), [](const auto& a, const auto& b) { return rank_of(a) < rank_of(b); });
    return kinds;
}

std::vector<Members> members_of(const forms::Form& form, Split split) {
    std::vector<Members> groups;
    const auto categories = variable_of(form, split.question).categories;
    if (split.together == Together::kinds)
        for (const auto& kind : kinds_of(form, split.question)) {
            groups.push_back({kind, {}});
            for (std::uint32_t i = 0; i < categories.size(); ++i)
                if (categories[i].kind == kind) groups.back().categories.push_back(i);
        }
    if (split.together == Together::ages) {
        const auto classes = broad_classes(categories);
        const auto named = broad_categories(classes, form.default_language);
        for (std::size_t i = 0; i < classes.size(); ++i) groups.push_back({named[i].name, classes[i].categories});
    }
    return groups;
}

bool can_be(const forms::Form& form, Together together) {
    const auto question = question_of(form, together);
    if (question == forms::none) return false;
    const auto possible = breakdowns(form);
    return std::find(possible.begin(), possible.end(), question) != possible.end() && !members_of(form, {question, together}).empty();
}

std::optional<Split> split_together(const forms::Form& form, std::string_view asked) {
    for (const auto together : {Together::kinds, Together::ages})
        if (asked == name(together) && can_be(form, together)) return Split{question_of(form, together), together};
    return std::nullopt;
}

Variable variable_of(const forms::Form& form, Split split) {
    auto variable = variable_of(form, split.question);
    if (split.together == Together::apart) return variable;
    variable.asked = variable.role = name(split.together);
    variable.categories = split.together == Together::kinds ? kind_categories(form, split.question)
                                                            : broad_categories(broad_classes(variable.categories), form.default_language);
    return variable;
}

Axis axis_of(const forms::Form& form, const forms::Columns& columns, Split split) {
    auto axis = axis_of(form, columns, split.question);
    if (split.together == Together::apart) return axis;
    std::vector<int> group_of(variable_of(form, split.question).categories.size(), meaning_outside);
    const auto groups = members_of(form, split);
    for (std::size_t group = 0; group < groups.size(); ++group)
        for (const auto category : groups[group].categories) group_of[category] = static_cast<int>(group);
    for (int& meaning : axis.meanings)
        if (meaning >= 0) meaning = group_of[static_cast<std::size_t>(meaning)];
    return axis;
}

Axis axis_of(const forms::Form& form, const forms::Columns& columns, const Variable& variable) {
    std::uint32_t question = 0;
    while (form.questions[question].name != variable.name) ++question;
    if (variable.role == date_role) return date_axis(columns, question, variable);
    const auto together = variable.role == kind_of_quartier ? Together::kinds : variable.role == broad_ages ? Together::ages : Together::apart;
    return axis_of(form, columns, Split{question, together});
}

}  // namespace ecoute::analysis

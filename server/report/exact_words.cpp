#include "server/in_words.hpp"
#include "server/report/scope.hpp"

/// What a bilan with exact figures says of itself.
namespace ecoute::server {
namespace {

std::string label_of(const analysis::Category& category, const forms::Form& form, std::string_view language) {
    if (category.label.empty()) return category.name;
    return std::string{forms::shown(category.label, language, form.default_language).text};
}

}  // namespace

std::vector<std::string> together_in_words(Desk& desk, std::string_view language, const forms::Form& form, const ExactSet& set) {
    std::vector<std::string> lines;
    for (const auto& one : set.together)
        for (const auto& place : one.places) {
            std::string names;
            for (const auto category : place) names += (names.empty() ? "" : ", ") + label_of(one.variable.categories[category], form, language);
            const auto label = forms::shown(one.variable.label, language, form.default_language).text;
            lines.push_back(desk.words.say(language, place.size() == 1 ? "report.exact.together" : "report.exact.together_several", {{"variable", std::string{label}}, {"names", names}}));
        }
    return lines;
}

std::vector<std::pair<std::string, std::string>> exact_in_words(Desk& desk, std::string_view language, const forms::Form& form, const ExactSet& set) {
    std::size_t figures = 0, hidden = 0;
    for (const auto& told : set.told) figures += told.figures, hidden += told.hidden;
    const auto number = [&](std::size_t count) { return number_in_words(language, static_cast<std::int64_t>(count)); };
    std::vector<std::pair<std::string, std::string>> lines;
    const auto tell = [&](std::string_view what, const Words::Facts& facts = {}) {
        const auto key = "report.exact." + std::string{what};
        lines.emplace_back(desk.words.say(language, key + "_label"), desk.words.say(language, key, facts));
    };
    tell("exact");
    tell("hidden", {{"hidden", number(hidden)}, {"figures", number(figures)}, {"most", std::to_string(set.limits.smallest_count - 1)}, {"base", std::to_string(set.limits.smallest_base)}});
    tell("proved");
    for (auto& line : together_in_words(desk, language, form, set)) lines.emplace_back(desk.words.say(language, "report.exact.together_label"), std::move(line));
    tell("left_out");
    tell("closed");
    return lines;
}

}  // namespace ecoute::server

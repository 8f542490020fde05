#include "server/table_condition.hpp"

#include <algorithm>

#include "analysis/axis.hpp"
#include "analysis/crosstab.hpp"
#include "forms/expression/expression.hpp"
#include "forms/expression/functions.hpp"
#include "forms/scope.hpp"
#include "server/condition_words.hpp"

namespace ecoute::server {
namespace {

std::string quoted(std::string_view text) { return "'" + std::string{text} + "'"; }

PossibleConditions groups_of(const Words& words, std::string_view language, const forms::Form& form,
                             std::uint32_t question) {
    PossibleConditions found{label_of_question(words, language, form, question), form.questions[question].name, {}};
    for (const auto& category : analysis::variable_of(form, question).categories) {
        std::string label{forms::shown(category.label, language, form.default_language).text};
        if (category.from) label = band_in_words(words, language, category, question == form.breakdowns.age);
        found.groups.push_back({condition_of(form, question, category), label.empty() ? category.name : label, category.name});
    }
    return found;
}

/// Lists that an expression may read have their document's name.
PossibleConditions kinds_in_words(const Words& words, std::string_view language, const forms::Form& form) {
    const auto quartier = form.breakdowns.quartier;
    PossibleConditions found{words.say(language, "tables.heading.kind"), "", {}};
    for (const auto& kind : analysis::kinds_of(form, quartier)) {
        const auto key = "tables.kind." + kind;
        found.groups.push_back({"pulldata(" + quoted(form.list_of(quartier).name) + ", 'kind', 'name', ${" +
                                    form.questions[quartier].name + "}) = " + quoted(kind),
                                words.has(language, key) ? words.say(language, key) : kind, kind});
    }
    return found;
}

bool has_role(const forms::Form& form, std::uint32_t question) {
    return question == form.breakdowns.quartier || question == form.breakdowns.age || question == form.breakdowns.gender;
}

}  // namespace

std::string condition_of(const forms::Form& form, std::uint32_t question, const analysis::Category& category) {
    const std::string asked = "${" + form.questions[question].name + "}";
    if (form.questions[question].type == forms::QuestionType::select_multiple)
        return "selected(" + asked + ", " + quoted(category.name) + ")";
    const bool step = form.questions[question].type == forms::QuestionType::range && category.from == category.to;
    if (!category.from || step) return asked + " = " + quoted(category.name);
    const auto number = [](double value) { return forms::expression::number_text(value); };
    const auto at_least = asked + " >= " + number(*category.from);
    return category.to ? at_least + " and " + asked + (category.whole ? " <= " : " < ") + number(*category.to) : at_least;
}

std::string condition_of(const forms::Form& form, const std::vector<std::string>& kinds) {
    const auto& quartier = form.questions[form.breakdowns.quartier];
    const auto kind = "pulldata('" + form.list_of(form.breakdowns.quartier).name + "', 'kind', 'name', ${" + quartier.name + "})";
    std::string people;
    for (const auto& one : kinds) people += (people.empty() ? "" : " or ") + kind + " = '" + one + "'";
    return people;
}

std::string with_reference(std::string_view where, std::string_view people) {
    if (where.empty() || people.empty()) return std::string{where.empty() ? people : where};
    return "(" + std::string{where} + ") and (" + std::string{people} + ")";
}

namespace {

forms::Result<TableCondition> condition_alone(const forms::Form& form, const forms::Columns& columns, std::string_view text,
                                              const forms::Clock& clock, bool exact) {
    TableCondition condition;
    condition.text = text;
    if (text.empty()) return condition;
    auto mask = analysis::mask_of(form, columns, text, clock, !exact);
    if (!mask) return mask.error();
    const auto compiled = forms::expression::compile(text, forms::FormScope{form});
    condition.reads.assign(compiled->depends_on().begin(), compiled->depends_on().end());
    condition.mask = *std::move(mask);
    return condition;
}

}  // namespace

forms::Result<TableCondition> table_condition(const forms::Form& form, const forms::Columns& columns, std::string_view text,
                                              std::string_view reference, const forms::Clock& clock, bool exact) {
    auto condition = condition_alone(form, columns, text, clock, exact);
    if (!condition || reference.empty()) return condition;
    // Each on its own: in one condition, what the reader wrote would be asked of people, and not name a group.
    auto people = condition_alone(form, columns, reference, clock, true);
    if (!people || text.empty()) return people;
    for (std::size_t i = 0; i < condition->mask.size(); ++i) condition->mask[i] = condition->mask[i] & people->mask[i];
    condition->reads.insert(condition->reads.end(), people->reads.begin(), people->reads.end());
    condition->text = with_reference(text, reference);
    return condition;
}

std::string only_quartier(const forms::Form& form, const std::string& where, const forms::Clock& clock) {
    const auto quartier = form.breakdowns.quartier;
    if (where.empty() || quartier == forms::none) return "";
    const auto compiled = forms::expression::compile(where, forms::FormScope{form});
    if (!compiled || compiled->depends_on().size() != 1 || compiled->depends_on().front() != quartier) return "";
    const auto& choices = form.list_of(quartier).choices;
    forms::Columns one_in_each;
    one_in_each.people = choices.size();
    one_in_each.by_question.resize(form.questions.size());
    for (std::uint16_t code = 0; code < choices.size(); ++code) one_in_each.by_question[quartier].codes.append(1, code);
    const auto kept = analysis::mask_of(form, one_in_each, where, clock, false);
    if (!kept || std::count(kept->begin(), kept->end(), std::uint8_t{1}) != 1) return "";
    return choices[static_cast<std::size_t>(std::find(kept->begin(), kept->end(), std::uint8_t{1}) - kept->begin())].name;
}

bool leaves_out_few(const analysis::Mask& mask, std::int64_t smallest_count) noexcept {
    const auto outside = std::count(mask.begin(), mask.end(), std::uint8_t{0});
    return outside > 0 && outside < smallest_count;
}

std::vector<PossibleConditions> possible_conditions(const Words& words, std::string_view language,
                                                    const forms::Form& form) {
    std::vector<PossibleConditions> found;
    if (analysis::can_be(form, analysis::Together::kinds)) found.push_back(kinds_in_words(words, language, form));
    const auto known = analysis::breakdowns(form);
    for (const auto question : known)
        if (has_role(form, question)) found.push_back(groups_of(words, language, form, question));
    for (const auto question : known) {
        if (has_role(form, question)) continue;
        auto groups = groups_of(words, language, form, question);
        if (!groups.groups.empty() && groups.groups.size() <= most_groups_of_a_question) found.push_back(std::move(groups));
    }
    return found;
}

}  // namespace ecoute::server

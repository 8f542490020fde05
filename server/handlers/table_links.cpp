#include "server/handlers/table_links.hpp"

#include <algorithm>
#include <array>

#include "analysis/crosstab.hpp"
#include "server/handlers/admin_frame.hpp"
#include "server/http/urlencoded.hpp"

namespace ecoute::server::admin {
namespace {

struct Role {
    const char* name;
    std::uint32_t forms::Breakdowns::*question;
};
constexpr std::array roles{Role{"quartier", &forms::Breakdowns::quartier}, Role{"age", &forms::Breakdowns::age},
                           Role{"gender", &forms::Breakdowns::gender}};

std::string label_of(const forms::Form& form, std::uint32_t question, std::string_view language) {
    const auto& asked = form.questions[question];
    const std::string label{forms::shown(asked.label, language, form.default_language).text};
    return label.empty() ? asked.name : label;
}

/// The grid that a question is a row of, or `none`.
std::uint32_t grid_of(const forms::Form& form, std::uint32_t question) {
    const auto parent = form.questions[question].parent;
    const bool row = parent != forms::none && form.questions[parent].type == forms::QuestionType::grid;
    return row ? parent : forms::none;
}

/// The outermost group around a question, or `none`.
std::uint32_t outer_group(const forms::Form& form, std::uint32_t question) {
    std::uint32_t outer = forms::none;
    for (auto at = form.questions[question].parent; at != forms::none; at = form.questions[at].parent)
        if (form.questions[at].type == forms::QuestionType::group) outer = at;
    return outer;
}

std::string full_label(const forms::Form& form, std::uint32_t question, std::string_view language) {
    const auto grid = grid_of(form, question);
    const auto label = label_of(form, question, language);
    return grid == forms::none ? label : label + " \u2013 " + label_of(form, grid, language);
}

std::string section_of(const forms::Form& form, std::uint32_t question, std::string_view language) {
    const auto outer = outer_group(form, question);
    return outer == forms::none ? "" : label_of(form, outer, language);
}

bool has_role(const forms::Form& form, std::uint32_t question) {
    return std::any_of(roles.begin(), roles.end(),
                       [&](const Role& role) { return form.breakdowns.*role.question == question; });
}

}  // namespace

std::vector<TabulatedQuestion> tabulated_questions(const forms::Form& form, std::string_view language) {
    std::vector<TabulatedQuestion> found;
    for (const auto question : analysis::tabulated(form)) {
        const auto grid = grid_of(form, question);
        found.push_back(
            {form.questions[question].name, label_of(form, question, language), full_label(form, question, language),
             grid == forms::none ? "" : label_of(form, grid, language), section_of(form, question, language)});
    }
    return found;
}

std::vector<PossibleBreakdown> possible_breakdowns(const forms::Form& form, std::string_view language) {
    const auto known = analysis::breakdowns(form);
    std::vector<PossibleBreakdown> found;
    for (const auto& role : roles) {
        const auto question = form.breakdowns.*role.question;
        if (question == forms::none || std::find(known.begin(), known.end(), question) == known.end()) continue;
        found.push_back({role.name, role.name, full_label(form, question, language), form.questions[question].name});
    }
    if (analysis::can_be(form, analysis::Together::kinds)) {
        const std::string kind{analysis::kind_of_quartier};
        found.insert(found.begin() + (found.empty() ? 0 : 1), {kind, kind, full_label(form, form.breakdowns.quartier, language), ""});
    }
    if (analysis::can_be(form, analysis::Together::ages)) {
        const std::string ages{analysis::broad_ages};
        const auto after = std::find_if(found.begin(), found.end(), [](const auto& one) { return one.name == "age"; });
        found.insert(after == found.end() ? after : after + 1, {ages, ages, full_label(form, form.breakdowns.age, language), ""});
    }
    for (const auto question : known)
        if (!has_role(form, question))
            found.push_back({form.questions[question].name, "", full_label(form, question, language),
                             form.questions[question].name});
    return found;
}

std::vector<std::string> usual_breakdown(const forms::Form& form) {
    const auto possible = possible_breakdowns(form, form.default_language);
    if (possible.empty() || possible.front().role.empty()) return {};
    return {possible.front().name};
}

std::string usual_question(const forms::Form& form) {
    const auto asked = analysis::tabulated(form);
    std::vector<std::uint32_t> about_the_person;
    for (const auto question : asked)
        if (has_role(form, question)) about_the_person.push_back(outer_group(form, question));
    const auto of_their_life = [&](std::uint32_t question) {
        const auto outer = outer_group(form, question);
        const bool apart = outer != forms::none &&
                           std::find(about_the_person.begin(), about_the_person.end(), outer) != about_the_person.end();
        return !apart && !form.questions[question].field_sheet && !has_role(form, question);
    };
    const auto found = std::find_if(asked.begin(), asked.end(), of_their_life);
    if (found != asked.end()) return form.questions[*found].name;
    return asked.empty() ? "" : form.questions[asked.front()].name;
}

std::string table_address(std::string_view campaign, const analysis::TableRequest& request, std::string_view suffix,
                          std::string_view answer, std::string_view chart) {
    std::string address = campaign_address(campaign) + "/tableau" + std::string{suffix} +
                          "?question=" + percent_encoded(request.question);
    for (std::size_t i = 0; i < request.by.size(); ++i)
        address += (i == 0 ? "&by=" : ",") + percent_encoded(request.by[i]);
    if (request.weights) address += "&weights=1";
    if (request.interval == analysis::IntervalKind::korn_graubard) address += "&interval=korn-graubard";
    if (!request.where.empty()) address += "&where=" + percent_encoded(request.where);
    if (!request.gap.empty()) address += "&gap=" + percent_encoded(request.gap);
    if (!answer.empty()) address += "&answer=" + percent_encoded(answer);
    if (!chart.empty()) address += "&chart=" + percent_encoded(chart);
    return address;
}

std::string comparison_address(std::string_view campaign, std::string_view question, std::string_view earlier,
                               std::string_view by, bool weights, std::string_view suffix, std::string_view where) {
    std::string address = campaign_address(campaign) + "/comparaison" + std::string{suffix} +
                          "?question=" + percent_encoded(question);
    if (!earlier.empty()) address += "&depuis=" + percent_encoded(earlier);
    if (!by.empty()) address += "&by=" + percent_encoded(by);
    if (weights) address += "&weights=1";
    if (!where.empty()) address += "&where=" + percent_encoded(where);
    return address;
}

}  // namespace ecoute::server::admin

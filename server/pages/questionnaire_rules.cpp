#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/pages/module_part.hpp"
#include "server/pages/page.hpp"
#include "server/pages/questionnaire.hpp"

namespace ecoute::server {
namespace {

using forms::Form;
using forms::Question;
using forms::QuestionType;
using nlohmann::json;

void add_tree(json& rule, const char* key, const forms::expression::Expression& expression) {
    if (!expression.empty()) rule[key] = expression.to_json();
}

void add_message(json& rule, const char* key, const forms::Text& text, std::string_view language, const Form& form) {
    const auto shown = forms::shown(text, language, form.default_language);
    if (!shown.text.empty()) rule[key] = shown.text;
}

/// Choices that untick the rest.
json exclusive_choices(const Form& form, const Question& question) {
    json all = json::array();
    if (question.type != QuestionType::select_multiple) return all;
    for (const auto& choice : form.lists[question.list].choices)
        if (choice.exclusive || choice.refusal) all.push_back(choice.name);
    return all;
}

/// Columns of a list, by choice: what a choice_filter reads.
json columns_of_choices(const Form& form, const Question& question) {
    json all = json::object();
    for (const auto& choice : form.lists[question.list].choices) {
        all[choice.name] = choice.columns;
        all[choice.name]["name"] = choice.name;
    }
    return all;
}

bool is_number(QuestionType type) {
    return type == QuestionType::integer || type == QuestionType::decimal || type == QuestionType::range;
}

/// Everything about one question; an object with its name only when there is nothing to know.
json rule_of(const Form& form, const Question& question, std::string_view language) {
    json rule{{"n", question.name}};
    if (question.parent != forms::none) rule["p"] = form.questions[question.parent].name;
    add_tree(rule, "r", question.relevant);
    add_tree(rule, "c", question.constraint);
    add_tree(rule, "v", question.calculation);
    if (question.always_required)
        rule["q"] = true;
    else
        add_tree(rule, "q", question.required);
    if (question.list != forms::none) add_tree(rule, "f", question.choice_filter);
    if (rule.contains("f")) rule["l"] = columns_of_choices(form, question);
    if (auto exclusive = exclusive_choices(form, question); !exclusive.empty()) rule["x"] = std::move(exclusive);
    if (question.most_choices) rule["m"] = *question.most_choices;
    if (is_number(question.type)) rule["t"] = question.type == QuestionType::integer ? "i" : "d";
    if (question.type == QuestionType::range) rule["b"] = {question.range_start, question.range_end};
    add_message(rule, "cm", question.constraint_message, language, form);
    add_message(rule, "rm", question.required_message, language, form);
    return rule;
}

/// Conditions and calculations in the order in which they must be evaluated, then the others in that of the page.
std::vector<std::uint32_t> in_order(const Form& form) {
    auto order = form.evaluation_order;
    std::vector<bool> listed(form.questions.size());
    for (const auto question : order) listed[question] = true;
    for (std::uint32_t question = 0; question < form.questions.size(); ++question)
        if (!listed[question]) order.push_back(question);
    return order;
}

/// Operators and functions of a tree: the first element of each array in it.
void add_operators(const json& tree, Names& used) {
    if (!tree.is_array() || tree.empty()) return;
    if (tree.front().is_string()) used.insert(tree.front().get<std::string>());
    for (const auto& part : tree) add_operators(part, used);
}

/// Text as it may stand in a <script>: nothing in it closes the element.
void close_nothing(std::string& text) {
    for (std::size_t at = 0; (at = text.find('<', at)) != std::string::npos;) text.replace(at, 1, "\\u003c");
}

}  // namespace

json questionnaire_rules(const Form& form, const Words& words, std::string_view language) {
    json rules{{"q", json::array()}};
    for (const auto at : in_order(form)) {
        if (!is_shown(form, at) && form.questions[at].calculation.empty()) continue;
        auto rule = rule_of(form, form.questions[at], language);
        const bool only_name = rule.size() == 1 || (rule.size() == 2 && rule.contains("p"));
        if (!only_name) rules["q"].push_back(std::move(rule));
    }
    if (form.consent) {
        const auto& question = form.questions[form.consent->question];
        const bool tick = question.list == forms::none;
        rules["consent"] = {question.name,
                            tick ? "OK" : form.list_of(form.consent->question).choices[form.consent->agrees].name};
    }
    // The script puts the facts in: here each stands for itself.
    const Words::Facts later{{"low", "{low}"},   {"high", "{high}"},   {"most", "{most}"},
                             {"step", "{step}"}, {"steps", "{steps}"}, {"count", "{count}"}};
    for (const auto* key :
         {"required", "number", "whole", "between", "constraint", "most", "end", "sending", "step_of", "matches"})
        rules["say"][key] = words.say(language, "resident.script_" + std::string{key}, later);
    return rules;
}

std::string questionnaire_rules_text(const Form& form, const Words& words, std::string_view language) {
    auto text = questionnaire_rules(form, words, language).dump();
    close_nothing(text);
    return text;
}

std::string questionnaire_script(const Form& form) {
    Names used;
    bool rare = false;  // some function is in the second module of the evaluator
    for (std::uint32_t at = 0; at < form.questions.size(); ++at) {
        const auto& question = form.questions[at];
        if (!is_shown(form, at) && question.calculation.empty()) continue;
        for (const auto* expression : {&question.relevant, &question.constraint, &question.calculation,
                                       &question.required, &question.choice_filter}) {
            if (!expression->empty()) add_operators(expression->to_json(), used);
            rare = rare || expression->needs_more_in_browser();
        }
        if (!question.calculation.empty()) used.insert("v");
        if (!question.choice_filter.empty()) used.insert("f");
        if (question.most_choices) used.insert("m");
        if (question.type == QuestionType::rank) used.insert("rank");
        if (is_menu(form, at)) used.insert("menu");
    }
    auto own = source("questionnaire.js");
    own.remove_prefix(own.find('\n') + 1);
    // One module: the evaluator, then our own code in a block of its own, so that its names may be the same.
    std::string evaluator{source("expression.js")};
    if (rare) evaluator += source("expression_more.js");
    return module_part(evaluator, {"operators", "functions", "rareFunctions"}, used) + "{\n" +
           module_part(own, {"following", "starting", "repainting"}, used) + "}\n";
}

}  // namespace ecoute::server

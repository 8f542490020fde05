#include <algorithm>
#include <nlohmann/json.hpp>

#include "forms/residents.hpp"
#include "server/pages/module_part.hpp"
#include "server/pages/page.hpp"
#include "server/pages/questionnaire.hpp"
#include "server/pages/questionnaire_items.hpp"

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

/// A choice as expressions read it: its columns, and its name and label unless a column of a file is called so. The label
/// stands on the page already: it is left out where nothing reads it.
json cells_of(const Form& form, const forms::Choice& choice, std::string_view language, bool labelled) {
    json cells = choice.columns;
    cells.emplace("name", choice.name);
    if (labelled) cells.emplace("label", forms::shown(choice.label, language, form.default_language).text);
    return cells;
}

/// True when an expression names a column so, or has it as a text.
bool mentions(const json& tree, std::string_view word) {
    if (tree.is_string()) return tree.get_ref<const std::string&>() == word;
    return tree.is_array() && std::any_of(tree.begin(), tree.end(), [&](const json& part) { return mentions(part, word); });
}

/// Cells of a list, by choice: what a choice_filter reads.
json columns_of_choices(const Form& form, const Question& question, std::string_view language, bool labelled) {
    json all = json::object();
    for (const auto& choice : form.lists[question.list].choices) all[choice.name] = cells_of(form, choice, language, labelled);
    return all;
}

bool is_number(QuestionType type) {
    return type == QuestionType::integer || type == QuestionType::decimal || type == QuestionType::range;
}

/// An order of choices that follows an answer: the question it follows, and the choices as the list has them.
void add_order(json& rule, const Form& form, const Question& question) {
    const auto random = question.parameters.find("randomize"), seed = question.parameters.find("seed");
    if (random == question.parameters.end() || random->second != "true" || seed == question.parameters.end()) return;
    if (question.list == forms::none || !seed->second.starts_with("${") || !seed->second.ends_with("}")) return;
    const auto followed = form.find(seed->second.substr(2, seed->second.size() - 3));
    if (!followed) return;
    json names = json::array();
    for (const auto& choice : form.lists[question.list].choices) names.push_back(choice.name);
    rule["o"] = {seed->second.substr(2, seed->second.size() - 3), names};
}

/// A calculation, or the tree and what fires it: each trigger with the number of repeats around both.
void add_calculation(json& rule, const Form& form, const Question& question) {
    if (question.triggers.empty()) return add_tree(rule, "v", question.calculation);
    if (question.calculation.empty()) return;
    auto& told = rule["g"] = json::array();  // said each time: nlohmann takes pairs in braces for an object
    told.push_back(question.calculation.to_json());
    const auto here = repeats_around(form, static_cast<std::uint32_t>(&question - form.questions.data()));
    for (const auto trigger : question.triggers) {
        const auto there = repeats_around(form, trigger);
        const auto apart = std::mismatch(here.begin(), here.end(), there.begin(), there.end()).first;
        told.push_back(json::array({form.questions[trigger].name, apart - here.begin()}));
    }
}

/// Lists that expressions look things up in: instance('list'), pulldata('list', ...).
void add_lists_read(const json& tree, const Form& form, std::string_view language, json& lists) {
    if (!tree.is_array() || tree.empty()) return;
    if ((tree[0] == "instance" || tree[0] == "pulldata") && tree.size() > 1 && tree[1].is_string()) {
        const auto name = tree[1].get<std::string>();
        const auto* list = form.find_list(name);
        if (list && !lists.contains(name)) {
            lists[name] = json::array();
            for (const auto& choice : list->choices) lists[name].push_back(cells_of(form, choice, language, true));
        }
    }
    for (const auto& part : tree) add_lists_read(part, form, language, lists);
}

/// Everything about one question; an object with its name only when there is nothing to know.
json rule_of(const Form& form, const Question& question, std::string_view language, Audience audience) {
    json rule{{"n", question.name}};
    if (question.parent != forms::none) rule["p"] = form.questions[question.parent].name;
    if (const auto around = repeats_around(form, static_cast<std::uint32_t>(&question - form.questions.data())); !around.empty())
        for (const auto repeat : around) rule["e"].push_back(form.questions[repeat].name);
    if (question.type == QuestionType::repeat) rule["i"] = true;
    add_tree(rule, "k", question.repeat_count);
    // A row that comes later has its defaults made there; on a tablet so has the page, which it keeps for weeks.
    const bool made_there = question.repeat != forms::none || (audience != Audience::resident && question.default_is_dynamic);
    if (made_there) add_tree(rule, "d", question.default_value);
    add_tree(rule, "w", question.read_only);
    add_order(rule, form, question);
    add_tree(rule, "r", question.relevant);
    add_tree(rule, "c", question.constraint);
    add_calculation(rule, form, question);
    if (question.always_required)
        rule["q"] = true;
    else
        add_tree(rule, "q", question.required);
    if (question.list != forms::none) add_tree(rule, "f", question.choice_filter);
    if (rule.contains("f")) rule["l"] = columns_of_choices(form, question, language, mentions(rule["f"], "label"));
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

bool names_values(const forms::Text& text) {
    return std::any_of(text.begin(), text.end(),
                       [](const auto& translation) { return translation.second.find("${") != std::string::npos; });
}

/// True when some text of the question names a value (${prenom}).
bool names_values(const Form& form, const Question& question) {
    for (const auto* text : {&question.label, &question.hint, &question.constraint_message, &question.required_message})
        if (names_values(*text)) return true;
    if (question.list == forms::none) return false;
    const auto& choices = form.lists[question.list].choices;
    return std::any_of(choices.begin(), choices.end(), [](const auto& choice) { return names_values(choice.label); });
}

/// True for what stands in the page, seen or not, and has no calculation that would put it there.
bool is_in_page(const Form& form, std::uint32_t question, Audience audience) {
    return is_shown(form, question, audience) || (audience != Audience::resident && is_carried(form, question, audience));
}

/// The questions whose values the page needs: those that people see, and the calculations that these read, by whatever way. What is
/// computed for tables alone ("age3") is computed by the server when the answers come. What waits for a trigger is
/// computed here, whoever reads it: the server can't know when the trigger changed.
class Needed {
public:
    Needed(const Form& form, Audience audience) : form_(form), needed_(form.questions.size()) {
        for (std::uint32_t at = 0; at < form.questions.size(); ++at)
            if (is_in_page(form, at, audience) || !form.questions[at].triggers.empty()) need(at);
    }
    bool operator[](std::uint32_t question) const { return needed_[question]; }

private:
    void need(std::uint32_t at) {
        if (needed_[at]) return;
        needed_[at] = true;
        const auto& question = form_.questions[at];
        for (const auto* expression : {&question.relevant, &question.required, &question.constraint, &question.calculation, &question.read_only,
                                       &question.choice_filter, &question.default_value, &question.repeat_count})
            for (const auto read : expression->depends_on()) need(read);
        for (const auto trigger : question.triggers) need(trigger);
        for (const auto& [parameter, value] : question.parameters) need_named(value);
        if (names_values(form_, question)) need_named_in_texts(question);
    }
    void need_named_in_texts(const Question& question) {
        for (const auto* text : {&question.label, &question.hint, &question.constraint_message, &question.required_message})
            for (const auto& [language, words] : *text) need_named(words);
        if (question.list == forms::none) return;
        for (const auto& choice : form_.lists[question.list].choices)
            for (const auto& [language, words] : choice.label) need_named(words);
    }
    /// Whatever stands in ${} of a text.
    void need_named(std::string_view text) {
        for (auto open = text.find("${"); open != text.npos; open = text.find("${", open + 2)) {
            auto name = text.substr(open + 2, text.find('}', open) - open - 2);
            while (name.starts_with(' ')) name.remove_prefix(1);
            while (name.ends_with(' ')) name.remove_suffix(1);
            if (const auto found = form_.find(name)) need(*found);
        }
    }

    const Form& form_;
    std::vector<bool> needed_;
};

/// Text as it may stand in a <script>: nothing in it closes the element.
void close_nothing(std::string& text) {
    for (std::size_t at = 0; (at = text.find('<', at)) != std::string::npos;) text.replace(at, 1, "\\u003c");
}

}  // namespace

json questionnaire_rules(const Form& form, const Words& words, std::string_view language, Audience audience) {
    json rules{{"q", json::array()}};
    const Needed needed{form, audience};
    for (const auto at : in_order(form)) {
        if (!needed[at] || (!is_in_page(form, at, audience) && form.questions[at].calculation.empty())) continue;
        auto rule = rule_of(form, form.questions[at], language, audience);
        const bool only_name = rule.size() == 1 || (rule.size() == 2 && rule.contains("p"));
        if (only_name) continue;
        json lists = json::object();
        for (const auto& part : rule) add_lists_read(part, form, language, lists);
        if (!lists.empty()) rules["lists"].update(lists);
        rules["q"].push_back(std::move(rule));
    }
    if (form.consent && audience != Audience::field_sheet) {
        const auto& question = form.questions[form.consent->question];
        const bool tick = question.list == forms::none;
        rules["consent"] = {question.name,
                            tick ? "OK" : form.list_of(form.consent->question).choices[form.consent->agrees].name};
    }
    // The script puts the facts in: here each stands for itself.
    const Words::Facts later{{"low", "{low}"},   {"high", "{high}"},   {"most", "{most}"},
                             {"step", "{step}"}, {"steps", "{steps}"}, {"count", "{count}"}};
    for (const auto* key :
         {"required", "number", "whole", "between", "constraint", "most", "end", "sending", "step_of", "matches",
          "no_room"})
        rules["say"][key] = words.say(language, "resident.script_" + std::string{key}, later);
    return rules;
}

bool differs_by_person(const Form& form) {
    return std::any_of(form.questions.begin(), form.questions.end(), [](const Question& question) {
        if (question.keeps_sent || question.parameters.contains("randomize")) return true;
        if (question.default_value.empty()) return false;
        Names used;
        add_operators(question.default_value.to_json(), used);
        return std::any_of(used.begin(), used.end(), [](const auto& word) {
            return word == "today" || word == "now" || word == "random" || word == "uuid" || word == "randomize";
        });
    });
}

std::string questionnaire_rules_text(const Form& form, const Words& words, std::string_view language, Audience audience) {
    auto text = questionnaire_rules(form, words, language, audience).dump();
    close_nothing(text);
    return text;
}

std::string questionnaire_script(const Form& form, Audience audience) {
    Names used;
    const Needed needed{form, audience};
    bool rare = false;  // some function is in the second module of the evaluator
    for (std::uint32_t at = 0; at < form.questions.size(); ++at) {
        const auto& question = form.questions[at];
        if (!needed[at] || (!is_in_page(form, at, audience) && question.calculation.empty())) continue;
        for (const auto* expression :
             {&question.relevant, &question.constraint, &question.calculation, &question.required,
              &question.choice_filter, &question.repeat_count, &question.read_only, &question.default_value}) {
            if (!expression->empty()) add_operators(expression->to_json(), used);
            rare = rare || expression->needs_more_in_browser();
        }
        if (!question.calculation.empty()) used.insert(question.triggers.empty() ? "v" : "g");
        if (!question.choice_filter.empty()) used.insert("f");
        if (question.most_choices) used.insert("m");
        if (!question.read_only.empty()) used.insert("w");
        if (question.parameters.contains("seed")) {
            used.insert("o");
            rare = true;
        }
        if (question.type == QuestionType::repeat) used.insert("rows");
        if (!question.repeat_count.empty()) used.insert("k");
        if (names_values(form, question)) used.insert("named");
        if (question.type == QuestionType::rank) used.insert("rank");
        if (is_menu(form, at)) used.insert("menu");
    }
    if (audience != Audience::resident)
        used.insert("interview");
    else if (is_delicate(form))
        used.insert("exit");
    std::string own;
    for (const auto* part : {"page", "answers", "labels", "following", "mistakes", "rank", "rows", "menu", "steps", "draft", "interview", "start"})
        own += source("questionnaire/" + std::string{part} + ".js");
    // One module: the evaluator, then our own code in a block of its own, so that its names may be the same.
    std::string evaluator{source("expression.js")};
    if (rare) evaluator += source("expression_more.js");
    return module_part(evaluator, {"operators", "functions", "rareFunctions"}, used) + "{\n" +
           module_part(own, {"following", "starting", "repainting", "listening", "restoring", "placing", "reaching", "labelling",
                            "excusing", "speaking"}, used) + "}\n";
}

}  // namespace ecoute::server

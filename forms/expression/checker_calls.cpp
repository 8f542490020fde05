#include "forms/expression/checker.hpp"

#include <algorithm>

#include "forms/expression/convert.hpp"

namespace ecoute::forms::expression {

Checker::Index Checker::call(const Draft& node) {
    if (node.text == "current" && node.arguments.empty()) return add(Op::current);
    if (node.text == "instance") return refuse(Code::expression_syntax, node);  // only the beginning of a path
    const auto* function = find_function(node.text);
    if (function == nullptr) return unknown_function(node);
    const auto given = node.arguments.size();
    if (given < function->least || (function->most != no_limit && given > function->most))
        return wrong_arity(node, *function);
    const auto children = arguments(node, *function);
    if (!children) return std::nullopt;
    const auto index = add(Op::call, 0, *children);
    tree_.branches[*index].function = function;
    if (function->wants == Wants::pattern) return with_pattern(*index, node);
    return index;
}

std::nullopt_t Checker::unknown_function(const Draft& node) {
    auto problem = refusal(Code::expression_function_unknown, node.text, node.offset);
    problem.subject = problem.facts["value"];
    const auto names = function_names();
    if (const auto known = nearest(node.text, names)) problem.facts.emplace("known", *known);
    return refuse(std::move(problem));
}

std::nullopt_t Checker::wrong_arity(const Draft& node, const Function& function) {
    auto problem = refusal(Code::expression_arity, node.text, node.offset);
    problem.subject = function.name;
    problem.facts.emplace("given", std::to_string(node.arguments.size()));
    problem.facts.emplace("least", std::to_string(function.least));
    if (function.most != no_limit) problem.facts.emplace("most", std::to_string(function.most));
    return refuse(std::move(problem));
}

Checker::Children Checker::arguments(const Draft& node, const Function& function) {
    if (function.wants == Wants::choice_reference) return choice_arguments(node);
    if (function.wants == Wants::list && draft(node.arguments[0]).kind != DraftKind::text)
        return refuse(Code::expression_syntax, node);
    if (function.wants == Wants::list && !list_name(draft(node.arguments[0]))) return std::nullopt;
    if (function.wants == Wants::text_id && !is_text_id(draft(node.arguments[0]))) return std::nullopt;
    auto children = lowered(node.arguments);
    if (!children || children->empty()) return children;
    const bool by_node = function.wants == Wants::node || function.wants == Wants::repeats;
    if (by_node && !is_node(children->front())) return refuse(Code::expression_syntax, node);
    if (function.wants != Wants::repeats) return children;
    if (children->size() % 2 == 0) return wrong_arity(node, function);
    for (std::size_t i = 1; i < children->size(); i += 2)
        if (!is_repeat((*children)[i])) return refuse(Code::expression_syntax, draft(node.arguments[i]));
    return children;
}

/// An id that is written out must name a list: those of questions ("/data/q:label") are none of ours.
bool Checker::is_text_id(const Draft& argument) {
    if (argument.kind != DraftKind::text) return true;
    const auto place = text_id(argument.text);
    if (place && scope_.has_list(place->list)) return true;
    unknown_list(place ? place->list : argument.text, argument.offset);
    return false;
}

bool Checker::is_node(std::uint32_t index) const noexcept {
    const auto op = tree_.branches[index].op;
    const auto* function = tree_.branches[index].function;
    if (op == Op::call) return function->gives == Gives::nodes;
    return op == Op::reference || op == Op::path || op == Op::self || op == Op::current || op == Op::union_;
}

bool Checker::is_repeat(std::uint32_t index) const noexcept {
    const Branch& branch = tree_.branches[index];
    const bool whole = branch.op == Op::reference || (branch.op == Op::path && branch.count > 1);
    if (!whole) return false;
    const Branch& last =
        branch.op == Op::path ? tree_.branches[tree_.children[branch.first + branch.count - 1]] : branch;
    return (last.op == Op::reference || last.op == Op::child || last.op == Op::parent) &&
           tree_.references[last.index].type == Type::repeat;
}

Checker::Children Checker::choice_arguments(const Draft& node) {
    const auto value = lower(node.arguments[0]);
    if (!value) return std::nullopt;
    const Draft& named = draft(node.arguments[1]);
    std::string_view name = trimmed(named.text);
    if (named.kind == DraftKind::text && name.starts_with("${") && name.ends_with("}"))
        name = trimmed(name.substr(2, name.size() - 3));
    else if (named.kind != DraftKind::reference)
        return refuse(Code::expression_syntax, named);
    const auto symbol = scope_.find(name);
    if (!symbol) return unknown_name(name, named.offset);
    return std::vector<std::uint32_t>{*value, *add(Op::reference, add_reference(*symbol))};
}

Checker::Index Checker::with_pattern(std::uint32_t index, const Draft& node) {
    const Draft& second = draft(node.arguments[1]);
    if (second.kind != DraftKind::text) return index;
    std::size_t mistake = 0;
    auto pattern = Pattern::read(second.text, mistake);
    if (!pattern)
        return refuse(refusal(Code::expression_syntax, second.text.substr(std::min(mistake, second.text.size())),
                              second.offset + 1 + mistake));
    tree_.patterns.push_back(*std::move(pattern));
    tree_.branches[index].index = static_cast<std::uint32_t>(tree_.patterns.size());
    return index;
}

}  // namespace ecoute::forms::expression

#include "forms/expression/checker.hpp"

#include <algorithm>

#include "forms/expression/convert.hpp"

namespace ecoute::forms::expression {
namespace {

Op operator_of(std::string_view text) noexcept {
    struct Row {
        std::string_view text;
        Op op;
    };
    constexpr Row rows[] = {{"or", Op::or_}, {"and", Op::and_},      {"=", Op::equal},    {"!=", Op::unequal},
                            {"<", Op::less}, {"<=", Op::less_equal}, {">", Op::greater},  {">=", Op::greater_equal},
                            {"+", Op::add},  {"-", Op::subtract},    {"*", Op::multiply}, {"div", Op::divide}};
    for (const auto& row : rows)
        if (row.text == text) return row.op;
    return Op::modulo;
}

}  // namespace

Result<Expression> Checker::run(std::string_view text) {
    place_ = self_;
    const auto top = lower(drafts_.top);
    if (!top) return *std::move(problem_);
    tree_.top = *top;
    return Expression(std::make_shared<const Tree>(std::move(tree_)), {read_.begin(), read_.end()}, std::string(text));
}

std::nullopt_t Checker::refuse(Problem problem) {
    if (!problem_) problem_ = std::move(problem);
    return std::nullopt;
}

Checker::Index Checker::add(Op op, std::uint32_t index, const std::vector<std::uint32_t>& children) {
    Branch branch;
    branch.op = op;
    branch.index = index;
    branch.first = static_cast<std::uint32_t>(tree_.children.size());
    branch.count = static_cast<std::uint32_t>(children.size());
    tree_.children.insert(tree_.children.end(), children.begin(), children.end());
    tree_.branches.push_back(branch);
    tree_.offsets.push_back(0);
    return static_cast<std::uint32_t>(tree_.branches.size() - 1);
}

std::uint32_t Checker::text(std::string_view text) {
    const auto [at, fresh] = texts_.emplace(text, static_cast<std::uint32_t>(tree_.texts.size()));
    if (fresh) tree_.texts.emplace_back(text);
    return at->second;
}

Checker::Index Checker::lower(std::uint32_t index) {
    const auto branch = lower_node(draft(index));
    if (branch) tree_.offsets[*branch] = static_cast<std::uint32_t>(draft(index).offset);
    return branch;
}

Checker::Index Checker::lower_node(const Draft& node) {
    switch (node.kind) {
        case DraftKind::text:
            return add(Op::text, text(node.text));
        case DraftKind::number:
            return number(node);
        case DraftKind::reference:
            return reference(node);
        case DraftKind::call:
            return call(node);
        case DraftKind::binary:
            return with_children(operator_of(node.text), node);
        case DraftKind::negate:
            return with_children(Op::negate, node);
        case DraftKind::union_:
            return with_children(Op::union_, node);
        default:
            return path(node);
    }
}

Checker::Children Checker::lowered(std::span<const std::uint32_t> parts) {
    std::vector<std::uint32_t> children;
    for (const auto part : parts) {
        const auto child = lower(part);
        if (!child) return std::nullopt;
        children.push_back(*child);
    }
    return children;
}

Checker::Index Checker::with_children(Op op, const Draft& node) {
    const auto children = lowered(node.arguments);
    if (!children) return std::nullopt;
    return add(op, 0, *children);
}

Checker::Index Checker::number(const Draft& node) {
    const auto index = add(Op::number);
    tree_.branches[*index].number = plain_number(node.text);
    return index;
}

std::nullopt_t Checker::unknown_name(std::string_view name, std::size_t offset) {
    return unknown_name(name, offset, scope_.names());
}

std::nullopt_t Checker::unknown_bare_name(const Draft& step, std::span<const std::string_view> names) {
    if (!scope_.find(step.text)) return unknown_name(step.text, step.offset, names);
    auto problem = refusal(Code::expression_name_unknown, step.text, step.offset);
    problem.subject = problem.facts["value"];
    problem.facts.emplace("known", "${" + std::string(step.text) + "}");
    return refuse(std::move(problem));
}

std::nullopt_t Checker::unknown_name(std::string_view name, std::size_t offset,
                                     std::span<const std::string_view> names) {
    auto problem = refusal(Code::expression_name_unknown, name, offset);
    problem.subject = problem.facts["value"];
    if (const auto known = nearest(name, names)) problem.facts.emplace("known", *known);
    return refuse(std::move(problem));
}

std::uint32_t Checker::add_reference(const Symbol& symbol) {
    const auto& ours = self_.symbol.repeats;
    const auto [mine, theirs] = std::ranges::mismatch(ours, symbol.repeats);
    Reference reference;
    reference.question = symbol.question;
    reference.type = symbol.type;
    reference.shared = static_cast<std::uint32_t>(mine - ours.begin());
    reference.depth = static_cast<std::uint32_t>(symbol.repeats.size());
    reference.many = symbol.type == Type::repeat || reference.depth > reference.shared;
    if (symbol.question != no_question) {
        reference.name = scope_.name(symbol.question);
        read_.insert(symbol.question);
    }
    tree_.references.push_back(std::move(reference));
    return static_cast<std::uint32_t>(tree_.references.size() - 1);
}

std::nullopt_t Checker::unknown_list(std::string_view list, std::size_t offset) {
    auto problem = refusal(Code::form_list_unknown, list, offset);
    problem.subject = problem.facts["value"];
    if (const auto known = nearest(list, scope_.lists())) problem.facts.emplace("known", *known);
    return refuse(std::move(problem));
}

Checker::Index Checker::list_name(const Draft& node) {
    if (scope_.has_list(node.text)) return text(node.text);
    return unknown_list(node.text, node.offset);
}

Checker::Index Checker::last_saved(const Draft& node, std::string_view name) {
    if (!scope_.find(name)) return unknown_name(name, node.offset);
    const auto index = add(Op::call, 0, {*add(Op::text, text(name))});
    tree_.branches[*index].function = find_function(last_saved_name);
    return index;
}

Checker::Index Checker::reference(const Draft& node) {
    if (node.text.starts_with(last_saved_name)) return last_saved(node, node.text.substr(last_saved_name.size()));
    const auto symbol = scope_.find(node.text);
    if (!symbol) return unknown_name(node.text, node.offset);
    const auto index = add_reference(*symbol);
    last_ = {Place::Kind::question, *symbol, !tree_.references[index].many};
    return add(Op::reference, index);
}

Checker::Index Checker::column(const Draft& step) {
    if (place_.kind == Place::Kind::row) return add(Op::column, text(step.text));
    const bool known = columns_ != nullptr && (columns_->empty() || step.text == "name" || step.text == "label" ||
                                               std::ranges::find(*columns_, step.text) != columns_->end());
    if (known) return add(Op::column, text(step.text));
    if (columns_ == nullptr) return unknown_bare_name(step, {});
    const std::vector<std::string_view> names(columns_->begin(), columns_->end());
    return unknown_bare_name(step, names);
}

Result<Expression> compile(std::string_view text, const Scope& scope, std::optional<std::uint32_t> self,
                           const std::vector<std::string>* columns) {
    if (text.size() > longest_expression_bytes) {
        auto problem = refusal(Code::expression_too_long, text, longest_expression_bytes);
        problem.facts["limit"] = std::to_string(longest_expression_bytes);
        return problem;
    }
    if (trimmed(text).empty()) return Expression();
    const auto drafts = parse(text);
    if (!drafts) return drafts.error();
    return Checker(*drafts, scope, self, columns).run(text);
}

}  // namespace ecoute::forms::expression

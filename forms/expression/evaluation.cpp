#include "forms/expression/evaluation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "forms/expression/convert.hpp"
#include "forms/expression/dates.hpp"
#include "forms/expression/paths.hpp"

namespace ecoute::forms::expression {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

bool is_set(const Value& value) noexcept { return std::holds_alternative<NodeSet>(value); }

double text_number(std::string_view text, const Clock* clock) {
    const auto body = trimmed(text);
    if (body.size() >= 10 && body[4] == '-') {
        const auto moment = read_moment(body);
        return moment ? day_number(*moment, clock) : not_a_number;
    }
    return plain_number(body);
}

bool in_order(Op op, double left, double right) noexcept {
    switch (op) {
        case Op::less:
            return left < right;
        case Op::less_equal:
            return left <= right;
        case Op::greater:
            return left > right;
        default:
            return left >= right;
    }
}

double calculated(Op op, double left, double right) noexcept {
    switch (op) {
        case Op::add:
            return left + right;
        case Op::subtract:
            return left - right;
        case Op::multiply:
            return left * right;
        case Op::divide:
            return left / right;
        default:
            return std::fmod(left, right);
    }
}

}  // namespace

Value Evaluation::value(std::uint32_t index) {
    if (!spend()) return std::string();
    const Branch& branch = at(index);
    switch (branch.op) {
        case Op::text:
            return tree_.texts[branch.index];
        case Op::number:
            return branch.number;
        case Op::self:
            return self();
        case Op::reference:
            return reference(tree_.references[branch.index]);
        case Op::column:
            return column(branch);
        case Op::call:
            return call(branch);
        case Op::or_:
        case Op::and_:
        case Op::equal:
        case Op::unequal:
        case Op::less:
        case Op::less_equal:
        case Op::greater:
        case Op::greater_equal:
            return truth(index);
        case Op::add:
        case Op::subtract:
        case Op::multiply:
        case Op::divide:
        case Op::modulo:
        case Op::negate:
            return arithmetic(branch);
        default:
            return Paths(*this).found(index);
    }
}

bool Evaluation::truth(std::uint32_t index) {
    const Branch& branch = at(index);
    switch (branch.op) {
        case Op::or_:
            for (const auto part : tree_.children_of(branch))
                if (truth(part)) return true;
            return false;
        case Op::and_:
            for (const auto part : tree_.children_of(branch))
                if (!truth(part)) return false;
            return true;
        case Op::equal:
        case Op::unequal:
            return equality(branch);
        case Op::less:
        case Op::less_equal:
        case Op::greater:
        case Op::greater_equal:
            return ordered(branch);
        default:
            return to_truth(value(index));
    }
}

double Evaluation::number(std::uint32_t index) {
    const Branch& branch = at(index);
    if (branch.op == Op::number) return branch.number;
    return to_number(value(index));
}

std::string Evaluation::text(std::uint32_t index) { return to_text(value(index)); }

NodeSet Evaluation::nodes(std::uint32_t index) { return Paths(*this).nodes(index); }

bool Evaluation::is_node(std::uint32_t index) const noexcept {
    switch (at(index).op) {
        case Op::self:
        case Op::reference:
        case Op::column:
        case Op::union_:
        case Op::path:
        case Op::here:
        case Op::current:
        case Op::root:
        case Op::rows:
            return true;
        case Op::call:
            return at(index).function->gives == Gives::nodes;
        default:
            return false;
    }
}

const Reference* Evaluation::reference_of(const Branch& branch) const noexcept {
    const Branch* last = &branch;
    while (last->op == Op::path && last->count > 0) last = &at(child(*last, last->count - 1));
    const bool named = last->op == Op::reference || last->op == Op::child || last->op == Op::parent;
    return named ? &tree_.references[last->index] : nullptr;
}

bool Evaluation::is_instance(const Node& node) const noexcept {
    return std::ranges::any_of(tree_.references, [&](const Reference& known) {
        return known.question == node.question && known.type == Type::repeat &&
               node.instances.size() == known.depth + 1;
    });
}

double Evaluation::arithmetic(const Branch& branch) {
    if (branch.op == Op::negate) return -number(child(branch, 0));
    double result = number(child(branch, 0));
    for (std::uint32_t i = 1; i < branch.count; ++i) result = calculated(branch.op, result, number(child(branch, i)));
    return result;
}

bool Evaluation::equality(const Branch& branch) {
    const bool wanted = branch.op == Op::equal;
    const Branch& literal = at(child(branch, 1));
    const Value left = value(child(branch, 0));
    if (literal.op == Op::text)  // the common case, without a copy of the literal
        if (const auto* text = std::get_if<std::string>(&left)) return (*text == tree_.texts[literal.index]) == wanted;

    const Value right = value(child(branch, 1));
    const bool by_truth = std::holds_alternative<bool>(left) || std::holds_alternative<bool>(right);
    if (by_truth || (!is_set(left) && !is_set(right))) return same(left, right) == wanted;
    return Paths(*this).some_pair(left, right, [&](const Value& a, const Value& b) { return same(a, b) == wanted; });
}

/// LANGUAGE.md section 5: booleans first, then numbers (NaN equals nothing), then texts.
bool Evaluation::same(const Value& left, const Value& right) {
    if (std::holds_alternative<bool>(left) || std::holds_alternative<bool>(right))
        return to_truth(left) == to_truth(right);
    if (std::holds_alternative<double>(left) || std::holds_alternative<double>(right))
        return to_number(left) == to_number(right);
    return std::get<std::string>(left) == std::get<std::string>(right);
}

bool Evaluation::ordered(const Branch& branch) {
    const Value left = value(child(branch, 0));
    const Value right = value(child(branch, 1));
    if (!is_set(left) && !is_set(right)) return in_order(branch.op, to_number(left), to_number(right));
    return Paths(*this).some_pair(
        left, right, [&](const Value& a, const Value& b) { return in_order(branch.op, to_number(a), to_number(b)); });
}

Value Evaluation::call(const Branch& branch) {
    Arguments arguments(*this, branch);
    Value result = branch.function->body(arguments);
    const auto* text = std::get_if<std::string>(&result);
    if (text != nullptr && text->size() > longest_result_bytes) return std::string();
    return result;
}

Value Evaluation::reference(const Reference& reference) {
    if (reference.many) return Paths(*this).nodes_of(reference);
    if (context_.record == nullptr) return std::string();
    if (reference.depth == 0) return context_.record->value({reference.question, {}});
    return value_of(Paths(*this).node_of(reference));
}

Value Evaluation::self() const {
    if (focus_ != nullptr) return value_of(focus_->node);
    if (context_.candidate) return *context_.candidate;
    return own_value();
}

Value Evaluation::own_value() const {
    if (!context_.current) return std::string();
    return value_of(*context_.current);
}

Value Evaluation::column(const Branch& branch) const {
    if (context_.record == nullptr) return std::string();
    if (focus_ != nullptr && is_row(focus_->node))
        return context_.record
            ->cell(tree_.texts[focus_->node.question & ~row_bit], focus_->node.instances.front(),
                   tree_.texts[branch.index])
            .value_or("");
    if (!context_.choice_row) return std::string();
    return context_.record->cell(context_.choice_list, *context_.choice_row, tree_.texts[branch.index]).value_or("");
}

Value Evaluation::value_of(const Node& node) const {
    if (context_.record == nullptr || node.question == no_question) return std::string();
    if (!is_row(node)) return context_.record->value(node);
    if (node.instances.size() < 2) return std::string();
    const auto &list = tree_.texts[node.question & ~row_bit], &column = tree_.texts[node.instances[1]];
    if (auto cell = context_.record->cell(list, node.instances[0], column)) return *std::move(cell);
    return column == text_id_column ? list + '-' + std::to_string(node.instances[0]) : std::string();
}

double Evaluation::to_number(const Value& value) const {
    if (const auto* number = std::get_if<double>(&value)) return *number;
    if (const auto* truth = std::get_if<bool>(&value)) return *truth ? 1 : 0;
    if (const auto* text = std::get_if<std::string>(&value)) return text_number(*text, context_.clock);
    const auto& set = std::get<NodeSet>(value);
    return set.empty() ? not_a_number : to_number(value_of(set.front()));
}

std::string Evaluation::to_text(Value value) const {
    if (auto* text = std::get_if<std::string>(&value)) return std::move(*text);
    if (const auto* number = std::get_if<double>(&value)) return number_text(*number);
    if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
    const auto& set = std::get<NodeSet>(value);
    return set.empty() ? std::string() : to_text(value_of(set.front()));
}

bool Evaluation::to_truth(const Value& value) const {
    if (const auto* truth = std::get_if<bool>(&value)) return *truth;
    if (const auto* number = std::get_if<double>(&value)) return *number != 0 && !std::isnan(*number);
    if (const auto* text = std::get_if<std::string>(&value)) return !text->empty();
    for (const auto& node : std::get<NodeSet>(value))
        if (!to_text(value_of(node)).empty()) return true;
    return false;
}

}  // namespace ecoute::forms::expression

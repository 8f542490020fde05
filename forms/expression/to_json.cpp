#include <nlohmann/json.hpp>

#include "forms/expression/expression.hpp"
#include "forms/expression/functions.hpp"
#include "forms/expression/tree.hpp"

namespace ecoute::forms::expression {
namespace {

using nlohmann::json;

constexpr std::string_view word_of(Op op) noexcept {
    switch (op) {
        case Op::self:
        case Op::stay:
            return ".";
        case Op::column:
            return "@";
        case Op::or_:
            return "or";
        case Op::and_:
            return "and";
        case Op::equal:
            return "=";
        case Op::unequal:
            return "!=";
        case Op::less:
            return "<";
        case Op::less_equal:
            return "<=";
        case Op::greater:
            return ">";
        case Op::greater_equal:
            return ">=";
        case Op::add:
            return "+";
        case Op::subtract:
            return "-";
        case Op::multiply:
            return "*";
        case Op::divide:
            return "div";
        case Op::modulo:
            return "mod";
        case Op::negate:
            return "neg";
        case Op::union_:
            return "|";
        case Op::here:
            return "here";
        case Op::current:
            return "current";
        case Op::root:
            return "root";
        case Op::rows:
            return "instance";
        case Op::parent:
            return "..";
        case Op::child:
        case Op::cell:
            return "/";
        case Op::filter:
            return "[]";
        default:
            return "path";
    }
}

json written(const Tree& tree, std::uint32_t index) {
    const Branch& branch = tree.branches[index];
    json list = json::array();
    switch (branch.op) {
        case Op::text:
            return tree.texts[branch.index];
        case Op::number:
            return branch.number;
        case Op::reference: {
            const auto& reference = tree.references[branch.index];
            return {reference.many ? "$*" : "$", reference.name};
        }
        case Op::call:
            list.push_back(branch.function->name);
            break;
        case Op::path:
            list.push_back(branch.index == 0 ? "path" : "paths");
            break;
        default:
            list.push_back(word_of(branch.op));
            break;
    }
    if (branch.op == Op::column || branch.op == Op::rows || branch.op == Op::cell)
        list.push_back(tree.texts[branch.index]);
    if (branch.op == Op::child) list.push_back(tree.references[branch.index].name);
    for (const auto child : tree.children_of(branch)) list.push_back(written(tree, child));
    return list;
}

}  // namespace

json Expression::to_json() const {
    if (!tree_) return "";
    return written(*tree_, tree_->top);
}

}  // namespace ecoute::forms::expression

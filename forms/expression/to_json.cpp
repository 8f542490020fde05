#include <array>
#include <nlohmann/json.hpp>

#include "forms/expression/expression.hpp"
#include "forms/expression/functions.hpp"
#include "forms/expression/tree.hpp"

namespace ecoute::forms::expression {
namespace {

using nlohmann::json;

struct Word {
    Op op;
    std::string_view text;
};

constexpr std::array words{
    Word{Op::self, "."},      Word{Op::stay, "."},          Word{Op::filter, "[]"},     Word{Op::column, "@"},
    Word{Op::cell, "@"},      Word{Op::or_, "or"},          Word{Op::and_, "and"},      Word{Op::equal, "="},
    Word{Op::unequal, "!="},  Word{Op::less, "<"},          Word{Op::greater, ">"},     Word{Op::less_equal, "<="},
    Word{Op::add, "+"},       Word{Op::subtract, "-"},      Word{Op::multiply, "*"},    Word{Op::greater_equal, ">="},
    Word{Op::divide, "div"},  Word{Op::modulo, "mod"},      Word{Op::negate, "neg"},    Word{Op::union_, "|"},
    Word{Op::here, "here"},   Word{Op::root, "root"},       Word{Op::parent, ".."},     Word{Op::child, "/"},
    Word{Op::reference, "$"}, Word{Op::current, "current"}, Word{Op::rows, "instance"},
};

std::string word_of(const Tree& tree, const Branch& branch) {
    if (branch.op == Op::call) return std::string(branch.function->name);
    if (branch.op == Op::path) return branch.index == 0 ? "path" : "paths";
    std::string word;
    for (const auto& row : words)
        if (row.op == branch.op) word = row.text;
    const bool named = branch.op == Op::reference || branch.op == Op::child || branch.op == Op::parent;
    if (!named) return word;
    const auto& target = tree.references[branch.index];
    if (target.type == Type::repeat) return word + '#';
    return branch.op == Op::reference && target.many ? word + '*' : word;
}

/// What stands between the word and the children: a name, and how many indexes of repeats are kept.
void append_own(json& list, const Tree& tree, const Branch& branch) {
    switch (branch.op) {
        case Op::column:
        case Op::cell:
        case Op::rows:
            list.push_back(tree.texts[branch.index]);
            break;
        case Op::reference: {
            const auto& target = tree.references[branch.index];
            list.push_back(target.name);
            if (target.many) list.push_back(target.shared);
            break;
        }
        case Op::child:
            list.push_back(tree.references[branch.index].name);
            list.push_back(tree.references[branch.index].depth);
            break;
        case Op::parent: {
            const auto& target = tree.references[branch.index];
            list.push_back(target.depth + (target.type == Type::repeat ? 1 : 0));
            break;
        }
        default:
            break;
    }
}

json written(const Tree& tree, std::uint32_t index) {
    const Branch& branch = tree.branches[index];
    if (branch.op == Op::text) return tree.texts[branch.index];
    if (branch.op == Op::number) return branch.number;
    json list = json::array({word_of(tree, branch)});
    append_own(list, tree, branch);
    for (const auto child : tree.children_of(branch)) list.push_back(written(tree, child));
    return list;
}

}  // namespace

json Expression::to_json() const {
    if (!tree_) return "";
    return written(*tree_, tree_->top);
}

}  // namespace ecoute::forms::expression

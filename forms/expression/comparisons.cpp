#include "forms/expression/comparisons.hpp"

#include <array>
#include <utility>

namespace ecoute::forms::expression {
namespace {

constexpr std::array comparisons{
    Comparison{Op::equal, Op::equal, Op::unequal},
    Comparison{Op::unequal, Op::unequal, Op::equal},
    Comparison{Op::less, Op::greater, Op::greater_equal},
    Comparison{Op::less_equal, Op::greater_equal, Op::greater},
    Comparison{Op::greater, Op::less, Op::less_equal},
    Comparison{Op::greater_equal, Op::less_equal, Op::less},
};

}  // namespace

const Comparison* comparison(Op op) noexcept {
    for (const auto& row : comparisons)
        if (row.op == op) return &row;
    return nullptr;
}

std::optional<Compared> compared_question(const Tree& tree, const Branch& branch) noexcept {
    const Comparison* row = comparison(branch.op);
    if (!row) return std::nullopt;
    const auto sides = tree.children_of(branch);
    const Branch *left = &tree.branches[sides[0]], *right = &tree.branches[sides[1]];
    if (left->op == Op::reference) return Compared{left, right, row->op};
    if (right->op == Op::reference) return Compared{right, left, row->turned};
    return std::nullopt;
}

}  // namespace ecoute::forms::expression

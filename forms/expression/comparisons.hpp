#pragma once
#include <optional>

#include "forms/expression/tree.hpp"

namespace ecoute::forms::expression {

/// A comparison: the one that says the same with its sides exchanged, and the one that says the contrary.
struct Comparison {
    Op op, turned, contrary;
};

/// nullptr for what is no comparison.
const Comparison* comparison(Op op) noexcept;

/// A question that is compared with something else, whichever side it was written on.
struct Compared {
    const Branch* question;  ///< op is reference
    const Branch* with;
    Op op;  ///< with the question on its left
};

/// nullopt when the branch is no comparison, or neither side a question.
std::optional<Compared> compared_question(const Tree& tree, const Branch& branch) noexcept;

}  // namespace ecoute::forms::expression

#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "forms/expression/expression.hpp"
#include "forms/expression/pattern.hpp"

namespace ecoute::forms::expression {

struct Function;  // in functions.hpp

enum class Op : std::uint8_t {
    text,       ///< index: into Tree::texts
    number,     ///< Branch::number
    self,       ///< "." : the candidate, the node of a predicate, or the current value
    reference,  ///< index: into Tree::references
    column,     ///< index: a text; a column of the row being filtered
    call,       ///< Branch::function
    or_,
    and_,  ///< two or more
    equal,
    unequal,
    less,
    less_equal,
    greater,
    greater_equal,
    add,
    subtract,
    multiply,
    divide,
    modulo,  ///< two or more; comparisons and the rest exactly two
    negate,
    union_,
    path,  ///< first child an origin, then steps
    // origins
    here,     ///< the node of a predicate, else the current question
    current,  ///< current(): the current question
    root,
    rows,  ///< index: a text, the list's name; instance('list')/root/item
    // steps; children are predicates
    parent,
    child,   ///< index: into Tree::references
    cell,    ///< index: a text; a column of a row
    stay,    ///< "."
    filter,  ///< predicates on everything found so far
};

struct Branch {
    Op op{};
    std::uint32_t index = 0;
    std::uint32_t first = 0;  ///< children: Tree::children[first] to [first + count - 1]
    std::uint32_t count = 0;
    const Function* function = nullptr;
    double number = 0;
};

/// A name that was looked up.
struct Reference {
    std::uint32_t question = 0;
    Type type = Type::text;
    std::uint32_t shared =
        0;  ///< how many enclosing repeats it has in common with the question that carries the expression
    std::uint32_t depth = 0;  ///< how many repeats enclose it
    bool many = false;        ///< stands for a node-set: a repeat, or a question in a repeat that does not enclose us
    std::string name;
};

/// A checked expression, flat. Limits: no deeper than deepest_expression, so that walking it by recursion is safe.
struct Tree {
    std::vector<Branch> branches;
    std::vector<std::uint32_t> children;
    std::vector<std::string> texts;
    std::vector<Reference> references;
    std::vector<Pattern>
        patterns;  ///< constant patterns of regex(); Branch::index of the call is one more than the pattern's
    std::uint32_t top = 0;
    /// By branch: where it is written in the text, in bytes; of an operator, its sign. For those who give advice.
    std::vector<std::uint32_t> offsets;

    std::span<const std::uint32_t> children_of(const Branch& branch) const noexcept {
        return {children.data() + branch.first, branch.count};
    }
};

}  // namespace ecoute::forms::expression

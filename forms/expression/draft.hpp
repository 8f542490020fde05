#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "forms/expression/lexer.hpp"

namespace ecoute::forms::expression {

enum class DraftKind : std::uint8_t {
    text,
    number,
    reference,  ///< ${text}
    call,       ///< text(arguments)
    binary,     ///< text is the operator; two or more operands, of the same operator from left to right
    negate,
    union_,
    path,    ///< an origin (none: the node where we are), then steps
    step,    ///< text is a name, "." or ".."; arguments are predicates
    filter,  ///< predicates on all that was found so far
    here,    ///< origin of a relative path
    root,    ///< origin of a path that starts with "/"
};

/// One node of a parsed expression, before its names are looked up.
struct Draft {
    DraftKind kind{};
    std::string_view text;                 ///< a part of the expression
    std::size_t offset = 0;                ///< in bytes, for messages
    std::vector<std::uint32_t> arguments;  ///< indexes into Drafts::nodes
    int depth = 1;
};

/// A parsed expression. `text` must outlive it.
struct Drafts {
    std::vector<Draft> nodes;
    std::uint32_t top = 0;
};

/// Grammar of LANGUAGE.md section 6. Refuses with expression_syntax, or expression_too_long when nested deeper than
/// deepest_expression.
Result<Drafts> parse(std::string_view text);

}  // namespace ecoute::forms::expression

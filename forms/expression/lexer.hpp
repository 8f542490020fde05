#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "forms/problem.hpp"

namespace ecoute::forms::expression {

enum class TokenKind : std::uint8_t {
    number,     ///< 1  1.  .5
    text,       ///< '...' or "...": Token::text is what stands between the quotes
    reference,  ///< ${name}: Token::text is the name, trimmed
    name,       ///< age, jr:choice-name; also and, or, div, mod, which the parser tells apart
    symbol,     ///< one of ( ) [ ] , | / . .. * + - = != < <= > >=
    end,
};

struct Token {
    TokenKind kind = TokenKind::end;
    std::string_view text;   ///< a part of the expression
    std::size_t offset = 0;  ///< of the token's first byte
    std::size_t length = 0;  ///< in bytes, quotes and braces included
};

/// The words of an expression; the last is `end`. Refuses with expression_syntax (unknown character, a quote or brace
/// that is not closed). Non-breaking spaces, which word processors slip in, are blanks.
Result<std::vector<Token>> lex(std::string_view text);

/// A refusal of an expression: `value` is the text at fault, found `offset` bytes from the start.
Problem refusal(Code code, std::string_view value, std::size_t offset);

}  // namespace ecoute::forms::expression

#include "forms/expression/lexer.hpp"

#include <array>
#include <optional>

#include "forms/expression/convert.hpp"

namespace ecoute::forms::expression {
namespace {

constexpr std::size_t longest_excerpt_bytes = 40;  // of the text at fault: enough to find it by eye

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Letters of any language start a name: every byte of a character beyond ASCII counts as a letter.
bool starts_name(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}

bool continues_name(char c) noexcept { return starts_name(c) || is_digit(c) || c == '-' || c == '.'; }

/// Bytes of the blank that stands at the beginning of `rest`; 0 when there is none.
std::size_t blank_length(std::string_view rest) noexcept {
    constexpr std::array<std::string_view, 7> all{" ", "\t", "\n", "\r", "\u00A0", "\u202F", "\u2009"};
    for (const auto blank : all)
        if (rest.starts_with(blank)) return blank.size();
    return 0;
}

class Lexer {
public:
    explicit Lexer(std::string_view text) : text_(text) {}

    Result<std::vector<Token>> run() {
        std::vector<Token> tokens;
        while (skip_blanks(), at_ < text_.size()) {
            const auto token = next();
            if (!token) return refusal(Code::expression_syntax, text_.substr(at_), at_);
            tokens.push_back(*token);
            at_ += token->length;
        }
        tokens.push_back({TokenKind::end, {}, text_.size(), 0});
        return tokens;
    }

private:
    void skip_blanks() noexcept {
        while (const auto length = blank_length(text_.substr(at_))) at_ += length;
    }

    std::optional<Token> next() const {
        const char c = text_[at_];
        if (c == '\'' || c == '"') return quoted(c);
        if (c == '$') return reference();
        if (is_digit(c) || (c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]))) return number();
        if (starts_name(c)) return name();
        return symbol();
    }

    Token token(TokenKind kind, std::size_t length) const { return {kind, text_.substr(at_, length), at_, length}; }

    std::optional<Token> quoted(char quote) const {
        const auto closing = text_.find(quote, at_ + 1);
        if (closing == std::string_view::npos) return std::nullopt;
        return Token{TokenKind::text, text_.substr(at_ + 1, closing - at_ - 1), at_, closing + 1 - at_};
    }

    std::optional<Token> reference() const {
        const auto closing = text_.find('}', at_);
        if (closing == std::string_view::npos || !text_.substr(at_).starts_with("${")) return std::nullopt;
        const auto inside = trimmed(text_.substr(at_ + 2, closing - at_ - 2));
        if (inside.empty() || inside.find_first_of(" \t\r\n${'\"") != std::string_view::npos) return std::nullopt;
        return Token{TokenKind::reference, inside, at_, closing + 1 - at_};
    }

    Token number() const {
        std::size_t end = at_;
        while (end < text_.size() && is_digit(text_[end])) ++end;
        if (end < text_.size() && text_[end] == '.') ++end;
        while (end < text_.size() && is_digit(text_[end])) ++end;
        return token(TokenKind::number, end - at_);
    }

    Token name() const {
        std::size_t end = at_;
        while (end < text_.size() && continues_name(text_[end]) && blank_length(text_.substr(end)) == 0) ++end;
        if (end + 1 < text_.size() && text_[end] == ':' && starts_name(text_[end + 1])) {
            ++end;
            while (end < text_.size() && continues_name(text_[end])) ++end;
        }
        return token(TokenKind::name, end - at_);
    }

    std::optional<Token> symbol() const {
        constexpr std::array<std::string_view, 18> symbols{"!=", "<=", ">=", "..", ".", "(", ")", "[", "]",
                                                           ",",  "|",  "/",  "*",  "+", "-", "=", "<", ">"};
        for (const auto symbol : symbols)
            if (text_.substr(at_).starts_with(symbol)) return token(TokenKind::symbol, symbol.size());
        return std::nullopt;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

/// Cut where a character ends, so that a message is never broken UTF-8.
std::string_view excerpt(std::string_view text) noexcept {
    if (text.size() <= longest_excerpt_bytes) return text;
    std::size_t end = longest_excerpt_bytes;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end);
}

}  // namespace

Result<std::vector<Token>> lex(std::string_view text) { return Lexer(text).run(); }

Problem refusal(Code code, std::string_view value, std::size_t offset) {
    Problem problem{code, {}, {}, {}};
    problem.facts.emplace("offset", std::to_string(offset));
    problem.facts.emplace("value", excerpt(value));
    return problem;
}

}  // namespace ecoute::forms::expression

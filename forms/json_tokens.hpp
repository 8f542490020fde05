#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Stored answers are compact JSON whose keys are known beforehand. So simdjson's first pass, which finds where tokens begin
/// and that texts are UTF-8, is all that is needed of a parser: its second pass would build a tree only to be read once.
namespace ecoute::forms {

/// The tokens of one document after the other. A token begins at each bracket, colon and comma and at the first character of
/// each text, number or word, and ends where the next one begins: of compact JSON, that is all of it.
class JsonTokens {
public:
    JsonTokens();
    ~JsonTokens();

    /// Finds the tokens of a document. False when it has none, has a text without end or with control characters, or is no
    /// UTF-8. Brackets are not looked at.
    bool find(std::string_view json);
    std::string_view json() const noexcept { return {text_.data(), size_}; }

    /// A token, as the place of its first character among those of all tokens. Behind the last one there are two empty ones.
    /// Sixteen bytes may be read from the first of each on.
    using At = const std::uint32_t*;
    At first() const noexcept;
    At last() const noexcept;  ///< one past the last
    /// A token that no document has: one zero.
    At nothing() const noexcept { return nothing_; }
    /// Its first character.
    char kind(At at) const noexcept { return text_[*at]; }
    /// All of a token, the quotes of a text included.
    std::string_view token(At at) const noexcept { return {text_.data() + *at, at[1] - at[0]}; }
    /// From its first character on.
    const char* text_from(At at) const noexcept { return text_.data() + *at; }
    const char* end() const noexcept { return text_.data() + size_; }

    /// The token behind an array, whatever is in it: brackets are only counted. nullptr when it does not end.
    At behind_array(At at) const noexcept;

private:
    struct FirstPass;
    std::unique_ptr<FirstPass> first_pass_;
    std::vector<char> text_;
    std::size_t size_ = 0;
    std::uint32_t nothing_[2] = {};
};

/// A text without its quotes, escapes as they are; nothing when the token is none.
inline std::optional<std::string_view> inside_quotes(std::string_view token) noexcept {
    if (token.size() < 2 || token.front() != '"' || token.back() != '"') return std::nullopt;
    return token.substr(1, token.size() - 2);
}

/// A finite number as JSON writes it, never minus zero; nothing when the token is none.
std::optional<double> json_number(std::string_view token) noexcept;

}  // namespace ecoute::forms

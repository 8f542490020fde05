#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "forms/document/draft.hpp"
#include "forms/json_read.hpp"

namespace ecoute::forms::document {

/// Members of one object: several times what any question or choice has, and few enough to be compared one by one.
inline constexpr std::size_t most_members = 500;

/// The members of one JSON object of a document. Reading one of the wrong type adds form_field_wrong_type (facts
/// "expected" and, for words and numbers, "value") and gives what an absent one gives.
class Members {
public:
    /// Adds form_name_twice for a key that comes twice (the first counts), and warns with form_field_unknown of a key
    /// that is not in `known`, unless `known` is empty. What comes after `most_members` is not read: form_too_large.
    Members(Draft& draft, simdjson::dom::object object, std::string pointer, std::span<const std::string_view> known);

    bool has(std::string_view key) const { return find(key).has_value(); }
    std::optional<simdjson::dom::element> find(std::string_view key) const;
    std::string pointer(std::string_view key) const;
    const std::string& pointer() const { return pointer_; }

    std::string text(std::string_view key) const;  ///< "" when absent
    bool yes(std::string_view key) const;          ///< false when absent
    std::optional<simdjson::dom::array> array(std::string_view key) const;
    std::optional<simdjson::dom::object> object(std::string_view key) const;
    /// An object of texts by language; empty texts are left out. `shown_always`: see WrittenText.
    Text by_language(std::string_view key, bool shown_always = false) const;
    /// The text of an expression: a string, a number or true/false as they are written; nullopt when absent or null.
    std::optional<std::string> expression(std::string_view key) const;

    /// An object of words, numbers and true/false, as text.
    Kept kept(std::string_view key) const;

    void missing(std::string_view key) const;  ///< adds form_field_missing
    void wrong_type(std::string_view key, std::string_view expected) const;
    const std::vector<std::pair<std::string_view, simdjson::dom::element>>& all() const { return members_; }

private:
    Draft& draft_;
    std::string pointer_;
    std::vector<std::pair<std::string_view, simdjson::dom::element>> members_;
};

/// A word, number or true/false as text; nullopt for anything else.
std::optional<std::string> scalar_text(simdjson::dom::element value);

}  // namespace ecoute::forms::document

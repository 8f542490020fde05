#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace ecoute::forms::document {

/// A name of a question or a row: a letter or "_", then letters, digits, "_", "-" and "." (as XLSForm has it).
bool is_name(std::string_view text) noexcept;

/// An identifier of a document or its version: a letter or digit, then letters, digits, "_", "-" and ".", at most 64
/// bytes.
bool is_identifier(std::string_view text) noexcept;

/// The shape of a BCP-47 language tag: "fr", "pt-BR", "az-Arab".
bool is_language_tag(std::string_view text) noexcept;

/// The candidate that was probably meant: at most one mistake of typing in three letters. nullopt when none is that
/// near.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string_view> candidates);

/// At most 80 bytes of a text, cut between characters, for a sentence that quotes it.
std::string excerpt(std::string_view text);

}  // namespace ecoute::forms::document

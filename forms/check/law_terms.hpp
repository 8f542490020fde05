#pragma once
#include <span>
#include <string>
#include <string_view>

#include "forms/problem.hpp"

namespace ecoute::forms::check {

/// Which questions a term is looked for in.
enum class Asks : std::uint8_t {
    anything,   ///< every question
    free_text,  ///< those answered in one's own words or figures: a list of choices can't hold somebody's address
};

/// Words by which a question on a protected matter is known, in its name or label (French and English).
struct Term {
    Code code;
    Asks asks;
    std::string_view phrase;  ///< as `says` takes it: plain, "*" for any ending, "=" for nothing else
};

/// DOMAIN.md section 4, one row a phrase. Each is about the person who answers ("votre religion"), so that questions on
/// places, services and other people's conduct ("lieux de culte", "adresse du refus") are left alone.
std::span<const Term> law_terms() noexcept;

/// Words that show a question to be about discrimination that was felt, for a reason that the person names: then origin,
/// religion and the like may stand among the reasons (DOMAIN.md section 4: "on quel motif, selon vous").
std::span<const std::string_view> felt_discrimination() noexcept;

/// Health, disability and discrimination of the person herself: article 9, to be marked "sensitive".
std::span<const std::string_view> sensitive_matters() noexcept;

/// A choice of a list of religions or of origins, and what a question must say for the list to sort people by it.
std::span<const std::string_view> religions() noexcept;
std::span<const std::string_view> origins() noexcept;
std::span<const std::string_view> skins() noexcept;  ///< count only beside an origin: alone they are colours
std::span<const std::string_view> own_category() noexcept;
/// Lists in which such words mean something else: languages, dishes, music.
std::span<const std::string_view> other_categories() noexcept;

}  // namespace ecoute::forms::check

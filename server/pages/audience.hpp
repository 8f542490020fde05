#pragma once
#include <array>
#include <cstdint>
#include <span>

#include "forms/form.hpp"

namespace ecoute::server {

/// Whom a page of a questionnaire is made for: what it asks and what it leaves out follows from this alone.
enum class Audience : std::uint8_t {
    resident,     ///< somebody alone with it, on any device
    interview,    ///< an interviewer who asks somebody, on a tablet
    field_sheet,  ///< the interviewer, for what is set once a tour
};

/// The pages that the fields of an answer come from.
using Pages = std::span<const Audience>;
inline constexpr std::array resident_pages{Audience::resident};
inline constexpr std::array tablet_pages{Audience::interview, Audience::field_sheet};

/// True when the page shows this question (or the group, grid...). Nobody but the interviewer sees the field sheet; a tablet
/// asks what residents are not asked for (forms::is_asked_on_tablet). For residents it is forms::is_shown.
bool is_shown(const forms::Form& form, std::uint32_t question, Audience audience) noexcept;
/// True when one of these pages shows it.
bool is_shown_on(Pages pages, const forms::Form& form, std::uint32_t question) noexcept;

/// True when the interviewer has something to set once a tour.
bool has_field_sheet(const forms::Form& form) noexcept;

}  // namespace ecoute::server

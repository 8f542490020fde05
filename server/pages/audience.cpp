#include "server/pages/audience.hpp"

#include <algorithm>

#include "forms/residents.hpp"

namespace ecoute::server {
namespace {

using forms::Form;
using forms::QuestionType;

/// A group around a part of the field sheet stands on the sheet with what it holds of it.
bool holds_field_sheet(const Form& form, std::uint32_t question) noexcept {
    const auto& group = form.questions[question];
    const auto first = form.questions.begin();
    return group.type == QuestionType::group &&
           std::any_of(first + question, first + group.end, [](const forms::Question& inner) { return inner.field_sheet; });
}

}  // namespace

bool is_shown(const Form& form, std::uint32_t question, Audience audience) noexcept {
    if (audience == Audience::resident) return forms::is_shown(form, question);
    const auto& asked = form.questions[question];
    if (!forms::is_asked_on_tablet(form, question)) return false;
    if (audience == Audience::field_sheet) return asked.field_sheet || holds_field_sheet(form, question);
    return !asked.field_sheet;
}

bool is_shown_on(Pages pages, const Form& form, std::uint32_t question) noexcept {
    return std::any_of(pages.begin(), pages.end(), [&](Audience page) { return is_shown(form, question, page); });
}

bool has_field_sheet(const Form& form) noexcept {
    for (std::uint32_t at = 0; at < form.questions.size(); ++at)
        if (form.questions[at].field_sheet && forms::is_asked(form.questions[at].type) && is_shown(form, at, Audience::field_sheet)) return true;
    return false;
}

}  // namespace ecoute::server

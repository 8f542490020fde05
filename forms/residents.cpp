#include "forms/residents.hpp"

namespace ecoute::forms {

bool has_page_part(QuestionType type) noexcept {
    switch (type) {
        case QuestionType::text:
        case QuestionType::integer:
        case QuestionType::decimal:
        case QuestionType::range:
        case QuestionType::date:
        case QuestionType::time:
        case QuestionType::date_time:
        case QuestionType::select_one:
        case QuestionType::select_multiple:
        case QuestionType::rank:
        case QuestionType::acknowledge:
        case QuestionType::note:
        case QuestionType::group:
        case QuestionType::repeat:
        case QuestionType::grid:
            return true;
        default:
            return false;
    }
}

bool is_shown(const Form& form, std::uint32_t question) noexcept {
    for (auto at = question; at != none; at = form.questions[at].parent)
        if (form.questions[at].field_sheet) return false;
    return has_page_part(form.questions[question].type);
}

bool is_asked_on_tablet(const Form& form, std::uint32_t question) noexcept {
    const auto& asked = form.questions[question];
    if (is_media(asked.type)) return !asked.field_sheet;
    return has_page_part(asked.type) || asked.type == QuestionType::barcode || asked.type == QuestionType::geopoint;
}

}  // namespace ecoute::forms

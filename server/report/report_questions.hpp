#pragma once
#include <string_view>
#include <vector>

#include "forms/form.hpp"
#include "server/handlers/table_links.hpp"

namespace ecoute::server {

/// What a bilan tells, in document order: who answered and how, and what people think. Breakdowns and the field sheet are no part of it.
struct ReportQuestions {
    std::vector<admin::TabulatedQuestion> about_people, asked;
};
ReportQuestions report_questions(const forms::Form& form, std::string_view language);

/// A question's volet: its own, or that of the grid or group around it.
std::string_view volet_of(const forms::Form& form, std::uint32_t question);

}  // namespace ecoute::server

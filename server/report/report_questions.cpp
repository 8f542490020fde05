#include "server/report/report_questions.hpp"

namespace ecoute::server {
namespace {

/// Volets that say who answered and how, not what people think.
bool is_about_the_person(std::string_view volet) { return volet == "profil" || volet == "terrain" || volet.empty(); }

}  // namespace

std::string_view volet_of(const forms::Form& form, std::uint32_t question) {
    for (; question != forms::none; question = form.questions[question].parent)
        if (!form.questions[question].volet.empty()) return form.questions[question].volet;
    return "";
}

ReportQuestions report_questions(const forms::Form& form, std::string_view language) {
    ReportQuestions questions;
    for (auto& question : admin::tabulated_questions(form, language)) {
        const auto at = *form.find(question.name);
        if (form.questions[at].field_sheet || at == form.breakdowns.quartier || at == form.breakdowns.age || at == form.breakdowns.gender) continue;
        (is_about_the_person(volet_of(form, at)) ? questions.about_people : questions.asked).push_back(std::move(question));
    }
    return questions;
}

}  // namespace ecoute::server

#include "server/open_questions.hpp"

namespace ecoute::server {
namespace {

bool is_open(const forms::Form& form, std::uint32_t at) {
    const auto& question = form.questions[at];
    return question.type == forms::QuestionType::text && !question.field_sheet && at != form.breakdowns.quartier &&
           at != form.design.stratum && at != form.design.cluster;
}

std::string words(const forms::Form& form, const forms::Text& text, const std::string& otherwise, std::string_view language) {
    const std::string shown{forms::shown(text, language, form.default_language).text};
    return shown.empty() ? otherwise : shown;
}

}  // namespace

std::vector<OpenQuestionAsked> open_questions(const forms::Form& form, std::string_view language) {
    std::vector<OpenQuestionAsked> found;
    for (std::uint32_t at = 0; at < form.questions.size(); ++at)
        if (const auto& question = form.questions[at]; is_open(form, at))
            found.push_back({question.name, words(form, question.label, question.name, language), question.volet});
    return found;
}

std::string quartier_in_words(const forms::Form& form, std::string_view code, std::string_view language) {
    const auto at = form.breakdowns.quartier;
    if (code.empty() || at == forms::none || form.questions[at].list == forms::none) return {};
    const auto choice = form.list_of(at).find(code);
    return choice ? words(form, form.list_of(at).choices[*choice].label, std::string{code}, language) : std::string{};
}

std::string quartier_question(const forms::Form& form) {
    return form.breakdowns.quartier == forms::none ? "" : form.questions[form.breakdowns.quartier].name;
}

}  // namespace ecoute::server

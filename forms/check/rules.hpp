#pragma once
#include <map>
#include <string>

#include "forms/check/advice.hpp"

namespace ecoute::forms::check {

using Facts = std::map<std::string, std::string>;

/// Facts of a sentence that names a question and writes it as an expression does.
inline Facts named(const std::string& question) { return {{"value", question}, {"reference", "${" + question + "}"}}; }

/// Where rules write down what they found.
class Findings {
public:
    explicit Findings(Advice& advice) : advice_(advice) {}
    void mistake(Code code, std::string subject, std::string where, Facts facts = {}) {
        add(advice_.mistakes, {code, std::move(subject), std::move(where), std::move(facts)});
    }
    void warning(Code code, std::string subject, std::string where, Facts facts = {}) {
        add(advice_.warnings, {code, std::move(subject), std::move(where), std::move(facts)});
    }

private:
    static void add(Problems& told, Problem problem) {
        if (told.size() < most_advice) told.push_back(std::move(problem));
    }
    Advice& advice_;
};

/// Traps of the form language, on compiled expressions (LANGUAGE.md section 9).
void check_expressions(const Form& form, Findings& found);
/// The same section, where no expression is at fault: required of what is not asked, impossible defaults.
void check_properties(const Form& form, Findings& found);
/// DOMAIN.md section 4: origin, article 9 of the RGPD, minors, what identifies a person.
void check_law(const Form& form, Findings& found);
/// Length, order, wording: what makes people stop or answer something else (DOMAIN.md sections 5 and 7).
void check_fieldwork(const Form& form, Findings& found);

/// The text of a question in a language that rules read: French, English, or the document's own.
inline bool is_read(std::string_view language, const Form& form) {
    return language == "fr" || language == "en" || language == form.default_language;
}
/// True for what a person is asked: not what the interviewer sets once a tour.
inline bool is_asked_of_people(const Question& question) { return is_asked(question.type) && !question.field_sheet; }

}  // namespace ecoute::forms::check

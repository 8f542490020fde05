#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "forms/form.hpp"

namespace ecoute::server {

/// A question that people answer in their own words.
struct OpenQuestionAsked {
    std::string name, label, volet;
};

/// In document order, inside repeats too; not what an interviewer notes once a tour, and not the names of the parts of a
/// drawn sample.
std::vector<OpenQuestionAsked> open_questions(const forms::Form& form, std::string_view language);

/// Name of the quartier that a choice of the breakdown stands for; "" of none.
std::string quartier_in_words(const forms::Form& form, std::string_view code, std::string_view language);

/// Name of the breakdown's question, "" when the questionnaire has none.
std::string quartier_question(const forms::Form& form);

}  // namespace ecoute::server

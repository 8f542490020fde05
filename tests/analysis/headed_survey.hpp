#pragma once
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "analysis/outputs.hpp"
#include "survey.hpp"

/// A survey with the words that stand around its tables.
namespace ecoute::analysis::test {

inline std::string file(const std::string& name) {
    std::ifstream in{std::string{ECOUTE_SOURCE_DIR} + "/" + name};
    return {std::istreambuf_iterator<char>{in}, {}};
}

inline std::map<std::string, std::string> words(const std::string& language) {
    return nlohmann::json::parse(file("server/text/" + language + "/tables.json"));
}

inline Heading heading() {
    Heading heading;
    heading.campaign_id = "c1";
    heading.campaign_title = "Écoute habitants";
    heading.fieldwork = "du 3 au 17 mai 2026";
    heading.source = "Conseil citoyen, 1 000 réponses";
    heading.snapshot = "42";
    heading.words = words("fr");
    return heading;
}

/// Three quartiers (the last one has 9 answers), women and men.
inline Survey three_quartiers() {
    Survey survey;
    const auto quartier = survey.add(forms::QuestionType::select_one, "ou", {"QP1", "QP2", "QP3"});
    survey.form.breakdowns.quartier = quartier;
    auto& places = survey.form.lists.back().choices;
    places[0].label = french("Moulin à Vent");
    places[1].label = french("La \"Duchère\"; haut");
    places[2].label = french("=Gorge de Loup");
    const auto gender = survey.add(forms::QuestionType::select_one, "genre", {"femme", "homme"});
    survey.form.breakdowns.gender = gender;
    const auto question = survey.add(forms::QuestionType::select_one, "q", {"oui", "non"});
    survey.form.questions[question].label = french("Cela va-t-il mieux ?");
    const std::vector<std::uint32_t> all{quartier, gender, question};
    survey.people(30, all, {0, 0, 0});
    survey.people(30, all, {0, 1, 1});
    survey.people(25, all, {1, 0, 0});
    survey.people(15, all, {1, 1, 0});
    survey.people(80, all, {1, 1, 1});
    survey.people(9, all, {2, 0, 0});
    survey.people(20, all, {forms::code_no_answer, 0, 0});
    survey.people(20, all, {forms::code_no_answer, 1, 1});
    return survey;
}

}  // namespace ecoute::analysis::test

#pragma once
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <string>

#include "forms/answers.hpp"
#include "forms/clock.hpp"
#include "forms/form_json.hpp"
#include "forms/validate.hpp"

namespace ecoute::tests {

/// Sunday 17 May 2026, noon in UTC, two in the afternoon on the wall.
struct NoonClock final : forms::Clock {
    std::chrono::sys_time<std::chrono::milliseconds> now() const override {
        return std::chrono::sys_days{std::chrono::year{2026} / 5 / 17} + std::chrono::hours{12};
    }
    std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return std::chrono::minutes{120}; }
};

/// "code place" of each problem, one a line.
inline std::string told(const forms::Problems& problems) {
    std::string text;
    for (const auto& problem : problems)
        text += std::string(forms::name(problem.code)) + " " +
                (problem.where.empty() ? problem.subject : problem.where) + "\n";
    return text;
}

/// A form of one questionnaire, with lists that most tests need.
inline forms::Form form_of(const std::string& questions, const std::string& more = "") {
    auto reading =
        forms::read_form(R"({"ecoute":1,"id":"essai","version":"1","title":{"fr":"Essai"},)" + more + R"("choices":{
            "oui_non":[{"name":"oui","label":{"fr":"Oui"}},{"name":"non","label":{"fr":"Non"}}],
            "genres":[{"name":"femme","label":{"fr":"F"}},{"name":"homme","label":{"fr":"H"}},{"name":"nsp","label":{"fr":"?"},"missing":"refused"}],
            "lieux":[{"name":"parc","label":{"fr":"Parc"},"ville":"lyon"},{"name":"marche","label":{"fr":"Marché"},"ville":"lyon"},
                     {"name":"plage","label":{"fr":"Plage"},"ville":"nice"},{"name":"aucun","label":{"fr":"Aucun"},"exclusive":true,"ville":"lyon"}]},
            "questions":[)" +
                         questions + "]}");
    BOOST_TEST(reading.mistakes.empty(), told(reading.mistakes));
    if (!reading.form) throw std::runtime_error("the questionnaire of this test has mistakes");
    return *std::move(reading.form);
}

/// A person who answers a form in JSON: what is kept, and what is said against it.
struct Submitted {
    forms::Problems problems;
    forms::Answers answers;
    std::string kept;

    Submitted(const forms::Form& form, const std::string& json)
        : answers(forms::answers_from_json(form, json, problems)) {
        forms::validate(form, answers, NoonClock{}, "fr", problems);
        kept = forms::answers_to_json(form, answers);
    }
    std::string said() const { return told(problems); }
};

}  // namespace ecoute::tests

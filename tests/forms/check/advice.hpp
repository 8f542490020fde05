#pragma once
#include <boost/test/unit_test.hpp>
#include <string>

#include "forms/check/advice.hpp"
#include "forms/form_json.hpp"
#include "tests/support/questionnaire.hpp"

namespace ecoute::tests {

/// Lists that the tests of advice need.
inline const std::string lists_of_advice = R"(
    "oui_non":[{"name":"oui","label":{"fr":"Oui"}},{"name":"non","label":{"fr":"Non"}}],
    "oui_non_refus":[{"name":"oui","label":{"fr":"Oui"}},{"name":"non","label":{"fr":"Non"}},
                     {"name":"pnr","label":{"fr":"Je préfère ne pas répondre"},"missing":"refused"}],
    "genres":[{"name":"femme","label":{"fr":"Une femme"}},{"name":"homme","label":{"fr":"Un homme"}}],
    "lieux":[{"name":"parc","label":{"fr":"Le parc"}},{"name":"place","label":{"fr":"La place"}}])";

/// A questionnaire of `questions`, with further top-level members (each with a comma after it) and lists.
inline std::string document_of(const std::string& questions, const std::string& more = "", const std::string& lists = "") {
    return R"({"ecoute":1,"id":"essai","version":"1","title":{"fr":"Essai"},)" + more + R"("choices":{)" + lists_of_advice +
           (lists.empty() ? "" : "," + lists) + R"(},"questions":[)" + questions + "]}";
}

inline forms::Advice advice_on(const std::string& questions, const std::string& more = "", const std::string& lists = "") {
    const auto reading = forms::read_form(document_of(questions, more, lists));
    BOOST_TEST(reading.mistakes.empty(), told(reading.mistakes));
    if (!reading.form) throw std::runtime_error("the questionnaire of this test has mistakes");
    return forms::advise(*reading.form);
}

/// "where" of each problem of a code ("where@offset" when it has one), separated by blanks; "" when there is none.
inline std::string places(const forms::Problems& problems, forms::Code code) {
    std::string text;
    for (const auto& problem : problems) {
        if (problem.code != code) continue;
        text += (text.empty() ? "" : " ") + problem.where;
        if (const auto offset = problem.facts.find("offset"); offset != problem.facts.end()) text += "@" + offset->second;
    }
    return text;
}

inline std::string question(const std::string& type, const std::string& name, const std::string& label, const std::string& more = "") {
    return R"({"type":")" + type + R"(","name":")" + name + R"(","label":{"fr":")" + label + R"("})" + (more.empty() ? "" : "," + more) + "}";
}

}  // namespace ecoute::tests

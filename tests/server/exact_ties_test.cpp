// Which questions may stand in an exact set together, by what each asks of whom.
#include "server/exact_ties.hpp"

#include <algorithm>

#include "server/exact_set.hpp"
#include "server/report/report_questions.hpp"
#include "tests/forms/library.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;
using ecoute::server::exact_ties;

namespace {

struct Asked {
    std::string name, relevant, more = "";  ///< `more`: further members
};

std::string question(const Asked& asked, const std::string& list = "oui_non") {
    return R"({"type":"select_one","name":")" + asked.name + R"(","choices":")" + list + R"(","label":{"fr":"?"})" + (asked.relevant.empty() ? "" : R"(,"relevant":")" + asked.relevant + "\"") + asked.more + "}";
}

/// "a b<a:10 c": the questions that stay, in their order; behind a follow-up what it is asked of.
std::string ties_of(const f::Form& form) {
    std::vector<std::string> names;
    for (const auto& one : form.questions)
        if (one.type != f::QuestionType::group) names.push_back(one.name);
    const auto found = exact_ties(form, names);
    std::string text;
    for (const auto at : found.questions) {
        text += (text.empty() ? "" : " ") + form.questions[at].name;
        const auto tie = found.follow_ups.find(at);
        if (tie == found.follow_ups.end()) continue;
        text += "<" + form.questions[tie->second.question].name + ":";
        for (const bool choice : tie->second.choices) text += choice ? '1' : '0';
    }
    return text;
}

std::string ties(const std::vector<Asked>& all, const std::string& more = "") {
    std::string questions;
    for (const auto& one : all) questions += (questions.empty() ? "" : ",") + question(one);
    return ties_of(t::form_of(questions, more));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(questions_of_an_exact_set)

BOOST_AUTO_TEST_CASE(follow_ups_stand_behind_their_question) {
    BOOST_TEST(ties({{"a", ""}, {"b", "${a} = 'oui'"}, {"c", ""}}) == "a b<a:10 c");
    BOOST_TEST(ties({{"a", ""}, {"b", "${a} = 'oui' or ${a} = 'non'"}}) == "a b<a:11");
    BOOST_TEST(ties({{"a", ""}, {"b", "selected(${a}, 'non')"}}) == "a b<a:01");
    BOOST_TEST(ties({{"a", ""}, {"b", "${a} = 'oui'"}, {"c", "${b} = 'non'"}}) == "a b<a:10 c<b:01");
    BOOST_TEST(ties({{"b", "${a} = 'oui'"}, {"a", ""}}) == "a b<a:10");  // wherever they stand
}

BOOST_AUTO_TEST_CASE(a_group_asks_for_all_that_it_holds) {
    const auto around = [](const std::string& held) { return R"({"type":"group","name":"g","relevant":"${a} = 'oui'","questions":[)" + held + "]}"; };
    BOOST_TEST(ties_of(t::form_of(question({"a", ""}) + "," + around(question({"b", ""})))) == "a b<a:10");
    // c is asked of who said yes to b, which is in the group: the group's condition says nothing more.
    BOOST_TEST(ties_of(t::form_of(question({"a", ""}) + "," + around(question({"b", ""}) + "," + question({"c", "${b} = 'oui'"})))) == "a b<a:10 c<b:10");
    // c needs both, and neither asks for the other.
    BOOST_TEST(ties_of(t::form_of(question({"a", ""}) + "," + question({"d", ""}) + "," + around(question({"c", "${d} = 'oui'"})))) == "a d");
}

BOOST_AUTO_TEST_CASE(what_can_not_be_linked_is_left_out) {
    BOOST_TEST(ties({{"a", ""}, {"b", ""}, {"c", "${a} = 'oui' or ${b} = 'oui'"}, {"d", ""}}) == "a b d");
    BOOST_TEST(ties({{"a", ""}, {"b", ""}, {"c", "${a} != 'oui'"}, {"d", ""}}) == "a b d");  // also of those who did not say
    BOOST_TEST(ties({{"a", ""}, {"c", "${a} = 'oui'"}, {"d", ""}}, R"("breakdowns":{"gender":"a"},)") == "a d");
    BOOST_TEST(ties({{"a", ""}, {"c", "", R"(,"choice_filter":"${a} = 'oui'")"}}) == "a");
    BOOST_TEST(ties_of(t::form_of(question({"a", ""}) + R"(,{"type":"select_multiple","name":"m","choices":"lieux","label":{"fr":"M"}},)" + question({"b", "selected(${m}, 'parc')"}))) == "a m");
    // A refusal is no category: nothing stands for it.
    BOOST_TEST(ties_of(t::form_of(question({"g", ""}, "genres") + "," + question({"b", "${g} = 'nsp'"}) + "," + question({"c", "${g} = 'femme'"}))) == "g c<g:100");
    // The follow-up of a follow-up that is left out.
    BOOST_TEST(ties({{"a", ""}, {"b", "${a} != 'oui'"}, {"c", "${b} = 'oui'"}, {"d", ""}, {"e", ""}}) == "a d e");
}

BOOST_AUTO_TEST_CASE(a_sensitive_follow_up_needs_a_sensitive_question) {
    BOOST_TEST(ties({{"a", ""}, {"b", "${a} = 'oui'", R"(,"sensitive":true)"}}) == "a");
    BOOST_TEST(ties({{"a", "", R"(,"sensitive":true)"}, {"b", "${a} = 'oui'"}}) == "a b<a:10");
}

/// "Who lives elsewhere ends here": that question goes, so that all the others may stay.
BOOST_AUTO_TEST_CASE(a_gate_goes_and_what_stands_behind_it_stays) {
    BOOST_TEST(ties({{"lien", ""}, {"a", "${lien} != 'non'"}, {"b", "${lien} != 'non' and ${a} = 'oui'"}, {"c", "${lien} != 'non'"}}) == "a b<a:10 c");
    // Behind the other answer of the gate: the people would be shared out between them.
    BOOST_TEST(ties({{"lien", ""}, {"a", "${lien} != 'non'"}, {"b", "${lien} != 'non'"}, {"c", "${lien} != 'non'"}, {"d", "${lien} = 'non'"}}) == "a b c");
    // One gate or another: both go.
    BOOST_TEST(ties({{"x", ""}, {"y", ""}, {"a", "${x} = 'oui' or ${y} = 'oui'"}, {"b", "${x} = 'oui' or ${y} = 'oui'"}, {"c", "${x} = 'oui' or ${y} = 'oui'"}}) == "a b c");
    // A sensitive one can't be looked past: who stands behind it said something sensitive.
    BOOST_TEST(ties({{"x", "", R"(,"sensitive":true)"}, {"a", "${x} != 'non'"}, {"b", "${x} != 'non'"}, {"c", "${x} != 'non'"}}) == "x");
}

BOOST_AUTO_TEST_CASE(the_second_consent_is_looked_past) {
    const std::string consent = R"("sensitive_consent":{"question":"s","agrees":"oui"},)";
    BOOST_TEST(ties({{"s", ""}, {"a", "${s} = 'oui'"}, {"b", "${s} = 'oui' and ${a} = 'oui'"}, {"c", ""}}, consent) == "a b<a:10 c");
    // Asked for of some only: what stands behind it is asked of these.
    BOOST_TEST(ties({{"p", ""}, {"s", "${p} = 'oui'"}, {"a", "${s} = 'oui'"}, {"c", ""}}, consent) == "p a<p:10 c");
}

/// Of each questionnaire of the library most of a bilan's questions can be published exactly.
BOOST_AUTO_TEST_CASE(most_of_the_library_stays) {
    for (const std::string name : {"ecoute-habitants", "acces-sante", "parents-solo", "droits-numerique", "jeunes-11-17", "emploi-jeunesse", "egalite-espace-public",
                                   "bilan-priorites", "cadre-de-vie-gsup"}) {
        const auto form = t::questionnaire(name).form.value();
        const auto wanted = ecoute::server::report_questions(form, "fr");
        std::vector<std::string> names;
        for (const auto* list : {&wanted.about_people, &wanted.asked})
            for (const auto& one : *list)
                if (ecoute::server::may_be_exact(form, one.name)) names.push_back(one.name);
        const auto stay = exact_ties(form, names).questions;
        std::string out;
        for (const auto& one : names)
            if (std::find(stay.begin(), stay.end(), *form.find(one)) == stay.end()) out += " " + one;
        BOOST_TEST_CONTEXT(name << ", " << names.size() << " asked, left out:" << out) BOOST_TEST(5 * stay.size() >= 3 * names.size());
        BOOST_TEST_MESSAGE(name << ", " << names.size() << " asked, left out:" << out);
    }
}

BOOST_AUTO_TEST_SUITE_END()

#include "forms/skips.hpp"

#include "tests/support/questionnaire.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;

namespace {

/// Questions of these conditions after a select_one "a" of oui and non, a "g" of three, and a number "n".
f::Form form_with(const std::vector<std::string>& conditions) {
    std::string questions = R"({"type":"select_one","name":"a","choices":"oui_non","label":{"fr":"A"}},{"type":"select_one","name":"g","choices":"genres","label":{"fr":"G"}},{"type":"integer","name":"n","label":{"fr":"N"}})";
    for (std::size_t i = 0; i < conditions.size(); ++i)
        questions += R"(,{"type":"text","name":"q)" + std::to_string(i) + R"(","label":{"fr":"Q"},"relevant":")" + conditions[i] + "\"}";
    return t::form_of(questions);
}

std::string word(f::Truth truth) { return truth == f::Truth::yes ? "yes" : truth == f::Truth::no ? "no" : "unknown"; }

}  // namespace

BOOST_AUTO_TEST_SUITE(skips_on_paper)

BOOST_AUTO_TEST_CASE(a_condition_is_known_when_one_answer_settles_it) {
    struct Case {
        std::string condition, oui, non;
    };
    const std::vector<Case> cases{
        {"${a} = 'oui'", "yes", "no"},
        {"'oui' = ${a}", "yes", "no"},
        {"${a} != 'oui'", "no", "yes"},
        {"not(${a} = 'oui')", "no", "yes"},
        {"selected(${a}, 'non')", "no", "yes"},
        {"${a} = 'oui' and ${n} > 3", "unknown", "no"},
        {"${a} = 'oui' or ${n} > 3", "yes", "unknown"},
        {"${a} = 'oui' and ${a} = 'non'", "no", "no"},
        {"${g} = 'femme'", "unknown", "unknown"},
        {"${n} > 3", "unknown", "unknown"},
    };
    for (const auto& [condition, oui, non] : cases) BOOST_TEST_CONTEXT(condition) {
        const auto form = form_with({condition});
        BOOST_TEST(word(f::given(form.questions[3].relevant, 0, "oui")) == oui);
        BOOST_TEST(word(f::given(form.questions[3].relevant, 0, "non")) == non);
    }
}

BOOST_AUTO_TEST_CASE(an_answer_jumps_over_what_does_not_concern_it) {
    // g, then q0 and q1 for women only, q2 for all.
    const auto form = form_with({"${g} = 'femme'", "${g} = 'femme' and ${n} > 3", "true()"});
    const std::vector<std::uint32_t> order{0, 1, 3, 4, 5};
    BOOST_TEST(f::jumps(form, order, 0).empty());
    const auto jumps = f::jumps(form, order, 1);
    BOOST_REQUIRE(jumps.size() == 2u);
    BOOST_TEST(jumps[0].choice == 1);  // homme
    BOOST_TEST(jumps[0].to == 4u);
    BOOST_TEST(jumps[1].choice == 2);  // nsp
    BOOST_TEST(f::is_said_by_jumps(form, order, 2));
    BOOST_TEST(!f::is_said_by_jumps(form, order, 3));  // the number is not said by an arrow
}

BOOST_AUTO_TEST_CASE(a_condition_on_an_earlier_question_is_not_said_by_jumps) {
    const auto form = form_with({"${a} = 'oui'", "${g} = 'homme'"});
    const std::vector<std::uint32_t> order{0, 1, 3, 4};
    BOOST_TEST(f::jumps(form, order, 0).empty());  // g is for all, so that nobody jumps
    BOOST_TEST(!f::is_said_by_jumps(form, order, 2));
}

BOOST_AUTO_TEST_CASE(a_group_lends_its_condition_to_what_it_holds) {
    const auto form = t::form_of(R"({"type":"select_one","name":"a","choices":"oui_non","label":{"fr":"A"}},{"type":"group","name":"h","label":{"fr":"H"},"relevant":"${a} = 'oui'","questions":[{"type":"text","name":"b","label":{"fr":"B"}},{"type":"text","name":"c","label":{"fr":"C"}}]})");
    const std::vector<std::uint32_t> order{0, 2, 3};
    const auto jumps = f::jumps(form, order, 0);
    BOOST_REQUIRE(jumps.size() == 1u);
    BOOST_TEST(jumps[0].choice == 1);
    BOOST_TEST(jumps[0].to == 3u);  // the end
    BOOST_TEST(f::is_said_by_jumps(form, order, 1));
}

BOOST_AUTO_TEST_SUITE_END()

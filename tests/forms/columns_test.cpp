#include "forms/columns.hpp"

#include <cmath>

#include "tests/support/questionnaire.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;

BOOST_AUTO_TEST_SUITE(answers_in_columns)

BOOST_AUTO_TEST_CASE(each_type_fills_its_own_vectors_with_one_entry_a_person) {
    const auto form = t::form_of(R"(
        {"type":"select_one","name":"genre","choices":"genres","label":{"fr":"x"}},
        {"type":"integer","name":"age","label":{"fr":"x"},"bands":[15,25]},
        {"type":"select_multiple","name":"lieux","choices":"lieux","label":{"fr":"x"}},
        {"type":"rank","name":"rang","choices":"lieux","label":{"fr":"x"}},
        {"type":"acknowledge","name":"lu","label":{"fr":"x"}},
        {"type":"text","name":"mot","label":{"fr":"x"}},
        {"type":"hidden","name":"poids"},
        {"type":"grid","name":"q","choices":"oui_non","label":{"fr":"x"},"rows":[{"name":"r","label":{"fr":"x"}}]},
        {"type":"repeat","name":"e","label":{"fr":"x"},"questions":[{"type":"integer","name":"n","label":{"fr":"x"}}]})");
    auto columns = f::columns_of(form);
    for (
        const auto* json :
        {R"({"genre":"homme","age":34,"lieux":["parc","plage"],"rang":["plage","parc"],"lu":"OK","mot":"x","poids":"0.5","q":{"r":"non"},"e":[{"n":1}]})",
         R"({"genre":"nsp","age":"refused","lieux":"refused","rang":"refused","lu":"refused","mot":"refused","poids":"x","q":{"r":"refused"}})",
         R"({"genre":null,"age":null,"lieux":null,"rang":null,"lu":null,"mot":null,"poids":null,"q":{"r":null}})",
         "{}"}) {
        f::Problems problems;
        f::append(columns, form, f::answers_from_json(form, json, problems));
        BOOST_TEST(t::told(problems) == "");
    }
    using enum f::State;
    const std::vector<f::State> states{answered, refused, no_answer, not_asked};
    const auto& by = columns.by_question;
    BOOST_TEST(columns.people == 4U);
    BOOST_TEST((by[0].codes == f::Codes{1, f::code_refused, f::code_no_answer, f::code_not_asked}));
    BOOST_TEST((by[1].states == states));
    BOOST_TEST(by[1].numbers.at(0) == 34);
    for (const std::size_t i : {1U, 2U, 3U}) BOOST_TEST(std::isnan(by[1].numbers.at(i)));
    BOOST_TEST((by[2].states == states));
    BOOST_TEST(by[2].words == 1U);
    BOOST_TEST((by[2].ticks == std::vector<std::uint64_t>{0b101, 0, 0, 0}));
    BOOST_TEST((by[3].ranks == f::Ranks{{2, 0}, {}, {}, {}}));
    BOOST_TEST((by[4].codes == f::Codes{0, f::code_refused, f::code_no_answer, f::code_not_asked}));
    BOOST_TEST((by[5].states == states));
    BOOST_TEST(by[6].numbers.at(0) == 0.5);
    BOOST_TEST(std::isnan(by[6].numbers.at(1)));
    BOOST_TEST(by[7].codes.empty());
    BOOST_TEST((by[8].codes == f::Codes{1, f::code_refused, f::code_no_answer, f::code_not_asked}));
    BOOST_TEST(by[9].states.empty());
    BOOST_TEST(by[10].numbers.empty());
}

BOOST_AUTO_TEST_CASE(a_ticked_preference_not_to_say_is_a_refusal) {
    const auto form = t::form_of(R"({"type":"select_multiple","name":"g","choices":"genres","label":{"fr":"x"}})");
    auto columns = f::columns_of(form);
    f::Problems problems;
    f::append(columns, form, f::answers_from_json(form, R"({"g":["nsp"]})", problems));
    BOOST_TEST((columns.by_question[0].states.at(0) == f::State::refused));
    BOOST_TEST(columns.by_question[0].ticks.at(0) == 0U);
}

BOOST_AUTO_TEST_CASE(long_lists_take_several_words_a_person) {
    std::vector<f::Choice> choices;
    for (int i = 0; i < 130; ++i) choices.push_back({.name = "c" + std::to_string(i)});
    const auto reading = f::read_form(
        R"({"ecoute":1,"id":"a","version":"1","title":{"fr":"x"},"questions":[{"type":"select_multiple","name":"g","choices":"l","label":{"fr":"x"}}]})",
        {{"l", choices, {}}});
    BOOST_REQUIRE(reading.form.has_value());
    auto columns = f::columns_of(*reading.form);
    f::Problems problems;
    f::append(columns, *reading.form,
              f::answers_from_json(*reading.form, R"({"g":["c0","c63","c64","c129"]})", problems));
    BOOST_TEST(columns.by_question[0].words == 3U);
    BOOST_TEST((columns.by_question[0].ticks == std::vector<std::uint64_t>{1 | std::uint64_t{1} << 63, 1, 2}));
}

BOOST_AUTO_TEST_SUITE_END()

#include "forms/codes.hpp"

#include <algorithm>

#include "forms/columns.hpp"
#include "forms/stored_answers.hpp"
#include "tests/support/questionnaire.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;
using f::Codes;

namespace {

const std::vector<std::uint16_t> around_the_edge{0, 1, 252, f::code_refused, f::code_no_answer, f::code_not_asked};

/// A question with so many choices, "c0" and on.
f::Form form_with(std::size_t choices) {
    f::ChoiceList list;
    list.name = "longue";
    for (std::size_t i = 0; i < choices; ++i) {
        f::Choice choice;
        choice.name = "c" + std::to_string(i);
        list.index.emplace(choice.name, static_cast<f::ChoiceIndex>(i));
        list.choices.push_back(std::move(choice));
    }
    auto form = t::form_of(R"({"type":"select_one","name":"q","choices":"oui_non","label":{"fr":"x"}})");
    form.lists.push_back(std::move(list));
    form.questions[0].list = static_cast<std::uint32_t>(form.lists.size() - 1);
    return form;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(codes_of_choices)

BOOST_AUTO_TEST_CASE(take_a_byte_each_with_the_three_kinds_of_missing_told_apart) {
    const Codes codes{around_the_edge};
    BOOST_TEST(!codes.is_wide());
    codes.visit([](auto entries) { BOOST_TEST(sizeof entries[0] == 1U); });
    BOOST_TEST(std::equal(codes.begin(), codes.end(), around_the_edge.begin(), around_the_edge.end()));
}

BOOST_AUTO_TEST_CASE(take_two_bytes_from_the_choice_on_that_does_not_fit) {
    for (const std::uint16_t large : std::initializer_list<std::uint16_t>{253, 254, 255, 256, 0xFFFC}) {
        Codes codes{around_the_edge};
        codes.push_back(large);
        BOOST_TEST(codes.is_wide());
        auto expected = around_the_edge;
        expected.push_back(large);
        BOOST_TEST(std::equal(codes.begin(), codes.end(), expected.begin(), expected.end()));
    }
    Codes changed{0, f::code_refused};
    changed.set(0, 300);
    BOOST_TEST((changed == Codes{300, f::code_refused}));
}

BOOST_AUTO_TEST_CASE(are_the_same_whatever_their_width) {
    Codes wide{around_the_edge};
    wide.widen();
    BOOST_TEST(wide.is_wide());
    BOOST_TEST((wide == Codes{around_the_edge}));
    wide.set(2, 251);
    BOOST_TEST((wide != Codes{around_the_edge}));
    BOOST_TEST((Codes{1} != Codes{1, 1}));
}

BOOST_AUTO_TEST_CASE(of_other_people_are_added_in_the_width_that_holds_both) {
    const Codes narrow{1, f::code_no_answer, 2}, wide{7, 400, f::code_not_asked};
    Codes all = narrow;
    all.append(wide, 1, 3);
    BOOST_TEST((all == Codes{1, f::code_no_answer, 2, 400, f::code_not_asked}));
    all.append(narrow, 0, 2);
    all.append(2, f::code_refused);
    BOOST_TEST((all == Codes{1, f::code_no_answer, 2, 400, f::code_not_asked, 1, f::code_no_answer, f::code_refused, f::code_refused}));
    all.cut(1);
    BOOST_TEST((all == Codes{1}));
}

/// 253 choices are the most that bytes hold: answers are read alike on both sides of it, one by one and in groups.
BOOST_AUTO_TEST_CASE(are_read_from_answers_on_both_sides_of_the_edge) {
    for (const std::size_t choices : {252U, 253U, 254U, 300U}) {
        const auto form = form_with(choices);
        auto quick = f::columns_of(form), slow = f::columns_of(form);
        f::StoredAnswers reader{form, [](f::Columns&, std::string_view json) { BOOST_TEST(false, json); }};
        std::vector<std::string> answers{"{}", R"({"q":null})", R"({"q":"refused"})"};
        Codes expected{f::code_not_asked, f::code_no_answer, f::code_refused};
        for (std::uint16_t choice = 0; choice < choices; ++choice) {
            answers.push_back(R"({"q":"c)" + std::to_string(choice) + "\"}");
            expected.push_back(choice);
        }
        for (const auto& json : answers) {
            f::Problems none;
            f::append(slow, form, f::answers_from_json(form, json, none));
            reader.append(quick, json);
        }
        reader.flush(quick);
        BOOST_TEST((quick.by_question[0].codes == expected));
        BOOST_TEST((slow.by_question[0].codes == expected));
        BOOST_TEST(quick.by_question[0].codes.is_wide() == (choices > f::choices_in_a_byte));
    }
}

BOOST_AUTO_TEST_SUITE_END()

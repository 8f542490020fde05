#include <boost/test/unit_test.hpp>

#include "analysis/filter.hpp"
#include "survey.hpp"

namespace ecoute::analysis::test {
namespace {

struct StillClock final : forms::Clock {
    std::chrono::sys_time<std::chrono::milliseconds> now() const override { return std::chrono::sys_days{std::chrono::year{2026} / 5 / 17}; }
    std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return {}; }
};

/// Six people: quartier, age (bands 15, 25, 60), what they use.
struct SixPeople : Survey {
    StillClock clock;
    SixPeople() {
        const auto quartier = add(forms::QuestionType::select_one, "ou", {"mermoz", "duchere"});
        const auto age = add(forms::QuestionType::integer, "age");
        const auto uses = add(forms::QuestionType::select_multiple, "usages", {"bus", "velo"});
        const auto children = add(forms::QuestionType::integer, "enfants");
        add(forms::QuestionType::text, "mot");
        form.questions[age].bands = {15, 25, 60};
        column(quartier).codes = {0, 0, 1, 1, forms::code_no_answer, forms::code_refused};
        numbers(age, {17, 25, 37, 70, 59, 60});
        numbers(children, {0, 1, 2, 0, 1, 2});
        column(uses).states.assign(6, forms::State::answered);
        column(uses).words = 1;
        column(uses).ticks = {0b01, 0b10, 0b11, 0b00, 0b10, 0b01};
        columns.people = 6;
    }
    void numbers(std::uint32_t question, std::vector<double> values) {
        column(question).states.assign(values.size(), forms::State::answered);
        column(question).numbers = std::move(values);
    }
    std::string who(std::string_view condition, bool levels_only = false) const {
        const auto mask = mask_of(form, columns, condition, clock, levels_only);
        if (!mask) return std::string(forms::name(mask.error().code));
        std::string text;
        for (const auto one : *mask) text += one ? '1' : '0';
        return text;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_filter, SixPeople)

BOOST_AUTO_TEST_CASE(keeps_the_people_for_whom_the_condition_holds) {
    BOOST_TEST(who("${ou} = 'mermoz'") == "110000");
    BOOST_TEST(who("${age} >= 25 and ${age} < 60") == "011010");
    BOOST_TEST(who("selected(${usages}, 'velo')") == "011010");
    BOOST_TEST(who("count-selected(${usages}) = 2 or ${enfants} = 0") == "101100");
    BOOST_TEST(who("true()") == "111111");
}

BOOST_AUTO_TEST_CASE(reads_a_missing_answer_as_blank) {
    BOOST_TEST(who("${ou} = ''") == "000011");
    BOOST_TEST(who("${ou} != 'mermoz'") == "001111");
}

BOOST_AUTO_TEST_CASE(refuses_what_it_cannot_read_and_what_is_wrong) {
    BOOST_TEST(who("${mot} = 'x'") == "table.filter_unfit");
    BOOST_TEST(who("${nulle_part} = 'x'") == "expression.name_unknown");
    BOOST_TEST(who("${ou} = ") == "expression.syntax");
}

BOOST_AUTO_TEST_CASE(of_a_protected_table_cuts_at_bands_only) {
    BOOST_TEST(who("${age} >= 60", true) == "000101");
    BOOST_TEST(who("${age} >= 25 and ${age} < 60", true) == "011010");
    BOOST_TEST(who("${age} = 37", true) == "table.filter_too_fine");
    BOOST_TEST(who("${age} >= 37", true) == "table.filter_too_fine");
    BOOST_TEST(who("${enfants} = 0", true) == "table.filter_too_fine");
}

/// A condition may say something else between the values that were tried. Who is in the group follows from the group: else
/// a refusal, or one person more or fewer, would tell whether somebody answered exactly 500.
BOOST_AUTO_TEST_CASE(of_a_protected_table_tells_nothing_of_a_value_within_a_band) {
    form.questions[*form.find("enfants")].bands = {0, 1000};
    numbers(*form.find("enfants"), {0, 500, 999, 1000, 3, 3000});
    BOOST_TEST(who("${enfants} < 1000 and ${enfants} >= 0 and ${enfants} != 500", true) == "111010");
    BOOST_TEST(who("${enfants} < 1000 and ${enfants} >= 0 and ${enfants} != 501", true) == "111010");
    BOOST_TEST(who("${enfants} = 500", true) == "000000");
    BOOST_TEST(who("${enfants} = 501", true) == "000000");
}

/// Drawn anew for each answer that is tried and for each answer that was given, a union would pass: and another one each time.
BOOST_AUTO_TEST_CASE(of_a_protected_table_keeps_one_group_whatever_chance_says) {
    std::size_t kept = 0;
    for (int i = 0; i < 200; ++i) {
        const auto drawn = who("random() < 0.5 or ${ou} = 'nulle-part'", true);
        BOOST_TEST((drawn == "110000" || drawn == "001100" || drawn == "000000" || drawn == "table.filter_too_fine"), drawn);
        kept += drawn == "110000";
    }
    BOOST_TEST(kept > 0u);
}

BOOST_AUTO_TEST_CASE(of_a_protected_table_is_no_interviewer_and_neither_is_a_row_or_a_question) {
    const auto asked = add(forms::QuestionType::select_one, "enqueteur", {"E07", "E08"});
    form.questions[asked].field_sheet = true;
    column(asked).codes = {0, 0, 0, 1, 1, 1};
    BOOST_TEST(who("${enqueteur} = 'E07'", true) == "table.filter_too_fine");
    for (const TableRequest& request : {TableRequest{"ou", {"enqueteur"}}, TableRequest{"enqueteur", {"ou"}}})
        BOOST_TEST(!crosstab(form, columns, request).has_value());
}

BOOST_AUTO_TEST_CASE(of_a_protected_table_is_one_step_of_a_short_range) {
    const auto note = add(forms::QuestionType::range, "note");
    form.questions[note].range_start = 1;
    form.questions[note].range_end = 5;
    numbers(note, {1, 2, 3, 2, 5, 2});
    BOOST_TEST(who("${note} = 2", true) == "010101");
    BOOST_TEST(who("${note} >= 4", true) == "table.filter_too_fine");
}

/// There are 2^n unions of n groups: each would move the same person's count anew.
BOOST_AUTO_TEST_CASE(of_a_protected_table_is_one_group_of_one_question) {
    BOOST_TEST(who("${ou} = 'mermoz'", true) == "110000");
    BOOST_TEST(who("selected(${usages}, 'velo')", true) == "011010");
    BOOST_TEST(who("${ou} = 'nulle-part'", true) == "000000");
    // By what the questionnaire offers, not by who answered: here nobody lives in a third quartier.
    form.lists[0].choices.push_back(form.lists[0].choices.back());
    form.lists[0].choices.back().name = "vergoin";
    form.lists[0].index.emplace("vergoin", forms::ChoiceIndex{2});
    for (const auto* fine : {"${ou} != 'mermoz'", "${age} >= 25", "true()", "${ou} = ''",
                             "selected(${usages}, 'bus') and selected(${usages}, 'velo')",
                             "${ou} = 'mermoz' and selected(${usages}, 'bus')"})
        BOOST_TEST(who(fine, true) == "table.filter_too_fine", fine);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::analysis::test

#include "tests/forms/check/advice.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;
using t::question;

namespace {

/// Questions that every expression below may name; /questions/0 to /questions/5.
const std::string asked = question("select_multiple", "lieux", "Où allez-vous ?", R"("choices":"lieux")") + "," +
                          question("select_one", "sexe", "Vous êtes", R"("choices":"genres")") + "," +
                          question("integer", "age", "Votre âge") + "," +
                          question("integer", "pieces", "Combien de pièces ?", R"("required":"yes")") + "," +
                          R"({"type":"repeat","name":"enfants","label":{"fr":"Enfants"},"questions":[)" +
                          question("integer", "age_enfant", "Son âge") + "," +
                          question("integer", "annees", "Ses années d'école", R"("required":"yes")") + "]}," +
                          question("text", "mot", "Un mot ?");

/// Places of one code in a question /questions/6 with one expression.
std::string told_of(f::Code code, const std::string& member, const std::string& expression, const std::string& type = "integer",
                    const std::string& more = "") {
    const auto advice = t::advice_on(asked + "," + question(type, "x", "x", "\"" + member + R"(":")" + expression + "\"" + more));
    return t::places(advice.warnings, code);
}

struct Case {
    const char* member;
    const char* expression;
    const char* offset;  ///< "" when nothing is to be told
};

void check(f::Code code, std::initializer_list<Case> cases, const std::string& type = "integer") {
    for (const auto& one : cases)
        BOOST_TEST_CONTEXT(one.member << ": " << one.expression) {
            const std::string expected =
                *one.offset ? "/questions/6/" + std::string(one.member) + "@" + one.offset : std::string();
            BOOST_TEST(told_of(code, one.member, one.expression, type) == expected);
        }
}

}  // namespace

// LANGUAGE.md section 9: each trap, and the way of writing that avoids it. Offsets are counted by hand.
BOOST_AUTO_TEST_SUITE(traps_of_the_form_language)

BOOST_AUTO_TEST_CASE(an_equals_sign_on_several_choices) {
    check(f::Code::check_equals_many, {{"relevant", "${lieux} = 'parc'", "9"},
                                       {"relevant", "${age} > 3 and 'parc' != ${lieux}", "22"},
                                       {"relevant", "selected(${lieux}, 'parc')", ""},
                                       {"relevant", "${lieux} != ''", ""},
                                       {"relevant", "${sexe} = 'femme'", ""}});
}

BOOST_AUTO_TEST_CASE(a_question_alone_as_a_condition) {
    check(f::Code::check_bare_condition, {{"relevant", "${age}", "0"},
                                          {"relevant", "${age} > 3 and ${mot}", "15"},
                                          {"relevant", "not(${mot})", "4"},
                                          {"calculation", "if(${mot}, 1, 2)", "3"},
                                          {"calculation", "if(${age} > 3, ${mot}, 2)", ""},
                                          {"calculation", "${age}", ""},
                                          {"relevant", "${mot} != ''", ""}});
}

BOOST_AUTO_TEST_CASE(a_total_over_answers_that_may_be_blank) {
    check(f::Code::check_optional_total, {{"calculation", "sum(${age_enfant})", "0"},
                                          {"calculation", "1 + max(${pieces}, ${age})", "4"},
                                          {"calculation", "sum(${annees})", ""},
                                          {"calculation", "max(${pieces}, 3)", ""},
                                          {"calculation", "max(coalesce(${age}, 0), 3)", ""}});
}

BOOST_AUTO_TEST_CASE(rounding_below_zero) {
    check(f::Code::check_round_negative, {{"calculation", "round(-1.5)", "0"},
                                          {"calculation", "round(${pieces} - ${age}, 1)", "0"},
                                          {"calculation", "round(${pieces} div 3, 1)", ""}});
}

BOOST_AUTO_TEST_CASE(a_pattern_without_anchors) {
    check(f::Code::check_pattern_unanchored, {{"constraint", "regex(., '[0-9]+')", "0"},
                                              {"constraint", "regex(., '^[0-9]+')", "0"},
                                              {"constraint", "regex(., '^[0-9]+$')", ""}},
          "text");
}

BOOST_AUTO_TEST_CASE(a_calculation_that_changes_by_itself) {
    check(f::Code::check_changing_calculation, {{"calculation", "random()", "0"},
                                                {"calculation", "concat('a', uuid())", "12"},
                                                {"calculation", "now()", "0"},
                                                {"calculation", "once(random())", ""},
                                                {"calculation", "today()", ""}},
          "calculate");
    check(f::Code::check_changing_calculation, {{"relevant", "random() < 0.5", ""}});
}

BOOST_AUTO_TEST_CASE(a_constraint_that_asks_for_an_answer) {
    check(f::Code::check_constraint_of_blank, {{"constraint", ". != ''", "2"},
                                               {"constraint", "string-length(.) > 0", "17"},
                                               {"constraint", "string-length(.) <= 60", ""},
                                               {"constraint", ". != 'x'", ""},
                                               {"relevant", "${mot} != ''", ""}},
          "text");
}

BOOST_AUTO_TEST_CASE(a_question_of_a_repeat_read_from_outside) {
    check(f::Code::check_outside_repeat, {{"relevant", "${age_enfant} > 3", "0"},
                                          {"calculation", "concat(${mot}, ${age_enfant})", ""},
                                          {"calculation", "count(${enfants})", ""},
                                          {"calculation", "indexed-repeat(${age_enfant}, ${enfants}, 1)", ""}});
}

BOOST_AUTO_TEST_CASE(a_choice_that_nobody_can_give) {
    check(f::Code::check_value_never_given, {{"relevant", "${sexe} = 'femmes'", "8"},
                                             {"relevant", "selected(${lieux}, 'gare')", "0"},
                                             {"relevant", "'homme' = ${sexe}", ""},
                                             {"relevant", "${sexe} != ''", ""},
                                             {"relevant", "${mot} = 'femmes'", ""}});
    const auto advice = t::advice_on(asked + "," + question("note", "n", "n", R"("relevant":"${sexe} = 'femmes'")"));
    for (const auto& warning : advice.warnings)
        if (warning.code == f::Code::check_value_never_given) BOOST_TEST(warning.facts.at("known") == "femme");
}

BOOST_AUTO_TEST_CASE(not_around_a_comparison_is_true_for_a_blank) {
    check(f::Code::check_not_of_blank, {{"relevant", "not(${age} > 5)", "0"},
                                        {"relevant", "not(${pieces} > 5)", ""},
                                        {"relevant", "${age} != '' and not(${age} > 5)", ""},
                                        {"relevant", "${age} <= 5", ""}});
}

BOOST_AUTO_TEST_CASE(functions_that_tablets_lack) {
    check(f::Code::check_function_absent, {{"calculation", "floor(${age} div 10)", "0"},
                                           {"calculation", "1 + ceiling(${age})", "4"},
                                           {"calculation", "substring(${mot}, 1)", "0"},
                                           {"calculation", "int(${age} div 10)", ""},
                                           {"calculation", "substr(${mot}, 1)", ""}});
}

BOOST_AUTO_TEST_CASE(selected_with_a_number) {
    check(f::Code::check_number_selected, {{"relevant", "selected(${lieux}, 1)", "0"}, {"relevant", "selected(${lieux}, '1')", ""}});
}

BOOST_AUTO_TEST_CASE(a_repeat_that_depends_on_what_is_in_it) {
    const auto repeat = [](const std::string& relevant) {
        const auto reading = f::read_form(t::document_of(question("integer", "avant", "x") +
                                                         R"(,{"type":"repeat","name":"r","label":{"fr":"r"},"relevant":")" + relevant +
                                                         R"(","questions":[)" + question("integer", "dedans", "x") + "]}"));
        // Such a repeat is a circle too, which is a mistake; the advice says what to do.
        return t::places(f::advise(reading.form ? *reading.form : *reading.unfinished).warnings, f::Code::check_relevant_inside);
    };
    BOOST_TEST(repeat("count(${dedans}) > 0") == "/questions/1/relevant");
    BOOST_TEST(repeat("${avant} > 0") == "");
}

BOOST_AUTO_TEST_CASE(a_count_of_rows_that_is_asked_after_them) {
    const auto repeat = [](const std::string& before, const std::string& after) {
        return t::places(t::advice_on(before + R"({"type":"repeat","name":"r","label":{"fr":"r"},"repeat_count":"${n}","questions":[)" +
                                      question("integer", "dedans", "x") + "]}" + after)
                             .warnings,
                         f::Code::check_counted_too_late);
    };
    BOOST_TEST(repeat("", "," + question("integer", "n", "x")) == "/questions/0/repeat_count");
    BOOST_TEST(repeat(question("integer", "n", "x") + ",", "") == "");
}

BOOST_AUTO_TEST_CASE(required_of_what_is_not_asked) {
    const auto required = [](const std::string& type, const std::string& more) {
        return t::places(t::advice_on(question(type, "x", "x", R"("required":"yes")" + more)).warnings, f::Code::check_required_not_asked);
    };
    BOOST_TEST(required("note", "") == "/questions/0/required");
    BOOST_TEST(required("calculate", R"(,"calculation":"1")") == "/questions/0/required");
    BOOST_TEST(required("integer", "") == "");
}

BOOST_AUTO_TEST_CASE(required_of_what_residents_are_not_asked_on_their_page) {
    const auto told = [](const std::string& questions) { return t::places(t::advice_on(questions).warnings, f::Code::check_not_on_page); };
    const std::string required = R"("required":"yes")";
    BOOST_TEST(told(question("geopoint", "lieu", "Où ?", required)) == "/questions/0/required");
    BOOST_TEST(told(question("barcode", "carte", "Carte", R"("required":"${age} > 15")") + "," + question("integer", "age", "Âge")) == "/questions/0/required");
    BOOST_TEST(told(R"({"type":"group","name":"g","label":{"fr":"G"},"questions":[)" + question("image", "photo", "Photo", required) + "]}") ==
               "/questions/0/questions/0/required");
    // Not required; asked on the page; the interviewer's own; told by the device.
    BOOST_TEST(told(question("geopoint", "lieu", "Où ?")) == "");
    for (const auto* type : {"text", "integer", "date", "time", "acknowledge", "select_one", "rank"}) {
        const bool listed = std::string(type) == "select_one" || std::string(type) == "rank";
        BOOST_TEST_CONTEXT(type) BOOST_TEST(told(question(type, "x", "x", required + (listed ? R"(,"choices":"lieux")" : ""))) == "");
    }
    BOOST_TEST(told(question("geopoint", "lieu", "Où ?", required + R"(,"field_sheet":true)")) == "");
    BOOST_TEST(told(question("today", "jour", "Jour", required)) == "");
}

BOOST_AUTO_TEST_CASE(required_of_what_tablets_ask_and_residents_are_not) {
    // "app": where it is asked; absent when neither the residents' page nor the tablet asks it.
    const auto asked_at = [](const std::string& type, const std::string& more = "") {
        for (const auto& warning : t::advice_on(question(type, "x", "x", R"("required":"yes")" + more)).warnings)
            if (warning.code == f::Code::check_not_on_page) return warning.facts.contains("app") ? warning.facts.at("app") : std::string{"nowhere"};
        return std::string{"not told"};
    };
    for (const auto* type : {"geopoint", "barcode", "image", "audio", "video", "file"}) BOOST_TEST(asked_at(type) == "/t", type);
    for (const auto* type : {"geoshape", "geotrace"}) BOOST_TEST(asked_at(type) == "nowhere", type);
    // A photo belongs to one person: no field sheet has one. A position of the tour is its interviewer's.
    BOOST_TEST(asked_at("image", R"(,"field_sheet":true)") == "nowhere");
    BOOST_TEST(asked_at("geopoint", R"(,"field_sheet":true)") == "not told");
    BOOST_TEST(asked_at("text") == "not told");
}

BOOST_AUTO_TEST_CASE(a_default_that_would_be_refused) {
    const auto proposed = [](const std::string& type, const std::string& more) {
        return t::places(t::advice_on(question(type, "x", "x", more)).warnings, f::Code::check_impossible_default);
    };
    const std::string told = "/questions/0/default";
    BOOST_TEST(proposed("select_one", R"("choices":"genres","default":"femmes")") == told);
    BOOST_TEST(proposed("select_one", R"("choices":"genres","default":"femme")") == "");
    BOOST_TEST(proposed("select_multiple", R"("choices":"lieux","default":"parc gare")") == told);
    BOOST_TEST(proposed("select_multiple", R"("choices":"lieux","default":"parc place")") == "");
    BOOST_TEST(proposed("integer", R"("constraint":". >= 15 and . <= 110","default":"14")") == told);
    BOOST_TEST(proposed("integer", R"("constraint":". >= 15 and . <= 110","default":"15")") == "");
    BOOST_TEST(proposed("range", R"("parameters":"start=0 end=10 step=1","default":"11")") == told);
    BOOST_TEST(proposed("date", R"x("constraint":". <= today()","default":"2026-02-30")x") == told);
    BOOST_TEST(proposed("date", R"x("default":"today()")x") == "");
}

BOOST_AUTO_TEST_SUITE_END()

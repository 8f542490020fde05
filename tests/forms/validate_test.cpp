#include "forms/validate.hpp"

#include "tests/support/questionnaire.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;
using t::Submitted;

namespace {

const std::string age_of_consent = R"(
    {"type":"select_one","name":"accord","choices":"oui_non","label":{"fr":"x"},"required":"yes"},
    {"type":"group","name":"g","relevant":"${accord} = 'oui'","questions":[
        {"type":"integer","name":"age","label":{"fr":"x"},"constraint":". >= 15 and . <= 110","constraint_message":{"fr":"De 15 à 110 ans","ar":"15-110"}},
        {"type":"text","name":"ecole","label":{"fr":"x"},"relevant":"${age} < 18","required":"yes"},
        {"type":"calculate","name":"double","calculation":"${age} * 2"}]})";

}  // namespace

BOOST_AUTO_TEST_SUITE(validating_answers)

BOOST_AUTO_TEST_CASE(what_is_right_is_kept_and_calculated) {
    const auto form = t::form_of(age_of_consent);
    const Submitted adult(form, R"({"accord":"oui","age":34})");
    BOOST_TEST(adult.said() == "");
    BOOST_TEST(adult.kept == R"({"accord":"oui","age":34,"double":"68"})");
    const Submitted pupil(form, R"({"accord":"oui","age":17,"ecole":"Lycée","double":"1000"})");
    BOOST_TEST(pupil.said() == "");
    BOOST_TEST(pupil.kept == R"({"accord":"oui","age":17,"ecole":"Lycée","double":"34"})");
}

BOOST_AUTO_TEST_CASE(what_does_not_apply_is_dropped_and_not_checked) {
    const auto form = t::form_of(age_of_consent);
    const Submitted refusal(form, R"({"accord":"non","age":7,"ecole":"x"})");
    BOOST_TEST(refusal.said() == "");
    BOOST_TEST(refusal.kept == R"({"accord":"non"})");
    const Submitted adult(form, R"({"accord":"oui","age":34,"ecole":"x"})");
    BOOST_TEST(adult.kept == R"({"accord":"oui","age":34,"double":"68"})");
}

BOOST_AUTO_TEST_CASE(an_answer_that_does_not_apply_is_read_as_blank) {
    // b would be "x", but does not apply; so c, which asks whether b is blank, does.
    const auto form = t::form_of(R"(
        {"type":"text","name":"c","label":{"fr":"x"},"relevant":"${b} = ''"},
        {"type":"group","name":"g","relevant":"${a} = 1","questions":[{"type":"text","name":"b","label":{"fr":"x"}}]},
        {"type":"integer","name":"a","label":{"fr":"x"}})");
    BOOST_TEST(Submitted(form, R"({"a":2,"b":"x","c":"y"})").kept == R"({"c":"y","a":2})");
    BOOST_TEST(Submitted(form, R"({"a":1,"b":"x","c":"y"})").kept == R"({"b":"x","a":1})");
}

BOOST_AUTO_TEST_CASE(what_must_be_answered_is_missed) {
    const auto form = t::form_of(R"(
        {"type":"text","name":"nom","label":{"fr":"x"},"required":"yes","required_message":{"fr":"Il le faut"}},
        {"type":"text","name":"si","label":{"fr":"x"},"required":"${nom} = 'a'"},
        {"type":"grid","name":"q6","choices":"oui_non","label":{"fr":"x"},"required":true,"rows":[{"name":"r","label":{"fr":"x"}}]},
        {"type":"text","name":"libre","label":{"fr":"x"},"required":"no"})");
    const Submitted nothing(form, "{}");
    BOOST_TEST(nothing.said() == "answer.required /nom\nanswer.required /q6/r\n");
    BOOST_TEST(nothing.problems[0].facts.at("message") == "Il le faut");
    BOOST_TEST(nothing.problems[0].subject == "nom");
    BOOST_TEST(nothing.kept == R"({"nom":null,"si":null,"q6":{"r":null},"libre":null})");
    BOOST_TEST(Submitted(form, R"({"nom":"  ","q6":{"r":"oui"}})").said() == "answer.required /nom\n");
    BOOST_TEST(Submitted(form, R"({"nom":"a","q6":{"r":"oui"}})").said() == "answer.required /si\n");
    // Who prefers not to say has not answered what must be answered, and has what need not be.
    const Submitted refused(form, R"({"nom":"refused","q6":{"r":"oui"},"libre":"refused"})");
    BOOST_TEST(refused.said() == "answer.required /nom\n");
    BOOST_TEST(refused.kept == R"({"nom":"refused","si":null,"q6":{"r":"oui"},"libre":"refused"})");
}

BOOST_AUTO_TEST_CASE(a_constraint_is_asked_of_answers_only) {
    const auto form = t::form_of(age_of_consent);
    BOOST_TEST(Submitted(form, R"({"accord":"oui","age":null})").said() == "");
    BOOST_TEST(Submitted(form, R"({"accord":"oui","age":"refused"})").said() == "");
    for (const int right : {15, 110}) {
        const Submitted one(form, R"({"accord":"oui","ecole":"x","age":)" + std::to_string(right) + "}");
        BOOST_TEST(one.said() == "");
    }
    for (const int wrong : {14, 111, -20}) {
        const Submitted one(form, R"({"accord":"oui","ecole":"x","age":)" + std::to_string(wrong) + "}");
        BOOST_TEST(one.said() == "answer.constraint /age\n");
        BOOST_TEST(one.problems.at(0).facts.at("message") == "De 15 à 110 ans");
    }
}

BOOST_AUTO_TEST_CASE(a_range_takes_its_steps_only) {
    const auto form = t::form_of(R"(
        {"type":"range","name":"note","label":{"fr":"x"},"parameters":"start=0 end=1 step=0.1"},
        {"type":"range","name":"bas","label":{"fr":"x"},"parameters":"start=5 end=-5 step=5"})");
    for (const auto* right : {"0", "0.1", "0.3", "0.7", "1"})
        BOOST_TEST(Submitted(form, "{\"note\":" + std::string(right) + "}").said() == "", right);
    for (const auto* wrong : {"-0.1", "0.15", "1.1", "2"})
        BOOST_TEST(Submitted(form, "{\"note\":" + std::string(wrong) + "}").said() == "answer.out_of_range /note\n",
                   wrong);
    for (const auto* right : {"5", "0", "-5"})
        BOOST_TEST(Submitted(form, "{\"bas\":" + std::string(right) + "}").said() == "", right);
    BOOST_TEST(Submitted(form, R"({"bas":-10})").said() == "answer.out_of_range /bas\n");
}

BOOST_AUTO_TEST_CASE(an_integer_is_held_exactly_or_refused) {
    const auto form = t::form_of(R"({"type":"integer","name":"n","label":{"fr":"x"}})");
    BOOST_TEST(Submitted(form, R"({"n":9007199254740992})").said() == "");
    BOOST_TEST(Submitted(form, R"({"n":1e17})").said() == "answer.out_of_range /n\n");
}

BOOST_AUTO_TEST_CASE(some_choices_stand_alone_and_some_are_too_many) {
    const auto form = t::form_of(R"(
        {"type":"select_multiple","name":"lieux","choices":"lieux","label":{"fr":"x"},"parameters":"max=2"},
        {"type":"rank","name":"rang","choices":"lieux","label":{"fr":"x"},"parameters":"max=1"},
        {"type":"select_multiple","name":"genres","choices":"genres","label":{"fr":"x"}})");
    BOOST_TEST(Submitted(form, R"({"lieux":["aucun"],"rang":["plage"],"genres":["nsp"]})").said() == "");
    BOOST_TEST(Submitted(form, R"({"lieux":["parc","aucun"]})").said() == "answer.choice_exclusive /lieux\n");
    BOOST_TEST(Submitted(form, R"({"genres":["nsp","femme"]})").said() == "answer.choice_exclusive /genres\n");
    BOOST_TEST(Submitted(form, R"({"lieux":["parc","plage","marche"],"rang":["parc","plage"]})").said() ==
               "answer.too_many_choices /lieux\nanswer.too_many_choices /rang\n");
}

BOOST_AUTO_TEST_CASE(choices_that_the_filter_leaves_out_are_taken_off) {
    const auto form = t::form_of(R"(
        {"type":"text","name":"ville","label":{"fr":"x"}},
        {"type":"select_one","name":"lieu","choices":"lieux","label":{"fr":"x"},"choice_filter":"ville = ${ville}"},
        {"type":"select_multiple","name":"autres","choices":"lieux","label":{"fr":"x"},"choice_filter":"ville != ${ville}"})");
    BOOST_TEST(Submitted(form, R"({"ville":"lyon","lieu":"parc","autres":["plage"]})").said() == "");
    const Submitted moved(form, R"({"ville":"nice","lieu":"parc","autres":["aucun","parc","plage"]})");
    BOOST_TEST(moved.kept == R"({"ville":"nice","lieu":null,"autres":["parc","aucun"]})");
    BOOST_TEST(moved.said() == "answer.choice_exclusive /autres\n");
}

BOOST_AUTO_TEST_CASE(calculations_follow_each_other_and_take_the_type_of_their_question) {
    const auto form = t::form_of(R"j(
        {"type":"calculate","name":"trois","calculation":"${deux} + 1"},
        {"type":"integer","name":"deux","label":{"fr":"x"},"calculation":"${un} + 1","read_only":"yes"},
        {"type":"integer","name":"un","label":{"fr":"x"}},
        {"type":"select_one","name":"genre","choices":"genres","label":{"fr":"x"},"calculation":"if(${un} = 1, 'femme', 'martien')"},
        {"type":"calculate","name":"rien","calculation":"${un} + ''"})j");
    BOOST_TEST(Submitted(form, R"({"un":1,"deux":7})").kept == R"({"trois":"3","deux":2,"un":1,"genre":"femme","rien":null})");
BOOST_TEST(Submitted(form, R"({"un":2})").kept == R"({"trois":"4","deux":3,"un":2,"genre":null,"rien":null})");
BOOST_TEST(Submitted(form, R"({})").kept == R"({"trois":null,"deux":null,"un":null,"genre":null,"rien":null})");
}

BOOST_AUTO_TEST_CASE(what_clock_or_chance_gave_on_the_device_is_kept) {
    const auto form = t::form_of(R"j({"type":"calculate","name":"jour","calculation":"today()"})j");
    BOOST_TEST(Submitted(form, R"({"jour":"2026-05-01"})").kept == R"({"jour":"2026-05-01"})");
    BOOST_TEST(Submitted(form, R"({})").kept == R"({"jour":"2026-05-17"})");
}

BOOST_AUTO_TEST_CASE(each_row_of_a_repeat_is_evaluated_and_checked_by_itself) {
    const auto form = t::form_of(R"j(
        {"type":"repeat","name":"enfants","label":{"fr":"x"},"questions":[
            {"type":"integer","name":"age","label":{"fr":"x"},"required":"yes","constraint":". < 18"},
            {"type":"text","name":"classe","label":{"fr":"x"},"relevant":"${age} >= 3"},
            {"type":"calculate","name":"rang","calculation":"position(..)"}]},
        {"type":"calculate","name":"total","calculation":"sum(${age})"},
        {"type":"calculate","name":"combien","calculation":"count(${enfants})"})j");
    const Submitted family(form, R"({"enfants":[{"age":2,"classe":"x"},{"age":9,"classe":"CM1"},{"age":20},{}]})");
    BOOST_TEST(family.said() == "answer.constraint /enfants/2/age\nanswer.required /enfants/3/age\n");
    BOOST_TEST(
        family.kept ==
        R"({"enfants":[{"age":2,"rang":"1"},{"age":9,"classe":"CM1","rang":"2"},{"age":20,"classe":null,"rang":"3"},{"age":null,"rang":"4"}],)"
        R"("total":"31","combien":"4"})");
}

BOOST_AUTO_TEST_CASE(repeats_in_repeats_keep_their_answers) {
    const auto form = t::form_of(R"j(
        {"type":"repeat","name":"adultes","label":{"fr":"x"},"questions":[
            {"type":"text","name":"nom","label":{"fr":"x"}},
            {"type":"repeat","name":"enfants","label":{"fr":"x"},"relevant":"${nom} != 'seul'","questions":[
                {"type":"integer","name":"age","label":{"fr":"x"},"constraint":". < 18"}]},
            {"type":"calculate","name":"ages","calculation":"sum(${age})"}]})j");
    const Submitted house(
        form, R"({"adultes":[{"nom":"a","enfants":[{"age":1},{"age":30}]},{"nom":"seul","enfants":[{"age":99}]}]})");
    BOOST_TEST(house.said() == "answer.constraint /adultes/0/enfants/1/age\n");
    BOOST_TEST(house.kept ==
               R"({"adultes":[{"nom":"a","enfants":[{"age":1},{"age":30}],"ages":"31"},{"nom":"seul","ages":"0"}]})");
}

BOOST_AUTO_TEST_CASE(a_repeat_may_have_as_many_rows_as_its_count_says) {
    const auto form = t::form_of(R"(
        {"type":"integer","name":"n","label":{"fr":"x"}},
        {"type":"repeat","name":"r","label":{"fr":"x"},"repeat_count":"${n}","questions":[{"type":"text","name":"t","label":{"fr":"x"}}]})");
    const std::vector<std::pair<std::string, std::string>> counts{
        {"2", R"([{"t":"a"},{"t":"b"}])"}, {"1", R"([{"t":"a"}])"}, {"3", R"([{"t":"a"},{"t":"b"},{"t":null}])"}, {"0", "null"}, {"-1", "null"}};
    for (const auto& [n, rows] : counts)
        BOOST_TEST(Submitted(form, R"({"n":)" + n + R"(,"r":[{"t":"a"},{"t":"b"}]})").kept == R"({"n":)" + n + R"(,"r":)" + rows + "}");
    BOOST_TEST(Submitted(form, R"({"r":[{"t":"a"}]})").kept == R"({"n":null,"r":null})");
    BOOST_TEST(std::get<std::vector<f::Answers>>(Submitted(form, R"({"n":2000000})").answers.by_question[1].value).size() ==
               f::most_repeat_rows);
}

BOOST_AUTO_TEST_CASE(counts_within_counts_do_not_make_megabytes_of_a_few_bytes) {
    const auto form = t::form_of(R"(
        {"type":"integer","name":"n","label":{"fr":"x"}},
        {"type":"repeat","name":"r","label":{"fr":"x"},"repeat_count":"${n}","questions":[
            {"type":"repeat","name":"s","label":{"fr":"x"},"repeat_count":"${n}","questions":[{"type":"text","name":"t","label":{"fr":"x"}}]}]})");
    const auto rows = [](const f::Answer& answer) { return std::get<std::vector<f::Answers>>(answer.value); };
    const auto family = rows(Submitted(form, R"({"n":30})").answers.by_question[1]);
    BOOST_TEST(family.size() == 30U);
    for (const auto& row : family) BOOST_TEST(rows(row.by_question[0]).size() == 30U);
    const Submitted hostile(form, R"({"n":1000})");
    BOOST_TEST(hostile.kept.size() < 600'000U);
    BOOST_TEST(Submitted(form, hostile.kept).kept == hostile.kept);
}

BOOST_AUTO_TEST_CASE(rows_that_a_count_asks_for_must_be_answered) {
    const auto form = t::form_of(R"(
        {"type":"integer","name":"n","label":{"fr":"x"}},
        {"type":"repeat","name":"r","label":{"fr":"x"},"repeat_count":"${n}","questions":[{"type":"text","name":"t","label":{"fr":"x"},"required":"yes"}]})");
    BOOST_TEST(Submitted(form, R"({"n":2,"r":[{"t":"a"}]})").said() == "answer.required /r/1/t\n");
}

BOOST_AUTO_TEST_CASE(hidden_questions_that_nobody_sent_begin_as_they_are_written) {
    const auto form = t::form_of(R"j(
        {"type":"hidden","name":"poids","default":"1.5"},{"type":"hidden","name":"jour","default":"today()"},
        {"type":"text","name":"t","label":{"fr":"x"},"default":"vu à l'écran"}, {"type":"hidden","name":"non","default":"x","relevant":"${t} = 'y'"})j");
    BOOST_TEST(Submitted(form, "{}").kept == R"({"poids":"1.5","jour":"2026-05-17","t":null})");
    BOOST_TEST(Submitted(form, R"({"poids":null,"jour":"2026-01-01","t":"y"})").kept ==
               R"({"poids":null,"jour":"2026-01-01","t":"y","non":"x"})");
}

BOOST_AUTO_TEST_CASE(a_calculation_waits_for_its_trigger_on_the_server_too) {
    const auto form = t::form_of(R"j({"type":"text","name":"a","label":{"fr":"x"}},
        {"type":"calculate","name":"quand","calculation":"today()","trigger":"${a}"})j");
    BOOST_TEST(Submitted(form, "{}").kept == R"({"a":null,"quand":null})");
    BOOST_TEST(Submitted(form, R"({"a":"x"})").kept == R"({"a":"x","quand":"2026-05-17"})");
    BOOST_TEST(Submitted(form, R"({"a":"x","quand":"2026-05-01"})").kept == R"({"a":"x","quand":"2026-05-01"})");
}

BOOST_AUTO_TEST_CASE(a_note_may_compute_what_others_read) {
    const auto form = t::form_of(R"j({"type":"integer","name":"n","label":{"fr":"x"}},
        {"type":"note","name":"double","label":{"fr":"${double}"},"calculation":"${n} * 2"},
        {"type":"calculate","name":"quadruple","calculation":"${double} * 2"})j");
    BOOST_TEST(Submitted(form, R"({"n":4})").kept == R"({"n":4,"quadruple":"16"})");
}

BOOST_AUTO_TEST_CASE(validating_twice_is_validating_once) {
    const auto form = t::form_of(age_of_consent);
    Submitted once(form, R"({"accord":"non","age":7,"ecole":"x"})");
    f::Answers twice = once.answers;
    f::Problems none;
    f::validate(form, twice, t::NoonClock{}, "fr", none);
    BOOST_TEST((twice == once.answers));
}

BOOST_AUTO_TEST_CASE(who_does_not_agree_is_a_refusal) {
    const auto form = t::form_of(age_of_consent, R"("consent":{"question":"accord","agrees":"oui"},)");
    BOOST_TEST(f::agreed(form, Submitted(form, R"({"accord":"oui","age":34})").answers));
    BOOST_TEST(!f::agreed(form, Submitted(form, R"({"accord":"non"})").answers));
    BOOST_TEST(!f::agreed(form, Submitted(form, R"({})").answers));
    BOOST_TEST(f::agreed(t::form_of(age_of_consent), Submitted(form, R"({})").answers));
}

BOOST_AUTO_TEST_SUITE_END()

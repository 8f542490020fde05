#include "analysis/series.hpp"

#include <boost/test/unit_test.hpp>

#include "forms/form_json.hpp"
#include "tests/analysis/survey.hpp"

namespace ecoute::analysis::test {
namespace {

Survey asked(const std::vector<std::string>& choices = {"oui", "non"}) {
    Survey survey;
    survey.add(forms::QuestionType::select_one, "rester", choices);
    return survey;
}

Survey in_quartiers(const std::vector<std::string>& quartiers) {
    Survey survey;
    survey.form.breakdowns.quartier = survey.add(forms::QuestionType::select_one, "quartier", quartiers);
    return survey;
}

/// A questionnaire of one wave.
forms::Form wave(const std::string& questions, const std::string& more = "") {
    const auto reading = forms::read_form(R"({"ecoute": 1, "id": "vagues", "version": "1", "title": {"fr": "V"}, "default_language": "fr",)" + more + R"(
      "choices": {"oui_non": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}]}, "questions": [)" + questions + "]}");
    BOOST_REQUIRE(reading.form.has_value());
    return *reading.form;
}

/// Breaks of the last question of two waves.
std::vector<Break> breaks(const forms::Form& before, const forms::Form& after) {
    const auto last = [](const forms::Form& form) { return static_cast<std::uint32_t>(form.questions.size() - 1); };
    return breaks_between(before, last(before), after, last(after));
}

/// "Faites-vous du sport ?", then how often, asked under a condition.
forms::Form sport(const std::string& condition, const std::string& first = "Faites-vous du sport ?", const std::string& more = "") {
    return wave(R"({"type": "select_one", "name": "sport", "choices": "oui_non", "label": {"fr": ")" + first + R"("}},
      {"type": "integer", "name": "age", "label": {"fr": "Votre âge"}},
      {"type": "integer", "name": "fois", "label": {"fr": "Combien de fois ?"}, "bands": [0, 3])" +
                    (condition.empty() ? "" : R"(, "relevant": ")" + condition + "\"") + "}", more);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(series_of_waves)

BOOST_AUTO_TEST_CASE(the_same_question_continues) {
    BOOST_TEST(breaks_between(asked().form, 0, asked().form, 0).empty());
}

BOOST_AUTO_TEST_CASE(another_wording_another_choice_or_another_type_breaks_the_series) {
    const auto before = asked();
    auto reworded = asked();
    reworded.form.questions[0].label = french("Voulez-vous rester ?");
    BOOST_TEST((breaks_between(before.form, 0, reworded.form, 0) == std::vector{Break::wording}));
    const auto more = asked({"oui", "non", "ne sait pas"});
    BOOST_TEST((breaks_between(before.form, 0, more.form, 0) == std::vector{Break::choices}));
    auto relabelled = asked();
    relabelled.form.lists[0].choices[1].label = french("plutôt non");
    BOOST_TEST((breaks_between(before.form, 0, relabelled.form, 0) == std::vector{Break::choices}));
    auto several = asked();
    several.form.questions[0].type = forms::QuestionType::select_multiple;
    BOOST_TEST((breaks_between(before.form, 0, several.form, 0) == std::vector{Break::type}));
}

/// Classes of a number without bands follow from its constraint: 0, 20, ... 100 and over, then 0, 10, ... 50 and over.
BOOST_AUTO_TEST_CASE(other_classes_of_a_number_break_the_series) {
    const auto age = [](const std::string& more) { return wave(R"({"type": "integer", "name": "age", "label": {"fr": "Âge"}, )" + more + "}"); };
    const auto to_120 = age(R"("constraint": ". >= 0 and . <= 120")"), to_60 = age(R"("constraint": ". >= 0 and . <= 60")");
    BOOST_TEST((breaks(to_120, to_60) == std::vector{Break::classes}));
    BOOST_TEST((breaks(age(R"("bands": [0, 20])"), age(R"("bands": [0, 25])")) == std::vector{Break::classes}));
    BOOST_TEST(breaks(to_120, to_120).empty());
    // Declared, whether by bands or by what the constraint gives, they are the same: 0, 20, 40, 60, 80, 100.
    BOOST_TEST(breaks(to_120, age(R"("bands": [0, 20, 40, 60, 80, 100])")).empty());
}

BOOST_AUTO_TEST_CASE(other_points_of_the_same_choices_break_the_mean_alone) {
    auto before = asked({"peu", "beaucoup"}), after = before;
    before.form.lists[0].choices[0].score = 1;
    after.form.lists[0].choices[0].score = 0;
    BOOST_TEST(breaks_between(before.form, 0, after.form, 0).empty());
    BOOST_TEST(!same_scores(before.form, 0, after.form, 0));
    BOOST_TEST(same_scores(before.form, 0, before.form, 0));
}

BOOST_AUTO_TEST_CASE(a_question_that_others_are_asked_breaks_the_series) {
    const auto everybody = sport(""), who_does = sport("${sport} = 'oui'");
    const std::vector asked_of_others{Break::asked};
    BOOST_TEST((breaks(everybody, who_does) == asked_of_others));
    BOOST_TEST((breaks(who_does, everybody) == asked_of_others));
    BOOST_TEST((breaks(who_does, sport("${sport} = 'non'")) == asked_of_others));
    BOOST_TEST((breaks(who_does, sport("${sport} = 'oui' and ${age} > 17")) == asked_of_others));
    BOOST_TEST((breaks(sport("${age} > 17"), sport("${age} > 15")) == asked_of_others));
}

BOOST_AUTO_TEST_CASE(a_condition_is_the_same_however_it_is_written) {
    BOOST_TEST(breaks(sport("${sport} = 'oui'"), sport("(  ${sport}='oui' )")).empty());
    BOOST_TEST(breaks(sport("${sport} = 'oui' and ${age} > 17"), sport("(${sport} = 'oui') and ${age} > 17.0")).empty());
}

/// "Combien de fois ?" is asked of those who do sport, and sport is asked about in other words.
BOOST_AUTO_TEST_CASE(a_condition_over_a_question_that_changed_is_another_one) {
    BOOST_TEST((breaks(sport("${sport} = 'oui'"), sport("${sport} = 'oui'", "Bougez-vous ?")) == std::vector{Break::asked}));
    BOOST_TEST(breaks(sport("${age} > 17"), sport("${age} > 17", "Bougez-vous ?")).empty());
}

BOOST_AUTO_TEST_CASE(the_condition_of_a_group_around_it_counts_too) {
    const auto in_group = [](const std::string& condition) {
        return wave(R"({"type": "integer", "name": "age", "label": {"fr": "Âge"}}, {"type": "group", "name": "soins", "label": {"fr": "Soins"}, )" + condition +
                    R"("questions": [{"type": "select_one", "name": "renonce", "choices": "oui_non", "label": {"fr": "Renoncé ?"}}]})");
    };
    BOOST_TEST(breaks(in_group(R"("relevant": "${age} > 17", )"), in_group(R"("relevant": "${age} > 17", )")).empty());
    BOOST_TEST((breaks(in_group(""), in_group(R"("relevant": "${age} > 17", )")) == std::vector{Break::asked}));
}

BOOST_AUTO_TEST_CASE(a_condition_follows_a_question_to_its_new_name) {
    const auto named = [](const std::string& name, const std::string& same_as) {
        return wave(R"({"type": "select_one", "name": ")" + name + R"(", "choices": "oui_non", "label": {"fr": "Du sport ?"})" + same_as +
                    R"(}, {"type": "integer", "name": "fois", "label": {"fr": "Combien ?"}, "bands": [0, 3], "relevant": "${)" + name + R"(} = 'oui'"})");
    };
    BOOST_TEST(breaks(named("sport", ""), named("sport_2026", R"(, "same_as": "sport")")).empty());
    BOOST_TEST((breaks(named("sport", ""), named("sport_2026", "")) == std::vector{Break::asked}));
}

BOOST_AUTO_TEST_CASE(another_calculation_breaks_the_series) {
    const auto total = [](const std::string& formula) {
        return wave(R"({"type": "integer", "name": "a", "label": {"fr": "A"}}, {"type": "integer", "name": "b", "label": {"fr": "B"}},
          {"type": "calculate", "name": "total", "label": {"fr": "Total"}, "bands": [0, 5], "calculation": ")" + formula + "\"}");
    };
    BOOST_TEST(breaks(total("${a} + ${b}"), total("${a}+${b}")).empty());
    BOOST_TEST((breaks(total("${a} + ${b}"), total("${a} + 2 * ${b}")) == std::vector{Break::calculation}));
}

BOOST_AUTO_TEST_CASE(a_language_more_breaks_nothing) {
    auto after = asked();
    after.form.questions[0].label["en"] = "Would you stay?";
    BOOST_TEST(breaks_between(asked().form, 0, after.form, 0).empty());
}

BOOST_AUTO_TEST_CASE(a_question_under_another_name_is_found_by_same_as) {
    auto before = asked(), after = asked();
    after.form.questions[0].name = "rester_2026";
    BOOST_TEST(!same_question(before.form, 0, after.form).has_value());
    after.form.questions[0].same_as = "rester";
    BOOST_TEST(same_question(before.form, 0, after.form).value() == 0u);
    BOOST_TEST(same_question(after.form, 0, before.form).value() == 0u);
}

/// 60 tablets and 40 links, then 20 and 80: 40 % would have to change.
BOOST_AUTO_TEST_CASE(a_shift_of_modes_is_who_would_have_to_answer_otherwise) {
    BOOST_TEST(std::abs(shift_of_modes({{"link", 40}, {"tablet", 60}}, {{"link", 160}, {"tablet", 40}}) - .4) < 1e-12);
    BOOST_TEST(shift_of_modes({{"tablet", 5}}, {{"tablet", 900}}) == 0);
    BOOST_TEST(shift_of_modes({{"tablet", 5}}, {{"link", 9}}) == 1);
    BOOST_TEST(shift_of_modes({}, {{"link", 9}}) == 0);
}

/// A stays; B and C merge into M; D is split; E left; nobody said of F; G has a new code.
BOOST_AUTO_TEST_CASE(quartiers_are_followed_through_mergers_splits_and_exits) {
    auto before = in_quartiers({"A", "B", "C", "D", "E", "F", "G"});
    for (std::uint16_t code = 0; code < 7; ++code) before.people(code + 1u, {0}, {code});
    const auto after = in_quartiers({"M", "A", "D1", "D2", "H"});
    const std::vector<Passage> passages{{"B", "M", 1}, {"C", "M", 1},  {"D", "D1", .4},
                                        {"D", "D2", .6}, {"E", "", 1}, {"G", "H", 1}};
    const auto told = follow_territories(before.form, before.columns, after.form, passages);
    using enum Fate::Kind;
    const Fate::Kind expected[] = {followed, merged, merged, split, left, unknown, followed};
    BOOST_REQUIRE(told.fates.size() == 7u);
    for (std::size_t i = 0; i < 7; ++i) BOOST_TEST((told.fates[i].kind == expected[i]), before.form.lists[0].choices[i].name);

    std::map<std::uint16_t, int> people;
    for (const auto code : told.columns.by_question[0].codes) ++people[code];
    BOOST_TEST(people[0] == 2 + 3);                       // M
    BOOST_TEST(people[1] == 1);                           // A
    BOOST_TEST(people[4] == 7);                           // H, once G
    BOOST_TEST(people[forms::code_no_answer] == 4 + 5 + 6);  // D, E, F: in the total only
    BOOST_TEST(people.size() == 4u);
}

/// A became C, which also got half of B: nobody knows which half of those who answered in B.
BOOST_AUTO_TEST_CASE(a_quartier_that_got_a_part_of_another_is_told_apart_from_a_new_name) {
    auto before = in_quartiers({"A", "B", "E"});
    for (std::uint16_t code = 0; code < 3; ++code) before.people(1, {0}, {code});
    const auto after = in_quartiers({"C", "D", "E"});
    const auto fates = follow_territories(before.form, before.columns, after.form, {{"A", "C", 1}, {"B", "C", .5}, {"B", "D", .5}}).fates;
    BOOST_TEST(has_part_of_another(fates, "C"));
    BOOST_TEST(has_part_of_another(fates, "D"));
    BOOST_TEST(!has_part_of_another(fates, "E"));
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::analysis::test

// What must be hidden beside small counts when counts are moved: only what sums of moved counts would still prove (STATISTICS.md B2, with
// the noise's bound of 5 as what readers know).
#include <boost/test/unit_test.hpp>
#include <random>

#include "analysis/set_audit.hpp"
#include "survey.hpp"

namespace ecoute::analysis::test {
namespace {

using forms::QuestionType;

constexpr std::int64_t k = 5, noise = 5;

void give_keys(Survey& survey, unsigned seed) {
    std::mt19937 chance{seed};
    survey.columns.record_keys.resize(survey.columns.people);
    for (auto& key : survey.columns.record_keys) key = static_cast<std::uint32_t>(chance());
}

/// 1,000 women and 900 men answer one of four things, and so do 12 people who are neither.
Survey women_men_and_a_few(unsigned seed) {
    Survey survey;
    const auto gender = survey.add(QuestionType::select_one, "genre", {"femme", "homme", "autre"});
    const auto question = survey.add(QuestionType::select_one, "q", {"pas du tout", "peu", "assez", "tout a fait"});
    const std::size_t people[3][4] = {{250, 350, 300, 100}, {200, 250, 300, 150}, {2, 3, 3, 4}};
    for (std::uint16_t g = 0; g < 3; ++g)
        for (std::uint16_t answer = 0; answer < 4; ++answer) survey.people(people[g][answer], {gender, question}, {g, answer});
    give_keys(survey, seed);
    return survey;
}

/// A quartier, an age and an answer for each of some 300 people, some of whom leave one out.
Survey a_small_town(unsigned seed) {
    Survey survey;
    std::mt19937 chance{seed};
    const auto quartier = survey.add(QuestionType::select_one, "quartier", {"a", "b", "c", "d"});
    const auto age = survey.add(QuestionType::select_one, "age", {"jeune", "adulte", "vieux"});
    const auto question = survey.add(QuestionType::select_one, "q", {"oui", "non", "parfois"});
    const auto skewed = [&](unsigned choices) {
        const auto drawn = std::min(chance() % (choices * 4), chance() % (choices * 4)) / 4;
        return chance() % 30 == 0 ? forms::code_no_answer : static_cast<std::uint16_t>(drawn);
    };
    for (int person = 0; person < 300; ++person) survey.people(1, {quartier, age, question}, {skewed(4), skewed(3), skewed(3)});
    give_keys(survey, seed + 1);
    return survey;
}

/// What a table shows, as a set of published counts that anybody may audit: the question is one variable more.
PublishedSet set_of(const ProtectedTable& table) {
    PublishedSet set;
    set.noise = noise;
    const auto variable = [](const Variable& from) {
        SetVariable to{from.name, {}, {}, true};
        for (const auto& category : from.categories) to.categories.push_back(category.name);
        return to;
    };
    for (const auto& by : table.by()) set.variables.push_back(variable(by));
    set.variables.push_back(variable(table.question()));
    for (const auto& group : table.groups()) {
        auto key = group.key;
        key.push_back(all_of_them);
        set.cells.push_back({key, group.base, "t"});
        for (std::size_t i = 0; i < group.cells.size(); ++i) {
            key.back() = static_cast<int>(i);
            set.cells.push_back({key, group.cells[i].count, "t"});
        }
    }
    return set;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(what_goes_with_a_small_count_when_counts_are_moved)

/// A table that lacks men because 12 people are neither women nor men is no table of women and men.
BOOST_AUTO_TEST_CASE(women_and_men_stand_side_by_side_beside_a_few_who_are_neither) {
    int figures = 0, hidden = 0;
    for (unsigned seed = 1; seed <= 30; ++seed) {
        const auto survey = women_men_and_a_few(seed);
        for (const auto audience : {Audience::team, Audience::everyone}) {
            const auto table = protect(survey.table("q", {"genre"}), audience, false);
            for (int gender : {0, 1, all_of_them})
                for (const auto& cell : table.find({gender})->cells) ++figures, hidden += !cell.count;
            for (const auto& cell : table.find({2})->cells) BOOST_TEST(!cell.count.has_value());
        }
    }
    // The total less women less men is off by some 3, seldom by so much that it could not be k people any more.
    BOOST_TEST(figures == 720);
    BOOST_TEST(hidden <= figures / 100);
}

/// Without noise the same table must hide more: the whole less women less men is who is left.
BOOST_AUTO_TEST_CASE(exact_counts_still_take_others_with_them) {
    auto survey = women_men_and_a_few(1);
    survey.columns.record_keys.clear();
    const auto table = protect(survey.table("q", {"genre"}), Audience::team, false);
    for (std::size_t answer = 0; answer < 4; ++answer) {
        int shown = 0;
        for (int gender : {0, 1, all_of_them}) shown += table.find({gender})->cells[answer].count.has_value();
        BOOST_TEST(shown < 3);
    }
}

/// The reader adds and subtracts what is shown, knows that each count is off by 5 at most and that one of nobody is exact, and asks a linear
/// program what the hidden ones can be: none is known to be small, none to less than k.
BOOST_AUTO_TEST_CASE(no_hidden_count_is_proved_small_by_the_sums_of_its_table) {
    std::size_t hidden = 0, found = 0, shown = 0, large = 0;
    for (unsigned seed = 1; seed <= 40; ++seed) {
        const auto exact = a_small_town(seed).table("q", {"quartier", "age"});
        const auto table = protect(exact, Audience::team, false);
        const auto audit = audit_set(set_of(table));
        BOOST_REQUIRE(audit.has_value());
        hidden += audit->hidden;
        for (const auto& finding : audit->findings) found += finding.high.value_or(1) > 0;  // where nobody gave an answer, nobody of a hidden group did
        for (std::size_t g = 0; g < exact.groups.size(); ++g)
            for (std::size_t i = 0; i < 3; ++i) {
                const bool is_large = exact.groups[g].counts[i] >= k && exact.groups[g].base >= 10;
                large += is_large;
                shown += is_large && table.groups()[g].cells[i].count;
            }
    }
    BOOST_TEST_MESSAGE(hidden << " hidden, " << found << " found out; " << shown << " of " << large << " counts that are not small are shown");
    BOOST_TEST(hidden > 300u);
    BOOST_TEST(found == 0u);
    BOOST_TEST(10 * shown > 8 * large);
}

/// Of 60 people 58 ticked an option: two did not, which base and count tell no better than within ten.
BOOST_AUTO_TEST_CASE(an_option_that_nearly_everybody_ticked_is_shown) {
    Survey survey;
    const auto question = survey.add(QuestionType::select_multiple, "q", {"oui", "non"});
    auto& column = survey.column(question);
    column.words = 1;
    for (int person = 0; person < 60; ++person) {
        column.states.push_back(forms::State::answered);
        column.ticks.push_back(person < 58 ? 1 : 2);
    }
    survey.columns.people = 60;
    give_keys(survey, 3);
    BOOST_TEST(protect(survey.table("q"), Audience::team, false).everybody().cells[0].count.has_value());
    survey.columns.record_keys.clear();
    BOOST_TEST(!protect(survey.table("q"), Audience::team, false).everybody().cells[0].count.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::analysis::test

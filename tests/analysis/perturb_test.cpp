// Interactive tables: counts moved by cell keys, everything else computed from the moved counts.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "analysis/banded_quantile.hpp"
#include "analysis/perturb.hpp"
#include "analysis/weighted.hpp"
#include "survey.hpp"

namespace ecoute::analysis::test {
namespace {

using forms::QuestionType;

/// Gives everybody a record key, as the store does.
Survey with_keys(Survey survey, unsigned seed = 1) {
    std::mt19937 chance{seed};
    survey.columns.record_keys.resize(survey.columns.people);
    for (auto& key : survey.columns.record_keys) key = static_cast<std::uint32_t>(chance());
    return survey;
}

ProtectedTable for_team(const Survey& survey, const std::string& question, const std::vector<std::string>& by = {}) {
    return protect(survey.table(question, by), Audience::team, false);
}

/// 12 quartiers, 3 ages, 3 answers: counts between 0 and 40.
Survey a_town(unsigned seed) {
    Survey survey;
    std::vector<std::string> places;
    for (int i = 0; i < 12; ++i) places.push_back("q" + std::to_string(i));
    const auto quartier = survey.add(QuestionType::select_one, "quartier", places);
    const auto age = survey.add(QuestionType::select_one, "age", {"jeune", "adulte", "vieux"});
    const auto question = survey.add(QuestionType::select_one, "q", {"oui", "non", "peut-etre"});
    std::mt19937 chance{seed};
    for (std::uint16_t p = 0; p < 12; ++p)
        for (std::uint16_t a = 0; a < 3; ++a)
            for (std::uint16_t q = 0; q < 3; ++q) survey.people(chance() % 41, {quartier, age, question}, {p, a, q});
    return with_keys(std::move(survey), seed + 1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(counts_moved_by_cell_keys)

/// PEERS.md T2: 80 of 100 women and 90 of 900 men say yes; together 170 of 1,000, not the mean of two percents.
BOOST_AUTO_TEST_CASE(eighty_of_a_hundred_and_ninety_of_nine_hundred_stay_honest) {
    for (unsigned seed = 1; seed <= 20; ++seed) {
        const auto table = for_team(with_keys(eighty_and_ten(), seed), "q", {"genre"});
        BOOST_TEST(table.perturbed());
        const std::pair<std::vector<int>, double> expected[] = {{{0}, 80}, {{1}, 10}, {{all_of_them}, 17}};
        for (const auto& [key, percent] : expected) {
            const auto& cell = table.find(key)->cells[0];
            // 5 more or fewer of each of count and base, and rounding: at most 9.3 points of 100, 1.2 of 900.
            BOOST_TEST(std::abs(*cell.percent - percent) <= (key == std::vector<int>{0} ? 9.3 : 1.2));
            BOOST_TEST(*cell.low <= percent);
            BOOST_TEST(*cell.high >= percent);
        }
        BOOST_TEST(std::abs(*table.find({0})->base - 100) <= 5);
        BOOST_TEST(std::abs(*table.find({1})->base - 900) <= 5);
    }
}

BOOST_AUTO_TEST_CASE(the_same_people_have_the_same_count_in_every_table) {
    const auto survey = a_town(5);
    const auto by_place = for_team(survey, "q", {"quartier"});
    const auto by_age_and_place = for_team(survey, "q", {"age", "quartier"});
    const auto swapped = for_team(survey, "quartier", {"q"});
    for (int place = 0; place < 12; ++place) {
        const auto* row = by_place.find({place});
        const auto* total = by_age_and_place.find({all_of_them, place});
        if (!row->suppressed && !total->suppressed) BOOST_TEST(*row->base == *total->base);
        for (std::size_t answer = 0; answer < 3; ++answer) {
            const auto& cell = row->cells[answer];
            const auto& same = swapped.find({int(answer)})->cells[std::size_t(place)];
            if (cell.count && same.count) BOOST_TEST(*cell.count == *same.count);
        }
    }
}

BOOST_AUTO_TEST_CASE(figures_follow_from_the_counts_shown_and_from_nothing_else) {
    std::size_t shown = 0, moved_counts = 0;
    for (unsigned seed = 1; seed <= 10; ++seed) {
        const auto survey = a_town(seed);
        const auto exact = survey.table("q", {"quartier", "age"});
        const auto table = for_team(survey, "q", {"quartier", "age"});
        for (std::size_t g = 0; g < table.groups().size(); ++g) {
            const auto& group = table.groups()[g];
            if (group.suppressed) continue;
            BOOST_TEST(*group.base >= 10);
            for (std::size_t i = 0; i < group.cells.size(); ++i) {
                const auto& cell = group.cells[i];
                if (cell.suppressed) continue;
                ++shown;
                const auto before = exact.groups[g].counts[i];
                moved_counts += *cell.count != before;
                BOOST_TEST((*cell.count == 0 || *cell.count >= 5));
                BOOST_TEST((*cell.count == 0) == (before == 0));
                BOOST_TEST(std::abs(*cell.count - before) <= 5);
                BOOST_TEST(*cell.count <= *group.base);
                BOOST_TEST(*cell.percent == std::round(100.0 * double(*cell.count) / double(*group.base)));
                BOOST_TEST(*cell.low <= *cell.percent);
                BOOST_TEST(*cell.high >= *cell.percent);
            }
        }
    }
    BOOST_TEST(shown > 300u);
    BOOST_TEST(moved_counts > shown / 2);  // three of four counts move (the table's last row: 0.23 stay)
}

BOOST_AUTO_TEST_CASE(the_gate_moves_what_is_shown_and_hides_small_counts_as_before) {
    Survey survey;
    const auto by = survey.add(QuestionType::select_one, "par", {"a", "b", "c"});
    const auto question = survey.add(QuestionType::select_one, "q", {"oui", "non"});
    survey.people(3, {by, question}, {0, 0});
    survey.people(50, {by, question}, {0, 1});
    survey.people(60, {by, question}, {1, 0});
    survey.people(70, {by, question}, {1, 1});
    for (unsigned seed = 1; seed <= 50; ++seed) {
        const auto table = for_team(with_keys(survey, seed), "q", {"par"});
        BOOST_TEST(table.groups()[0].cells[0].suppressed);  // 3
        BOOST_TEST(!table.groups()[0].cells[0].count.has_value());
        BOOST_TEST(table.groups()[2].suppressed);  // nobody
    }
    BOOST_TEST(!protect(with_keys(survey).table("q", {"par"}), Audience::exact, true).perturbed());
}

BOOST_AUTO_TEST_CASE(who_asks_for_an_exact_table_gets_one) {
    const auto survey = with_keys(eighty_and_ten());
    const auto table = protect(survey.table("q", {"genre"}), Audience::exact, false);
    BOOST_TEST(*table.find({0})->cells[0].count == 80);
    BOOST_TEST(*table.find({1})->cells[0].percent == 10.0);
}

/// The noise of count and base: V (1 + p^2) / n^2, 3.5 points for n = 50, p = 0.02.. (STATISTICS.md B7: n = 50, V = 3).
BOOST_AUTO_TEST_CASE(the_interval_carries_the_noise) {
    const auto plain = share_of(25, 50, 1000).value();
    const auto noisy = moved_share(25, 50, 1000).value();
    const double noise = 100 * std::sqrt(3 * (1 + 0.25)) / 50;  // 3.87 points
    BOOST_TEST(std::abs(noise - 3.87) < 0.01);
    BOOST_TEST(std::abs(*noisy.se - std::sqrt(*plain.se * *plain.se + noise * noise)) < 0.06);  // two digits
    BOOST_TEST(*noisy.low < *plain.low);
    BOOST_TEST(*noisy.high > *plain.high);
    BOOST_TEST(*noisy.low == std::floor(*noisy.low));
    BOOST_TEST(noisy.percent == 50.0);
}

/// 20 of 50 became 22 of 51: 43.1 - 40 = + 3.1 points. Exact variance 0.0016 is 0.3326 times that of 50 people of 40.25 %: 0.33.
/// 0.33 x 0.43 x 0.57 / 51 + 3 (1 + 0.43^2) / 51^2 = 0.0029526: se 5.43 points, deff 0.0029526 x 50 / 0.2451 = 0.602, as sure as
/// more than 51 people. The group weighs 479 / 0.4025 = 1,190: x 51/50 x 0.43 = 522.
BOOST_AUTO_TEST_CASE(a_weighted_share_shifts_as_the_unweighted_one_did_and_all_that_belongs_to_it) {
    ShareEstimate exact{40.25};
    exact.se = 4;
    exact.degrees_of_freedom = 49;
    exact.weighted_count = 479;
    const auto shown = moved_weighted_share(exact, {20, 50, 22, 51}, IntervalKind::wilson);
    BOOST_TEST(shown.percent == 43.0);
    BOOST_TEST(shown.se.value() == 5.4);
    BOOST_TEST(shown.deff.value() == 0.6);
    BOOST_TEST(shown.n_effective.value() == 51);
    BOOST_TEST(shown.degrees_of_freedom.value() == 50);
    BOOST_TEST(shown.weighted_count.value() == 520);
    BOOST_TEST(shown.low.value() == 30);  // Wilson of 0.43 on 51 people, t 2.0086: 0.3010 to 0.5693
    BOOST_TEST(shown.high.value() == 57);
    BOOST_TEST(moved_weighted_share({99.9}, {49, 50, 51, 50}, IntervalKind::wilson).percent == 100.0);
}

/// Weights that were made to give 40 % leave that share nothing to vary by: what is left is the noise of count and base, 3 (1 + 0.4^2) / 1000^2,
/// se 0.187 points. Whether the last digits of its sums come to 0 or to 1e-9 makes no difference.
BOOST_AUTO_TEST_CASE(a_share_that_weights_reproduce_holds_the_noise_alone) {
    for (const double se : {0.0, 6e-9}) {
        ShareEstimate exact{40};
        exact.se = se;
        exact.n_effective = 1000;
        exact.degrees_of_freedom = 999;
        const auto shown = moved_weighted_share(exact, {400, 1000, 400, 1000}, IntervalKind::wilson);
        BOOST_TEST(shown.se.value() == 0.19, se);
        BOOST_TEST(shown.percent == 40.0);
    }
}

/// Equal weights of 23.8: a weighted count of 170 would be 7 people exactly, when 6 are shown; and an effective size of 67 the rest.
BOOST_AUTO_TEST_CASE(a_weighted_share_tells_no_more_of_the_count_than_its_moved_count) {
    const double weight = 2500.0 / 105;
    std::set<std::vector<double>> told;
    for (const std::int64_t count : {5, 6, 7, 8, 9}) {
        ShareEstimate exact = *share_of(count, 105, 400);
        exact.weighted_count = static_cast<double>(count) * weight;
        const auto shown = moved_weighted_share(exact, {count, 105, 6, 103}, IntervalKind::wilson);
        told.insert({shown.percent, *shown.se, *shown.n_effective, *shown.deff, *shown.low, *shown.high, *shown.weighted_count, *shown.degrees_of_freedom});
    }
    BOOST_TEST(told.size() == 1u);
    // Nor of the base, when nobody gave the answer and the effective size is everybody.
    told.clear();
    for (const std::int64_t base : {16, 17, 18, 19, 20}) {
        const auto shown = moved_weighted_share(*share_of(0, base, 400), {0, base, 0, 18}, IntervalKind::wilson);
        told.insert({*shown.n_effective, *shown.high, *shown.degrees_of_freedom});
    }
    BOOST_TEST(told.size() == 1u);
}

/// The sum behind a mean moves as a count does: by 3 times the variance that one person has. Without, the means of a group and of the
/// same without one person, over some ways to split it, give his number to the last unit.
BOOST_AUTO_TEST_CASE(a_mean_moves_with_who_is_counted_and_with_what_was_asked) {
    Variable question;
    question.name = "loyer";
    double sum = 0, squares = 0;
    for (std::uint32_t i = 0; i < 4000; ++i) {
        const auto noise = noise_of_mean(question, i * 2654435761u, 10, 50);
        sum += noise.shift;
        squares += noise.shift * noise.shift;
        BOOST_TEST(std::abs(noise.shift) <= 5 * 10.0 / 50 + 1e-9);
        BOOST_TEST(noise.shift == noise_of_mean(question, i * 2654435761u, 10, 50).shift);
    }
    const double variance = 3 * 0.2 * 0.2;
    BOOST_TEST(std::abs(sum / 4000) < 4 * std::sqrt(variance / 4000));
    BOOST_TEST(std::abs(squares / 4000 - variance) < .1 * variance);
    BOOST_TEST(noise_of_mean(question, 1, 10, 50).variance == variance, boost::test_tools::tolerance(1e-12));
    Variable other = question;
    other.name = "revenu";
    std::size_t alike = 0;
    for (std::uint32_t key = 0; key < 200; ++key)
        alike += noise_of_mean(question, key * 2654435761u, 10, 50).shift == noise_of_mean(other, key * 2654435761u, 10, 50).shift;
    BOOST_TEST(alike < 80u);  // 0.16 or so by chance
}

/// Twenty people, one of whom pays 9,000: no percentile of so few reaches under the largest, unless the largest never counts as one.
BOOST_AUTO_TEST_CASE(of_a_few_people_the_largest_number_pulls_no_mean_either) {
    Survey survey;
    const auto question = survey.add(QuestionType::integer, "q");
    for (int i = 0; i < 20; ++i) survey.column(question).numbers.push_back(i == 0 ? 9000 : 500);
    survey.column(question).states.assign(20, forms::State::answered);
    survey.columns.people = 20;
    BOOST_TEST(for_team(with_keys(survey), "q").everybody().mean.value() == 500.0);
}

BOOST_AUTO_TEST_CASE(of_a_sensitive_question_all_and_nobody_are_told_as_a_bound) {
    Survey survey;
    const auto by = survey.add(QuestionType::select_one, "par", {"a", "b"});
    const auto question = survey.add(QuestionType::select_one, "q", {"oui", "non", "autre"});
    survey.people(100, {by, question}, {0, 0});
    survey.people(60, {by, question}, {1, 0});
    survey.people(60, {by, question}, {1, 1});
    const auto table = protect(with_keys(survey).table("q", {"par"}), Audience::team, true);
    const auto& all_yes = table.groups()[0].cells;
    BOOST_TEST(all_yes[0].at_least.value() == 95);
    BOOST_TEST(all_yes[0].suppressed);
    BOOST_TEST((!all_yes[0].count && !all_yes[0].percent && !all_yes[0].low));
    BOOST_TEST(all_yes[1].at_most.value() == 5);
    BOOST_TEST(table.groups()[1].cells[0].percent.has_value());
    const auto plain = protect(with_keys(survey).table("q", {"par"}), Audience::team, false);
    BOOST_TEST(plain.groups()[0].cells[0].percent.value() == 100.0);
    const auto json = nlohmann::json::parse(to_json(table, Heading{}));
    BOOST_TEST(json["cells"][0]["at_least"] == 95);
    BOOST_TEST(!json["cells"][0].contains("count"));
}

BOOST_AUTO_TEST_CASE(a_mean_has_two_digits_and_no_single_answer_pulls_it) {
    Survey survey;
    const auto question = survey.add(QuestionType::integer, "q");
    for (int i = 0; i < 200; ++i) survey.column(question).numbers.push_back(i == 0 ? 1e9 : 30 + i % 11);
    survey.column(question).states.assign(200, forms::State::answered);
    survey.columns.people = 200;
    const auto table = for_team(with_keys(survey), "q");
    BOOST_TEST(table.everybody().mean.value() == 35.0);  // 30 to 40, drawn in: 35 and a bit
    BOOST_TEST(!table.everybody().median.has_value());   // no bands: it would be somebody's answer
}

BOOST_AUTO_TEST_CASE(a_median_is_interpolated_in_its_band) {
    Variable question;
    question.categories = {{"0-9", {}, "", 0.0, 9.0, true}, {"10-19", {}, "", 10.0, 19.0, true}, {"20+", {}, "", 20.0, {}, true}};
    const auto median = [&](std::vector<double> masses, std::vector<std::int64_t> counts, std::int64_t base) {
        return banded_quantile(question, {masses, counts, base, 1.5, double(base - 1)}, .5, 5);
    };
    const auto found = median({40, 40, 20}, {40, 40, 20}, 100).value();
    // 40 people spread evenly over 10 to 19 are four a number: 48 are at or under 11, 52 at or under 12.
    BOOST_TEST(found.value == 12.0);
    // 50 -+ 1.984217 sqrt(1.5 25/100) points = 37.85 and 62.15: 36 are at or under 8 and 40 at or under 9; 60 under 14, 64 under 15.
    BOOST_TEST(found.low.value() == 9.0);
    BOOST_TEST(found.high.value() == 15.0);
    BOOST_TEST(!median({20, 20, 60}, {20, 20, 60}, 100).has_value());  // in the open band
    BOOST_TEST(!median({10, 5, 4}, {10, 5, 4}, 19).has_value());       // of fewer than 20
    BOOST_TEST(!median({48, 4, 48}, {48, 4, 48}, 100).has_value());    // four people stand in the band
    // Women weigh as much as men here: masses are shares of weighted people, counts are people.
    BOOST_TEST(median({70, 25, 5}, {30, 60, 10}, 100)->value == 7.0);  // seven a number: 49 are at or under 6
    BOOST_TEST(!median({40, 12, 48}, {40, 40, 20}, 100)->high.has_value());  // ends in the open band
}

/// 12.5 and 9.46, 15.54 by interpolation: two digits, the interval outwards.
BOOST_AUTO_TEST_CASE(a_median_of_decimals_lies_between_the_ends_of_its_band) {
    Variable question;
    question.categories = {{"0-10", {}, "", 0.0, 10.0, false}, {"10-20", {}, "", 10.0, 20.0, false}, {"20+", {}, "", 20.0, {}, false}};
    const std::vector<double> masses{40, 40, 20};
    const std::vector<std::int64_t> counts{40, 40, 20};
    const auto found = banded_quantile(question, {masses, counts, 100, 1.5, 99}, .5, 5).value();
    BOOST_TEST(found.value == 13.0);
    BOOST_TEST(found.low.value() == 9.4);
    BOOST_TEST(found.high.value() == 16.0);
}

/// Answers of 30 to 40, and one of a million; weights of one. The mean is that of drawn-in answers, as without weights.
BOOST_AUTO_TEST_CASE(a_weighted_mean_is_drawn_in_too) {
    Survey survey;
    const auto question = survey.add(QuestionType::integer, "q");
    for (int i = 0; i < 200; ++i) survey.column(question).numbers.push_back(i == 0 ? 1e6 : 30 + i % 11);
    survey.column(question).states.assign(200, forms::State::answered);
    survey.columns.people = 200;
    survey = with_keys(survey);
    const WeightedSample sample{std::vector<double>(200, 1.0), std::vector<double>(200, 1.0), {}, {}, {}};
    const Linearised linearised{sample};
    auto table = survey.table("q");
    add_estimates(table, survey.form, survey.columns, linearised, IntervalKind::wilson, true);
    BOOST_TEST(table.groups.back().weighted_mean->value > 5000);
    const auto shown = protect(table, Audience::team, false);
    BOOST_TEST(shown.everybody().mean.value() == 35.0);
    BOOST_TEST(shown.everybody().mean_high.value() < 40.0);
    BOOST_TEST(!shown.everybody().median.has_value());
}

BOOST_AUTO_TEST_CASE(a_table_is_too_sparse_when_most_cells_that_hold_somebody_hold_few) {
    Survey survey;
    const auto by = survey.add(QuestionType::select_one, "par", {"a", "b", "c"});
    const auto question = survey.add(QuestionType::select_one, "q", {"oui", "non"});
    survey.people(4, {by, question}, {0, 0});
    survey.people(4, {by, question}, {0, 1});
    survey.people(30, {by, question}, {1, 0});
    survey.people(30, {by, question}, {1, 1});
    BOOST_TEST(!too_sparse(survey.table("q", {"par"}), thresholds(Audience::team, false)));  // half, c is empty
    survey.people(4, {by, question}, {2, 1});
    BOOST_TEST(too_sparse(survey.table("q", {"par"}), thresholds(Audience::team, false)));
    BOOST_TEST(!too_sparse(survey.table("q"), thresholds(Audience::team, false)));
}

BOOST_AUTO_TEST_CASE(notes_say_that_counts_were_moved) {
    Heading heading;
    heading.words["tables.note.moved"] = "modifié de {most}";
    const auto survey = with_keys(eighty_and_ten());
    const auto json = nlohmann::json::parse(to_json(for_team(survey, "q"), heading));
    BOOST_TEST(json["notes"].dump().find("modifié de 5") != std::string::npos);
    BOOST_TEST(json["protection"]["noise"] == 5);
    BOOST_TEST(json["protection"]["audience"] == "team");
    const auto exact = nlohmann::json::parse(to_json(protect(survey.table("q"), Audience::exact, false), heading));
    BOOST_TEST(exact["notes"].dump().find("modifié") == std::string::npos);
    BOOST_TEST(exact["protection"]["noise"] == 0);
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::analysis::test

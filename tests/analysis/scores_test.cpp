#include "analysis/scores.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/weighted.hpp"
#include "forms/form_json.hpp"
#include "forms/whole_numbers.hpp"
#include "tests/analysis/survey.hpp"

using namespace ecoute::analysis;
using namespace ecoute::analysis::test;
using ecoute::forms::QuestionType;

namespace {

const auto exactly = boost::test_tools::tolerance(1e-12);
const auto nearly = boost::test_tools::tolerance(1e-6);

/// "pas du tout" is worth 1 to "tout à fait" 4; who doesn't know has no points.
struct Opinion : Survey {
    Opinion() {
        genre = add(QuestionType::select_one, "genre", {"femme", "homme"});
        q = add(QuestionType::select_one, "q", {"pas", "peu", "assez", "tout", "sans_avis"});
        auto& choices = form.lists[form.questions[q].list].choices;
        for (std::size_t i = 0; i < 4; ++i) choices[i].score = static_cast<double>(i + 1);
    }
    /// So many people of a gender gave each answer.
    void answers(std::uint16_t gender, std::initializer_list<std::size_t> counts) {
        std::uint16_t code = 0;
        for (const auto count : counts) people(count, {genre, q}, {gender, code++});
    }
    ProtectedTable shown(Audience audience, const std::vector<std::string>& by = {}) const {
        return protect(table("q", by), audience, false);
    }
    std::uint32_t genre = 0, q = 0;
};

nlohmann::json mean_cell(const ProtectedTable& table) {
    const auto document = nlohmann::json::parse(to_json(table, {}));
    for (const auto& cell : document["cells"])
        if (!cell.contains("answer")) return cell;
    return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(means_of_scores)

BOOST_FIXTURE_TEST_CASE(four_answers_worth_one_to_four_have_a_mean_of_two_and_a_half, Opinion) {
    answers(0, {1, 1, 1, 1, 2});
    const auto all = shown(Audience::exact).everybody();
    BOOST_TEST(all.base.value() == 6);
    BOOST_TEST(all.mean_base.value() == 4);  // who doesn't know is in the shares only
    BOOST_TEST(all.mean.value() == 2.5, exactly);
    // By hand: squares 2.25 + 0.25 + 0.25 + 2.25 = 5, of a sample of 6 people: V = 6/5 * (5/4) / 4 = 0.375; t of 3
    // degrees of freedom = 3.182446.
    BOOST_TEST(all.mean_se.value() == std::sqrt(0.375), exactly);
    BOOST_TEST(all.mean_low.value() == 2.5 - 3.182446305 * std::sqrt(0.375), nearly);
    BOOST_TEST(all.mean_high.value() == 2.5 + 3.182446305 * std::sqrt(0.375), nearly);
    BOOST_TEST(!all.median.has_value());
    BOOST_TEST(all.cells[0].percent.value() == 100.0 / 6, exactly);
}

BOOST_FIXTURE_TEST_CASE(json_has_it_in_a_cell_without_answer_beside_the_shares, Opinion) {
    answers(0, {1, 1, 1, 1, 2});
    const auto cell = mean_cell(shown(Audience::exact));
    BOOST_TEST(cell["mean"].get<double>() == 2.5, exactly);
    BOOST_TEST(cell["base"] == 4);
    BOOST_TEST((cell.contains("low") && cell.contains("high") && cell.contains("se")));
    BOOST_TEST(!cell.contains("median"));
    BOOST_TEST(cell["suppressed"] == false);
    const auto document = nlohmann::json::parse(to_json(shown(Audience::exact), {}));
    BOOST_TEST(document["cells"].size() == 6U);
}

BOOST_FIXTURE_TEST_CASE(choices_without_scores_have_no_mean, Opinion) {
    answers(0, {5, 5, 5, 5, 5});
    const auto table = protect(this->table("genre"), Audience::exact, false);
    BOOST_TEST(!table.has_mean());
    BOOST_TEST(mean_cell(table).is_null());
}

BOOST_FIXTURE_TEST_CASE(each_group_has_its_own, Opinion) {
    answers(0, {0, 0, 6, 6, 0});
    answers(1, {6, 6, 0, 0, 0});
    const auto table = shown(Audience::team, {"genre"});
    BOOST_TEST(table.find({0})->mean.value() == 3.5, exactly);
    BOOST_TEST(table.find({1})->mean.value() == 1.5, exactly);
    BOOST_TEST(table.everybody().mean.value() == 2.5, exactly);
}

BOOST_FIXTURE_TEST_CASE(eleven_answers_with_points_are_needed, Opinion) {
    answers(0, {5, 0, 0, 5, 9});
    const auto ten = shown(Audience::team).everybody();
    BOOST_TEST(ten.cells[0].count.value() == 5);
    BOOST_TEST(ten.mean_hidden);
    BOOST_TEST((!ten.mean && !ten.mean_base && !ten.mean_low && !ten.mean_se));
    answers(0, {1, 0, 0, 0, 0});
    BOOST_TEST(shown(Audience::team).everybody().mean.value() == 26.0 / 11, exactly);
}

/// 20 people gave shown answers, 3 a hidden one: with shares, base and mean the hidden counts would be solved for.
BOOST_FIXTURE_TEST_CASE(a_mean_never_stands_beside_a_hidden_count_that_it_would_tell, Opinion) {
    answers(0, {3, 10, 10, 0, 0});
    const auto table = shown(Audience::team);
    BOOST_TEST(table.everybody().cells[0].suppressed);
    BOOST_TEST((table.everybody().mean_hidden && !table.everybody().mean && !table.everybody().mean_base));
    BOOST_TEST(table.anything_hidden());
    BOOST_TEST(mean_cell(table)["suppressed"] == true);
    BOOST_TEST(!mean_cell(table).contains("mean"));
}

/// Counts that are moved: the mean is that of the moved counts, to two digits, and its interval is wider by their noise.
BOOST_FIXTURE_TEST_CASE(of_moved_counts_it_is_what_they_give, Opinion) {
    answers(0, {40, 30, 20, 10, 7});
    for (std::size_t person = 0; person < columns.people; ++person)
        columns.record_keys.push_back(static_cast<std::uint32_t>(person * 2654435761U));
    const auto table = shown(Audience::team);
    BOOST_REQUIRE(table.perturbed());
    const auto& all = table.everybody();
    double points = 0, people = 0;
    for (std::size_t i = 0; i < 4; ++i) {
        people += static_cast<double>(all.cells[i].count.value());
        points += static_cast<double>(all.cells[i].count.value()) * static_cast<double>(i + 1);
    }
    BOOST_TEST(static_cast<double>(all.mean_base.value()) == people);
    BOOST_TEST(std::fabs(all.mean.value() - points / people) <= 0.05);
    BOOST_TEST(all.mean.value() == std::round(all.mean.value() * 10) / 10, exactly);  // 1.0 to 4.0: two digits
    BOOST_TEST((all.mean_low.value() < all.mean.value() && all.mean.value() < all.mean_high.value()));
}

/// V ((1-2.5)^2 + (2-2.5)^2 + (3-2.5)^2 + (4-2.5)^2) / 100^2, with the usual noise's V = 3.
BOOST_FIXTURE_TEST_CASE(the_noise_of_counts_widens_the_interval, Opinion) {
    answers(0, {25, 25, 25, 25, 0});
    const auto counted = table("q");
    const auto points = points_of(counted.question, counted.groups.back()).value();
    BOOST_TEST(points.mean == 2.5, exactly);
    BOOST_TEST(points.variance == 1.25, exactly);
    BOOST_TEST(noise_of_points(counted.question, points) == 3 * 5.0 / 1e4, boost::test_tools::tolerance(1e-6));
}

/// Weights 1 and 3: (2 x 1 x 1 + 2 x 3 x 4) / (2 + 6) = 3.25; those without points weigh nothing in it.
BOOST_FIXTURE_TEST_CASE(a_weighted_mean_is_of_weighted_people, Opinion) {
    answers(0, {20, 0, 0, 20, 10});
    WeightedSample sample;
    for (std::size_t person = 0; person < 50; ++person) sample.base.push_back(person < 20 || person >= 40 ? 1 : 3);
    sample.weights = sample.base;
    const Linearised linearised{sample};
    auto counted = table("q");
    add_estimates(counted, form, columns, linearised, IntervalKind::wilson, true);
    const auto all = protect(std::move(counted), Audience::exact, false).everybody();
    BOOST_TEST(all.mean.value() == 3.25, exactly);
    BOOST_TEST(all.mean_base.value() == 40);
    BOOST_TEST((all.mean_low.value() < 3.25 && all.mean_high.value() > 3.25));
    BOOST_TEST(!all.median.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(bands_of_calculated_numbers)

namespace {

std::string last_band_but_one(const std::string& calculation, const std::string& bands = "[15, 25, 60]") {
    const auto reading = ecoute::forms::read_form(
        R"({"ecoute":1,"id":"e","version":"1","title":{"fr":"E"},"default_language":"fr","questions":[
        {"type":"integer","name":"annee","label":{"fr":"Année"}},{"type":"decimal","name":"taille","label":{"fr":"Taille"}},
        {"type":"calculate","name":"calcul","calculation":")" + calculation + R"(","bands":)" + bands + "}]}");
    BOOST_REQUIRE(reading.form.has_value());
    const auto table = crosstab(*reading.form, ecoute::forms::columns_of(*reading.form), {"calcul", {}});
    return table.value().question.categories.at(0).name;
}

}  // namespace

BOOST_AUTO_TEST_CASE(whole_ones_have_bands_with_both_ends) {
    for (const auto* whole : {"2026 - ${annee}", "int(${taille} * 2)", "round(${taille})", "if(${annee} > 2000, ${annee}, 0)", "-${annee} + count-selected('a b')"})
        BOOST_TEST_CONTEXT(whole) BOOST_TEST(last_band_but_one(whole) == "15-24");
}

BOOST_AUTO_TEST_CASE(what_may_have_decimals_has_the_next_bound) {
    for (const auto* other : {"${taille}", "${annee} div 2", "round(${taille}, 1)", "if(${annee} > 2000, ${taille}, 0)", "${annee} * 1.5"})
        BOOST_TEST_CONTEXT(other) BOOST_TEST(last_band_but_one(other) == "15-25");
    BOOST_TEST(last_band_but_one("2026 - ${annee}", "[0.5, 1.5]") == "0.5-1.5");
}

BOOST_AUTO_TEST_SUITE_END()

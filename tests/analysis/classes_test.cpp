// Classes of numbers without bands and of dates: where they begin and end, and that they tell nobody's answer.
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <nlohmann/json.hpp>

#include "analysis/date_classes.hpp"
#include "analysis/declared_bands.hpp"
#include "analysis/weighted.hpp"
#include "forms/form_json.hpp"
#include "headed_survey.hpp"

namespace ecoute::analysis::test {
namespace {

using forms::QuestionType;
using Counts = std::vector<std::int64_t>;
using Names = std::vector<std::string>;

double day(int year, unsigned month, unsigned date) {
    using namespace std::chrono;
    return double(sys_days{std::chrono::year{year} / std::chrono::month{month} / std::chrono::day{date}}.time_since_epoch().count());
}

Names names_of(const Variable& variable) {
    Names names;
    for (const auto& category : variable.categories) names.push_back(category.name);
    return names;
}

forms::Form number_form(const std::string& type, const std::string& constraint) {
    const nlohmann::json document{
        {"ecoute", 1}, {"id", "f"}, {"version", "1"}, {"title", {{"fr", "F"}}}, {"default_language", "fr"},
        {"questions", {{{"type", type}, {"name", "n"}, {"label", {{"fr", "N"}}}, {"constraint", constraint}, {"constraint_message", {{"fr", "Non"}}}}}}};
    return forms::read_form(document.dump()).form.value();
}

/// Dates of `times` people on each of these days, men and women in turn.
struct Dates : Survey {
    std::uint32_t gender = add(QuestionType::select_one, "genre", {"femme", "homme"});
    std::uint32_t when = add(QuestionType::date, "quand");
    void come(double on, std::size_t times) {
        for (std::size_t i = 0; i < times; ++i) {
            column(gender).codes.push_back(static_cast<std::uint16_t>(columns.people % 2));
            column(when).states.push_back(forms::State::answered);
            column(when).numbers.push_back(on);
            ++columns.people;
        }
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(numbers_without_bands)

BOOST_AUTO_TEST_CASE(classes_are_round_and_come_from_the_declared_range) {
    const struct {
        double least, greatest;
        std::vector<double> bounds;
    } cases[] = {
        {0, 10, {0, 2, 4, 6, 8, 10}},
        {0, 120, {0, 20, 40, 60, 80, 100}},    // 120 alone belongs to its neighbour
        {1, 5, {1, 2, 3, 4, 5}},
        {15, 110, {15, 40, 60, 80, 100}},      // 15 to 19 are few: with the next
        {0, 1, {0, 1}},
        {-10, 10, {-10, -5, 0, 5}},
        {18, 25, {18, 20, 22, 24}},
    };
    for (const auto& one : cases) {
        const auto bounds = round_bands(one.least, one.greatest, true);
        BOOST_TEST_CONTEXT(one.least << " to " << one.greatest) BOOST_TEST(bounds == one.bounds, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(a_range_is_read_in_any_order_and_with_strict_bounds) {
    const auto range = [](const std::string& type, const std::string& constraint) {
        return declared_range(number_form(type, constraint).questions[0]);
    };
    BOOST_TEST((range("integer", ". >= 0 and . <= 120") == std::pair{0.0, 120.0}));
    BOOST_TEST((range("integer", "120 >= . and -5 < .") == std::pair{-4.0, 120.0}));
    BOOST_TEST((range("decimal", ". > 0 and . < 3 and . != 2") == std::pair{0.0, 3.0}));
    for (const auto* open : {". >= 0", ". < 5 or . > 7", "not(. >= 0 and . <= 5)", ". >= 5 and . <= 5"})
        BOOST_TEST(!range("integer", open), open);
}

BOOST_AUTO_TEST_CASE(a_number_with_a_range_is_a_breakdown_and_one_without_is_refused_with_what_may_be) {
    const auto form = number_form("integer", ". >= 0 and . <= 39");
    forms::Columns columns = forms::columns_of(form);
    columns.people = 5;
    columns.by_question[0].numbers = {0, 9, 10, 39, -1};  // the last one came before there was a constraint
    columns.by_question[0].states.assign(5, forms::State::answered);
    const auto table = crosstab(form, columns, {.question = "n", .by = {}}).value();
    BOOST_TEST(names_of(table.question) == (Names{"0-9", "10-19", "20-29", "30+"}), boost::test_tools::per_element());
    BOOST_TEST(table.groups[0].counts == (Counts{2, 1, 0, 1}), boost::test_tools::per_element());
    BOOST_TEST(table.groups[0].base == 5);
    BOOST_TEST(crosstab(form, columns, {.question = "n", .by = {"n"}}).has_value());
    const auto open = number_form("integer", ". >= 0");
    const auto refused = crosstab(open, forms::columns_of(open), {.question = "n", .by = {"n"}});
    BOOST_REQUIRE(!refused.has_value());
    BOOST_TEST(forms::name(refused.error().code) == "table.breakdown_unknown");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(dates_in_tables)

BOOST_AUTO_TEST_CASE(a_year_is_told_by_months_and_the_ends_are_open) {
    Dates survey;
    survey.come(day(2025, 12, 31), 3);
    survey.come(day(2026, 1, 31), 20);
    survey.come(day(2026, 2, 1), 5);
    survey.come(day(2026, 3, 1), 30);
    survey.come(day(2026, 4, 2), 6);
    survey.come(day(2026, 4, 3), 20);
    survey.come(day(2030, 1, 1), 2);
    const auto table = survey.table("quand");
    // The 11th date from below is in January, the 11th from above in April.
    BOOST_TEST(names_of(table.question) == (Names{"../2026-01", "2026-02", "2026-03", "2026-04/.."}), boost::test_tools::per_element());
    BOOST_TEST(table.groups[0].counts == (Counts{23, 5, 30, 28}), boost::test_tools::per_element());
    BOOST_TEST(table.groups[0].base == 86);
    BOOST_TEST(!table.groups[0].mean.has_value());
}

BOOST_AUTO_TEST_CASE(the_unit_grows_with_the_span) {
    const auto classes = [](double from, double to) {
        Dates survey;
        survey.come(from, 11);
        survey.come(to, 11);
        return names_of(survey.table("quand").question);
    };
    BOOST_TEST(classes(day(2025, 2, 1), day(2026, 3, 31)).size() == 14u);  // February to March of the next year: months
    const auto quarters = classes(day(2025, 1, 31), day(2026, 3, 31));
    BOOST_TEST(quarters == (Names{"../2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1/.."}), boost::test_tools::per_element());
    BOOST_TEST(classes(day(2020, 5, 5), day(2024, 5, 5)) == (Names{"../2020", "2021", "2022", "2023", "2024/.."}), boost::test_tools::per_element());
    BOOST_TEST(classes(day(1999, 5, 5), day(2016, 5, 5)) == (Names{"../1999", "2000/2004", "2005/2009", "2010/2014", "2015/.."}), boost::test_tools::per_element());
    BOOST_TEST(classes(day(1938, 1, 1), day(2008, 1, 1)).front() == "../1939");
    BOOST_TEST(classes(day(2026, 5, 1), day(2026, 5, 31)) == (Names{"../.."}), boost::test_tools::per_element());
}

/// The attack that classes from least to greatest would allow: one person far out would make a class of his own.
BOOST_AUTO_TEST_CASE(one_person_more_or_less_far_out_changes_no_class) {
    const auto classes = [](std::size_t far_out) {
        Dates survey;
        survey.come(day(2026, 3, 1), 40);
        survey.come(day(2026, 5, 1), 40);
        survey.come(day(1931, 7, 14), far_out);
        survey.come(day(2040, 7, 14), far_out);
        return names_of(survey.table("quand", {"genre"}).question);
    };
    for (std::size_t people = 1; people < fewest_at_an_end; ++people) BOOST_TEST(classes(people) == classes(0), boost::test_tools::per_element());
    BOOST_TEST(classes(fewest_at_an_end).front() == "../1939");
}

BOOST_AUTO_TEST_CASE(fewer_than_two_ends_of_people_have_no_classes) {
    Dates survey;
    survey.come(day(2026, 3, 1), 21);
    BOOST_TEST(survey.table("quand").question.categories.empty());
    BOOST_TEST(survey.table("genre", {"quand"}).groups.size() == 1u);
    survey.come(day(2026, 6, 1), 1);
    BOOST_TEST(survey.table("quand").question.categories.size() == 1u);  // both ends are in March
}

BOOST_AUTO_TEST_CASE(as_a_breakdown_it_splits_everybody_and_a_filter_keeps_the_classes) {
    Dates survey;
    const auto q = survey.add(QuestionType::select_one, "q", {"oui", "non"});
    survey.come(day(2026, 1, 10), 20);
    survey.come(day(2026, 2, 10), 20);
    for (int i = 0; i < 40; ++i) survey.column(q).codes.push_back(static_cast<std::uint16_t>(i % 4 == 0 ? 0 : 1));
    survey.column(survey.when).states[39] = forms::State::refused;
    survey.column(survey.when).numbers[39] = std::nan("");
    const auto table = survey.table("q", {"quand"});
    BOOST_TEST(group(table, {0}).counts == (Counts{5, 15}), boost::test_tools::per_element());
    BOOST_TEST(group(table, {1}).counts == (Counts{5, 14}), boost::test_tools::per_element());
    BOOST_TEST(table.unclassified == 1);
    std::vector<std::uint8_t> first_ten(40);
    std::fill_n(first_ten.begin(), 10, 1);
    const auto few = crosstab(survey.form, survey.columns, {.question = "quand", .by = {}}, first_ten).value();
    BOOST_TEST(names_of(few.question) == names_of(table.by[0]), boost::test_tools::per_element());
    BOOST_TEST(few.groups[0].counts == (Counts{10, 0}), boost::test_tools::per_element());
}

/// 30 people in 2018, 40 in 2020 and 31 in 2022: the 51st of 101 came on 1 April 2020. Woodruff, by hand: half of 101 at or under,
/// (30 + 40)/101 = 69.3 % reached, se 4.6 points, 60.2 to 78.4 %: from 2020 to 2022.
BOOST_AUTO_TEST_CASE(have_a_median_that_tells_no_more_than_a_month_where_counts_are_moved) {
    Dates dates;
    dates.come(day(2018, 7, 2), 30);
    dates.come(day(2020, 4, 1), 40);
    dates.come(day(2022, 12, 24), 31);
    const auto exact = protect(dates.table("quand"), Audience::exact, false);
    BOOST_TEST(exact.dated());
    BOOST_TEST(!exact.has_mean());
    BOOST_TEST(exact.everybody().median.value() == day(2020, 4, 1));
    BOOST_TEST(exact.everybody().median_low.value() == day(2020, 4, 1));
    BOOST_TEST(exact.everybody().median_high.value() == day(2022, 12, 24));
    const auto told = nlohmann::json::parse(to_json(exact, heading()))["cells"][0];
    BOOST_TEST(told["median"] == "2020-04-01");
    BOOST_TEST(told["base"] == 101);
    BOOST_TEST(!told.contains("mean"));
    BOOST_TEST(to_text(exact, heading()).find("1 avril 2020") != std::string::npos);

    // Hidden, not moved: somebody's day is not told at all.
    BOOST_TEST(!protect(dates.table("quand"), Audience::team, false).everybody().median.has_value());

    for (std::size_t i = 0; i < dates.columns.people; ++i) dates.columns.record_keys.push_back(std::uint32_t(2654435761u * (i + 1)));
    const auto shown = protect(dates.table("quand"), Audience::team, false);
    BOOST_REQUIRE(shown.perturbed());
    const auto median = shown.everybody().median.value();
    BOOST_TEST(median == month_begins(median));
    BOOST_TEST((median >= day(2019, 1, 1) && median < day(2022, 1, 1)));  // an interpolation in classes of some years or less
    const auto text = to_csv(shown, heading());
    BOOST_TEST(text.find("2020-04-01") == std::string::npos);
    BOOST_TEST(text.find(nlohmann::json::parse(to_json(shown, heading()))["cells"][0]["median"].get<std::string>()) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(have_no_median_in_an_open_class) {
    Dates dates;
    dates.come(day(2018, 7, 2), 60);
    dates.come(day(2020, 4, 1), 20);
    for (std::size_t i = 0; i < dates.columns.people; ++i) dates.columns.record_keys.push_back(std::uint32_t(2654435761u * (i + 1)));
    BOOST_TEST(!protect(dates.table("quand"), Audience::team, false).everybody().median.has_value());
}

BOOST_AUTO_TEST_CASE(classes_have_their_days) {
    BOOST_TEST((days_of("2026-02").from.value() == day(2026, 2, 1) && days_of("2026-02").to.value() == day(2026, 3, 1)));
    BOOST_TEST((days_of("2026-Q4").from.value() == day(2026, 10, 1) && days_of("2026-Q4").to.value() == day(2027, 1, 1)));
    BOOST_TEST((days_of("2020/2024").from.value() == day(2020, 1, 1) && days_of("2020/2024").to.value() == day(2025, 1, 1)));
    BOOST_TEST((!days_of("../2019").from && days_of("../2019").to.value() == day(2020, 1, 1)));
    BOOST_TEST((days_of("2026/..").from.value() == day(2026, 1, 1) && !days_of("2026/..").to));
    BOOST_TEST((!days_of("../..").from && !days_of("../..").to));
    BOOST_TEST(month_begins(day(1969, 12, 31)) == day(1969, 12, 1));
}

BOOST_AUTO_TEST_CASE(what_is_no_day_is_in_no_class) {
    Dates survey;
    survey.come(day(2026, 1, 10), 20);
    survey.come(day(2026, 2, 10), 20);
    survey.come(std::nan(""), 1);
    BOOST_TEST(survey.table("quand").groups[0].counts == (Counts{20, 20}), boost::test_tools::per_element());
    BOOST_TEST(survey.table("quand").groups[0].base == 41);
}

BOOST_AUTO_TEST_CASE(classes_are_told_in_words_and_the_note_says_how_they_are_made) {
    Dates survey;
    survey.come(day(2026, 1, 10), 40);
    survey.come(day(2026, 2, 10), 40);
    survey.come(day(2026, 3, 10), 40);
    const auto text = to_text(protect(survey.table("quand"), Audience::team, false), heading());
    for (const auto* said : {"janvier 2026 ou avant", "février 2026", "mars 2026 ou après", "Les dates sont regroupées"})
        BOOST_TEST(text.find(said) != std::string::npos, said);
    Dates years;
    years.come(day(2021, 5, 1), 30);
    years.come(day(2023, 8, 1), 30);
    years.come(day(2026, 8, 1), 30);
    const auto in_years = to_text(protect(years.table("quand"), Audience::team, false), heading());
    BOOST_TEST(in_years.find("2021 ou avant") != std::string::npos);
    BOOST_TEST(in_years.find("2026 ou après") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_day_of_an_instant_is_the_one_on_the_wall_where_it_was_written) {
    const auto form = forms::read_form(R"({"ecoute":1,"id":"f","version":"1","title":{"fr":"F"},"default_language":"fr",
        "questions":[{"type":"dateTime","name":"d","label":{"fr":"D"}},{"type":"date","name":"e","label":{"fr":"E"}}]})").form.value();
    auto columns = forms::columns_of(form);
    forms::Problems problems;
    append(columns, form, forms::answers_from_json(form, R"({"d":"2026-05-01T00:30:00.000+02:00","e":"2024-02-29"})", problems));
    BOOST_REQUIRE(problems.empty());
    BOOST_TEST(columns.by_question[0].numbers.at(0) == day(2026, 5, 1));
    BOOST_TEST(columns.by_question[1].numbers.at(0) == day(2024, 2, 29));
}

/// Fourteen people: too few for classes of dates. Split by them, a table has its totals and says why.
BOOST_AUTO_TEST_CASE(a_date_of_too_few_people_splits_a_table_into_nothing) {
    Dates survey;
    survey.come(day(2026, 1, 10), 14);
    for (const auto& by : std::vector<std::vector<std::string>>{{"quand"}, {"quand", "genre"}, {"genre", "quand"}})
        for (const auto audience : {Audience::exact, Audience::team, Audience::everyone}) {
            auto counted = survey.table(by.size() == 1 ? "genre" : "quand", by);
            add_test_of_counts(counted);
            const auto table = protect(std::move(counted), audience, false);
            BOOST_TEST(table.tests().empty());
            for (const auto& written : {to_json(table, heading()), to_text(table, heading()), to_csv(table, heading()), to_workbook(table, heading()),
                                        to_jsonstat(table, heading()), to_svg(table, heading()), to_svg(table, heading(), 0)})
                BOOST_TEST(!written.empty());
            BOOST_TEST(to_text(table, heading()).find("ne sépare encore aucun groupe") != std::string::npos);
        }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::analysis::test

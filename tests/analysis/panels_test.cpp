#include "analysis/panels.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <regex>

#include "headed_survey.hpp"

namespace ecoute::analysis::test {
namespace {

ProtectedTable table_of(const std::vector<std::string>& by) { return protect(three_quartiers().table("q", by), Audience::team, false); }

std::size_t times(const std::string& text, const std::string& what) {
    std::size_t count = 0;
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) ++count;
    return count;
}

/// WCAG 2.2, relative luminance of "#rrggbb".
double luminance(const std::string& colour) {
    const auto part = [&](std::size_t at) {
        const double share = std::stoi(colour.substr(at, 2), nullptr, 16) / 255.0;
        return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(small_multiples)

BOOST_AUTO_TEST_CASE(each_quartier_has_a_panel_on_the_scale_of_all_with_everybody_as_a_line) {
    const auto panels = panels_of(table_of({"quartier"}), heading(), -1);
    BOOST_TEST(panels.rows == (std::vector<std::string>{"oui", "non"}), boost::test_tools::per_element());
    BOOST_TEST(panels.everybody[0].value() == 100.0 * 99 / 229, boost::test_tools::tolerance(1e-12));  // 30 + 40 + 9 + 20 of 229
    BOOST_REQUIRE(panels.panels.size() == 3u);
    BOOST_TEST(panels.panels[0].name == "Moulin à Vent");
    BOOST_TEST(panels.panels[0].base.value() == 60);
    BOOST_TEST(panels.panels[0].bars[0].value.value() == 50.0);
    BOOST_TEST(panels.panels[1].bars[1].value.value() == 100.0 * 80 / 120, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(panels.panels[1].bars[1].low.has_value());
    BOOST_TEST(panels.panels[2].hidden);  // nine answers
    BOOST_TEST(!panels.panels[2].base.has_value());
}

BOOST_AUTO_TEST_CASE(a_second_breakdown_makes_the_rows_and_each_has_its_own_line) {
    const auto panels = panels_of(table_of({"gender", "quartier"}), heading(), 0);
    BOOST_TEST(panels.rows == (std::vector<std::string>{"femme", "homme"}), boost::test_tools::per_element());
    BOOST_TEST(panels.panels.size() == 3u);
    BOOST_TEST(panels.everybody[1].value() == 100.0 * 15 / 145, boost::test_tools::tolerance(1e-12));  // 15 of 30 + 95 + 20 men
    BOOST_TEST(panels.panels[1].bars[1].value.value() == 100.0 * 15 / 95, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(what_is_not_shown_is_hatched_and_named_and_there_is_no_figure) {
    const auto svg = to_svg(table_of({"quartier"}), heading(), -1, Surroundings::title_and_notes, ChartKind::panels);
    BOOST_TEST(svg.starts_with("<svg "));
    BOOST_TEST(times(svg, ">n.c.</text>") == 1u);
    BOOST_TEST(times(svg, "n.c.\u00a0: non communiqué") == 1u);
    BOOST_TEST(times(svg, "stroke-dasharray") == 1u + 2 * 2);  // the key, and two rows of two panels
    BOOST_TEST(times(svg, ">100\u00a0%</text>") == 2u);          // the axis, not the nine of the third quartier
    BOOST_TEST(times(svg, "<title id=") == 1u);
    BOOST_TEST(svg.find("oui\u00a0: De 33\u00a0% (La &quot;Duchère&quot;; haut) à 50\u00a0% (Moulin à Vent). Ensemble\u00a0: 43\u00a0%.") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_table_without_groups_and_one_of_too_many_rows_have_no_panels) {
    BOOST_TEST(has_panels(table_of({"quartier"})));
    BOOST_TEST(!has_panels(table_of({})));
    Survey survey;
    const auto gender = survey.add(forms::QuestionType::select_one, "genre", {"femme", "homme"});
    std::vector<std::string> answers;
    for (std::size_t i = 0; i <= most_panel_rows; ++i) answers.push_back("a" + std::to_string(i));
    const auto question = survey.add(forms::QuestionType::select_one, "q", answers);
    survey.people(40, {gender, question}, {0, 0});
    const auto table = protect(survey.table("q", {"genre"}), Audience::team, false);
    BOOST_TEST(!has_panels(table));
    BOOST_TEST(to_svg(table, heading(), 0, Surroundings::subtitle, ChartKind::panels) == to_svg(table, heading(), 0, Surroundings::subtitle));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(stacked_bars)

BOOST_AUTO_TEST_CASE(answers_stand_end_to_end_and_a_hidden_group_is_hatched_whole) {
    const auto svg = to_svg(table_of({"quartier"}), heading(), -1, Surroundings::title_and_notes, ChartKind::stacked);
    // By hand: two halves of one width, a third and two thirds, and nothing of the nine.
    const std::regex piece{"<rect x=\"([0-9.]+)\" y=\"[0-9.]+\" width=\"([0-9.]+)\" height=\"24\""};
    std::vector<double> widths;
    for (std::sregex_iterator at{svg.begin(), svg.end(), piece}, end; at != end; ++at) widths.push_back(std::stod((*at)[2]));
    BOOST_REQUIRE(widths.size() == 2u + 2 + 1 + 2);
    BOOST_TEST(widths[0] == widths[1]);
    BOOST_TEST(widths[3] == 2 * widths[2], boost::test_tools::tolerance(1e-4));
    BOOST_TEST(widths[4] == widths[0] + widths[1], boost::test_tools::tolerance(1e-4));
    BOOST_TEST(times(svg, ">n.c.</text>") == 1u);
    BOOST_TEST(svg.find("Moulin à Vent\u00a0: oui 50\u00a0%, non 50\u00a0%.") != std::string::npos);
    BOOST_TEST(svg.find("=Gorge de Loup\u00a0: trop peu de réponses.") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(neighbours_are_told_apart_without_colour_by_hatching_or_by_brightness) {
    for (std::size_t answers = 2; answers <= most_stacked_answers; ++answers) {
        Survey survey;
        std::vector<std::string> names;
        for (std::size_t i = 0; i < answers; ++i) names.push_back("a" + std::to_string(i));
        const auto question = survey.add(forms::QuestionType::select_one, "q", names);
        for (std::size_t i = 0; i < answers; ++i) survey.people(50, {question}, {static_cast<std::uint16_t>(i)});
        const auto svg = to_svg(protect(survey.table("q"), Audience::team, false), heading(), -1, Surroundings::subtitle, ChartKind::stacked);
        const std::regex legend{"width=\"22\" height=\"15\"[^>]* fill=\"([^\"]+)\""};
        std::string before;
        for (std::sregex_iterator at{svg.begin(), svg.end(), legend}, end; at != end; ++at) {
            const auto fill = (*at)[1].str();
            const bool hatched = fill.starts_with("url"), was_hatched = before.starts_with("url");
            const auto ground = [&](const std::string& one) {
                if (!one.starts_with("url")) return one;
                const auto id = "<pattern id=\"" + one.substr(5, one.size() - 6) + "\"";
                return svg.substr(svg.find("fill=\"", svg.find(id)) + 6, 7);
            };
            if (!before.empty() && hatched == was_hatched) {
                const double here = luminance(ground(fill)) + 0.05, there = luminance(ground(before)) + 0.05;
                BOOST_TEST(std::max(here, there) / std::min(here, there) > 1.25, answers << " answers: " << before << " and " << fill);
            }
            before = fill;
        }
        BOOST_TEST(!before.empty());
    }
}

BOOST_AUTO_TEST_CASE(several_answers_a_person_are_not_stacked) {
    BOOST_TEST(can_be_stacked(table_of({"quartier"})));
    Survey survey;
    const auto question = survey.add(forms::QuestionType::select_multiple, "q", {"bruit", "rats"});
    survey.column(question).words = 1;
    survey.column(question).states.assign(30, forms::State::answered);
    survey.column(question).ticks.assign(30, 3);
    survey.columns.people = 30;
    BOOST_TEST(!can_be_stacked(protect(survey.table("q"), Audience::team, false)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::analysis::test

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

#include "analysis/weighted.hpp"
#include "analysis/wording.hpp"
#include "headed_survey.hpp"

namespace ecoute::analysis::test {
namespace {

using Json = nlohmann::json;

Json cell(const Json& table, const Json& key, const std::string& answer) {
    for (const auto& cell : table["cells"])
        if (cell["key"] == key && cell["answer"] == answer) return cell;
    return nullptr;
}

ProtectedTable shown(const Survey& survey, const std::vector<std::string>& by) {
    return protect(survey.table("q", by), Audience::team, false);
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

BOOST_AUTO_TEST_SUITE(a_table_in_json)

BOOST_AUTO_TEST_CASE(eighty_and_ten_percent_with_bases_of_a_hundred_and_nine_hundred) {
    const auto table = Json::parse(to_json(shown(eighty_and_ten(), {"gender"}), heading()));
    BOOST_TEST(table["campaign"] == "c1");
    BOOST_TEST(table["snapshot"] == "42");
    BOOST_TEST(table["question"] == "q");
    BOOST_TEST(table["by"] == Json::array({"gender"}));
    BOOST_TEST(table["where"].is_null());
    BOOST_TEST(table["weighted"] == false);
    BOOST_TEST(table["tests"] == Json::array());
    BOOST_TEST(table["base"] == Json::parse(R"({"respondents":1000,"answered":1000,"not_asked":0,"no_answer":0,
                                               "refused":0,"unclassified":0})"));
    const auto women = cell(table, {{"gender", "femme"}}, "oui");
    BOOST_TEST(women["percent"] == 80.0);
    BOOST_TEST(women["count"] == 80);
    BOOST_TEST(women["base"] == 100);
    BOOST_TEST(women["suppressed"] == false);
    const auto men = cell(table, {{"gender", "homme"}}, "oui");
    BOOST_TEST(men["percent"] == 10.0);
    BOOST_TEST(men["base"] == 900);
    const auto all = cell(table, Json::object(), "oui");
    BOOST_TEST(all["percent"] == 17.0);
    BOOST_TEST(all["base"] == 1000);
}

BOOST_AUTO_TEST_CASE(a_hidden_cell_says_so_and_has_no_figure) {
    const auto table = Json::parse(to_json(shown(three_quartiers(), {"quartier"}), heading()));
    const auto hidden = cell(table, {{"quartier", "QP3"}}, "oui");
    BOOST_TEST(hidden == Json::parse(R"({"key":{"quartier":"QP3"},"answer":"oui","suppressed":true})"));
    BOOST_TEST(cell(table, {{"quartier", "QP1"}}, "oui")["count"] == 30);
    BOOST_TEST(table["base"]["unclassified"].is_null());
}

BOOST_AUTO_TEST_CASE(keys_speak_as_the_request_did_and_leave_totals_out) {
    const auto table = Json::parse(to_json(shown(three_quartiers(), {"ou", "gender"}), heading()));
    BOOST_TEST(table["by"] == Json::array({"ou", "gender"}));
    BOOST_TEST(table["cells"].size() == 4u * 3u * 2u);
    BOOST_TEST(cell(table, {{"ou", "QP2"}, {"gender", "homme"}}, "non")["count"] == 80);
    BOOST_TEST(cell(table, {{"gender", "homme"}}, "oui")["base"] == 145);
    BOOST_TEST(cell(table, Json::object(), "oui")["base"] == 229);
}

BOOST_AUTO_TEST_CASE(a_number_has_mean_and_median_in_a_cell_without_answer) {
    Survey survey;
    const auto question = survey.add(forms::QuestionType::integer, "q");
    survey.column(question).numbers = {0, 1, 1, 2, 3, 5, 8, 9, 9, 12, 15};
    survey.column(question).states.assign(11, forms::State::answered);
    survey.columns.people = 11;
    const auto table = Json::parse(to_json(shown(survey, {}), heading()));
    BOOST_REQUIRE(table["cells"].size() == 1u);
    const auto& only = table["cells"][0];
    BOOST_TEST(!only.contains("answer"));
    BOOST_TEST(only["median"] == 5.0);
    BOOST_TEST(only["lower_quartile"] == 1.0);  // a quarter of eleven is 2.75: the third value
    BOOST_TEST(only["upper_quartile"] == 9.0);  // three quarters are 8.25: the ninth
    BOOST_TEST(only["mean"].get<double>() == 65.0 / 11, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(only["base"] == 11);
    for (const char* figure : {"low", "high", "se"}) BOOST_TEST(only[figure].is_number());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_table_in_csv)

BOOST_AUTO_TEST_CASE(french_excel_reads_it) {
    const auto csv = to_csv(shown(three_quartiers(), {"quartier"}), heading());
    BOOST_TEST(csv.substr(0, 3) == "\xEF\xBB\xBF");
    BOOST_TEST(contains(csv, "Code du quartier;Quartier;Réponse;Nombre;Base;Part (%)"));
    BOOST_TEST(contains(csv, "\r\nQP1;Moulin à Vent;oui;30;60;50;37,"));
    BOOST_TEST(contains(csv, "\r\nQP2;\"La \"\"Duchère\"\"; haut\";oui;40;120;33,3;"));
    BOOST_TEST(contains(csv, "\r\nQP3;'=Gorge de Loup;oui;;;;;;;;trop peu de réponses\r\n"));
    BOOST_TEST(contains(csv, "\r\n;Ensemble;oui;99;229;43,2;"));
    for (std::size_t i = 0; i < csv.size(); ++i)
        if (csv[i] == '\n') BOOST_TEST(csv[i - 1] == '\r');
}

BOOST_AUTO_TEST_CASE(the_table_is_rectangular_and_notes_stand_below_a_blank_line) {
    const auto csv = to_csv(shown(three_quartiers(), {"gender", "quartier"}), heading());
    const auto blank = csv.find("\r\n\r\n");
    BOOST_REQUIRE(blank != std::string::npos);
    std::istringstream lines{std::regex_replace(csv.substr(0, blank), std::regex{"\"[^\"]*(\"\"[^\"]*)*\""}, "x")};
    std::string line;
    while (std::getline(lines, line)) BOOST_TEST(std::count(line.begin(), line.end(), ';') == 11);
    const auto notes = csv.substr(blank);
    for (const char* said : {"Écoute habitants", "Cela va-t-il mieux ?", "par genre et quartier", "du 3 au 17 mai 2026",
                             "Conseil citoyen, 1 000 réponses"})
        BOOST_TEST(contains(notes, said));
}

/// 30 of 60 people in a sample of 229: V = 229/228 .25/60, deff = 229/228 59/60 = 0.99, n_effective = 60 228/229 = 59.7.
BOOST_AUTO_TEST_CASE(each_share_has_its_equivalent_answers_and_design_effect_and_a_sentence_that_says_what_they_are) {
    const auto csv = to_csv(shown(three_quartiers(), {"quartier"}), heading());
    BOOST_TEST(contains(csv, "À (95\u00a0%);Réponses équivalentes;Effet de plan;Remarque\r\n"), csv);
    BOOST_TEST(contains(csv, ";oui;30;60;50;37,"), csv);
    BOOST_TEST(contains(csv, ";59,7;0,99;\r\n"), csv);
    BOOST_TEST(contains(csv, "combien de réponses tirées au sort une à une"));
}

BOOST_AUTO_TEST_CASE(texts_that_a_spreadsheet_would_run_are_defused) {
    for (const std::string start : {"=1+1", "+33", "-5", "@SUM(A1)", "\tx"}) {
        Survey survey;
        const auto question = survey.add(forms::QuestionType::select_one, "q", {start, "non"});
        survey.people(50, {question}, {0});
        BOOST_TEST(contains(to_csv(shown(survey, {}), heading()), "\r\n'" + start + ";50;50;100"));
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_table_in_a_terminal)

BOOST_AUTO_TEST_CASE(columns_are_aligned_by_what_is_seen_and_fit_a_hundred_signs) {
    const auto text = to_text(shown(three_quartiers(), {"quartier", "gender"}), heading());
    BOOST_TEST(contains(text, "Moulin à Vent       femme           30   100\u00a0% (30)     0\u00a0% (0)\n"), text);
    BOOST_TEST(contains(text, "La \"Duchère\"; haut  homme           95    16\u00a0% (15)   84\u00a0% (80)\n"), text);
    std::istringstream lines{text};
    std::string line;
    while (std::getline(lines, line)) BOOST_TEST(display_width(line) <= 100u);
}

BOOST_AUTO_TEST_CASE(widths_count_signs_not_bytes) {
    BOOST_TEST(display_width("Écoute") == 6u);
    BOOST_TEST(display_width("e\u0301") == 1u);
    BOOST_TEST(display_width("حَيّ") == 2u);
    BOOST_TEST(display_width("汉字") == 4u);
    BOOST_TEST(display_width("\xC3") == 1u);  // a cut sign harms nothing
}

BOOST_AUTO_TEST_CASE(without_breakdown_each_answer_has_its_line_with_its_interval) {
    const auto text = to_text(shown(eighty_and_ten(), {}), heading());
    BOOST_TEST(contains(text, "oui"));
    BOOST_TEST(contains(text, "17\u00a0%     15 à 19\u00a0%"));
    BOOST_TEST(contains(text, "Réponses   1\u202f000\n"));
}

BOOST_AUTO_TEST_CASE(invented_data_say_so_everywhere) {
    auto invented = heading();
    invented.invented = true;
    const auto table = shown(eighty_and_ten(), {"gender"});
    for (const auto& output :
         {to_text(table, invented), to_csv(table, invented), to_json(table, invented), to_svg(table, invented, 0)})
        BOOST_TEST(contains(output, "Données inventées"));
    BOOST_TEST(!contains(to_text(table, heading()), "inventées"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_chart)

BOOST_AUTO_TEST_CASE(one_breakdown_has_a_bar_a_category_and_says_what_is_not_shown) {
    const auto svg = to_svg(shown(three_quartiers(), {"quartier"}), heading(), 0);
    BOOST_TEST(contains(svg, "<title id="));
    BOOST_TEST(contains(svg, "<desc id="));
    BOOST_TEST(contains(
        svg, "De 33\u00a0% (La &quot;Duchère&quot;; haut) à 50\u00a0% (Moulin à Vent). Ensemble\u00a0: 43\u00a0%."));
    BOOST_TEST(contains(svg, "trop peu de réponses</text>"));
    BOOST_TEST(contains(svg, "«\u00a0oui\u00a0», par quartier"));
    const std::regex bar{"<rect [^>]*rx="};
    BOOST_TEST(std::distance(std::sregex_iterator{svg.begin(), svg.end(), bar}, {}) == 3);  // two quartiers and all
}

BOOST_AUTO_TEST_CASE(women_and_men_have_their_colours_a_hatching_and_their_names) {
    const auto svg = to_svg(shown(three_quartiers(), {"quartier", "gender"}), heading(), 0);
    for (const char* part : {"#0f6e84", "#d17a22", "<pattern ", ">femme</text>", ">homme</text>", ">Ensemble</text>"})
        BOOST_TEST(contains(svg, part));
}

BOOST_AUTO_TEST_CASE(right_to_left_is_a_mirror) {
    auto arabic = heading();
    const auto table = shown(three_quartiers(), {"quartier"});
    const auto left = to_svg(table, arabic, 0);
    arabic.language = "ar";
    const auto right = to_svg(table, arabic, 0);
    BOOST_TEST(contains(left, "direction=\"ltr\""));
    BOOST_TEST(contains(right, "direction=\"rtl\""));
    BOOST_TEST(contains(left, "<text x=\"4\""));
    BOOST_TEST(contains(right, "<text x=\"816\""));
}

// 15 px letters on a screen of 412 px: the page's margins leave 380.
BOOST_AUTO_TEST_CASE(on_a_phone_names_stand_above_bars_and_nothing_is_wider_than_the_screen) {
    const std::regex box{"<(rect|text|line) x1?=\"([-0-9.]+)\"(?: [yx][12]?=\"([-0-9.]+)\")+(?: width=\"([-0-9.]+)\")?"};
    for (const auto kind : {ChartKind::bars, ChartKind::stacked, ChartKind::panels})
        for (const auto& by : std::vector<std::vector<std::string>>{{}, {"quartier"}, {"quartier", "gender"}})
            BOOST_TEST_CONTEXT(name(kind) << " by " << by.size()) {
                const auto table = shown(three_quartiers(), by);
                const auto svg = to_svg(table, heading(), 0, Surroundings::subtitle_on_phone, kind);
                BOOST_TEST(contains(svg, "viewBox=\"0 0 400 "));
                for (std::sregex_iterator at{svg.begin(), svg.end(), box}, end; at != end; ++at) {
                    const double left = std::stod((*at)[2]), width = (*at)[4].matched ? std::stod((*at)[4]) : 0;
                    BOOST_TEST((left >= 0 && left + width <= 400), at->str());
                }
            }
    const auto table = shown(three_quartiers(), {"quartier"});
    const auto phone = to_svg(table, heading(), 0, Surroundings::subtitle_on_phone), desk = to_svg(table, heading(), 0, Surroundings::subtitle);
    BOOST_TEST(contains(phone, "<text x=\"4\" y=\""));
    BOOST_TEST(contains(phone, ">Moulin à Vent</text>"));
    BOOST_TEST(!contains(phone, "text-anchor=\"end\""));
    // What is drawn is the same, and one may stand beside the other in a page.
    const auto described = [](const std::string& svg) { return svg.substr(svg.find('>', svg.find("<desc")), svg.find("</desc>") - svg.find('>', svg.find("<desc"))); };
    BOOST_TEST(described(phone) == described(desk));
    const auto id = [](const std::string& svg) { return svg.substr(svg.find("<title id="), 24); };
    BOOST_TEST(id(phone) != id(desk));
}

BOOST_AUTO_TEST_CASE(any_answer_number_and_any_number_of_breakdowns_give_a_picture) {
    const auto survey = three_quartiers();
    for (const auto& by : std::vector<std::vector<std::string>>{{}, {"quartier"}, {"quartier", "gender"}})
        for (const int answer : {-1, 0, 1, 2, 99, -7}) {
            const auto svg = to_svg(shown(survey, by), heading(), answer);
            BOOST_TEST(svg.starts_with("<svg "));
            BOOST_TEST(svg.ends_with("</svg>"));
            BOOST_TEST(!contains(svg, "nan"));
        }
    BOOST_TEST(contains(to_svg(shown(Survey{eighty_and_ten()}, {}), {}, -1), "</svg>"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(words_of_tables)

/// 40 and 40 people who answer alike, 40 and 40 who do not, and 40 beside 29.
BOOST_AUTO_TEST_CASE(groups_are_ranked_only_when_none_is_small_and_the_test_tells_them_apart) {
    const auto said = [](std::size_t yes_of_second, std::size_t no_of_second) {
        Survey survey;
        const auto place = survey.add(forms::QuestionType::select_one, "ou", {"un", "deux"});
        const auto question = survey.add(forms::QuestionType::select_one, "q", {"oui", "non"});
        survey.people(20, {place, question}, {0, 0});
        survey.people(20, {place, question}, {0, 1});
        survey.people(yes_of_second, {place, question}, {1, 0});
        survey.people(no_of_second, {place, question}, {1, 1});
        auto table = survey.table("q", {"ou"});
        add_test_of_counts(table);
        const auto protected_table = protect(std::move(table), Audience::exact, false);
        const auto around = heading();
        const Wording wording{protected_table, around};
        return std::pair{wording.may_rank(0), wording.comparison()};
    };
    BOOST_TEST(!said(21, 19).first);
    BOOST_TEST(contains(said(21, 19).second, "ne les classez pas"));
    BOOST_TEST(said(36, 4).first);
    BOOST_TEST(contains(said(36, 4).second, "viennent rarement du hasard"));
    BOOST_TEST(!said(26, 3).first);
    BOOST_TEST(contains(said(26, 3).second, "Trop peu de réponses pour comparer"));
}

/// Several answers a person have no test of the whole table: the one that is named has.
BOOST_AUTO_TEST_CASE(of_several_answers_that_one_is_ranked_by_which_its_own_test_tells_groups_apart) {
    Survey survey;
    const auto place = survey.add(forms::QuestionType::select_one, "ou", {"un", "deux"});
    const auto multiple = survey.add(forms::QuestionType::select_multiple, "m", {"velo", "bus"});
    survey.column(multiple).words = 1;
    const auto come = [&](std::uint16_t where, std::uint64_t ticks, std::size_t times) {
        survey.people(times, {place}, {where});
        survey.column(multiple).ticks.insert(survey.column(multiple).ticks.end(), times, ticks);
        survey.column(multiple).states.insert(survey.column(multiple).states.end(), times, forms::State::answered);
    };
    come(0, 1, 20), come(0, 3, 18), come(0, 2, 2);  // vélo 38, bus 20
    come(1, 1, 18), come(1, 3, 2), come(1, 2, 20);  // vélo 20, bus 22
    const auto around = heading();
    const auto table = protect(survey.table("m", {"ou"}), Audience::exact, false);
    const Wording wording{table, around};
    BOOST_TEST(wording.may_rank(0));
    BOOST_TEST(!wording.may_rank(1));
    BOOST_TEST(contains(wording.comparison(0), "la réponse «\u00a0velo\u00a0»\u00a0: des écarts aussi grands viennent rarement du hasard"));
    BOOST_TEST(contains(wording.comparison(1), "Pour la réponse «\u00a0bus\u00a0», les écarts"));
    BOOST_TEST(wording.comparison() == "");
    const auto alone = protect(survey.table("m"), Audience::exact, false);
    BOOST_TEST((Wording{alone, around}.comparison(0) == "" && !Wording{alone, around}.may_rank(0)));
}

/// A number without classes, of twice 40 people: means of 4.5 and 4.5, or 4.5 and 14.5.
BOOST_AUTO_TEST_CASE(means_are_ranked_only_when_their_test_tells_them_apart) {
    const auto said = [](double more) {
        Survey survey;
        const auto place = survey.add(forms::QuestionType::select_one, "ou", {"un", "deux"});
        const auto number = survey.add(forms::QuestionType::integer, "n");
        for (int person = 0; person < 80; ++person) {
            survey.people(1, {place}, {std::uint16_t(person % 2)});
            survey.column(number).numbers.push_back(person / 2 % 10 + person % 2 * more);
            survey.column(number).states.push_back(forms::State::answered);
        }
        const auto table = protect(survey.table("n", {"ou"}), Audience::exact, false);
        const auto around = heading();
        const Wording wording{table, around};
        return std::pair{wording.may_rank(Wording::the_mean), wording.comparison(Wording::the_mean)};
    };
    BOOST_TEST(said(10).first);
    BOOST_TEST(contains(said(10).second, "n'ont pas tous la même moyenne"));
    BOOST_TEST(!said(0).first);
    BOOST_TEST(contains(said(0).second, "ne les classez pas"));
}

BOOST_AUTO_TEST_CASE(every_word_that_outputs_say_stands_in_french_and_in_english) {
    const auto french_words = words("fr"), english_words = words("en");
    const std::regex key{R"re("(tables\.[a-z_.]*[a-z_])")re"};
    for (const auto& entry : std::filesystem::directory_iterator{std::string{ECOUTE_SOURCE_DIR} + "/analysis"}) {
        if (entry.path().extension() != ".cpp") continue;
        const auto code = file("analysis/" + entry.path().filename().string());
        for (std::sregex_iterator found{code.begin(), code.end(), key}, end; found != end; ++found) {
            BOOST_TEST(french_words.contains((*found)[1]), (*found)[1]);
            BOOST_TEST(english_words.contains((*found)[1]), (*found)[1]);
        }
    }
    for (const auto& [word, said] : french_words) BOOST_TEST(english_words.contains(word), word);
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::analysis::test

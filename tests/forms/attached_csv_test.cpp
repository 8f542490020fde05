#include "forms/attached_csv.hpp"

#include <boost/test/unit_test.hpp>

#include "forms/form_json.hpp"

namespace f = ecoute::forms;

namespace {

const f::AttachedList places{.list = "lieux", .file = "lieux.csv"};

f::ListReading read(const std::string& text, const f::AttachedList& wanted = places, f::ListUse use = f::ListUse::choices) {
    return f::list_from_csv(text, wanted, "fr", use);
}

/// "code where" of each mistake.
std::string told(const f::ListReading& reading) {
    std::string text;
    for (const auto& mistake : reading.mistakes) text += std::string(f::name(mistake.code)) + (mistake.where.empty() ? "" : " ") + mistake.where + "\n";
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_list_that_comes_from_a_file)

BOOST_AUTO_TEST_CASE(has_a_choice_a_row_with_its_label_and_the_other_columns) {
    const auto reading = read("name,label,commune\nparc,Le parc,Lyon\ngare,\"La gare, quai B\",Vénissieux\n");
    BOOST_TEST(told(reading) == "");
    BOOST_TEST(reading.list.name == "lieux");
    BOOST_REQUIRE(reading.list.choices.size() == 2U);
    const auto& station = reading.list.choices[1];
    BOOST_TEST(station.name == "gare");
    BOOST_TEST((station.label == f::Text{{"fr", "La gare, quai B"}}));
    BOOST_TEST(station.columns.size() == 1U);
    BOOST_TEST(station.columns.at("commune") == "Vénissieux");
}

BOOST_AUTO_TEST_CASE(may_come_from_french_excel_with_its_blank_rows_at_the_end) {
    const auto reading = read("\xEF\xBB\xBFname;label;commune\r\nparc; Le parc ;\r\n;;\r\n;;\r\n");
    BOOST_TEST(told(reading) == "");
    BOOST_REQUIRE(reading.list.choices.size() == 1U);
    BOOST_TEST(reading.list.choices[0].label.at("fr") == "Le parc");
    BOOST_TEST(reading.list.choices[0].columns.at("commune") == "");
}

BOOST_AUTO_TEST_CASE(is_labelled_in_each_language_that_a_column_names) {
    const auto reading = read("name,label::ar,label,label::Türkçe (tr)\nparc,الحديقة,Le parc,Park\ngare,,La gare,\n");
    BOOST_TEST(told(reading) == "");
    BOOST_TEST((reading.list.choices[0].label == f::Text{{"fr", "Le parc"}, {"ar", "الحديقة"}, {"tr", "Park"}}));
    BOOST_TEST((reading.list.choices[1].label == f::Text{{"fr", "La gare"}}));
    BOOST_TEST(reading.list.choices[0].columns.empty());
    BOOST_TEST(told(read("name,label,label::Arabe dialectal\nparc,Le parc,x\n")) == "workbook.language_unknown line 1\n");
}

BOOST_AUTO_TEST_CASE(says_which_choices_stand_alone_mean_a_refusal_and_have_points) {
    const std::string text = "name;label;exclusive;missing;score\nparc;Le parc;;;1,5\naucun;Aucun;oui;;0\nnspp;Je préfère ne pas dire;;refused;\n";
    const auto reading = read(text);
    BOOST_TEST(told(reading) == "");
    BOOST_REQUIRE(reading.list.choices.size() == 3U);
    const auto &park = reading.list.choices[0], &none = reading.list.choices[1], &refusal = reading.list.choices[2];
    BOOST_TEST((!park.exclusive && none.exclusive && !refusal.exclusive));
    BOOST_TEST((!park.refusal && !none.refusal && refusal.refusal));
    BOOST_TEST(park.score.value() == 1.5);
    BOOST_TEST(none.score.value() == 0);
    BOOST_TEST(!refusal.score.has_value());
    BOOST_TEST(park.columns.at("score") == "1,5");  // as the file has it
    BOOST_TEST(told(read("name,label,exclusive\nparc,Le parc,peut-être\n")) == "workbook.cell_invalid line 2\n");
    BOOST_TEST(told(read("name,label,missing\nparc,Le parc,oui\n")) == "workbook.cell_invalid line 2\n");
    BOOST_TEST(told(read("name,label,score\nparc,Le parc,A\n")) == "workbook.cell_invalid line 2\n");
    // A table that only expressions read has columns of its own.
    BOOST_TEST(told(read("name,score\nparc,A\n", places, f::ListUse::table)) == "");
}

BOOST_AUTO_TEST_CASE(tells_that_its_pictures_and_sounds_are_not_shown) {
    const auto reading = read("name,label,image,audio::العربية (ar),imagerie\nparc,Le parc,p.png,p.mp3,x\n");
    BOOST_TEST(told(reading) == "");
    BOOST_REQUIRE(reading.warnings.size() == 2U);
    BOOST_TEST(reading.warnings[0].facts.at("value") == "image");
    BOOST_TEST(reading.warnings[1].facts.at("value") == "audio::العربية (ar)");
    BOOST_TEST(reading.list.choices[0].columns.at("image") == "p.png");
}

BOOST_AUTO_TEST_CASE(takes_the_columns_that_the_questionnaire_names_and_keeps_them_under_their_own_names) {
    const f::AttachedList wanted{.list = "lieux", .file = "lieux.csv", .value = "code", .label = "nom"};
    const auto reading = read("code,nom,name\nP1,Le parc,surnom\n", wanted);
    BOOST_TEST(told(reading) == "");
    const auto& park = reading.list.choices.at(0);
    BOOST_TEST(park.name == "P1");
    BOOST_TEST(park.label.at("fr") == "Le parc");
    const std::map<std::string, std::string, std::less<>> columns{{"code", "P1"}, {"nom", "Le parc"}, {"name", "surnom"}};
    BOOST_TEST((park.columns == columns));
}

BOOST_AUTO_TEST_CASE(is_refused_with_the_line_of_each_mistake) {
    BOOST_TEST(told(read("")) == "csv.empty\n");
    BOOST_TEST(told(read("nam,label\nparc,Le parc\n")) == "workbook.column_missing line 1\n");
    BOOST_TEST(read("nam,label\nparc,Le parc\n").mistakes[0].facts.at("known") == "nam");
    BOOST_TEST(told(read("code,nom\nparc,Le parc\n")) == "workbook.column_missing line 1\nworkbook.column_missing line 1\n");
    const auto twice = read("name,label\nparc,Le parc\ngare,La gare\nparc,Un autre parc\n,Sans nom\nquai,\nrefused,Non\n");
    BOOST_TEST(told(twice) == "form.choice_twice line 4\nworkbook.cell_invalid line 5\nworkbook.cell_invalid line 6\nform.choice_invalid line 7\n");
    BOOST_TEST(twice.mistakes[0].facts.at("first") == "2");
    BOOST_TEST(told(read("name,label\nparc\n")) == "csv.row_length line 2\n");
    BOOST_TEST(told(read("name,label\nparc,\"Le parc\n")) == "csv.quote line 2\n");
}

BOOST_AUTO_TEST_CASE(holds_itself_to_its_limits) {
    BOOST_TEST(told(read("name,label\nparc," + std::string(f::longest_list_cell_bytes, 'a') + "\n")) == "");
    BOOST_TEST(told(read("name,label\nparc," + std::string(f::longest_list_cell_bytes + 1, 'a') + "\n")) == "csv.too_large line 2\n");
    std::string rows = "name,label\n";
    for (std::size_t i = 0; i < f::longest_list; ++i) rows += "n" + std::to_string(i) + ",x\n";
    BOOST_TEST(told(read(rows)) == "");
    BOOST_TEST(told(read(rows + "n,x\n")) == "form.too_large line 65002\n");
    BOOST_TEST(told(read(std::string(f::largest_list_file_bytes + 1, 'a'))) == "csv.too_large\n");
    std::string blank = "name,label\n";
    for (std::size_t i = 0; i < 1'000; ++i) blank += ",x\n";
    BOOST_TEST(read(blank).mistakes.size() == f::most_list_mistakes);
    std::string header = "name,label";
    for (std::size_t i = 0; i < f::most_list_columns; ++i) header += ",c" + std::to_string(i);
    BOOST_TEST(told(read(header + "\n")) == "csv.too_large line 1\n");
}

BOOST_AUTO_TEST_CASE(is_a_table_without_names_when_no_question_offers_it) {
    const auto reading = read("rue,ilot\nMermoz,12\nMermoz,13\n", places, f::ListUse::table);
    BOOST_TEST(told(reading) == "");
    BOOST_TEST(reading.list.choices.size() == 2U);
    BOOST_TEST(reading.list.choices[1].columns.at("ilot") == "13");

    const auto form = f::read_form(R"q({"ecoute":1,"id":"a","version":"1","title":{"fr":"a"},
        "attached":{"lieux":{"file":"lieux.csv"},"parcs":{"file":"parcs.csv"},"ilots":{"file":"ilots.csv"}},
        "questions":[{"type":"select_one","name":"lieu","choices":"lieux","label":{"fr":"Lieu"}},
                     {"type":"select_one","name":"parc","choices":"parcs","or_other":true,"label":{"fr":"Parc"}},
                     {"type":"calculate","name":"ilot","calculation":"pulldata('ilots','ilot','rue',${lieu})"}]})q", {}, true);
    BOOST_REQUIRE(form.form.has_value());
    BOOST_TEST((f::use_of(*form.form, "lieux") == f::ListUse::choices));
    BOOST_TEST((f::use_of(*form.form, "parcs") == f::ListUse::choices));
    BOOST_TEST((f::use_of(*form.form, "ilots") == f::ListUse::table));
}

BOOST_AUTO_TEST_SUITE_END()

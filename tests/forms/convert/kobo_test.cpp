// Kobo's structures, as its form builder writes them (support.kobotoolbox.org, "Question matrix", "Rating", "Ranking"): what a tablet with the
// Kobo form sends bears the names that are expected here.
#include <nlohmann/json.hpp>

#include "forms/form_json.hpp"
#include "tests/forms/convert/sheets.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;
using nlohmann::json;

namespace {

const std::string rest =
    "\n# choices\nlist_name|name|label\nbiens|auto|Voiture\nbiens|velo|Vélo\non|oui|Oui\non|non|Non\n"
    "avis|bien|Bien\navis|mal|Mal\nbesoins|eau|Eau\nbesoins|pain|Pain\nbesoins|toit|Toit\n"
    "# settings\nform_title|form_id|version|default_language\nEssai|essai|1|fr\n";

f::Conversion converted(const std::string& rows) { return f::document_of_xlsform(t::sheets("# survey\n" + rows + rest)); }

/// The questions of the document, which has no mistake.
json questions(const std::string& rows) {
    const auto conversion = converted(rows);
    BOOST_TEST(t::lines_of(conversion.mistakes) == "");
    BOOST_TEST(t::lines_of(f::read_form(conversion.bytes).mistakes) == "");
    return json::parse(conversion.bytes)["questions"];
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_form_made_with_kobo)

BOOST_AUTO_TEST_CASE(has_the_questions_of_a_matrix_once_for_each_choice_under_kobos_names) {
    const std::string rows =
        "type|name|label|kobo--matrix_list|required|relevant|$kuid\n"
        "begin_kobomatrix|m1|Vos biens|biens|||k\nselect_one on|a|En avez-vous ?||=TRUE||k\n"
        "integer|combien|Combien ?|||${a} = 'oui'|k\nend_kobomatrix||||||";
    const json matrix = questions(rows)[0];
    BOOST_TEST_CONTEXT(matrix.dump()) BOOST_TEST(matrix == json::parse(R"({"type":"group","name":"m1","label":{"fr":"Vos biens"},"questions":[
        {"type":"group","name":"m1_auto","label":{"fr":"Voiture"},"questions":[
          {"type":"select_one","choices":"on","name":"m1_auto_a","label":{"fr":"En avez-vous ?"},"required":true},
          {"type":"integer","name":"m1_auto_combien","label":{"fr":"Combien ?"},"relevant":"${m1_auto_a} = 'oui'"}]},
        {"type":"group","name":"m1_velo","label":{"fr":"Vélo"},"questions":[
          {"type":"select_one","choices":"on","name":"m1_velo_a","label":{"fr":"En avez-vous ?"},"required":true},
          {"type":"integer","name":"m1_velo_combien","label":{"fr":"Combien ?"},"relevant":"${m1_velo_a} = 'oui'"}]}]})"));
    BOOST_TEST(t::lines_of(converted(rows).report) ==
               "convert.unused survey!G1 column $kuid reason=vendor\nconvert.changed survey!A2 type begin_kobomatrix into=group reason=kobo_matrix\n");
}

BOOST_AUTO_TEST_CASE(has_its_rating_as_a_grid) {
    const std::string rows =
        "type|name|label|kobo--score-choices|required|$autoname\nbegin_score|note|Votre avis|avis|=TRUE|\n"
        "score__row|rue|La rue|||\nscore__row||Le parc|||Le_parc\nend_score|||||\nnote|n|Vous dites ${rue}|||";
    const json all = questions(rows);
    BOOST_TEST_CONTEXT(all[0].dump()) BOOST_TEST(all[0] == json::parse(R"({"type":"grid","choices":"avis","name":"note","label":{"fr":"Votre avis"},"required":true,"rows":[
        {"name":"rue","label":{"fr":"La rue"}},{"name":"Le_parc","label":{"fr":"Le parc"}}]})"));
    BOOST_TEST(all[1]["label"]["fr"] == "Vous dites ${note.rue}");
}

BOOST_AUTO_TEST_CASE(has_its_ranking_as_one_question_of_as_many_places) {
    const auto rank = [](const std::string& levels) {
        return "type|name|label|kobo--rank-items|required\nbegin_rank|r|Vos besoins|besoins|=TRUE\n" + levels + "end_rank||||";
    };
    const std::string first = "rank__level|un|Le premier||\n", second = "rank__level|deux|Le deuxième||\n", third = "rank__level|trois|Le troisième||\n";
    const json two = questions(rank(first + second))[0];
    BOOST_TEST_CONTEXT(two.dump()) BOOST_TEST(two == json::parse(R"({"type":"rank","name":"r","label":{"fr":"Vos besoins"},"required":true,"choices":"besoins","parameters":"max=2"})"));
    BOOST_TEST(!questions(rank(first + second + third))[0].contains("parameters"));  // all of the list
    BOOST_TEST(t::lines_of(converted(rank(first)).report) ==
               "convert.changed survey!A2 type begin_rank into=rank reason=kobo_rank\nconvert.unused survey!A3 value un reason=kobo_rank_level\n");
}

BOOST_AUTO_TEST_CASE(is_read_as_its_guide_and_its_exports_write_it) {
    const std::string rows = "type|name|label::None|kobo--matrix_list\nbegin_kobomatrix|m|Biens|biens\ninteger|n|Combien ?|\nend_matrix|||";
    const auto conversion = f::document_of_xlsform(t::sheets("# survey\n" + rows + "\n# choices\nlist_name|name|label::None\nbiens|auto|Voiture\n# settings\nform_id|default_language\nk|None\n"));
    BOOST_TEST(t::lines_of(conversion.mistakes) == "");
    const json matrix = json::parse(conversion.bytes)["questions"][0];
    BOOST_TEST_CONTEXT(matrix.dump()) BOOST_TEST(matrix["questions"][0]["questions"][0]["label"]["fr"] == "Combien ?");
}

BOOST_AUTO_TEST_CASE(is_told_what_it_lacks) {
    const auto told = [](const std::string& rows) { return t::lines_of(converted(rows).mistakes); };
    BOOST_TEST(told("type|name|label|kobo--matrix_list\nbegin_kobomatrix|m|M|bien\ntext|a|A|\nend_kobomatrix|||") == "form.list_unknown survey!A2 bien\n");
    BOOST_TEST(told("type|name|label\nbegin_score|m|M\nscore__row|a|A\nend_score||") == "form.list_unknown survey!A2\n");
    BOOST_TEST(told("type|name|label|kobo--rank-items\nbegin_rank|m|M|besoins\nrank__level|a|A|") ==
               "workbook.begin_without_end survey!A2 begin_rank m expected=end_rank\n");
}

BOOST_AUTO_TEST_CASE(does_not_grow_without_limit) {
    std::string rows = "type|name|label|kobo--matrix_list\nbegin_kobomatrix|m|M|lieux\n", places = "\n# choices\nlist_name|name|label\n";
    for (int i = 0; i < 150; ++i) rows += "text|q" + std::to_string(i) + "|Q|\n";
    for (int i = 0; i < 150; ++i) places += "lieux|l" + std::to_string(i) + "|L\n";
    const auto conversion = f::document_of_xlsform(t::sheets("# survey\n" + rows + "end_kobomatrix|||" + places));
    BOOST_TEST(t::lines_of(conversion.mistakes) == "form.too_large survey!A2 m\n");
}

BOOST_AUTO_TEST_SUITE_END()

#include <nlohmann/json.hpp>

#include "forms/convert/xlsform/columns.hpp"
#include "forms/convert/xlsform/languages.hpp"
#include "forms/convert/xlsform/types.hpp"
#include "forms/convert/xlsform/typography.hpp"
#include "tests/forms/convert/sheets.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;
namespace x = ecoute::forms::xlsform;
using nlohmann::json;

namespace {

/// A workbook of these survey rows, with settings that are not asked about.
std::string survey(const std::string& rows) {
    return "# survey\n" + rows + "\n# settings\nform_title|form_id|version|default_language\nEssai|essai|1|fr\n";
}

json document(const std::string& text) {
    const auto conversion = f::document_of_xlsform(t::sheets(text));
    BOOST_TEST(t::lines_of(conversion.mistakes) == "");
    return json::parse(conversion.bytes);
}

json first_question(const std::string& rows) { return document(survey(rows))["questions"][0]; }

std::string report(const std::string& text) { return t::lines_of(f::document_of_xlsform(t::sheets(text)).report); }

}  // namespace

BOOST_AUTO_TEST_SUITE(an_xlsform)

BOOST_AUTO_TEST_CASE(headers_are_understood_in_every_spelling_that_people_use) {
    const std::pair<const char*, const char*> cases[] = {
        {"TYPE", "type"},
        {" Name ", "name"},
        {"relevance", "relevant"},
        {"Bind::Relevant", "relevant"},
        {"caption", "label"},
        {"command", "type"},
        {"read only", "read_only"},
        {"readonly", "read_only"},
        {"calculate", "calculation"},
        {"Constraint  Message", "constraint_message"},
        {"constraining_message", "constraint_message"},
        {"requiredMsg", "required_message"},
        {"jr:count", "repeat_count"},
        {"repeat_count", "repeat_count"},
        {"body::appearance", "appearance"},
        {"big-image", "big-image"},
        {"media::big-image", "big-image"},
        {"guidance_hint::Français (fr)", "guidance_hint"},
        {"hint:fr", "hint"},
    };
    for (const auto& [written, column] : cases) BOOST_TEST_CONTEXT(written) {
            const auto header = x::header_of(written, x::survey_columns(), x::Kind::kept);
            BOOST_REQUIRE(header.column);
            BOOST_TEST(header.column->name == column);
        }
    BOOST_TEST(x::header_of("label::English (en)", x::survey_columns(), x::Kind::kept).language == "English (en)");
    BOOST_TEST(x::header_of("media : image : fr", x::survey_columns(), x::Kind::kept).language == "fr");
    for (const char* unknown : {"bind::foo", "instance::x", "relevant::fr", "body::accept", "Remarques"}) {
        const auto header = x::header_of(unknown, x::survey_columns(), x::Kind::kept);
        BOOST_TEST(!header.column, unknown);
        BOOST_TEST(header.key == unknown);
    }
}

BOOST_AUTO_TEST_CASE(languages_are_known_by_code_or_usual_name) {
    const std::pair<const char*, const char*> cases[] = {
        {"Français (fr)", "fr"}, {"fr", "fr"},       {"pt-BR", "pt-BR"},   {"English (en)", "en"},
        {"french", "fr"},        {"FRANÇAIS", "fr"}, {"Francais", "fr"},   {"Arabe", "ar"},
        {"العربية", "ar"},       {"Wolof", "wo"},    {"Kreyòl (ht)", "ht"}};
    for (const auto& [written, tag] : cases) BOOST_TEST(x::language_tag(written).value_or("") == tag, written);
    for (const char* unknown : {"Klingon", "", "label", "Français (?)"})
        BOOST_TEST(!x::language_tag(unknown).has_value(), unknown);
    for (const char* tag : {"fr", "ar", "tr", "xx", "pt-BR", "kab"})
        BOOST_TEST(x::language_tag(x::language_label(tag)).value_or("") == tag);
}

BOOST_AUTO_TEST_CASE(types_are_understood_in_every_spelling_that_people_use) {
    const std::pair<const char*, const char*> cases[] = {
        {"Text", "text"},
        {"select one from oui_non", "select_one oui_non"},
        {"select1 oui_non", "select_one oui_non"},
        {"SELECT_ONE  Oui_Non", "select_one Oui_Non"},
        {"select all that apply from l", "select_multiple l"},
        {"select multiple l or_other", "select_multiple l or_other"},
        {"select one l or specify other", "select_one l or_other"},
        {"select_one_from_file lieux.csv", "select_one_from_file lieux.csv"},
        {"select one from file a b.csv", "select_one_from_file a b.csv"},
        {"rank l", "rank l"},
        {"photo", "image"},
        {"GPS", "geopoint"},
        {"date time", "dateTime"},
        {"dateTime", "dateTime"},
        {"datetime", "datetime"},
        {"start time", "start"},
        {"calculation", "calculate"},
        {"select_one my__list", "select_one my__list"},
        {"end", "end"},
        {"quelque chose", "quelque chose"},
        {"string", "string"},
        {"int", "int"},
    };
    for (const auto& [written, cell] : cases) BOOST_TEST(x::type_cell(x::type_of(written)) == cell, written);
    BOOST_TEST((x::type_of("Begin Group").row == x::Row::begin_group));
    BOOST_TEST((x::type_of("end_repeat").row == x::Row::end_repeat));
    BOOST_TEST(x::type_of("audit").never_asked);
    BOOST_TEST(!x::type_of("text").never_asked);
}

BOOST_AUTO_TEST_CASE(typographic_signs_are_mended_outside_of_literals_only) {
    BOOST_TEST(x::straightened("${a}\u00A0= \u2018oui\u2019") == "${a} = 'oui'");
    BOOST_TEST(x::straightened("\u201Cl\u2019eau\u201D") == "\"l\u2019eau\"");
    BOOST_TEST(x::straightened("'l\u2019eau\u00A0froide' = ${a}") == "'l\u2019eau\u00A0froide' = ${a}");
    BOOST_TEST(x::straightened("été > 1") == "été > 1");
    BOOST_TEST(x::straightened("") == "");
}

BOOST_AUTO_TEST_CASE(a_cell_becomes_a_member_of_its_own_type) {
    const json question = first_question(
        "type|name|label|required|default|score|bands|sensitive|appearance|hint::English (en)|label::en\n"
        "integer|age|Âge|=TRUE|=30|=2.5|15 25 60|oui|=5|How old|Age");
    BOOST_TEST(
        question ==
        json::parse(
            R"({"type":"integer","name":"age","label":{"fr":"Âge","en":"Age"},"required":true,"default":30,"score":2.5,
        "bands":[15,25,60],"sensitive":true,"appearance":"5","hint":{"en":"How old"}})"));
}

BOOST_AUTO_TEST_CASE(groups_and_repeats_nest_as_their_rows_do) {
    const json questions =
        document(survey("type|name|label|relevant|repeat_count\nbegin group|g|G|${a} = 1|\nbegin "
                        "repeat|r|R||3\ntext|t|T||\nend repeat||||\nend group|g|||\ntext|u|U||"))["questions"];
    BOOST_REQUIRE(questions.size() == 2);
    BOOST_TEST(questions[0]["relevant"] == "${a} = 1");
    BOOST_TEST(questions[0]["questions"][0]["repeat_count"] == "3");
    BOOST_TEST(questions[0]["questions"][0]["questions"][0]["name"] == "t");
    BOOST_TEST(questions[1]["name"] == "u");
}

BOOST_AUTO_TEST_CASE(groups_that_do_not_match_are_told_with_their_rows) {
    BOOST_TEST(t::mistakes_of(survey("type|name|label\nbegin group|g|G\ntext|a|A")) ==
               "workbook.begin_without_end survey!A2 begin group g expected=end group\n");
    BOOST_TEST(t::mistakes_of(survey("type|name|label\ntext|a|A\nend group||")) ==
               "workbook.end_without_begin survey!A3 end group\n");
    BOOST_TEST(t::mistakes_of(survey("type|name|label\nbegin repeat|r|R\ntext|a|A\nend group||")) ==
               "workbook.end_without_begin survey!A4 end group open=begin repeat r\n");
    std::string deep = "type|name|label";
    for (int i = 0; i < 60'000; ++i) deep += "\nbegin group|g" + std::to_string(i) + "|G";
    BOOST_TEST(t::mistakes_of(survey(deep))
                   .starts_with("form.too_large survey!A52 g50\nworkbook.begin_without_end survey!A51"));
}

BOOST_AUTO_TEST_CASE(mistakes_of_the_document_have_the_places_of_its_cells) {
    BOOST_TEST(t::mistakes_of(survey("type|name|label|relevant\ntext|a|A|\ninteger|b|B|${nulle_part} > 1\n||la "
                                     "suite|\ntext|a|A|\nselect_one pas_la|c|C|\ntexxt|d|D|")) ==
               "form.name_twice survey!B5\nform.list_unknown survey!A6\nform.type_unknown "
               "survey!A7\nexpression.name_unknown survey!D3\n");
    BOOST_TEST(t::mistakes_of("# survey\ntype|name|label\nselect_one l|a|A\n# "
                              "choices\nlist_name|name|label\nl|oui|Oui\nl|non|Non\nl|oui|Encore\n# "
                              "settings\nform_id|version|form_title\nx|1|X") == "form.choice_twice choices!B4\n");
    BOOST_TEST(t::mistakes_of(survey("type|name|label\n|oubli|Oubli")) == "form.field_missing survey!A2 type\n");
}

BOOST_AUTO_TEST_CASE(headers_twice_unknown_languages_and_error_values_are_mistakes) {
    BOOST_TEST(t::mistakes_of(survey("type|name|label|Label\ntext|a|A|B")) ==
               "workbook.column_twice survey!D1 Label\n");
    BOOST_TEST(t::mistakes_of(survey("type|name|relevant|relevance\ntext|a||")) ==
               "workbook.column_twice survey!D1 relevance\n");
    BOOST_TEST(t::mistakes_of(survey("type|name|label::Klingon\ntext|a|A")) ==
               "workbook.language_unknown survey!C1 Klingon\n");
    BOOST_TEST(t::mistakes_of(survey("type|name|label\ntext|a|=#REF!")) ==
               "workbook.cell_invalid survey!C2 #REF! expected=\n");
    BOOST_TEST(t::mistakes_of(survey("type|name|label|sensitive\ntext|a|A|peut-être")) ==
               "workbook.cell_invalid survey!D2 peut-être expected=yes / no\n");
    BOOST_TEST(t::mistakes_of(survey("type|name|bands\ninteger|a|15 vingt")) ==
               "workbook.cell_invalid survey!C2 15 vingt expected=15 25 60\n");
}

BOOST_AUTO_TEST_CASE(missing_sheets_and_columns_are_told_with_what_was_probably_meant) {
    BOOST_TEST(t::mistakes_of("# surveys\ntype|name\n") == "workbook.sheet_missing  survey known=surveys\n");
    BOOST_TEST(t::mistakes_of("# Feuil1\na|b\n") == "workbook.sheet_missing  survey\n");
    BOOST_TEST(t::mistakes_of(survey("typ|name|label\ntext|a|A")) ==
               "workbook.column_missing survey!A1 type survey known=typ\n");
    BOOST_TEST(t::mistakes_of("# survey\ntype|name|label\ntext|a|A\n# choices\nlits_name|name\nl|a\n") ==
               "workbook.column_missing choices!A1 list_name choices known=lits_name\n");
    BOOST_TEST(report("# survey\ntype|name|label\ntext|a|A\n# choice\nlist_name|name\nl|a\n# "
                      "settings\nform_id|version|form_title|default_language\nx|1|X|fr") ==
               "convert.unused choice sheet choice reason=other_sheet known=choices\n");
}

BOOST_AUTO_TEST_CASE(a_form_without_settings_gets_them_and_is_told) {
    const json made = document("# survey\ntype|name|label\ntext|a|A\n");
    BOOST_TEST(made["id"] == "questionnaire");
    BOOST_TEST(made["version"] == "1");
    BOOST_TEST(made["title"]["fr"] == "questionnaire");
    BOOST_TEST(report("# survey\ntype|name|label\ntext|a|A\n") ==
               "convert.changed settings setting form_id into=questionnaire reason=absent\nconvert.changed settings "
               "setting version into=1 reason=absent\n"
               "convert.changed settings setting form_title into=questionnaire reason=absent\n");
    const json named =
        document("# survey\ntype|name|label\ntext|a|A\n# settings\ntitle|id_string|version\nÉté 2026 !|Été 2026|v 2.1");
    BOOST_TEST(named["id"] == "t_2026");
    BOOST_TEST(named["version"] == "v_2.1");
}

BOOST_AUTO_TEST_CASE(the_language_of_bare_headers_is_that_of_the_settings) {
    const std::string rows =
        "# survey\ntype|name|label|label::English (en)\ntext|a|Hallo|Hello\n# "
        "settings\nform_title|form_id|version|default_language\nT|x|1|";
    BOOST_TEST(document(rows + "Deutsch (de)")["questions"][0]["label"] ==
               json::parse(R"({"de":"Hallo","en":"Hello"})"));
    const json no_default = document(rows);
    BOOST_TEST(no_default["default_language"] == "en");
    BOOST_TEST(no_default["questions"][0]["label"] == json::parse(R"({"en":"Hello"})"));
    BOOST_TEST(report(rows).find("convert.unused survey!C2 value Hallo reason=said_twice") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(lists_from_files_are_attached) {
    const json made =
        document(survey("type|name|label|parameters|calculation\nselect_one_from_file lieux.csv|a|A|value=code "
                        "label=nom seed=3|\nselect_multiple_from_file mes lieux.csv|b|B||\n"
                        "calculate|c|||pulldata('tarifs', 'prix', 'code', ${a})"));
    BOOST_TEST(
        made["attached"] ==
        json::parse(
            R"({"lieux":{"file":"lieux.csv","value":"code","label":"nom"},"mes_lieux":{"file":"mes lieux.csv"},"tarifs":{"file":"tarifs.csv"}})"));
    BOOST_TEST(made["questions"][0]["choices"] == "lieux");
    BOOST_TEST(made["questions"][0]["parameters"] == "seed=3");
    BOOST_TEST(!made["questions"][1].contains("parameters"));
}

BOOST_AUTO_TEST_CASE(a_table_of_one_list_becomes_a_grid_and_who_reads_it_follows) {
    const json made =
        document(survey("type|name|label|appearance|relevant\nbegin group|avis|Votre avis|table-list "
                        "minimal|\nselect_one l|rue|La rue||\nselect_one l|parc|Le parc||${rue} = 'a'\nend group||||\n"
                        "note|n|Vous dites ${ rue }||${parc} = 'b'"));
    BOOST_TEST(
        made["questions"][0] ==
        json::parse(
            R"({"type":"grid","choices":"l","name":"avis","label":{"fr":"Votre avis"},"appearance":"minimal","rows":[
        {"name":"rue","label":{"fr":"La rue"}},{"name":"parc","label":{"fr":"Le parc"},"relevant":"${avis.rue} = 'a'"}]})"));
    BOOST_TEST(made["questions"][1]["label"]["fr"] == "Vous dites ${avis.rue}");
    BOOST_TEST(made["questions"][1]["relevant"] == "${avis.parc} = 'b'");
}

BOOST_AUTO_TEST_CASE(a_table_that_says_more_than_a_grid_stays_a_group) {
    const std::string rows = survey(
        "type|name|label|appearance|constraint\nbegin group|avis|A|table-list|\nselect_one l|rue|R||. != 'b'\nend "
        "group||||");
    BOOST_TEST(document(rows)["questions"][0]["type"] == "group");
    BOOST_TEST(document(rows)["questions"][0]["appearance"] == "table-list");
    BOOST_TEST(report(rows) == "convert.kept survey!A2 appearance table-list reason=no_grid\n");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(nothing_of_an_xlsform_is_dropped_in_silence)

BOOST_AUTO_TEST_CASE(every_column_that_is_not_used_is_kept_or_told) {
    const std::string text = survey(
        "type|name|label|relevent|bind::odk:length|Remarques|$kuid|hxl||kobo--score\n"
        "text|a|A|1=1|12|à revoir|k1|#x|orpheline|s\n"
        "text|b|B|||encore|k2|||");
    const json question = document(text)["questions"][0];
    BOOST_TEST(question["kept"] ==
               json::parse(R"({"relevent":"1=1","bind::odk:length":"12","Remarques":"à revoir","hxl":"#x"})"));
    BOOST_TEST(report(text) ==
               "convert.kept survey!D1 column relevent reason=not_known known=relevant\nconvert.kept survey!E1 column "
               "bind::odk:length\n"
               "convert.kept survey!F1 column Remarques\nconvert.unused survey!G1 column $kuid "
               "reason=vendor\nconvert.kept survey!H1 column hxl\n"
               "convert.unused survey!I2 cell orpheline reason=no_header\nconvert.unused survey!J1 column kobo--score "
               "reason=vendor\n");
}

BOOST_AUTO_TEST_CASE(rows_that_are_passed_over_are_told) {
    BOOST_TEST(report(survey("type|name|label|disabled\n||Partie 1 : à relire|\ntext|a|A|yes\ntext|b|B|no\nbegin "
                             "group|g|G|\nend group|g|Encore G|")) ==
               "convert.unused survey!C2 row Partie 1 : à relire reason=comment\nconvert.unused survey!D3 row a "
               "reason=disabled\n"
               "convert.unused survey!C6 value Encore G reason=end_row\n");
}

BOOST_AUTO_TEST_CASE(types_that_are_never_asked_are_kept_and_told) {
    for (const char* type : {"audit", "background-audio", "background-geopoint", "start-geopoint", "xml-external",
                             "csv-external", "subscriberid", "simserial", "osm"}) {
        const std::string text = survey("type|name|label\n" + std::string(type) + "|a|");
        BOOST_TEST(document(text)["questions"][0]["type"] == type);
        BOOST_TEST(report(text).find("convert.kept survey!A2 type " + std::string(type) + " reason=never_asked") !=
                       std::string::npos,
                   type);
    }
}

BOOST_AUTO_TEST_CASE(settings_sheets_macros_merges_and_mended_signs_are_told) {
    auto book = t::sheets(
        "# survey\ntype|name|label|relevant\ntext|a|A|${a}\u00A0= \u201Cx\u201D\n# "
        "settings\nform_title|form_id|version|style|public_key|instance_name|default_language\nT|x|1|pages|MIIB|${a}|"
        "French\nencore|||\n# notes\nà lire\n");
    book.macros = true;
    book.sheets[0].merges.push_back({1, 2, 3, 2});
    const auto conversion = f::document_of_xlsform(book);
    BOOST_TEST(json::parse(conversion.bytes)["kept"] ==
               json::parse(R"({"style":"pages","public_key":"MIIB","instance_name":"${a}"})"));
    BOOST_TEST(t::lines_of(conversion.report) ==
               "convert.unused  macros VBA reason=macros\nconvert.unused survey!C2 merge C2:C4 "
               "reason=merged\nconvert.unused notes sheet notes reason=other_sheet\n"
               "convert.kept settings!D1 column style\nconvert.kept settings!E1 column public_key\nconvert.kept "
               "settings!F1 column instance_name\n"
               "convert.unused settings!A3 row encore reason=one_row\nconvert.changed survey!D2 value ${a}\u00A0= "
               "\u201Cx\u201D into=${a} = \"x\" reason=typography\n");
}

BOOST_AUTO_TEST_SUITE_END()

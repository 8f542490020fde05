#include <cmath>
#include <nlohmann/json.hpp>

#include "forms/columns.hpp"
#include "tests/support/questionnaire.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;
using nlohmann::json;

namespace {

/// What is read of a questionnaire that may have mistakes.
f::FormReading reading(const std::string& questions, const std::string& more = "", bool lists_come_later = false) {
    return f::read_form(R"({"ecoute":1,"id":"essai","version":"1","title":{"fr":"Essai"},)" + more +
                            R"("choices":{"oui_non":[{"name":"oui","label":{"fr":"Oui"}},{"name":"non","label":{"fr":"Non"}}]},"questions":[)" +
                            questions + "]}",
                        {}, lists_come_later);
}

std::string of_type(const std::string& type) {
    return R"({"type":")" + type + R"(","name":"q","label":{"fr":"x"}})";
}

/// What is said of one answer to a question of a type: "" when it is taken as it is.
std::string said_of(const std::string& type, const std::string& answer) {
    const t::Submitted person(t::form_of(of_type(type)), json{{"q", answer}}.dump());
    if (person.problems.empty()) BOOST_TEST(person.kept == json({{"q", answer}}).dump());
    return person.said();
}

const f::Question& named(const f::Form& form, std::string_view name) {
    BOOST_REQUIRE(form.find(name).has_value());
    return form.questions[*form.find(name)];
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_words_of_a_questionnaire)

BOOST_AUTO_TEST_CASE(a_place_is_degrees_on_the_globe_then_metres) {
    const std::string wrong = "answer.wrong_type /q\n";
    for (const auto* place : {"45.75 4.85", "45.75 4.85 170.5", "-90 180 0 0", "90 -180 -12 4.5"})
        BOOST_TEST(said_of("geopoint", place) == "", place);
    for (const auto* place : {"45.75", "45,75 4,85", "90.1 0", "0 180.5", "0 0 0 -1", "0 0 0 0 0", "1e1 0", "Lyon", "45.75 4.85;45.76 4.85"})
        BOOST_TEST(said_of("geopoint", place) == wrong, place);
    BOOST_TEST(said_of("geotrace", "45 4 0 0;46 4 0 0") == "");
    BOOST_TEST(said_of("geotrace", "45 4;46 4;") == "");
    BOOST_TEST(said_of("geotrace", "45 4") == wrong);
    BOOST_TEST(said_of("geotrace", "45 4;;46 4") == wrong);
    BOOST_TEST(said_of("geoshape", "45 4;46 4;46 5;45 4") == "");
    BOOST_TEST(said_of("geoshape", "45 4;46 4;46 5") == wrong);  // not closed
    BOOST_TEST(said_of("geoshape", "45 4;45 4") == wrong);
}

BOOST_AUTO_TEST_CASE(a_trace_may_be_longer_than_a_text) {
    std::string trace = "45 4 0 0";
    while (trace.size() < f::longest_text_answer_bytes) trace += ";45.75 4.85 170 3";
    BOOST_TEST(said_of("geotrace", trace) == "");
    while (trace.size() <= f::longest_trace_bytes) trace += ";45.75 4.85 170 3";
    BOOST_TEST(said_of("geotrace", trace) == "answer.too_long /q\n");
}

BOOST_AUTO_TEST_CASE(a_picture_is_the_name_of_a_file_that_stays_in_its_folder) {
    for (const auto* type : {"image", "audio", "video", "file"}) {
        for (const auto* name : {"1488196483420.jpg", "école été.png", "a b.tar.gz", "ساحة.jpg"})
            BOOST_TEST(said_of(type, name) == "", name);
        for (const auto* name : {"../x.jpg", "a/b.jpg", "C:x.jpg", "a\\b.jpg", ".htaccess", "x.", "a|b", "%2e%2e", "a\x01z.jpg"})
            BOOST_TEST(said_of(type, name) == "answer.wrong_type /q\n", name);
        BOOST_TEST(said_of(type, std::string(256, 'a')) == "answer.wrong_type /q\n");
    }
}

BOOST_AUTO_TEST_CASE(what_the_device_tells_is_kept_and_checked_but_nobody_is_asked) {
    const std::string moment = "2026-05-17T14:00:00.000+02:00";
    BOOST_TEST(said_of("start", moment) == "");
    BOOST_TEST(said_of("end", "hier") == "answer.wrong_type /q\n");
    BOOST_TEST(said_of("today", "2026-05-17") == "");
    BOOST_TEST(said_of("today", moment) == "answer.wrong_type /q\n");
    for (const auto* type : {"deviceid", "username", "email", "phonenumber", "barcode"}) BOOST_TEST(said_of(type, "x") == "");
    for (const auto* type : {"start", "end", "today", "deviceid", "username", "email", "phonenumber"})
        BOOST_TEST(!f::is_asked(*f::question_type(type)));
    const auto form = t::form_of(
        R"j({"type":"today","name":"jour"},{"type":"calculate","name":"demain","calculation":"date(${jour} + 1)"})j");
    BOOST_TEST(t::Submitted(form, R"({"jour":"2026-05-17"})").kept == R"({"jour":"2026-05-17","demain":"2026-05-18"})");
}

BOOST_AUTO_TEST_CASE(rare_types_are_kept_and_told_but_never_asked_nor_stored) {
    const auto read = reading(R"({"type":"audit","name":"audit"},{"type":"text","name":"a","label":{"fr":"x"}},
        {"type":"select_one_external","name":"ville","choices":"villes"})");
    BOOST_TEST(t::told(read.mistakes) == "");
    BOOST_TEST(t::told(read.warnings) == "form.type_unused /questions/0/type\nform.type_unused /questions/2/type\n");
    BOOST_REQUIRE(read.form.has_value());
    BOOST_TEST(read.form->questions[0].written_type == "audit");
    BOOST_TEST(f::compiled_json(*read.form).at("questions").size() == 1U);
    const t::Submitted person(*read.form, R"({"audit":"audit.csv","a":"x"})");
    BOOST_TEST(person.said() == "");
    BOOST_TEST(person.kept == R"({"a":"x"})");
}

BOOST_AUTO_TEST_CASE(other_names_of_types_mean_the_same) {
    BOOST_TEST((f::question_type("gps") == f::QuestionType::geopoint));
    BOOST_TEST((f::question_type("location") == f::QuestionType::geopoint));
    BOOST_TEST((f::question_type("photo") == f::QuestionType::image));
    BOOST_TEST((f::question_type("select1") == f::QuestionType::select_one));
    BOOST_TEST(!f::question_type("").has_value());
}

BOOST_AUTO_TEST_CASE(or_other_adds_a_choice_and_a_question_that_follows_it) {
    const auto read = reading(R"({"type":"select_multiple","name":"q","choices":"oui_non","label":{"fr":"x"},"or_other":true,"volet":"sante"},
        {"type":"select_one","name":"r","choices":"oui_non","label":{"fr":"x"}})");
    BOOST_TEST(t::told(read.mistakes) == "");
    BOOST_TEST(t::told(read.warnings) == "");
    BOOST_REQUIRE(read.form.has_value());
    const f::Form& form = *read.form;
    BOOST_REQUIRE(form.questions.size() == 3U);
    BOOST_TEST(form.questions[1].name == "q_other");
    BOOST_TEST(form.questions[1].volet == "sante");
    BOOST_TEST(form.questions[1].label == (f::Text{{"fr", "Précisez"}}));
    BOOST_TEST(form.list_of(0).choices.back().name == "other");
    BOOST_TEST(form.list_of(0).choices.back().label == (f::Text{{"fr", "Autre"}}));
    BOOST_TEST(form.list_of(2).choices.size() == 2U);  // it did not ask for it
    BOOST_TEST(t::Submitted(form, R"({"q":["oui","other"],"q_other":"les rats"})").kept ==
               R"({"q":["oui","other"],"q_other":"les rats","r":null})");
    BOOST_TEST(t::Submitted(form, R"({"q":["oui"],"q_other":"les rats"})").kept == R"({"q":["oui"],"r":null})");
}

BOOST_AUTO_TEST_CASE(or_other_speaks_the_languages_of_the_questionnaire) {
    const auto read = f::read_form(R"({"ecoute":1,"id":"a","version":"1","default_language":"fr",
        "title":{"fr":"T","ar":"T","pt-BR":"T","tr":"T","de":"T"},"choices":{"l":[{"name":"other","label":{"fr":"Un autre","ar":"A","pt-BR":"O","tr":"D","de":"A"}}],
        "m":[{"name":"a","label":{"fr":"A","ar":"A","pt-BR":"A","tr":"A","de":"A"}}]},"questions":[
        {"type":"select_one","name":"q","choices":"l","label":{"fr":"x","ar":"x","pt-BR":"x","tr":"x","de":"x"},"or_other":true},
        {"type":"select_one","name":"r","choices":"m","label":{"fr":"x","ar":"x","pt-BR":"x","tr":"x","de":"x"},"or_other":true}]})");
    BOOST_TEST(t::told(read.mistakes) == "");
    BOOST_TEST(t::told(read.warnings) ==
               "form.translation_missing /questions/0/or_other\nform.translation_missing /questions/1/or_other\n");
    BOOST_REQUIRE(read.form.has_value());
    BOOST_TEST(read.form->list_of(0).choices.front().label.at("fr") == "Un autre");  // the list had its own
    const auto& label = read.form->list_of(2).choices.back().label;
    BOOST_TEST(label.at("tr") == "Diğer");
    BOOST_TEST(label.at("pt-BR") == "Outro");
    BOOST_TEST(!label.contains("de"));
    BOOST_TEST(!label.contains("en"));
}

BOOST_AUTO_TEST_CASE(or_other_and_choice_filter_are_refused_together) {
    const auto read = reading(
        R"({"type":"select_one","name":"q","choices":"oui_non","label":{"fr":"x"},"or_other":true,"choice_filter":"name = 'oui'"})");
    BOOST_TEST(t::told(read.mistakes) == "form.members_clash /questions/0/or_other\n");
}

BOOST_AUTO_TEST_CASE(or_other_works_in_each_row_of_a_repeat) {
    const auto form = t::form_of(R"({"type":"repeat","name":"e","label":{"fr":"x"},"questions":[
        {"type":"select_one","name":"q","choices":"oui_non","label":{"fr":"x"},"or_other":true}]})");
    BOOST_TEST(t::Submitted(form, R"({"e":[{"q":"other","q_other":"a"},{"q":"oui","q_other":"b"}]})").kept ==
               R"({"e":[{"q":"other","q_other":"a"},{"q":"oui"}]})");
}

BOOST_AUTO_TEST_CASE(a_list_from_a_file_is_taken_on_trust_until_the_campaign_brings_it) {
    const std::string question = R"({"type":"select_one","name":"q","choices":"lieux","label":{"fr":"x"}})";
    const std::string attached = R"("attached":{"lieux":{"file":"lieux.csv","value":"id"}},)";
    BOOST_TEST(t::told(reading(question, attached).mistakes) == "form.list_unknown /questions/0/choices\n");
    const auto later = reading(question, attached, true);
    BOOST_TEST(t::told(later.mistakes) == "");
    BOOST_REQUIRE(later.form.has_value());
    BOOST_REQUIRE(later.form->attached.size() == 1U);
    BOOST_TEST(later.form->attached[0].file == "lieux.csv");
    BOOST_TEST(later.form->attached[0].value == "id");
    BOOST_TEST(later.form->attached[0].label == "label");
    BOOST_TEST(t::told(reading(question, R"("attached":{"lieux":{"file":"../lieux.csv"}},)", true).mistakes) ==
               "form.field_wrong_type /attached/lieux/file\n");
    BOOST_TEST(t::told(reading(question, R"("attached":{"lieux":{}},)", true).mistakes) == "form.field_missing /attached/lieux\n");
}

BOOST_AUTO_TEST_CASE(a_calculation_with_choices_is_one_of_them_or_blank) {
    const auto form = t::form_of(R"j(
        {"type":"integer","name":"n","label":{"fr":"x"}},
        {"type":"calculate","name":"reponse","choices":"oui_non","calculation":"if(${n} > 5, 'oui', if(${n} > 3, 'peut-être', 'non'))"},
        {"type":"text","name":"suite","label":{"fr":"x"},"relevant":"${reponse} = 'oui'"})j",
                                 R"("breakdowns":{"gender":"reponse"},)");
    auto columns = f::columns_of(form);
    for (const auto& [sent, kept] : std::vector<std::pair<std::string, std::string>>{
             {R"({"n":6,"reponse":"non"})", R"({"n":6,"reponse":"oui","suite":null})"},  // what the device thought is made anew
             {R"({"n":4,"reponse":"?"})", R"({"n":4,"reponse":null})"},
             {R"({"n":1})", R"({"n":1,"reponse":"non"})"}}) {
        const t::Submitted person(form, sent);
        BOOST_TEST(person.said() == "");
        BOOST_TEST(person.kept == kept);
        f::append(columns, form, person.answers);
    }
    BOOST_TEST((columns.by_question[1].codes == f::Codes{0, f::code_no_answer, 1}));
    BOOST_TEST(form.breakdowns.gender == 1U);
}

BOOST_AUTO_TEST_CASE(a_calculation_with_bands_is_a_number_or_blank) {
    const auto form = t::form_of(R"(
        {"type":"integer","name":"naissance","label":{"fr":"x"}},
        {"type":"calculate","name":"age","bands":[15,25,60],"calculation":"2026 - ${naissance}"})",
                                 R"("breakdowns":{"age":"age"},)");
    auto columns = f::columns_of(form);
    for (const auto* sent : {R"({"naissance":1990,"age":"12"})", "{}"}) f::append(columns, form, t::Submitted(form, sent).answers);
    BOOST_TEST(columns.by_question[1].numbers[0] == 36);
    BOOST_TEST((columns.by_question[1].states == std::vector<f::State>{f::State::answered, f::State::no_answer}));
    BOOST_TEST(form.breakdowns.age == 1U);
    const auto both = reading(
        R"({"type":"calculate","name":"c","calculation":"1","choices":"oui_non","bands":[1]})");
    BOOST_TEST(t::told(both.mistakes) == "form.members_clash /questions/0/bands\n");
}

BOOST_AUTO_TEST_CASE(choices_bear_points_that_expressions_can_read) {
    const auto read = f::read_form(R"({"ecoute":1,"id":"a","version":"1","title":{"fr":"T"},"choices":{"avis":[
        {"name":"bien","label":{"fr":"B"},"score":2},{"name":"mal","label":{"fr":"M"},"score":-0.5},{"name":"nsp","label":{"fr":"?"}}]},
        "questions":[{"type":"select_one","name":"q","choices":"avis","label":{"fr":"x"}},
        {"type":"calculate","name":"points","calculation":"instance('avis')/root/item[name = ${q}]/score * 10"}]})");
    BOOST_TEST(t::told(read.mistakes) + t::told(read.warnings) == "");
    BOOST_REQUIRE(read.form.has_value());
    const auto& choices = read.form->list_of(0).choices;
    BOOST_TEST(choices[0].score.value() == 2);
    BOOST_TEST(choices[1].score.value() == -0.5);
    BOOST_TEST(!choices[2].score.has_value());
    BOOST_TEST(t::Submitted(*read.form, R"({"q":"mal"})").kept == R"({"q":"mal","points":"-5"})");
    const auto wrong = f::read_form(R"({"ecoute":1,"id":"a","version":"1","title":{"fr":"T"},"choices":{"avis":[
        {"name":"bien","label":{"fr":"B"},"score":"deux"}]},"questions":[]})");
    BOOST_TEST(t::told(wrong.mistakes) == "form.field_wrong_type /choices/avis/0/score\n");
}

BOOST_AUTO_TEST_CASE(media_stand_beside_labels) {
    const auto form = t::form_of(R"({"type":"note","name":"n","label":{"fr":"x"},"image":{"fr":"a.png"},"big-image":{"fr":"b.png"},
        "audio":{"fr":"a.mp3"},"video":{"fr":"a.mp4"},"autoplay":"audio"})");
    const json question = f::compiled_json(form).at("questions").at(0);
    BOOST_TEST(question.at("big-image") == json::parse(R"({"fr":"b.png"})"));
    BOOST_TEST(question.at("video") == json::parse(R"({"fr":"a.mp4"})"));
    BOOST_TEST(question.at("autoplay") == "audio");
}

BOOST_AUTO_TEST_CASE(what_is_kept_for_export_is_neither_read_nor_sent_to_browsers) {
    const auto read = reading(
        R"({"type":"text","name":"a","label":{"fr":"x"},"kept":{"bind::odk:length":30,"save_to":"nom"}})", R"("kept":{"style":"pages"},)");
    BOOST_TEST(t::told(read.mistakes) + t::told(read.warnings) == "");
    BOOST_REQUIRE(read.form.has_value());
    BOOST_TEST(read.form->kept.at("style") == "pages");
    BOOST_TEST(read.form->questions[0].kept.at("bind::odk:length") == "30");
    BOOST_TEST(f::compiled_json(*read.form).dump().find("save_to") == std::string::npos);
    BOOST_TEST(t::told(reading(R"({"type":"text","name":"a","label":{"fr":"x"},"kept":{"x":[1]}})").mistakes) ==
               "form.field_wrong_type /questions/0/kept/x\n");
}

BOOST_AUTO_TEST_CASE(triggers_name_questions) {
    const std::string two = R"({"type":"text","name":"a","label":{"fr":"x"}},{"type":"text","name":"b","label":{"fr":"x"}},)";
    const auto trigger = [&](const std::string& written) {
        return reading(two + R"j({"type":"calculate","name":"c","calculation":"now()","trigger":")j" + written + "\"}");
    };
    const auto both = trigger("${b}, ${ a }");
    BOOST_REQUIRE(both.form.has_value());
    BOOST_TEST((named(*both.form, "c").triggers == std::vector<std::uint32_t>{0, 1}));
    BOOST_TEST(f::compiled_json(*both.form).at("questions").at(2).at("trigger") == json({"a", "b"}));
    const auto unknown = trigger("${aa}");
    BOOST_TEST(t::told(unknown.mistakes) == "expression.name_unknown /questions/2/trigger\n");
    BOOST_TEST(unknown.mistakes.at(0).facts.at("known") == "a");
    BOOST_TEST(t::told(trigger("a").mistakes) == "expression.syntax /questions/2/trigger\n");
    BOOST_TEST(t::told(trigger("${a},").mistakes) == "expression.syntax /questions/2/trigger\n");
}

BOOST_AUTO_TEST_CASE(defaults_that_compute_are_told_from_values) {
    const auto form = t::form_of(R"j({"type":"date","name":"a","label":{"fr":"x"},"default":"2026-01-01"},
        {"type":"date","name":"b","label":{"fr":"x"},"default":"today()"},
        {"type":"integer","name":"c","label":{"fr":"x"},"default":"2 + 3"},
        {"type":"integer","name":"d","label":{"fr":"x"},"default":"-3"},
        {"type":"text","name":"e","label":{"fr":"x"},"default":"quartier-nord"},
        {"type":"text","name":"f","label":{"fr":"x"},"default":"${e}"})j");
    std::string dynamic;
    for (const auto& question : form.questions)
        if (question.default_is_dynamic) dynamic += question.name;
    BOOST_TEST(dynamic == "bcf");
}

BOOST_AUTO_TEST_CASE(a_list_that_an_expression_reads_must_be_there) {
    const auto reading_list = [](const std::string& expression, const std::string& more = "") {
        return reading(R"j({"type":"calculate","name":"c","calculation":")j" + expression + R"j("},{"type":"csv-external","name":"dehors"})j", more);
    };
    const auto near = reading_list("instance('oui_nom')/root/item[name = 'oui']/label");
    BOOST_TEST(t::told(near.mistakes) == "form.list_unknown /questions/0/calculation\n");
    BOOST_TEST(near.mistakes.at(0).facts.at("known") == "oui_non");
    BOOST_TEST(near.mistakes.at(0).facts.at("offset") == "9");
    BOOST_TEST(t::told(reading_list("pulldata('lieux', 'a', 'b', 'c')").mistakes) == "form.list_unknown /questions/0/calculation\n");
    BOOST_TEST(t::told(reading_list("jr:itext('lieux-0')").mistakes) == "form.list_unknown /questions/0/calculation\n");
    BOOST_TEST(t::told(reading_list("jr:itext('/data/c:label')").mistakes) == "form.list_unknown /questions/0/calculation\n");
    for (const auto* good : {"instance('oui_non')/root/item[1]/name", "pulldata('dehors', 'a', 'b', 'c')", "jr:itext('oui_non-0')"})
        BOOST_TEST(t::told(reading_list(good).mistakes) == "", good);
    BOOST_TEST(t::told(reading_list("pulldata('lieux', 'a', 'b', 'c')", R"("attached":{"lieux":{"file":"lieux.csv"}},)").mistakes) == "");
}

BOOST_AUTO_TEST_CASE(the_version_and_what_was_saved_before_can_be_read) {
    const auto form = t::form_of(R"j({"type":"text","name":"q","label":{"fr":"x"}},
        {"type":"calculate","name":"v","calculation":"concat('v', version())"},
        {"type":"calculate","name":"avant","calculation":"coalesce(${last-saved#q}, 'rien')"},
        {"type":"calculate","name":"mot","calculation":"jr:itext(instance('lieux')/root/item[name = ${q}]/itextId)"})j");
    BOOST_TEST(t::Submitted(form, R"({"q":"plage"})").kept == R"({"q":"plage","v":"v1","avant":"rien","mot":"Plage"})");
}

BOOST_AUTO_TEST_SUITE_END()

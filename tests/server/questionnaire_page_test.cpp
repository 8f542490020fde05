#include "server/pages/questionnaire.hpp"

#include <zlib.h>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "forms/form_json.hpp"
#include "server/pages/page.hpp"
#include "server/pages/questionnaire_cache.hpp"
#include "tests/support/questionnaire.hpp"

using namespace ecoute;
using namespace ecoute::server;

namespace {

constexpr std::string_view document = R"({
  "ecoute": 1, "id": "essai", "version": "1", "title": {"fr": "Essai <1>", "ar": "تجربة"}, "default_language": "fr",
  "notice": {"fr": "Première ligne.\n\nSeconde ligne.", "ar": "سطر"},
  "consent": {"question": "accord", "agrees": "oui"},
  "choices": {
    "oui_non": [{"name": "oui", "label": {"fr": "Oui", "ar": "نعم"}}, {"name": "non", "label": {"fr": "Non", "ar": "لا"}}],
    "raisons": [{"name": "bruit", "label": {"fr": "Le bruit", "ar": "الضجيج"}},
                {"name": "aucune", "label": {"fr": "Aucune", "ar": "لا شيء"}, "exclusive": true}],
    "genres": [{"name": "femme", "label": {"fr": "Femme", "ar": "امرأة"}},
               {"name": "nsp", "label": {"fr": "Je préfère ne pas le dire", "ar": "أفضّل عدم الإجابة"}, "missing": "refused"}]
  },
  "questions": [
    {"type": "group", "name": "terrain", "field_sheet": true, "label": {"fr": "Fiche", "ar": "بطاقة"}, "questions": [
      {"type": "select_one", "name": "lieu", "choices": "oui_non", "label": {"fr": "Lieu", "ar": "مكان"}}]},
    {"type": "group", "name": "debut", "label": {"fr": "Début", "ar": "البداية"}, "questions": [
      {"type": "select_one", "name": "accord", "choices": "oui_non", "required": "yes", "label": {"fr": "D'accord ?", "ar": "موافق؟"}}]},
    {"type": "group", "name": "suite", "relevant": "${accord} = 'oui'", "label": {"fr": "Suite", "ar": "التتمة"}, "questions": [
      {"type": "integer", "name": "age", "label": {"fr": "Âge", "ar": "العمر"}, "constraint": ". >= 15",
       "constraint_message": {"fr": "Un âge d'au moins 15 ans", "ar": "15 سنة على الأقل"}},
      {"type": "select_one", "name": "genre", "choices": "genres", "label": {"fr": "Genre", "ar": "الجنس"}},
      {"type": "select_multiple", "name": "raisons", "choices": "raisons", "relevant": "${age} > 20", "parameters": "max=2",
       "label": {"fr": "Raisons", "ar": "الأسباب"}},
      {"type": "range", "name": "note", "parameters": "start=0 end=10 step=1", "label": {"fr": "Note", "ar": "العلامة"}},
      {"type": "grid", "name": "avis", "choices": "oui_non", "label": {"fr": "Avis", "ar": "الرأي"}, "rows": [
        {"name": "rue", "label": {"fr": "La rue", "ar": "الشارع"}}]},
      {"type": "rank", "name": "ordre", "choices": "raisons", "label": {"fr": "Ordre", "ar": "الترتيب"}},
      {"type": "text", "name": "mot", "appearance": "multiline", "label": {"fr": "Un mot", "ar": "كلمة"}}]}
  ]})";

struct Page {
    Page() {
        auto reading = forms::read_form(document);
        for (const auto& mistake : reading.mistakes) BOOST_TEST_MESSAGE(forms::name(mistake.code) << " " << mistake.where);
        BOOST_REQUIRE(reading.form.has_value());
        campaign.form = std::move(*reading.form);
        campaign.campaign.id = "essai";
        campaign.campaign.organisation = "Mairie & associations";
        filling.language = "fr";
    }
    std::string html() const { return questionnaire_html(campaign, words, filling, clock); }
    bool shows(std::string_view text) const { return html().find(text) != std::string::npos; }

    const tests::NoonClock clock;
    Words words;
    CampaignForm campaign;
    Filling filling;
};

std::string gunzipped(const std::string& bytes) {
    z_stream stream{};
    BOOST_REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
    std::string out(1'000'000, '\0');
    stream.next_in = reinterpret_cast<unsigned char*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<unsigned>(bytes.size());
    stream.next_out = reinterpret_cast<unsigned char*>(out.data());
    stream.avail_out = static_cast<unsigned>(out.size());
    BOOST_TEST(inflate(&stream, Z_FINISH) == Z_STREAM_END);
    BOOST_TEST(stream.avail_in == 0U);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(the_questionnaire_as_a_page, Page)

BOOST_AUTO_TEST_CASE(texts_of_the_questionnaire_are_escaped) {
    BOOST_TEST(shows("Essai &lt;1&gt;"));
    BOOST_TEST(shows("Mairie &amp; associations"));
    BOOST_TEST(!shows("Essai <1>"));
}

BOOST_AUTO_TEST_CASE(the_language_tag_decides_the_direction) {
    BOOST_TEST(shows(R"(<html lang="fr" dir="ltr">)"));
    filling.language = "ar";
    BOOST_TEST(shows(R"(<html lang="ar" dir="rtl">)"));
    BOOST_TEST(shows("العمر"));
}

BOOST_AUTO_TEST_CASE(a_missing_translation_shows_french_and_says_so) {
    campaign.form.questions[*campaign.form.find("age")].label.erase("ar");
    filling.language = "ar";
    BOOST_TEST(shows(R"(<span lang="fr" dir="ltr">Âge</span>)"));
}

BOOST_AUTO_TEST_CASE(the_field_sheet_is_not_shown_but_what_the_address_fills_in_is_carried) {
    BOOST_TEST(!shows(R"(id="q-lieu")"));
    BOOST_TEST(!shows(R"(name="lieu")"));
    filling.values["lieu"] = {"oui"};
    BOOST_TEST(shows(R"(<input type="hidden" name="lieu" value="oui">)"));
}

BOOST_AUTO_TEST_CASE(answers_are_kept_in_the_page) {
    filling.values = {{"accord", {"oui"}}, {"age", {"34"}},         {"raisons", {"bruit"}},
                      {"note", {"7"}},     {"avis.rue", {"non"}},   {"ordre", {"aucune", "bruit"}},
                      {"mot", {"</textarea><script>"}}};
    BOOST_TEST(shows(R"(name="accord" value="oui" checked)"));
    BOOST_TEST(shows(R"(name="age" type="text" inputmode="numeric" class="short" value="34")"));
    BOOST_TEST(shows(R"(name="raisons" value="bruit" checked)"));
    BOOST_TEST(shows(R"(name="note" value="7" checked)"));
    BOOST_TEST(shows(R"(name="avis.rue" value="non" checked)"));
    BOOST_TEST(shows(R"(<option value="aucune" selected>)"));
    BOOST_TEST(shows("&lt;/textarea&gt;&lt;script&gt;"));
}

BOOST_AUTO_TEST_CASE(everyone_may_prefer_not_to_answer_unless_an_answer_is_required) {
    BOOST_TEST(shows(R"(name="age" value="refused")"));
    BOOST_TEST(shows(R"(name="raisons" value="refused")"));
    BOOST_TEST(!shows(R"(name="accord" value="refused")"));
    // The list has its own choice for it: once is enough.
    BOOST_TEST(!shows(R"(name="genre" value="refused")"));
}

BOOST_AUTO_TEST_CASE(a_mistake_stands_beside_its_question_and_in_the_summary) {
    filling.values["age"] = {"7"};
    filling.problems = {{forms::Code::answer_constraint, "age", "", {}}};
    const auto model = questionnaire_model(campaign, words, filling, clock);
    BOOST_REQUIRE(model["mistakes"].size() == 1U);
    BOOST_TEST(model["mistakes"][0]["why"] == "Un âge d'au moins 15 ans");
    BOOST_TEST(shows(R"(<a href="#q-age">)"));
    BOOST_TEST(shows(R"(<p class="why" id="w-age">Un âge d'au moins 15 ans</p>)"));
    BOOST_TEST(shows(R"(aria-describedby="w-age" aria-invalid="true")"));
}

BOOST_AUTO_TEST_CASE(a_question_that_may_not_apply_says_that_it_may_be_passed) {
    const auto page = html();
    const auto reasons = page.find(R"(id="q-raisons")");
    BOOST_REQUIRE(reasons != std::string::npos);
    BOOST_TEST(page.substr(reasons, 400).find("passez à la suivante") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_script_is_told_conditions_and_limits_without_labels) {
    const auto rules = questionnaire_rules(campaign.form, words, "fr");
    std::map<std::string, nlohmann::json> by_name;
    for (const auto& rule : rules["q"]) by_name[rule["n"]] = rule;
    BOOST_TEST(by_name["accord"]["q"] == true);
    BOOST_TEST(by_name["suite"]["r"].dump() == R"(["=",["$","accord"],"oui"])");
    BOOST_TEST(by_name["raisons"]["m"] == 2);
    BOOST_TEST(by_name["raisons"]["x"].dump() == R"(["aucune"])");
    BOOST_TEST(by_name["age"]["t"] == "i");
    BOOST_TEST(rules["consent"].dump() == R"(["accord","oui"])");
    BOOST_TEST(!by_name.contains("mot"));
    BOOST_TEST(rules["say"]["between"] == "Écrivez un nombre entre {low} et {high}.");
}

BOOST_AUTO_TEST_CASE(the_script_computes_what_the_page_reads_and_leaves_the_rest_to_the_server) {
    const auto form = tests::form_of(R"j({"type":"integer","name":"age","label":{"fr":"Âge"}},
        {"type":"calculate","name":"demi","calculation":"${age} div 2"},
        {"type":"calculate","name":"quart","calculation":"${demi} div 2"},
        {"type":"calculate","name":"dit","calculation":"${age} + 1"},
        {"type":"calculate","name":"age3","calculation":"if(${age} < 25, 'a', 'b')"},
        {"type":"text","name":"mot","label":{"fr":"Dans un an : ${ dit }"},"relevant":"${quart} > 4"})j");
    const auto rules = questionnaire_rules(form, words, "fr");
    std::set<std::string> computed;
    for (const auto& rule : rules["q"])
        if (rule.contains("v")) computed.insert(rule["n"]);
    BOOST_TEST((computed == std::set<std::string>{"demi", "quart", "dit"}));
}

BOOST_AUTO_TEST_CASE(a_calculation_with_triggers_is_told_with_them_and_with_the_rows_they_share) {
    const auto form = tests::form_of(R"(
        {"type":"integer","name":"a","label":{"fr":"A"}},
        {"type":"calculate","name":"b","calculation":"${a} + 1","trigger":"${a}"},
        {"type":"repeat","name":"rangs","label":{"fr":"Rangs"},"questions":[
            {"type":"integer","name":"c","label":{"fr":"C"}},
            {"type":"calculate","name":"d","calculation":"${c}","trigger":"${c}, ${a}"}]})");
    std::map<std::string, nlohmann::json> by_name;
    const auto rules = questionnaire_rules(form, words, "fr");
    for (const auto& rule : rules["q"]) by_name[rule["n"]] = rule;
    BOOST_TEST(by_name["b"]["g"].dump() == R"([["+",["$","a"],1.0],["a",0]])");
    BOOST_TEST(by_name["d"]["g"].dump() == R"([["$","c"],["a",0],["c",1]])");
    BOOST_TEST((!by_name["b"].contains("v") && !by_name["d"].contains("v")));
}

BOOST_AUTO_TEST_CASE(only_a_questionnaire_with_triggers_carries_their_script) {
    const auto waits = tests::form_of(R"({"type":"integer","name":"a","label":{"fr":"A"}},
        {"type":"calculate","name":"b","calculation":"${a} + 1","trigger":"${a}"})");
    const auto follows = tests::form_of(R"({"type":"integer","name":"a","label":{"fr":"A"}},
        {"type":"calculate","name":"b","calculation":"${a} + 1"})");
    BOOST_TEST(questionnaire_script(waits).find("calculateWhenTriggered(") != std::string::npos);
    BOOST_TEST(questionnaire_script(waits).find("function calculate(") == std::string::npos);
    BOOST_TEST(questionnaire_script(follows).find("riggered") == std::string::npos);
    BOOST_TEST(questionnaire_script(follows).find("heldNow") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(nothing_in_the_rules_can_close_the_script_element) {
    campaign.form.questions[*campaign.form.find("age")].constraint_message["fr"] = "</script><b>";
    BOOST_TEST(questionnaire_rules_text(campaign.form, words, "fr").find('<') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_reader_is_answered_in_a_language_that_the_questionnaire_speaks) {
    BOOST_TEST(reader_language(campaign.form, "ar", "fr") == "ar");
    BOOST_TEST(reader_language(campaign.form, "", "tr, ar-DZ;q=0.9, fr;q=0.8") == "ar");
    BOOST_TEST(reader_language(campaign.form, "tr", "") == "fr");
    BOOST_TEST(reader_language(campaign.form, "", ",;;, ,") == "fr");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_page_kept_in_pieces)

BOOST_AUTO_TEST_CASE(the_compressed_page_is_the_plain_one) {
    std::string text(70'000, 'a');
    const PageInPieces page{text + "<input value=\"HERE\">" + text + "fin", "HERE"};
    const std::string id = "0f8fad5b-d9cb-469f-a165-70867728950e";
    const auto plain = page.plain(id);
    BOOST_TEST(plain.substr(70'000, 16 + id.size()) == "<input value=\"" + id + "\">");
    BOOST_TEST((gunzipped(page.gzip(id)) == plain));
    BOOST_TEST(page.gzip(id).size() < 1'000U);
}

BOOST_AUTO_TEST_CASE(a_campaign_read_anew_gets_a_new_page) {
    PagesKept pages;
    int made = 0;
    const auto make = [&] {
        ++made;
        return std::make_shared<const PageInPieces>("a|b", "|");
    };
    const auto one = std::make_shared<const int>(1), other = std::make_shared<const int>(2);
    pages.find("c", "fr", one, make);
    pages.find("c", "fr", one, make);
    BOOST_TEST(made == 1);
    pages.find("c", "ar", one, make);
    pages.find("c", "fr", other, make);
    BOOST_TEST(made == 3);
}

BOOST_AUTO_TEST_SUITE_END()

namespace {

/// A household: children counted by nobody, with what they do; adults counted by a number.
struct Household {
    forms::Form form = tests::form_of(R"(
        {"type":"integer","name":"combien","label":{"fr":"Combien"}},
        {"type":"repeat","name":"enfants","label":{"fr":"Enfants"},"questions":[
            {"type":"text","name":"prenom","label":{"fr":"Prénom"},"default":"?"},
            {"type":"integer","name":"age","label":{"fr":"Âge de ${prenom}"},"constraint":". < 20"},
            {"type":"grid","name":"avis","choices":"oui_non","label":{"fr":"Avis"},"rows":[{"name":"ecole","label":{"fr":"L'école"}}]},
            {"type":"repeat","name":"jeux","label":{"fr":"Jeux"},"questions":[{"type":"text","name":"jeu","label":{"fr":"Jeu"}}]}]},
        {"type":"repeat","name":"adultes","repeat_count":"${combien}","label":{"fr":"Adultes"},"questions":[
            {"type":"text","name":"metier","label":{"fr":"Métier"}}]})");
    Filling filling;
    const tests::NoonClock clock;
    std::string said() const {
        std::string text;
        for (const auto& [name, values] : filling.values) text += name + "=" + values.front() + " ";
        return text;
    }
    std::string rows() const {
        for (const auto& text : named_texts(form, filling))
            if (text.name == "enfants") return text.text;
        return {};
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(what_a_page_of_rows_holds, Household)

BOOST_AUTO_TEST_CASE(a_field_is_named_after_its_question_and_the_rows_around_it) {
    BOOST_TEST(field_name(form, *form.find("jeu"), {2, 0}) == "jeu:2:0");
    BOOST_TEST(field_name(form, *form.find("combien"), {2, 0}) == "combien");
    const auto place = field_place(form, "jeu:2:0");
    BOOST_REQUIRE(place.has_value());
    BOOST_TEST((place->at == Rows{2, 0}));
    for (const auto* wrong : {"jeu", "jeu:1", "jeu:1:2:3", "combien:0", "jeu:1:", "jeu:1:-1", "jeu:1:x", "jeu:1:51", "autre", "jeu:1:99999999999"})
        BOOST_TEST(!field_place(form, wrong).has_value(), wrong);
}

BOOST_AUTO_TEST_CASE(a_row_that_is_removed_takes_its_answers_and_the_others_move_up) {
    filling.values = {{"enfants", {"3"}}, {"prenom:0", {"Léa"}},     {"prenom:1", {"Ali"}}, {"prenom:2", {"Zoé"}},
                      {"jeux:2", {"2"}},  {"jeu:2:1", {"marelle"}}, {"jeu:1:0", {"foot"}}, {"combien", {"4"}}};
    BOOST_TEST(remove_row(form, filling, "enfants:1"));
    BOOST_TEST(said() == "combien=4 enfants=2 jeu:1:1=marelle jeux:1=2 prenom:0=Léa prenom:1=Zoé ");
    BOOST_TEST(!remove_row(form, filling, "enfants:2"));
    BOOST_TEST(!remove_row(form, filling, "adultes:0"));
    BOOST_TEST(!remove_row(form, filling, "combien:0"));
}

BOOST_AUTO_TEST_CASE(a_new_row_has_its_defaults_and_no_more_rows_than_a_page_holds) {
    filling.values = {{"enfants", {"1"}}};
    BOOST_TEST(add_row(form, filling, "enfants", clock));
    BOOST_TEST(said() == "enfants=2 prenom:1=? ");
    BOOST_TEST(add_row(form, filling, "jeux:1", clock));
    BOOST_TEST(filling.values["jeux:1"].front() == "2");
    filling.values["enfants"] = {"50"};
    BOOST_TEST(!add_row(form, filling, "enfants", clock));
    BOOST_TEST(!add_row(form, filling, "adultes", clock));
    BOOST_TEST(!add_row(form, filling, "jeux:70", clock));
}

BOOST_AUTO_TEST_CASE(rows_are_sent_as_answers_of_the_form) {
    filling.values = {{"enfants", {"2"}},      {"prenom:0", {"Léa"}},      {"age:0", {"7,0"}}, {"avis.ecole:0", {"oui"}},
                      {"age:1", {"refused"}}, {"jeu:1:0", {"a", "b"}}};
    BOOST_TEST(rows() == R"([{"age":7.0,"avis":{"ecole":"oui"},"jeux":[{}],"prenom":"Léa"},{"age":"refused","jeux":[{"jeu":"a b"}]}])");
    forms::Problems problems;
    auto answers = forms::answers_from_text(form, named_texts(form, filling), problems);
    BOOST_TEST(problems.empty());
    filling.values["age:1"] = {"sept"};
    answers = forms::answers_from_text(form, named_texts(form, filling), problems);
    BOOST_REQUIRE(problems.size() == 1U);
    BOOST_TEST(problems[0].where == answer_place(form, *form.find("age"), {1}));
}

BOOST_AUTO_TEST_CASE(blank_rows_go_unless_the_form_counts_them) {
    filling.values = {{"combien", {"2"}}, {"adultes", {"2"}}, {"enfants", {"3"}}, {"jeux:1", {"2"}}, {"jeu:1:1", {"foot"}}, {"prenom:2", {""}}};
    drop_blank_rows(form, filling);
    BOOST_TEST(filling.values["enfants"].front() == "1");
    BOOST_TEST(filling.values["jeux:0"].front() == "1");
    BOOST_TEST(filling.values["jeu:0:0"].front() == "foot");
    BOOST_TEST(filling.values["adultes"].front() == "2");
}

BOOST_AUTO_TEST_CASE(counted_rows_follow_their_number_within_what_a_page_holds) {
    filling.values = {{"combien", {"2"}}};
    BOOST_TEST(count_rows(form, filling, clock));
    BOOST_TEST(filling.values["adultes"].front() == "2");
    BOOST_TEST(!count_rows(form, filling, clock));
    filling.values["combien"] = {"1"};
    BOOST_TEST(!count_rows(form, filling, clock));
    BOOST_TEST(filling.values["adultes"].front() == "1");
    filling.values["combien"] = {"1000000"};
    count_rows(form, filling, clock);
    BOOST_TEST(filling.values["adultes"].front() == "50");
    filling.values["combien"] = {"-3"};
    count_rows(form, filling, clock);
    BOOST_TEST(filling.values["adultes"].front() == "0");
}

BOOST_AUTO_TEST_CASE(a_mistake_stands_in_its_row_and_a_name_in_its_sentence) {
    CampaignForm campaign;
    campaign.form = form;
    filling.language = "fr";
    filling.values = {{"enfants", {"2"}}, {"prenom:0", {"Léa"}}, {"prenom:1", {"<Ali>"}}, {"age:1", {"90"}}};
    filling.problems = {{forms::Code::answer_constraint, "age", "/enfants/1/age", {}}};
    const Words words;
    const auto page = questionnaire_html(campaign, words, filling, clock);
    BOOST_TEST(page.find(R"(id="w-age:1")") != page.npos);
    BOOST_TEST(page.find(R"(id="w-age:0")") == page.npos);
    BOOST_TEST(page.find(R"(<a href="#q-age:1">)") != page.npos);
    BOOST_TEST(page.find(R"(<span data-v="prenom:1">&lt;Ali&gt;</span>)") != page.npos);
    // The model of a row to come stands apart, for the script.
    BOOST_TEST(page.find(R"(name="jeu:@0:@1")") > page.find("<template>"));
}

BOOST_AUTO_TEST_SUITE_END()

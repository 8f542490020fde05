#include <boost/test/unit_test.hpp>
#include <map>
#include <nlohmann/json.hpp>

#include "server/place_words.hpp"
#include "server_assets.hpp"

using namespace ecoute;

BOOST_FIXTURE_TEST_SUITE(words, server::Words)

BOOST_AUTO_TEST_CASE(are_said_in_the_language_asked_for_and_in_french_otherwise) {
    BOOST_TEST(say("ar", "answer.required") == "هذا السؤال يتطلب إجابة.");
    BOOST_TEST(say("ar-MA", "answer.required") == "هذا السؤال يتطلب إجابة.");
    BOOST_TEST(say("tr", "answer.required") == "Bu soru bir cevap bekliyor.");
    BOOST_TEST(say("pt-PT", "answer.required") == "Esta pergunta espera uma resposta.");
    BOOST_TEST(say("so", "answer.required") == "Cette question attend une réponse.");
    BOOST_TEST(say("ar", "form.unknown") == say("fr", "form.unknown"));
}

BOOST_AUTO_TEST_CASE(hold_facts_and_nothing_where_a_fact_is_missing) {
    BOOST_TEST(say("fr", "answer.too_many_choices", {{"limit", "3"}}) == "Trop de choix : 3 au plus.");
    BOOST_TEST(say("fr", "answer.choice_unknown") == "Le choix «  » n'est pas proposé.");
    const forms::Problem problem{forms::Code::form_name_twice, "age", "/questions/2", {}};
    BOOST_TEST(say("fr", problem) == "Le nom « age » sert deux fois dans le questionnaire (/questions/2).");
}

BOOST_AUTO_TEST_CASE(show_references_of_the_form_language_as_they_are_written) {
    BOOST_TEST(say("en", "cli.table.where").find("'${gender} = \"female\"'") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(name_a_line_of_a_file_in_their_language_and_leave_other_places) {
    BOOST_TEST(server::place_in_words(*this, "fr", "line 3") == "ligne 3");
    BOOST_TEST(server::place_in_words(*this, "fr", "lieux.csv line 12") == "lieux.csv ligne 12");
    BOOST_TEST(server::place_in_words(*this, "en", "lieux.csv line 12") == "lieux.csv line 12");
    for (const std::string untouched : {"", "survey!C12", "/questions/2", "line ", "online 3", "line 3b", "model/bind"})
        BOOST_TEST(server::place_in_words(*this, "fr", untouched) == untouched);
}

BOOST_AUTO_TEST_CASE(in_brackets_are_said_only_if_their_facts_are_known) {
    BOOST_TEST(say("fr", "campaign.not_open_yet", {{"opens", "2026-05-10"}}) ==
               "Cette campagne n'est pas encore ouverte. Ouverture : 2026-05-10.");
    BOOST_TEST(say("fr", "campaign.not_open_yet", {{"opens", ""}}) == "Cette campagne n'est pas encore ouverte.");
    BOOST_TEST(say("fr", "campaign.not_open_yet") == "Cette campagne n'est pas encore ouverte.");
}

BOOST_AUTO_TEST_CASE(that_nobody_wrote_are_seen_by_their_key) { BOOST_TEST(say("fr", "no.such.key") == "no.such.key"); }

BOOST_AUTO_TEST_CASE(follow_what_the_browser_accepts) {
    BOOST_TEST(best("") == "fr");
    BOOST_TEST(best("de, nl;q=0.5") == "fr");
    BOOST_TEST(best("tr-TR,tr;q=0.9,en;q=0.8") == "tr");
    BOOST_TEST(best("de, en;q=0.5, ar;q=0.8") == "ar");
    BOOST_TEST(best("fr-FR,fr;q=0.9,en;q=0.8") == "fr");
    BOOST_TEST(best(";;;q=,q") == "fr");
}

BOOST_AUTO_TEST_CASE(of_a_family_are_handed_over_together) {
    const auto answers = all("ar", "answer.");
    BOOST_TEST(answers.at("answer.required") == "هذا السؤال يتطلب إجابة.");
    BOOST_TEST(!answers.contains("request.not_found"));
    BOOST_TEST(all("so", "answer.").at("answer.required") == "Cette question attend une réponse.");
}

BOOST_AUTO_TEST_CASE(that_a_resident_meets_are_said_in_each_language_of_the_interface) {
    std::map<std::string, std::string> french;
    for (const auto& file : server_assets())
        if (file.name == "text/fr/resident.json" || file.name == "text/fr/admin.json" || file.name == "text/fr/problems.json")
            french.merge(nlohmann::json::parse(file.bytes).get<std::map<std::string, std::string>>());
    const auto met = [](std::string_view key) {
        for (const std::string_view family : {"page.", "resident.", "answer.", "date.", "response.unknown", "response.conflict", "campaign.unknown",
                                              "campaign.closed", "campaign.not_open_yet", "request.not_found", "server.", "storage."})
            if (key.starts_with(family)) return true;
        return false;
    };
    for (const char* language : {"ar", "en", "pt", "tr"})
        for (const auto& [key, sentence] : french)
            if (met(key) && key != "page.expired") BOOST_TEST(has(language, key), language << " " << key);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_key)

BOOST_AUTO_TEST_CASE(stands_in_one_file_of_a_language_only) {
    std::map<std::string, std::string> seen;
    for (const auto& file : server_assets()) {
        if (!file.name.starts_with("text/")) continue;
        const std::string language{file.name.substr(5, file.name.find('/', 5) - 5)};
        const auto read = nlohmann::json::parse(file.bytes);
        for (const auto& [key, sentence] : read.items()) {
            const auto first = seen.emplace(language + " " + key, file.name).first->second;
            BOOST_TEST(first == file.name, language << " " << key << " in " << file.name << " and " << first);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

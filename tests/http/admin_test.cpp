#include <boost/test/unit_test.hpp>

#include "tests/http/admin_world.hpp"

using namespace ecoute;
using storage::Role;
using tests::has;

BOOST_FIXTURE_TEST_SUITE(the_first_account, tests::AdminWorld)

BOOST_AUTO_TEST_CASE(the_one_time_link_creates_the_administrator_once) {
    store->users().set_setup_token(server::token_hash("jeton"));
    const std::string form = "login=Samira&password=le+march%C3%A9+du+samedi&again=le+march%C3%A9+du+samedi";
    const auto asked = client.get("/admin/premier-compte/jeton");
    BOOST_TEST(asked.status == 200);
    BOOST_TEST(has(asked.body, "Au moins 12 caractères"));

    const auto created = post("/admin/premier-compte/jeton", form);
    BOOST_TEST(created.status == 303);
    BOOST_TEST(created.header("Location") == "/admin");
    BOOST_TEST(client.get("/admin", {{"Cookie", cookie_of(created)}}).status == 200);
    BOOST_TEST((store->users().find("samira")->role == Role::administrator));

    const auto again = post("/admin/premier-compte/jeton", form);
    BOOST_TEST(again.status == 403);
    BOOST_TEST(has(again.body, "ecoute user add --role administrator"));
}

BOOST_AUTO_TEST_CASE(a_wrong_link_says_how_to_get_a_new_one) {
    store->users().set_setup_token(server::token_hash("jeton"));
    const auto reply = client.get("/admin/premier-compte/autre");
    BOOST_TEST(reply.status == 403);
    BOOST_TEST(has(reply.body, "relancez «\u00a0ecoute serve\u00a0»"));
    BOOST_TEST(!has(reply.body, "<form method=\"post\" action=\"/admin/premier-compte"));
}

BOOST_AUTO_TEST_CASE(a_mistake_keeps_the_login_and_never_the_password) {
    store->users().set_setup_token(server::token_hash("jeton"));
    const auto post_it = [&](const char* form) { return post("/admin/premier-compte/jeton", form); };
    const auto too_short = post_it("login=samira&password=court&again=court");
    BOOST_TEST(too_short.status == 422);
    BOOST_TEST(has(too_short.body, "Il en faut au moins 12"));
    BOOST_TEST(has(too_short.body, "value=\"samira\""));
    BOOST_TEST(!has(too_short.body, "value=\"court\""));
    BOOST_TEST(has(post_it("login=samira&password=aaaaaaaaaaaa&again=aaaaaaaaaaab").body, "ne sont pas les mêmes"));
    BOOST_TEST(has(post_it("login=a+b&password=aaaaaaaaaaaa&again=aaaaaaaaaaaa").body, "identifiant sans espace"));
    BOOST_TEST(post_it("").status == 422);
    add_user("karim", Role::coach);
    BOOST_TEST(has(post_it("login=karim&password=aaaaaaaaaaaa&again=aaaaaaaaaaaa").body, "existe déjà"));
    BOOST_TEST(client.get("/admin/premier-compte/jeton").status == 200);  // still unused
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(logging_in, tests::AdminWorld)

BOOST_AUTO_TEST_CASE(without_a_session_a_page_leads_to_the_login_and_the_api_refuses) {
    const auto page = client.get("/admin/campagnes/essai/tableau?question=q");
    BOOST_TEST(page.status == 303);
    BOOST_TEST(page.header("Location") ==
               "/admin/connexion?retour=%2Fadmin%2Fcampagnes%2Fessai%2Ftableau%3Fquestion%3Dq");
    const auto api = client.get("/api/v1/campaigns/essai/tables?question=q");
    BOOST_TEST(api.status == 401);
    BOOST_TEST(has(api.body, "\"access.login_needed\""));
}

BOOST_AUTO_TEST_CASE(the_right_password_opens_a_session_that_scripts_and_other_sites_cannot_use) {
    add_user("samira", Role::facilitator);
    const auto reply =
        post("/admin/connexion", "login=+Samira&password=le+march%C3%A9+du+samedi&retour=/admin/campagnes/essai");
    BOOST_TEST(reply.status == 303);
    BOOST_TEST(reply.header("Location") == "/admin/campagnes/essai");
    BOOST_TEST(has(reply.header("Set-Cookie"), "; Path=/; Max-Age=43200; HttpOnly; SameSite=Strict"));
    BOOST_TEST(!has(reply.header("Set-Cookie"), "Secure"));
    BOOST_TEST(client.get("/admin", {{"Cookie", cookie_of(reply)}}).status == 200);
}

BOOST_AUTO_TEST_CASE(under_tls_the_cookie_is_secure) {
    settings.secure_cookies = true;
    add_user("samira", Role::facilitator);
    const auto reply = post("/admin/connexion", "login=samira&password=le+march%C3%A9+du+samedi");
    BOOST_TEST(has(reply.header("Set-Cookie"), "; Secure"));
}

BOOST_AUTO_TEST_CASE(the_way_on_after_the_login_is_never_another_site) {
    add_user("samira", Role::facilitator);
    for (const auto* next :
         {"https://ailleurs.example/", "//ailleurs.example", "/adminx", "/admin/connexion", "/admin\\x", ""}) {
        const auto reply =
            post("/admin/connexion", std::string{"login=samira&password=le+march%C3%A9+du+samedi&retour="} + next);
        BOOST_TEST(reply.header("Location") == "/admin");
    }
}

BOOST_AUTO_TEST_CASE(a_wrong_password_and_an_unknown_login_get_the_same_answer) {
    add_user("samira", Role::facilitator);
    const auto wrong = post("/admin/connexion", "login=samira&password=autre");
    auto unknown = post("/admin/connexion", "login=sabine&password=autre").body;
    BOOST_TEST(wrong.status == 401);
    BOOST_TEST(wrong.header("Set-Cookie").empty());
    unknown.replace(unknown.find("sabine"), 6, "samira");
    BOOST_TEST(wrong.body == unknown);
}

BOOST_AUTO_TEST_CASE(a_fourth_wrong_password_must_wait_and_another_person_on_the_same_wifi_must_not) {
    add_user("samira", Role::facilitator);
    add_user("karim", Role::facilitator);
    for (int i = 0; i < 4; ++i) BOOST_TEST(post("/admin/connexion", "login=samira&password=autre").status == 401);
    const auto waits = post("/admin/connexion", "login=samira&password=le+march%C3%A9+du+samedi");
    BOOST_TEST(waits.status == 429);
    BOOST_TEST(waits.header("Retry-After") == "1");
    BOOST_TEST(has(waits.body, "Attendez 1 seconde"));
    BOOST_TEST(post("/admin/connexion", "login=karim&password=le+march%C3%A9+du+samedi").status == 303);
    clock.time += std::chrono::seconds{1};
    BOOST_TEST(post("/admin/connexion", "login=samira&password=le+march%C3%A9+du+samedi").status == 303);
}

BOOST_AUTO_TEST_CASE(a_disabled_person_no_longer_comes_in) {
    add_user("samira", Role::facilitator);
    store->users().disable("samira").value();
    BOOST_TEST(post("/admin/connexion", "login=samira&password=le+march%C3%A9+du+samedi").status == 401);
}

BOOST_AUTO_TEST_CASE(a_form_that_another_site_sends_is_refused) {
    add_user("samira", Role::facilitator);
    const std::string form = "login=samira&password=le+march%C3%A9+du+samedi";
    BOOST_TEST(post("/admin/connexion", form, {{"Origin", "https://ailleurs.example"}}).status == 403);
    BOOST_TEST(post("/admin/connexion", form, {{"Origin", "http://192.168.1.20:8080"}}).status == 303);
}

BOOST_AUTO_TEST_CASE(a_session_ends_after_twelve_hours) {
    const auto cookie = session(Role::facilitator);
    clock.time += std::chrono::hours{12} - std::chrono::seconds{1};
    BOOST_TEST(client.get("/admin", cookie).status == 200);
    clock.time += std::chrono::seconds{1};
    BOOST_TEST(client.get("/admin", cookie).status == 303);
}

BOOST_AUTO_TEST_CASE(logging_out_ends_the_session_and_needs_the_token_of_its_page) {
    const auto cookie = session(Role::facilitator);
    BOOST_TEST(post("/admin/deconnexion", "", cookie).status == 403);
    const auto page = client.get("/admin", cookie).body;
    const std::string mark = "name=\"csrf\" value=\"";
    const auto at = page.find(mark) + mark.size();
    const auto reply = post("/admin/deconnexion", "csrf=" + page.substr(at, page.find('"', at) - at), cookie);
    BOOST_TEST(reply.status == 303);
    BOOST_TEST(client.get("/admin", cookie).status == 303);
    BOOST_TEST(has(client.get("/admin/connexion?fin=1").body, "déconnecté"));
}

BOOST_AUTO_TEST_CASE(what_was_done_is_written_down_without_password_or_unknown_name) {
    session(Role::facilitator);
    post("/admin/connexion", "login=facilitator&password=autre");
    post("/admin/connexion", "login=mon-mot-de-passe&password=autre");
    post("/admin/connexion", "login=mon-mot-de-passe-bis&password=autre");
    std::string log;
    for (const auto& entry : store->audit().all()) log += entry.who + ":" + entry.what + " ";
    BOOST_TEST(log == "facilitator:session.begin facilitator:login.failed :login.failed :login.failed ");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_table_builder, tests::AdminWorld)

BOOST_AUTO_TEST_CASE(it_opens_on_a_table_whose_address_says_all) {
    const auto cookie = session(Role::facilitator);
    const auto reply = client.get("/admin/campagnes/essai/tableau", cookie);
    BOOST_TEST(reply.status == 303);
    BOOST_TEST(reply.header("Location") == "/admin/campagnes/essai/tableau?question=q&by=quartier");
}

BOOST_AUTO_TEST_CASE(eighty_and_ten_percent_stand_with_their_bases) {
    const auto cookie = session(Role::facilitator);
    const auto page = client.get("/admin/campagnes/essai/tableau?question=q&by=gender", cookie);
    BOOST_TEST(page.status == 200);
    BOOST_TEST(has(page.body, "<b>80\u00a0%</b> <small>80 sur 100</small>"));
    BOOST_TEST(has(page.body, "<b>10\u00a0%</b> <small>90 sur 900</small>"));
    BOOST_TEST(has(page.body, "<b>17\u00a0%</b> <small>170 sur 1\u202f000</small>"));
    BOOST_TEST(has(page.body, "Base\u00a0: 1\u202f000 personnes"));
    BOOST_TEST(has(page.body, "<svg"));
}

BOOST_AUTO_TEST_CASE(not_asked_no_answer_and_refused_are_told_apart) {
    const auto cookie = session(Role::facilitator);
    const auto page = client.get("/admin/campagnes/essai/tableau?question=q", cookie);
    BOOST_TEST(has(page.body, "Question non posée</dt><dd>8</dd>"));
    BOOST_TEST(has(page.body, "Sans réponse</dt><dd>7</dd>"));
    BOOST_TEST(has(page.body, "Préfère ne pas répondre</dt><dd>6</dd>"));
}

BOOST_AUTO_TEST_CASE(a_quartier_of_three_people_is_hidden_and_one_of_nobody_too) {
    const auto cookie = session(Role::facilitator);
    for (const auto* address : {"/admin/campagnes/essai/tableau", "/admin/campagnes/essai/tableau.csv",
                                "/admin/campagnes/essai/tableau.json", "/admin/campagnes/essai/tableau.jsonstat", "/api/v1/campaigns/essai/tables"}) {
        const auto reply = client.get(std::string{address} + "?question=q&by=quartier", cookie);
        BOOST_TEST_CONTEXT(address) {
            BOOST_TEST(reply.status == 200);
            BOOST_TEST(has(reply.body, "Gorge de Loup"));
            BOOST_TEST(has(reply.body, "Santy"));
            BOOST_TEST(!has(reply.body, "sur 3<"));
            BOOST_TEST(!has(reply.body, ":3,"));
        }
    }
}

BOOST_AUTO_TEST_CASE(both_ways_of_asking_for_two_breakdowns_give_the_same_page) {
    const auto cookie = session(Role::facilitator);
    const auto comma = client.get("/admin/campagnes/essai/tableau?question=q&by=quartier,gender", cookie);
    const auto form = client.get("/admin/campagnes/essai/tableau?question=q&answer=&by=quartier&by=gender", cookie);
    BOOST_TEST(comma.status == 200);
    BOOST_TEST(has(comma.body, "scope=\"rowgroup\""));
    const auto table_of = [](const std::string& page) {
        return page.substr(page.find("<table"), page.find("</table>") - page.find("<table"));
    };
    BOOST_TEST(table_of(comma.body) == table_of(form.body));
}

BOOST_AUTO_TEST_CASE(translations_still_to_be_read_by_a_native_speaker_are_told) {
    const auto cookie = session(Role::facilitator);
    BOOST_TEST(!has(client.get("/admin/campagnes/essai", cookie).body, "Traductions à faire relire"));
    store->forms().publish({"essai", "2", R"({"translations":{"ar":"to_review","tr":"to_review","xx":"to_review"}})", "2026-05-02T08:00:00Z"}).value();
    one.campaign->campaign.form_version = "2";
    const auto page = client.get("/admin/campagnes/essai", cookie);
    BOOST_TEST(has(page.body, "Traductions à faire relire"));
    BOOST_TEST(has(page.body, "العربية, Türkçe, xx."));
}

BOOST_AUTO_TEST_CASE(labels_of_a_questionnaire_are_text_not_markup) {
    const auto cookie = session(Role::facilitator);
    const auto page = client.get("/admin/campagnes/essai/tableau?question=q", cookie);
    BOOST_TEST(has(page.body, "Le quartier &lt;b&gt;change&lt;/b&gt; ?"));
    BOOST_TEST(!has(page.body, "<b>change"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_tabulated_is_refused_with_what_can) {
    const auto cookie = session(Role::facilitator);
    const auto unknown = client.get("/api/v1/campaigns/essai/tables?question=rien", cookie);
    BOOST_TEST(unknown.status == 404);
    BOOST_TEST(unknown.header("Content-Type") == "application/problem+json");
    BOOST_TEST(has(unknown.body, "table.question_unknown"));
    BOOST_TEST(has(unknown.body, "quartier"));
    const auto by = client.get("/api/v1/campaigns/essai/tables?question=q&by=rien", cookie);
    BOOST_TEST(by.status == 422);
    BOOST_TEST(has(by.body, "table.breakdown_unknown"));
    BOOST_TEST(client.get("/api/v1/campaigns/autre/tables?question=q", cookie).status == 404);
    BOOST_TEST(client.get("/admin/campagnes/autre", cookie).status == 404);
    const auto page = client.get("/admin/campagnes/essai/tableau?question=q&by=rien", cookie);
    BOOST_TEST(page.status == 422);
    BOOST_TEST(has(page.body, "<select id=\"question\""));  // the way out stands there
}

BOOST_AUTO_TEST_CASE(the_twins_come_as_files_of_their_kind) {
    const auto cookie = session(Role::facilitator);
    const auto csv = client.get("/admin/campagnes/essai/tableau.csv?question=q&by=gender", cookie);
    BOOST_TEST(csv.header("Content-Type") == "text/csv; charset=utf-8");
    BOOST_TEST(csv.header("Content-Disposition") == "attachment; filename=\"essai_q_gender.csv\"");
    BOOST_TEST(csv.body.substr(0, 3) == "\xEF\xBB\xBF");
    const auto svg = client.get("/admin/campagnes/essai/tableau.svg?question=q&by=gender&answer=oui", cookie);
    BOOST_TEST(svg.header("Content-Type") == "image/svg+xml");
    BOOST_TEST(svg.body.substr(0, 4) == "<svg");
    const auto json = client.get("/admin/campagnes/essai/tableau.json?question=q&by=gender", cookie);
    BOOST_TEST(json.header("Content-Type") == "application/json");
    BOOST_TEST(json.body == client.get("/api/v1/campaigns/essai/tables?question=q&by=gender", cookie).body);
}

BOOST_AUTO_TEST_CASE(a_table_by_quartier_is_drawn_in_small_panels_when_the_address_asks_for_them) {
    const auto cookie = session(Role::facilitator);
    const std::string address = "/admin/campagnes/essai/tableau?question=q&by=quartier";
    const auto page = client.get(address + "&chart=panels", cookie);
    BOOST_TEST(page.status == 200);
    BOOST_TEST(has(page.body, "<option value=\"panels\" selected>"));
    BOOST_TEST(has(page.body, ">n.c.</text>"));  // Gorge de Loup: three people
    BOOST_TEST(has(page.body, "tableau.svg?question=q&amp;by=quartier&amp;chart=panels"));
    BOOST_TEST(!has(client.get(address, cookie).body, ">n.c.</text>"));
    const auto twin = client.get("/admin/campagnes/essai/tableau.svg?question=q&by=quartier&chart=stacked", cookie);
    BOOST_TEST(has(twin.body, "Gorge de Loup\u00a0: trop peu de réponses."));
    BOOST_TEST(!has(client.get("/admin/campagnes/essai/tableau?question=q&chart=panels", cookie).body, "value=\"panels\""));
}

BOOST_AUTO_TEST_CASE(an_institution_reads_with_the_thresholds_of_everybody) {
    // Seven people left the question blank: shown inside the team (k = 5), hidden outside it (k = 11).
    const std::string address = "/admin/campagnes/essai/tableau?question=q";
    BOOST_TEST(has(client.get(address, session(Role::coach)).body, "Sans réponse</dt><dd>7</dd>"));
    BOOST_TEST(!has(client.get(address, session(Role::institution)).body, "Sans réponse</dt><dd>7</dd>"));
}

BOOST_AUTO_TEST_CASE(invented_data_is_said_on_every_page_and_output) {
    const auto cookie = session(Role::facilitator);
    one.campaign->invented = true;
    for (const auto* address : {"", "/affiche", "/tableau?question=q", "/tableau.csv?question=q",
                                "/tableau.svg?question=q", "/tableau.json?question=q"}) {
        const auto reply = client.get(std::string{base} + address, cookie);
        BOOST_TEST_CONTEXT(address) BOOST_TEST((has(reply.body, "inventées") || has(reply.body, "invented")));
    }
}

BOOST_AUTO_TEST_CASE(made_up_respondents_alone_make_a_table_invented) {
    const auto cookie = session(Role::facilitator);
    const std::string address = "/admin/campagnes/essai/tableau?question=q";
    BOOST_TEST(!has(client.get(address, cookie).body, "inventées"));
    store->responses().keep_and_wait({{.id = "3f2504e0-4f89-41d3-9a0c-0305e82c3301",
                                       .campaign = "essai",
                                       .form_version = "1",
                                       .language = "fr",
                                       .channel = "link",
                                       .answers = "{}",
                                       .fingerprint = std::string(16, 'f'),
                                       .simulated = true}});
    BOOST_TEST(has(client.get(address, cookie).body, "inventées"));
    BOOST_TEST(has(client.get("/admin", cookie).body, "Données inventées"));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(the_list_of_campaigns, tests::AdminWorld)

BOOST_AUTO_TEST_CASE(it_shows_state_dates_address_and_qr_code) {
    const auto page = client.get("/admin", session(Role::institution)).body;
    BOOST_TEST(has(page, "Écoute &amp; essai"));
    BOOST_TEST(has(page, "Ouverte"));
    BOOST_TEST(has(page, "du 3 au 31 mai 2026"));
    BOOST_TEST(has(page, "http://192.168.1.20:8080/q/essai"));
    BOOST_TEST(has(page, "<svg class=\"qr\""));
}

BOOST_AUTO_TEST_CASE(a_campaign_before_and_after_its_days_is_not_open) {
    const auto cookie = session(Role::facilitator);
    clock.time += std::chrono::hours{24 * 14};  // 31 May, 16:03 in France: the last day
    add_user("samira", Role::facilitator);
    const auto login = post("/admin/connexion", "login=samira&password=le+march%C3%A9+du+samedi");
    BOOST_TEST(has(client.get("/admin", {{"Cookie", cookie_of(login)}}).body, "Ouverte"));
    clock.time += std::chrono::hours{8};  // 1 June, 00:03
    BOOST_TEST(has(client.get("/admin", {{"Cookie", cookie_of(login)}}).body, "Fermée"));
}

BOOST_AUTO_TEST_CASE(english_is_chosen_by_the_reader_and_kept) {
    const auto cookie = session(Role::facilitator);
    const auto english = client.get("/admin?lang=en", cookie);
    BOOST_TEST(has(english.body, "<html lang=\"en\""));
    BOOST_TEST(has(english.body, "Campaigns"));
    BOOST_TEST(cookie_of(english) == "ecoute_langue=en");
    const auto french = client.get("/admin", {cookie.front(), {"Accept-Language", "en-US,en"}});
    BOOST_TEST(has(french.body, "<html lang=\"fr\""));
}

BOOST_AUTO_TEST_SUITE_END()

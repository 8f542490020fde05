#pragma once
#include "tests/analysis/survey.hpp"
#include "tests/support/door_world.hpp"

namespace ecoute::tests {

/// One campaign whose questionnaire and answers were written in the test.
struct OneCampaign final : server::OpenForms, server::Snapshots {
    std::shared_ptr<server::CampaignForm> campaign = std::make_shared<server::CampaignForm>();
    std::shared_ptr<forms::Columns> people = std::make_shared<forms::Columns>();

    std::shared_ptr<const server::CampaignForm> find(std::string_view id) override {
        return id == campaign->campaign.id ? campaign : nullptr;
    }
    std::vector<std::shared_ptr<const server::CampaignForm>> all() override { return {campaign}; }
    std::shared_ptr<const forms::Columns> columns(const server::CampaignForm&) override { return people; }
};

/// The real server with the case of PEERS.md T2 (80 of 100 women and 90 of 900 men say yes), two people aside, a
/// quartier of three people, and a person of each role, all with the same password.
struct AdminWorld {
    static constexpr std::string_view password = "le marché du samedi";
    static constexpr std::string_view base = "/admin/campagnes/essai";

    AdminWorld() : door(OpenDoor::quick(), desk), client("127.0.0.1", door.port()) {
        write_survey();
        store->forms().publish({"essai", "1", "{}", "2026-05-01T08:00:00Z"}).value();
        store->campaigns().create(one.campaign->campaign).value();
        door.start();
    }

    /// Women in "Mermoz", men in "Vergoin", three women in "Gorge de Loup".
    void write_survey() {
        using forms::QuestionType;
        analysis::test::Survey survey;
        const auto quartier =
            survey.add(QuestionType::select_one, "quartier", {"Mermoz", "Vergoin", "Gorge de Loup", "Santy"});
        const auto gender = survey.add(QuestionType::select_one, "genre", {"femme", "homme", "nsp"});
        const auto question = survey.add(QuestionType::select_one, "q", {"oui", "non"});
        survey.form.breakdowns.quartier = quartier;
        survey.form.breakdowns.gender = gender;
        survey.form.questions[question].label = analysis::test::french("Le quartier <b>change</b> ?");
        const std::vector<std::uint32_t> questions{quartier, gender, question};
        survey.people(80, questions, {0, 0, 0});
        survey.people(17, questions, {0, 0, 1});
        survey.people(3, questions, {2, 0, 1});
        survey.people(90, questions, {1, 1, 0});
        survey.people(810, questions, {1, 1, 1});
        survey.people(7, questions, {1, 1, forms::code_no_answer});
        survey.people(6, questions, {1, 1, forms::code_refused});
        survey.people(8, questions, {1, 1, forms::code_not_asked});
        auto& campaign = *one.campaign;
        campaign.campaign = {.id = "essai",
                             .title = "Écoute & essai",
                             .form_id = "essai",
                             .form_version = "1",
                             .opens = "2026-05-03",
                             .closes = "2026-05-31",
                             .open = true,
                             .organisation = "Ville"};
        campaign.form = survey.form;
        *one.people = survey.columns;
        one.people->last_seq = 1021;
    }

    void add_user(std::string login, storage::Role role) {
        static const std::string hash = server::hash_password(password);
        store->users().add({std::move(login), hash, role, false, "2026-05-17T12:00:00Z"}).value();
    }

    server::Client::Reply post(std::string_view address, std::string_view form,
                               const server::Client::Fields& headers = {}) {
        return client.request("POST", address, form, "application/x-www-form-urlencoded", headers);
    }

    /// The cookie that a reply sets, as it is sent back: "ecoute_session=...".
    static std::string cookie_of(const server::Client::Reply& reply) {
        const auto set = reply.header("Set-Cookie");
        return std::string{set.substr(0, set.find(';'))};
    }

    /// Adds a person, logs in, returns the headers of the session.
    server::Client::Fields session(storage::Role role) {
        const std::string login{storage::name(role)};
        add_user(login, role);
        const auto reply = post("/admin/connexion", "login=" + login + "&password=le%20march%C3%A9+du+samedi");
        return {{"Cookie", cookie_of(reply)}};
    }

    TemporaryFolder folder;
    StandingClock clock;
    std::unique_ptr<storage::Store> store = storage::open_sqlite_store(folder.path, clock);
    OneCampaign one;
    server::Words words;
    server::Settings settings{"http://192.168.1.20:8080", std::string(32, 'k'), false};
    server::Desk desk{*store, clock, one, one, words, settings};
    server::Door door;
    server::Client client;
};

inline bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace ecoute::tests

// Durable, validated submissions of 2.5 kB through the real server, against SQLite's group commit alone, in turns, on
// the same machine and disk, the load generator on the same cores. Prints rates, server CPU and ratios. Usage:
// bench_submissions [DIRECTORY] [ROWS] [ROUNDS]
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <nlohmann/json.hpp>

#include "bare_group_commit.hpp"
#include "load.hpp"
#include "server/attached_lists.hpp"
#include "server/http/door.hpp"
#include "server/open_forms.hpp"
#include "server/system_clock.hpp"
#include "storage/sqlite_store.hpp"

namespace {

using namespace ecoute;
using nlohmann::json;

constexpr std::size_t body_bytes = 2'500;
constexpr std::string_view campaign = "charge";

/// 40 questions: 25 of one choice, 5 of several, 4 numbers with a constraint, 6 texts; every fifth applies only after a
/// yes.
std::string questionnaire() {
    auto questions = json::array();
    for (int i = 0; i < 40; ++i) {
        json question = {{"name", "question_" + std::to_string(i)},
                         {"label", {{"fr", "Question " + std::to_string(i)}}}};
        if (i < 25)
            question.update({{"type", "select_one"}, {"choices", "accord"}, {"required", i % 2 == 0 ? "yes" : "no"}});
        else if (i < 30)
            question.update({{"type", "select_multiple"}, {"choices", "raisons"}});
        else if (i < 34)
            question.update({{"type", "integer"}, {"constraint", ". >= 0 and . <= 120"}});
        else
            question.update({{"type", "text"}});
        if (i > 0 && i % 5 == 0) question["relevant"] = "${question_0} = 'plutot_oui'";
        questions.push_back(std::move(question));
    }
    auto accord = json::array(), raisons = json::array();
    for (const auto* name : {"plutot_oui", "plutot_non", "pas_du_tout", "sans_avis"})
        accord.push_back({{"name", name}, {"label", {{"fr", name}}}});
    for (const auto* name : {"trop_cher", "trop_loin", "trop_long", "pas_confiance", "autre_raison"})
        raisons.push_back({{"name", name}, {"label", {{"fr", name}}}});
    return json{{"ecoute", 1},
                {"id", "charge"},
                {"version", "1"},
                {"title", {{"fr", "Charge"}}},
                {"default_language", "fr"},
                {"choices", {{"accord", accord}, {"raisons", raisons}}},
                {"questions", questions}}
        .dump();
}

/// One answered interview; its id is the first thing in it, so that the load generator can write others over it.
std::string interview(const std::string& id) {
    json answers = json::object();
    for (int i = 0; i < 40; ++i) {
        auto& answer = answers["question_" + std::to_string(i)];
        if (i < 25)
            answer = i % 3 == 0 ? "plutot_oui" : "pas_du_tout";
        else if (i < 30)
            answer = {"trop_cher", "trop_loin", "autre_raison"};
        else if (i < 34)
            answer = 30 + i;
        else
            answer = "Il faudrait un médecin de plus dans le quartier, et des bus le soir.";
    }
    auto text = R"({"id":")" + id + R"(","form_version":"1","language":"fr","channel":"tablet",)" +
                R"("started_at":"2026-05-17T13:41:07+02:00","ended_at":"2026-05-17T13:58:59+02:00","answers":)" +
                answers.dump() + "}";
    const auto last_word = text.rfind("le soir.");
    if (text.size() < body_bytes) text.insert(last_word, body_bytes - text.size(), '.');
    return text;
}

std::string request(const std::string& id) {
    const auto body = interview(id);
    return "POST /api/v1/campaigns/" + std::string(campaign) +
           "/responses HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

bench::Measured through_the_server(const std::filesystem::path& directory, const std::vector<std::string>& ids,
                                   std::size_t connections) {
    const server::SystemClock clock;
    const auto store = storage::open_sqlite_store(directory, clock);
    storage::Campaign made{.id = std::string(campaign)};
    if (const auto created = server::create_campaign(*store, made, questionnaire()); !created.mistakes.empty())
        std::abort();
    store->campaigns().set_open(campaign, true, "2026-01-01").value();
    const auto forms = server::make_open_forms(*store);
    const auto snapshots = server::make_snapshots(*store, clock, std::string(32, 'c'));
    const server::Words words;
    const server::Settings settings{"", std::string(32, 'k'), false};
    server::Desk desk{*store, clock, *forms, *snapshots, words, settings};
    server::Door door({.port = 0}, desk);
    door.start();
    std::vector<std::string> texts(connections, request(ids.front()));
    const auto id_at = texts.front().find(R"({"id":")") + 7;
    const auto next = [&](std::size_t n, std::size_t c) -> std::string_view {
        std::memcpy(texts[c].data() + id_at, ids[n].data(), ids[n].size());
        return texts[c];
    };
    const auto measured = bench::measure(door.port(), ids.size(), connections, next, "HTTP/1.1 201");
    if (store->responses().tally(campaign).responses != static_cast<std::int64_t>(ids.size())) std::abort();
    door.stop();
    return measured;
}

void compare(const std::filesystem::path& directory, std::size_t rows, std::size_t connections) {
    std::filesystem::remove_all(directory);
    std::filesystem::create_directories(directory / "server");
    const double bare = bench::bare_group_commit(directory, {.rows = rows, .rows_in_group = connections});
    const auto ours = through_the_server(directory / "server", bench::random_uuids(rows), connections);
    std::cout << connections << " connections: bare " << static_cast<long>(bare) << "/s, server "
              << static_cast<long>(ours.per_second) << "/s, ratio " << ours.per_second / bare
              << "; CPU a request: server " << ours.server_cpu_us << " us, load generator " << ours.sender_cpu_us
              << " us\n";
    std::filesystem::remove_all(directory);
}

}  // namespace

int main(int count, char** arguments) {
    const auto directory = std::filesystem::path{count > 1 ? arguments[1] : "."} / "bench-submissions";
    const std::size_t rows = count > 2 ? std::strtoul(arguments[2], nullptr, 10) : 100'000;
    const int rounds = count > 3 ? std::atoi(arguments[3]) : 3;
    std::cout << "a submission is " << interview(bench::random_uuids(1).front()).size() << " bytes\n";
    for (int round = 0; round < rounds; ++round) {
        compare(directory, rows, 64);
        compare(directory, rows / 10, 1);
    }
}

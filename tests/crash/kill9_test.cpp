#include <boost/test/unit_test.hpp>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <thread>
#include <vector>

#include "server/attached_lists.hpp"
#include "tests/crash/serving_process.hpp"
#include "tests/support/door_world.hpp"

/// The real program under load is killed at random moments, over and over; what it acknowledged must be there, once.
using namespace ecoute;

namespace {

constexpr int kills = 50;
constexpr int senders = 8;
constexpr std::string_view path = "/api/v1/campaigns/enquete/responses";
constexpr std::string_view questionnaire = R"({
  "ecoute": 1, "id": "charge", "version": "1", "title": {"fr": "Charge"}, "default_language": "fr",
  "questions": [{"type": "integer", "name": "numero", "label": {"fr": "Numéro"}, "required": "yes"},
                {"type": "text", "name": "mot", "label": {"fr": "Un mot"}}]})";

/// The n-th response: its id and its answer both tell n.
std::string id_of(int n) {
    auto digits = std::to_string(n);
    return "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}
std::string body_of(int n) {
    return nlohmann::json{{"id", id_of(n)}, {"answers", {{"numero", n}, {"mot", std::string(1'000, 'a')}}}}.dump();
}

/// Sends numbers from `first` in steps of `senders` until the server is gone. Gives those that were acknowledged.
std::vector<int> send_until_killed(std::uint16_t port, int first) {
    std::vector<int> acknowledged;
    try {
        server::Client client("127.0.0.1", port);
        for (int n = first;; n += senders) {
            const int status = client.post_json(path, body_of(n)).status;
            if (status != 200 && status != 201) throw std::logic_error("status " + std::to_string(status));
            acknowledged.push_back(n);
        }
    } catch (const server::NetworkFault&) {
        return acknowledged;
    }
}

void prepare(const std::filesystem::path& directory) {
    const tests::StandingClock clock;
    const auto store = storage::open_sqlite_store(directory, clock);
    const auto created = server::create_campaign(*store, {.id = "enquete"}, std::string(questionnaire));
    BOOST_REQUIRE(created.mistakes.empty());
    store->campaigns().set_open("enquete", true, "2026-01-01").value();
}

/// How often each number stands in the store.
std::map<int, int> stored_in(const std::filesystem::path& directory) {
    const tests::StandingClock clock;
    const auto store = storage::open_sqlite_store(directory, clock);
    std::map<int, int> times;
    store->responses().read("enquete", 0, [&](const storage::StoredResponse& row) {
        const int n = nlohmann::json::parse(row.answers)["numero"];
        BOOST_TEST(row.id == id_of(n));
        ++times[n];
        return true;
    });
    return times;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_server_that_is_killed)

BOOST_AUTO_TEST_CASE(has_kept_what_it_acknowledged_once_whenever_it_dies) {
    const tests::TemporaryFolder folder;
    prepare(folder.path);
    const auto seed = std::random_device{}();
    BOOST_TEST_MESSAGE("seed " << seed);
    std::mt19937 random{seed};
    std::uniform_int_distribution<int> moment{5, 300};
    std::vector<int> acknowledged;
    for (int round = 0; round < kills; ++round) {
        tests::ServingProcess server(folder.path);
        server::Client client("127.0.0.1", server.port());
        // What was acknowledged before the last death is known to the one who was started anew.
        for (std::size_t i = acknowledged.size() - std::min<std::size_t>(acknowledged.size(), 3); i < acknowledged.size(); ++i)
            BOOST_TEST(client.post_json(path, body_of(acknowledged[i])).status == 200);
        std::vector<std::vector<int>> got(senders);
        {
            std::vector<std::jthread> threads;
            for (int sender = 0; sender < senders; ++sender)
                threads.emplace_back([&, sender] {
                    got[static_cast<std::size_t>(sender)] = send_until_killed(server.port(), round * 1'000'000 + sender);
                });
            std::this_thread::sleep_for(std::chrono::milliseconds{moment(random)});
            server.kill_at_once();
        }
        for (const auto& some : got) acknowledged.insert(acknowledged.end(), some.begin(), some.end());
    }
    const auto stored = stored_in(folder.path);
    std::size_t lost = 0, doubled = 0;
    for (const int n : acknowledged) lost += stored.contains(n) ? 0 : 1;
    for (const auto& [n, times] : stored) doubled += times > 1 ? 1 : 0;
    BOOST_TEST_MESSAGE(kills << " kills, " << acknowledged.size() << " acknowledged, " << stored.size() << " stored");
    BOOST_TEST(acknowledged.size() >= static_cast<std::size_t>(kills));
    BOOST_TEST(lost == 0U);
    BOOST_TEST(doubled == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

#pragma once
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "server/access.hpp"
#include "server/attached_lists.hpp"
#include "server/desk.hpp"
#include "server/http/client.hpp"
#include "server/http/door.hpp"
#include "server/open_forms.hpp"
#include "storage/sqlite_store.hpp"

namespace ecoute::tests {

/// A clock that stands where a test put it: Sunday 17 May 2026, 14:03:22 UTC, in the time of France.
struct StandingClock final : forms::Clock {
    std::chrono::sys_time<std::chrono::milliseconds> time = std::chrono::sys_days{std::chrono::year{2026} / 5 / 17} +
                                                            std::chrono::hours{14} + std::chrono::minutes{3} +
                                                            std::chrono::seconds{22};
    std::chrono::sys_time<std::chrono::milliseconds> now() const override { return time; }
    std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return std::chrono::minutes{120}; }
};

/// A folder of its own that goes away with the test.
struct TemporaryFolder {
    std::filesystem::path path = made();
    TemporaryFolder() = default;
    ~TemporaryFolder() { std::filesystem::remove_all(path); }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

private:
    static std::filesystem::path made() {
        auto name = (std::filesystem::temp_directory_path() / "ecoute-door-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        return name;
    }
};

/// The real server on a free port, with a real file of data, empty.
struct OpenDoor {
    explicit OpenDoor(const server::DoorOptions& options = quick())
        : door(options, desk), client("127.0.0.1", door.port()) {
        door.start();
    }

    /// Port 0 and short waits.
    static server::DoorOptions quick() {
        using std::chrono::milliseconds;
        return {.port = 0,
                .patience = {.idle = milliseconds{400}, .request = milliseconds{400}, .stopping = milliseconds{1000}}};
    }

    /// Publishes a questionnaire and opens a campaign that asks it, with two quartiers: "QP1" and "QP2".
    void open_campaign(const std::string& document, storage::Campaign campaign = {.id = "enquete"}) {
        const storage::Territory one{.code = "QP1", .name = "Les Minguettes", .kind = "QPV"};
        const storage::Territory two{.code = "QP2", .name = "Mermoz", .kind = "QPV"};
        store->territories().import(std::vector{one, two});
        campaign.territories = {"QP1", "QP2"};
        campaign.created_at = "2026-05-01T00:00:00Z";
        const auto id = campaign.id;
        const auto created = server::create_campaign(*store, std::move(campaign), document);
        if (!created.mistakes.empty()) throw std::runtime_error(server::Words{}.say("fr", created.mistakes.front()));
        store->campaigns().set_open(id, true, "2026-05-01").value();
    }

    /// What has come to the campaign "enquete", in the order of its coming.
    std::vector<storage::StoredResponse> kept() {
        std::vector<storage::StoredResponse> rows;
        store->responses().read("enquete", 0, [&](const auto& row) {
            rows.push_back(row);
            return true;
        });
        return rows;
    }

    /// A person logged in, as the Cookie field that the browser would send.
    server::Client::Fields log_in(storage::Role role) {
        const std::string login{storage::name(role)};
        store->users().add({login, "-", role, false, "2026-05-01T00:00:00Z"}).value();
        store->users().begin_session(server::token_hash("token-" + login),
                                     {login, role, "csrf-" + login, "2026-06-01T00:00:00Z"});
        return {{"Cookie", "ecoute_session=token-" + login}};
    }

    TemporaryFolder folder;
    StandingClock clock;
    std::unique_ptr<storage::Store> store = storage::open_sqlite_store(folder.path, clock);
    std::unique_ptr<server::OpenForms> forms = server::make_open_forms(*store);
    std::unique_ptr<server::Snapshots> snapshots = server::make_snapshots(*store, clock, std::string(32, 'c'));
    server::Words words;
    server::Settings settings{"http://localhost", std::string(32, 'k'), false};
    server::Desk desk{*store, clock, *forms, *snapshots, words, settings};
    server::Door door;
    server::Client client;
};

}  // namespace ecoute::tests

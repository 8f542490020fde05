#pragma once
#include <stdlib.h>

#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

#include "server/desk.hpp"
#include "server/http/client.hpp"
#include "server/http/door.hpp"
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

struct NoForms final : server::OpenForms {
    std::shared_ptr<const server::CampaignForm> find(std::string_view) override { return nullptr; }
    std::vector<std::shared_ptr<const server::CampaignForm>> all() override { return {}; }
};
struct NoSnapshots final : server::Snapshots {
    std::shared_ptr<const forms::Columns> columns(const server::CampaignForm&) override { return nullptr; }
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

    TemporaryFolder folder;
    StandingClock clock;
    std::unique_ptr<storage::Store> store = storage::open_sqlite_store(folder.path, clock);
    NoForms forms;
    NoSnapshots snapshots;
    server::Words words;
    server::Settings settings{"http://localhost", std::string(32, 'k'), false};
    server::Desk desk{*store, clock, forms, snapshots, words, settings};
    server::Door door;
    server::Client client;
};

}  // namespace ecoute::tests

#pragma once
#include <sqlite3.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "storage/sqlite_store.hpp"

namespace ecoute::storage {

/// A clock moved by hand. Begins on 17 May 2026, 14:05:09 UTC.
struct HandClock final : forms::Clock {
    std::chrono::sys_time<std::chrono::milliseconds> at = std::chrono::sys_days{std::chrono::year{2026} / 5 / 17} +
                                                          std::chrono::hours{14} + std::chrono::minutes{5} +
                                                          std::chrono::seconds{9};
    std::chrono::sys_time<std::chrono::milliseconds> now() const override { return at; }
    std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return std::chrono::minutes{120}; }
};

/// A folder of its own, gone with the test.
struct EmptyFolder {
    std::filesystem::path path = make();
    EmptyFolder() = default;
    EmptyFolder(const EmptyFolder&) = delete;
    EmptyFolder& operator=(const EmptyFolder&) = delete;
    ~EmptyFolder() { std::filesystem::remove_all(path); }

private:
    static std::filesystem::path make() {
        // In memory where there is such a disk: these tests flush thousands of times. What a flush is worth is tested
        // on FaultyDisk, what a kill costs does not depend on the disk.
        const std::filesystem::path memory = "/dev/shm";
        const bool fits = ::access(memory.c_str(), W_OK) == 0;
        auto name = ((fits ? memory : std::filesystem::temp_directory_path()) / "ecoute-storage-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        return name;
    }
};

inline FormVersion a_form() {
    return {.id = "sante", .version = "1", .document = R"({"ecoute":1})", .published_at = "2026-05-01T08:00:00Z"};
}

inline Campaign a_campaign(std::string id = "sante-2026") {
    Campaign campaign;
    campaign.id = std::move(id);
    campaign.title = "Se soigner dans mon quartier";
    campaign.form_id = "sante";
    campaign.form_version = "1";
    campaign.created_at = "2026-05-01T09:00:00Z";
    return campaign;
}

/// A UUID that ends in `number`.
inline std::string an_id(int number) {
    auto digits = std::to_string(number);
    return "3f2a7c1e-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits;
}

/// Of campaign "sante-2026". Other numbers have other ids and answers.
inline NewResponse a_response(int number = 1) {
    NewResponse response;
    response.id = an_id(number);
    response.campaign = "sante-2026";
    response.form_version = "1";
    response.language = "fr";
    response.channel = "link";
    response.started_at = "2026-05-17T12:00:00Z";
    response.ended_at = "2026-05-17T12:00:00Z";
    response.minutes = 7;
    response.answers = R"({"quartier":"QN06901M","age":)" + std::to_string(number) + "}";
    response.fingerprint = "fingerprint" + std::to_string(10000 + number);
    response.receipt_hash = "receipt hash of thirty-two bytes" + std::to_string(number);
    return response;
}

/// A new data directory with the campaigns "sante-2026" and "ecole-2026".
struct EmptyStore {
    EmptyFolder folder;
    HandClock clock;
    std::unique_ptr<Store> store = open_sqlite_store(folder.path, clock);

    EmptyStore() {
        BOOST_REQUIRE(store->forms().publish(a_form()).has_value());
        BOOST_REQUIRE(store->campaigns().create(a_campaign()).has_value());
        BOOST_REQUIRE(store->campaigns().create(a_campaign("ecole-2026")).has_value());
    }

    Responses& responses() { return store->responses(); }

    /// As a restart of the program.
    void reopen() {
        store.reset();
        store = open_sqlite_store(folder.path, clock);
    }

    Result<Kept> keep(const NewResponse& response) { return responses().keep_and_wait({response}).at(0); }

    std::vector<StoredResponse> kept(std::string_view campaign = "sante-2026", std::int64_t after_seq = 0) {
        std::vector<StoredResponse> rows;
        responses().read(campaign, after_seq, [&](const StoredResponse& row) {
            rows.push_back(row);
            return true;
        });
        return rows;
    }

    std::filesystem::path file() const { return folder.path / "ecoute.db"; }
};

/// The data file as another program sees it, through plain SQLite.
struct PlainFile {
    sqlite3* connection = nullptr;
    explicit PlainFile(const std::filesystem::path& file) {
        BOOST_REQUIRE_EQUAL(sqlite3_open(file.c_str(), &connection), SQLITE_OK);
        sqlite3_busy_timeout(connection, 5000);
    }
    ~PlainFile() { sqlite3_close(connection); }
    PlainFile(const PlainFile&) = delete;
    PlainFile& operator=(const PlainFile&) = delete;

    /// SQLite's result code.
    int run(const std::string& sql) { return sqlite3_exec(connection, sql.c_str(), nullptr, nullptr, nullptr); }

    /// First column of the first row, or "".
    std::string one(const std::string& sql) {
        std::string value;
        const auto take = [](void* out, int, char** columns, char**) {
            auto& text = *static_cast<std::string*>(out);
            if (text.empty() && columns[0] != nullptr) text = columns[0];
            return 0;
        };
        BOOST_TEST(sqlite3_exec(connection, sql.c_str(), take, &value, nullptr) == SQLITE_OK);
        return value;
    }
};

/// The wire name of the refusal, or "" when there is none.
template <class T>
std::string refusal(const Result<T>& result) {
    return result.has_value() ? std::string{} : std::string{name(result.error().code)};
}

}  // namespace ecoute::storage

#pragma once
#include <sqlite3.h>

#include <chrono>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace ecoute::bench {

/// What the baseline writes. The defaults are those of 64 connections that each wait for their answer before they send
/// the next: at most 64 rows can share a commit.
struct BareLoad {
    std::size_t rows = 100'000;
    std::size_t rows_in_group = 64;
    std::size_t row_bytes = 2'500;
};

/// Random UUIDs (version 4) as tablets make them, the same ones each time.
inline std::vector<std::string> random_uuids(std::size_t count) {
    std::mt19937_64 random{20260517};
    std::vector<std::string> uuids;
    uuids.reserve(count);
    while (uuids.size() < count) {
        const auto high = random(), low = random();
        char text[40];
        std::snprintf(text, sizeof text, "%08x-%04x-4%03x-8%03x-%012llx", static_cast<unsigned>(high >> 32U),
                      static_cast<unsigned>(high >> 16U) & 0xFFFFU, static_cast<unsigned>(high) & 0xFFFU,
                      static_cast<unsigned>(low >> 48U) & 0xFFFU,
                      static_cast<unsigned long long>(low & 0xFFFF'FFFF'FFFFULL));
        uuids.emplace_back(text);
    }
    return uuids;
}

/// The least that any server on SQLite must do to keep rows once and durably: a number in order, a unique id, a text,
/// in one table; WAL, synchronous=FULL, prepared statements, `rows_in_group` rows a commit, one thread, nothing
/// received, parsed or checked. Checkpoints come as seldom as in the store (16 MiB of log), so that the baseline is not
/// slowed by SQLite's default of 4 MiB. Makes and leaves "bare.db" in `directory`. Returns rows a second.
inline double bare_group_commit(const std::filesystem::path& directory, const BareLoad& load = {}) {
    const auto file = directory / "bare.db";
    for (const char* part : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + part);
    sqlite3* connection = nullptr;
    const auto must = [&](int code, int expected = SQLITE_OK) {
        if (code != expected) throw std::runtime_error(sqlite3_errmsg(connection));
    };
    must(sqlite3_open(file.c_str(), &connection));
    const auto run = [&](const char* sql) { must(sqlite3_exec(connection, sql, nullptr, nullptr, nullptr)); };
    run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4096;"
        "PRAGMA cache_size = -65536;"
        "CREATE TABLE kept (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, answers TEXT NOT NULL)");
    const auto prepare = [&](const char* sql) {
        sqlite3_stmt* statement = nullptr;
        must(sqlite3_prepare_v2(connection, sql, -1, &statement, nullptr));
        return statement;
    };
    sqlite3_stmt* begin = prepare("BEGIN IMMEDIATE");
    sqlite3_stmt* insert = prepare("INSERT INTO kept (id, answers) VALUES (?1, ?2) ON CONFLICT (id) DO NOTHING");
    sqlite3_stmt* commit = prepare("COMMIT");
    const auto once = [&](sqlite3_stmt* statement) {
        must(sqlite3_step(statement), SQLITE_DONE);
        sqlite3_reset(statement);
    };

    const auto ids = random_uuids(load.rows);
    const std::string answers(load.row_bytes, 'x');
    const auto started = std::chrono::steady_clock::now();
    for (std::size_t row = 0; row < load.rows;) {
        once(begin);
        for (std::size_t i = 0; i < load.rows_in_group && row < load.rows; ++i, ++row) {
            sqlite3_bind_text(insert, 1, ids[row].data(), static_cast<int>(ids[row].size()), SQLITE_STATIC);
            sqlite3_bind_text(insert, 2, answers.data(), static_cast<int>(answers.size()), SQLITE_STATIC);
            once(insert);
        }
        once(commit);
    }
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    for (sqlite3_stmt* statement : {begin, insert, commit}) sqlite3_finalize(statement);
    sqlite3_close(connection);
    return static_cast<double>(load.rows) / took.count();
}

}  // namespace ecoute::bench

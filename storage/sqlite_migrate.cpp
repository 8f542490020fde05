#include "storage/sqlite_migrate.hpp"

#include <chrono>
#include <thread>

#include "storage_migrations.hpp"

namespace ecoute::storage::sqlite {
namespace {

/// "ECOU": tells our files from those of other programs (`file`, PRAGMA application_id).
constexpr std::int64_t our_application_id = 0x45434F55;

std::int64_t pragma(Database& database, std::string_view sql) {
    Statement read{database, sql};
    read.step();
    return read.number(0);
}

std::int64_t applied_migrations(Database& database) { return pragma(database, "PRAGMA user_version"); }

bool is_empty(Database& database) { return pragma(database, "SELECT count(*) FROM sqlite_schema") == 0; }

void refuse_what_is_not_ours(Database& database) {
    if (is_empty(database)) return;
    if (pragma(database, "PRAGMA application_id") != our_application_id)
        throw StorageFault(database.file() + ": this is the database of another program");
    const auto applied = applied_migrations(database);
    if (applied > known_migrations())
        throw StorageFault(database.file() + ": the data was written by a younger version of this program (format " +
                           std::to_string(applied) + ", this program knows up to " +
                           std::to_string(known_migrations()) + "): install that version");
}

/// Two processes that make the file at the same moment each hold what the other waits for; SQLite then gives one of them up at once,
/// without waiting. A moment later the other is done.
constexpr int most_tries = 200;
constexpr std::chrono::milliseconds between_tries{10};

void switch_to_wal_once(Database& database) {
    Statement mode{database, "PRAGMA journal_mode = WAL"};
    if (!mode.step() || mode.text(0) != "wal")
        throw StorageFault(database.file() + ": this disk can't hold a write-ahead log (a network share?)");
}

void switch_to_wal(Database& database) {
    for (int tries = 1;; ++tries) {
        try {
            return switch_to_wal_once(database);
        } catch (const Fault& fault) {
            if (!is_busy(fault) || tries == most_tries) throw;
        }
        std::this_thread::sleep_for(between_tries);
    }
}

void apply_missing(Database& database) {
    if (applied_migrations(database) == known_migrations()) return;
    Transaction transaction{database, Transaction::Kind::write};
    // Another process may have been quicker while this one waited for the lock.
    const auto applied = applied_migrations(database);
    const auto migrations = storage_migrations();
    for (auto next = static_cast<std::size_t>(applied); next < migrations.size(); ++next)
        database.run(std::string{migrations[next].bytes});
    database.run("PRAGMA application_id = " + std::to_string(our_application_id));
    database.run("PRAGMA user_version = " + std::to_string(known_migrations()));
    transaction.commit();
}

}  // namespace

int known_migrations() noexcept { return static_cast<int>(storage_migrations().size()); }

void bring_up_to_date(Database& database) {
    refuse_what_is_not_ours(database);
    // The first two only matter to a file without tables; WAL stays with the file.
    database.run("PRAGMA page_size = 4096; PRAGMA auto_vacuum = INCREMENTAL");
    switch_to_wal(database);
    apply_missing(database);
    refuse_what_is_not_ours(database);
}

void tune_for_writing(Database& database) {
    database.run("PRAGMA synchronous = FULL; PRAGMA cache_size = -65536");
    database.run("PRAGMA wal_autocheckpoint = 4096; PRAGMA journal_size_limit = 67108864");
}

}  // namespace ecoute::storage::sqlite

#include "storage/sqlite_audit_log.hpp"

#include "storage/audit_chain.hpp"

namespace ecoute::storage::sqlite {
namespace {

AuditEntry read_entry(const Statement& row) {
    return {.seq = row.number(0),
            .at = row.string(1),
            .who = row.string(2),
            .what = row.string(3),
            .subject = row.string(4),
            .hash = row.string(5)};
}

constexpr std::string_view select_entries = "SELECT seq, at, who, what, subject, hash FROM audit_entry ORDER BY seq";

/// How many entries were ever written: SQLite counts them for AUTOINCREMENT, so that entries missing at the end show.
std::int64_t entries_ever_written(Database& database) {
    Statement ever{database, "SELECT seq FROM sqlite_sequence WHERE name = 'audit_entry'"};
    return ever.step() ? ever.number(0) : 0;
}

}  // namespace

void SqliteAuditLog::add(std::string_view at, std::string_view who, std::string_view what, std::string_view subject) {
    AuditEntry entry{.at = std::string{at},
                     .who = std::string{who},
                     .what = std::string{what},
                     .subject = std::string{subject},
                     .hash = {}};
    writer_.change([&](Database& database) {
        std::string previous;
        Statement last{database, "SELECT hash FROM audit_entry ORDER BY seq DESC LIMIT 1"};
        if (last.step()) previous = last.string(0);
        last.reset();
        entry.seq = entries_ever_written(database) + 1;
        entry.hash = chained_hash(previous, entry);
        Statement insert{database, R"(
            INSERT INTO audit_entry (seq, at, who, what, subject, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6))"};
        insert.bind(1, entry.seq).bind(2, entry.at).bind(3, entry.who).bind(4, entry.what).bind(5, entry.subject);
        insert.bind(6, entry.hash).run();
    });
}

std::vector<AuditEntry> SqliteAuditLog::all() {
    const auto database = readers_.borrow();
    Statement select{*database, select_entries};
    std::vector<AuditEntry> entries;
    while (select.step()) entries.push_back(read_entry(select));
    return entries;
}

std::optional<std::int64_t> SqliteAuditLog::first_broken() {
    const auto database = readers_.borrow();
    const Transaction together{*database, Transaction::Kind::read};
    Statement select{*database, select_entries};
    std::string previous;
    std::int64_t expected = 1;
    for (; select.step(); ++expected) {
        auto entry = read_entry(select);
        if (entry.seq != expected) return expected;
        if (entry.hash != chained_hash(previous, entry)) return entry.seq;
        previous = std::move(entry.hash);
    }
    if (entries_ever_written(*database) >= expected) return expected;
    return std::nullopt;
}

}  // namespace ecoute::storage::sqlite

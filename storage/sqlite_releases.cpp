#include "storage/sqlite_snapshots.hpp"

namespace ecoute::storage::sqlite {
namespace {

std::vector<SnapshotPart> parts_of(Database& database, std::string_view campaign, std::int64_t number) {
    Statement select{database, R"(
        SELECT quartier, last_seq, people FROM release_part WHERE campaign = ?1 AND number = ?2 ORDER BY quartier)"};
    select.bind(1, campaign).bind(2, number);
    std::vector<SnapshotPart> parts;
    while (select.step()) parts.push_back({select.string(0), select.number(1), select.number(2)});
    return parts;
}

/// In the transaction that publishes: whoever was shown a table before can't be made to forget it.
bool may_publish(Database& database, const Release& release) {
    Statement shown{database, "SELECT 1 FROM table_query WHERE campaign = ?1 AND audience <> 'none'"};
    shown.bind(1, release.campaign);
    if (shown.step()) return false;
    Statement taken{database, "SELECT 1 FROM release WHERE campaign = ?1 AND (number >= ?2 OR snapshot = ?3)"};
    taken.bind(1, release.campaign).bind(2, release.number).bind(3, release.snapshot);
    return !taken.step();
}

}  // namespace

std::vector<Release> SqliteSnapshots::releases(std::string_view campaign) {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT number, snapshot, published_at, who, audience, tables, page FROM release WHERE campaign = ?1 ORDER BY number)"};
    select.bind(1, campaign);
    std::vector<Release> all;
    while (select.step())
        all.push_back({std::string{campaign}, select.number(0), select.string(1), select.string(2), select.string(3), select.string(4),
                       select.string(5), select.string(6), {}});
    for (auto& release : all) release.parts = parts_of(*database, campaign, release.number);
    return all;
}

bool SqliteSnapshots::publish(const Release& release) {
    return writer_.change([&](Database& database) {
        if (!may_publish(database, release)) return false;
        Statement insert{database, R"(
            INSERT INTO release (campaign, number, snapshot, published_at, who, audience, tables, page)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8))"};
        insert.bind(1, release.campaign).bind(2, release.number).bind(3, release.snapshot).bind(4, release.published_at);
        insert.bind(5, release.who).bind(6, release.audience).bind(7, release.tables).bind(8, release.page).run();
        for (const auto& part : release.parts) {
            Statement add{database, R"(
                INSERT INTO release_part (campaign, number, quartier, last_seq, people) VALUES (?1, ?2, ?3, ?4, ?5))"};
            add.bind(1, release.campaign).bind(2, release.number).bind(3, part.quartier).bind(4, part.last_seq).bind(5, part.people).run();
        }
        return true;
    });
}

}  // namespace ecoute::storage::sqlite

#include "storage/sqlite_snapshots.hpp"

namespace ecoute::storage::sqlite {
namespace {

std::vector<SnapshotPart> parts_of(Database& database, std::string_view campaign, std::int64_t number) {
    Statement select{database, R"(
        SELECT quartier, last_seq, people FROM snapshot_part WHERE campaign = ?1 AND number = ?2 ORDER BY quartier)"};
    select.bind(1, campaign).bind(2, number);
    std::vector<SnapshotPart> parts;
    while (select.step()) parts.push_back({select.string(0), select.number(1), select.number(2)});
    return parts;
}

std::optional<Snapshot> latest_of(Database& database, std::string_view campaign) {
    Statement select{database, "SELECT number, day FROM snapshot WHERE campaign = ?1 ORDER BY number DESC LIMIT 1"};
    select.bind(1, campaign);
    if (!select.step()) return std::nullopt;
    const auto number = select.number(0);
    return Snapshot{std::string{campaign}, number, select.string(1), parts_of(database, campaign, number)};
}

bool is_noted(Database& database, const TableQuery& query) {
    Statement select{database, R"(
        SELECT 1 FROM table_query WHERE campaign = ?1 AND snapshot = ?2 AND who = ?3 AND audience = ?4 AND question = ?5
        AND by_variables = ?6 AND condition = ?7)"};
    select.bind(1, query.campaign).bind(2, query.snapshot).bind(3, query.who).bind(4, query.audience);
    select.bind(5, query.question).bind(6, query.by).bind(7, query.condition);
    return select.step();
}

std::size_t noted_on(Database& database, std::string_view who, std::string_view day) {
    Statement select{database, "SELECT count(*) FROM table_query WHERE who = ?1 AND day = ?2"};
    select.bind(1, who).bind(2, day).step();
    return static_cast<std::size_t>(select.number(0));
}

bool has_release(Database& database, std::string_view campaign) {
    Statement select{database, "SELECT 1 FROM release WHERE campaign = ?1"};
    select.bind(1, campaign);
    return select.step();
}

}  // namespace

std::optional<Snapshot> SqliteSnapshots::latest(std::string_view campaign) {
    const auto database = readers_.borrow();
    return latest_of(*database, campaign);
}

Snapshot SqliteSnapshots::keep(const Snapshot& snapshot) {
    return writer_.change([&](Database& database) {
        const auto stands = latest_of(database, snapshot.campaign);
        if (stands && stands->number >= snapshot.number) return *stands;
        Statement insert{database, "INSERT INTO snapshot (campaign, number, day) VALUES (?1, ?2, ?3)"};
        insert.bind(1, snapshot.campaign).bind(2, snapshot.number).bind(3, snapshot.day).run();
        for (const auto& part : snapshot.parts) {
            Statement add{database, R"(
                INSERT INTO snapshot_part (campaign, number, quartier, last_seq, people) VALUES (?1, ?2, ?3, ?4, ?5))"};
            add.bind(1, snapshot.campaign).bind(2, snapshot.number).bind(3, part.quartier);
            add.bind(4, part.last_seq).bind(5, part.people).run();
        }
        return *latest_of(database, snapshot.campaign);
    });
}

bool SqliteSnapshots::add(const TableQuery& query, std::optional<std::size_t> most_a_day) {
    {  // looked up before anything is written: the same table is asked for again and again
        const auto database = readers_.borrow();
        if (is_noted(*database, query)) return true;
    }
    return writer_.change([&](Database& database) {
        if (query.audience != "none" && has_release(database, query.campaign)) return false;
        if (most_a_day && noted_on(database, query.who, query.day) >= *most_a_day) return false;
        Statement insert{database, R"(
            INSERT INTO table_query (campaign, snapshot, who, audience, question, by_variables, condition, day)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) ON CONFLICT DO NOTHING)"};
        insert.bind(1, query.campaign).bind(2, query.snapshot).bind(3, query.who).bind(4, query.audience);
        insert.bind(5, query.question).bind(6, query.by).bind(7, query.condition).bind(8, query.day).run();
        return true;
    });
}

std::vector<TableQuery> SqliteSnapshots::queries(std::string_view campaign) {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT campaign, snapshot, who, audience, question, by_variables, condition, day
        FROM table_query WHERE campaign = ?1 ORDER BY position)"};
    select.bind(1, campaign);
    std::vector<TableQuery> all;
    while (select.step())
        all.push_back({select.string(0), select.string(1), select.string(2), select.string(3), select.string(4),
                       select.string(5), select.string(6), select.string(7)});
    return all;
}

}  // namespace ecoute::storage::sqlite

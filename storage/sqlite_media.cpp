#include "storage/sqlite_media.hpp"

namespace ecoute::storage::sqlite {

using forms::Code;
using forms::Problem;

namespace {

/// Shorter beginnings of a hash name nothing.
constexpr std::size_t fewest_digits = 16;

/// Thrown out of a transaction so that nothing of it stays.
struct Full {};

bool has_campaign(Database& database, std::string_view campaign) {
    return Statement{database, "SELECT 1 FROM campaign WHERE id = ?1"}.bind(1, campaign).step();
}

void insert_bytes(Database& database, const NewMedia& file) {
    Statement insert{database, R"(
        INSERT INTO media_bytes (campaign, sha256, type, bytes) VALUES (?1, ?2, ?3, ?4) ON CONFLICT DO NOTHING)"};
    insert.bind(1, file.campaign).bind(2, file.sha256).bind(3, file.type).bind_blob_in_place(4, file.bytes).run();
}

void insert_name(Database& database, const NewMedia& file) {
    Statement insert{database, R"(
        INSERT INTO media (campaign, name, sha256, size, added_on) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (campaign, name) DO UPDATE SET sha256 = excluded.sha256, size = excluded.size, added_on = excluded.added_on)"};
    insert.bind(1, file.campaign).bind(2, file.name).bind(3, file.sha256);
    insert.bind(4, static_cast<std::int64_t>(file.bytes.size())).bind(5, file.added_on).run();
}

/// Files that have no name any more.
void drop_nameless(Database& database, std::string_view campaign) {
    Statement drop{database, R"(
        DELETE FROM media_bytes WHERE campaign = ?1
        AND sha256 NOT IN (SELECT sha256 FROM media WHERE campaign = ?1))"};
    drop.bind(1, campaign).run();
}

bool is_over_limits(Database& database, std::string_view campaign) {
    Statement sum{database, R"(
        SELECT count(*), coalesce(sum(size), 0) FROM (SELECT max(size) AS size FROM media WHERE campaign = ?1 GROUP BY sha256))"};
    sum.bind(1, campaign).step();
    return sum.number(0) > most_media || sum.number(1) > most_media_bytes;
}

}  // namespace

Result<void> SqliteMedia::keep(const std::vector<NewMedia>& files) {
    if (files.empty()) return {};
    try {
        return writer_.change([&](Database& database) -> Result<void> {
            const auto& campaign = files.front().campaign;
            if (!has_campaign(database, campaign)) return Problem{Code::campaign_unknown, campaign, "", {}};
            for (const auto& file : files) {
                insert_bytes(database, file);
                insert_name(database, file);
            }
            drop_nameless(database, campaign);
            if (is_over_limits(database, campaign)) throw Full{};
            return {};
        });
    } catch (const Full&) {
        return Problem{Code::media_too_large, "", "", {{"limit", std::to_string(most_media_bytes / 1000)}}};
    }
}

std::vector<MediaName> SqliteMedia::of(std::string_view campaign) {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT m.name, b.type, m.sha256, m.size FROM media m JOIN media_bytes b ON b.campaign = m.campaign AND b.sha256 = m.sha256
        WHERE m.campaign = ?1 ORDER BY m.name)"};
    select.bind(1, campaign);
    std::vector<MediaName> all;
    while (select.step()) all.push_back({select.string(0), select.string(1), select.string(2), select.number(3)});
    return all;
}

std::optional<MediaFile> SqliteMedia::find(std::string_view campaign, std::string_view sha256) {
    const auto database = readers_.borrow();
    // Between the digits and the digits with a letter after them that no hash has: the index finds it.
    Statement select{*database, R"(
        SELECT type, bytes FROM media_bytes WHERE campaign = ?1 AND sha256 >= ?2 AND sha256 < ?2 || 'g' LIMIT 1)"};
    if (sha256.size() < fewest_digits || !select.bind(1, campaign).bind(2, sha256).step()) return std::nullopt;
    return MediaFile{select.string(0), select.string(1)};
}

bool SqliteMedia::remove(std::string_view campaign, std::string_view name) {
    return writer_.change([&](Database& database) {
        Statement remove{database, "DELETE FROM media WHERE campaign = ?1 AND name = ?2"};
        remove.bind(1, campaign).bind(2, name).run();
        const bool was_there = database.changes() == 1;
        if (was_there) drop_nameless(database, campaign);
        return was_there;
    });
}

}  // namespace ecoute::storage::sqlite

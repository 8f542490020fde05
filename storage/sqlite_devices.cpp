#include "storage/sqlite_devices.hpp"

#include <algorithm>

#include "storage/names_json.hpp"

namespace ecoute::storage {

bool Device::serves(std::string_view campaign) const {
    return tour.campaigns.empty() || std::find(tour.campaigns.begin(), tour.campaigns.end(), campaign) != tour.campaigns.end();
}

namespace sqlite {
namespace {

constexpr std::string_view select_by_key = R"(
    SELECT id, interviewer, name, campaigns, enrolled_on, revoked_on, last_seen, collected, waiting
    FROM device WHERE key_hash = ?1)";

Device read_device(const Statement& row) {
    return {.id = row.string(0),
            .tour = {row.string(1), row.string(2), names_from_json(row.text(3))},
            .enrolled_on = row.string(4),
            .revoked_on = row.string(5),
            .last_seen = row.string(6),
            .collected = row.number_or_none(7),
            .waiting = row.number_or_none(8)};
}

void insert_device(Database& database, const Tour& tour, std::string_view day, std::string_view id, std::string_view key_hash) {
    Statement insert{database, R"(
        INSERT INTO device (id, key_hash, interviewer, name, campaigns, enrolled_on, revoked_on, last_seen)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, '', ''))"};
    insert.bind(1, id).bind_blob(2, key_hash).bind(3, tour.interviewer).bind(4, tour.name);
    insert.bind(5, names_to_json(tour.campaigns)).bind(6, day).run();
}

}  // namespace

void SqliteDevices::prepare(std::string_view token_hash, const Tour& tour, std::string_view expires_at, std::string_view now) {
    writer_.change([&](Database& database) {
        Statement{database, "DELETE FROM enrolment WHERE expires_at <= ?1"}.bind(1, now).run();
        Statement insert{database, R"(
            INSERT INTO enrolment (token_hash, expires_at, interviewer, name, campaigns) VALUES (?1, ?2, ?3, ?4, ?5))"};
        insert.bind_blob(1, token_hash).bind(2, expires_at).bind(3, tour.interviewer).bind(4, tour.name);
        insert.bind(5, names_to_json(tour.campaigns)).run();
    });
}

Result<Device> SqliteDevices::enrol(std::string_view token_hash, std::string_view now, std::string_view id,
                                    std::string_view key_hash) {
    return writer_.change([&](Database& database) -> Result<Device> {
        Statement select{database, "SELECT interviewer, name, campaigns FROM enrolment WHERE token_hash = ?1 AND expires_at > ?2"};
        if (!select.bind_blob(1, token_hash).bind(2, now).step())
            return forms::Problem{forms::Code::device_enrolment_expired, {}, {}, {}};
        const Tour tour{select.string(0), select.string(1), names_from_json(select.text(2))};
        Statement{database, "DELETE FROM enrolment WHERE token_hash = ?1"}.bind_blob(1, token_hash).run();
        insert_device(database, tour, now.substr(0, 10), id, key_hash);
        Statement made{database, select_by_key};
        made.bind_blob(1, key_hash).step();
        return read_device(made);
    });
}

std::optional<Device> SqliteDevices::find_by_key(std::string_view key_hash) {
    const auto database = readers_.borrow();
    Statement select{*database, select_by_key};
    if (!select.bind_blob(1, key_hash).step()) return std::nullopt;
    return read_device(select);
}

std::vector<Device> SqliteDevices::all() {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT id, interviewer, name, campaigns, enrolled_on, revoked_on, last_seen, collected, waiting
        FROM device ORDER BY position)"};
    std::vector<Device> devices;
    while (select.step()) devices.push_back(read_device(select));
    return devices;
}

Result<void> SqliteDevices::revoke(std::string_view id, std::string_view day) {
    return writer_.change([&](Database& database) -> Result<void> {
        Statement revoke{database, "UPDATE device SET revoked_on = CASE revoked_on WHEN '' THEN ?2 ELSE revoked_on END WHERE id = ?1"};
        revoke.bind(1, id).bind(2, day).run();
        if (database.changes() == 0) return forms::Problem{forms::Code::device_unknown, std::string{id}, {}, {}};
        return {};
    });
}

void SqliteDevices::seen(std::string_view id, std::string_view half_day, std::optional<std::int64_t> collected,
                         std::optional<std::int64_t> waiting) {
    writer_.change([&](Database& database) {
        Statement update{database, R"(
            UPDATE device SET last_seen = ?2, collected = coalesce(?3, collected), waiting = coalesce(?4, waiting) WHERE id = ?1)"};
        update.bind(1, id).bind(2, half_day).bind(3, collected).bind(4, waiting).run();
    });
}

}  // namespace sqlite
}  // namespace ecoute::storage

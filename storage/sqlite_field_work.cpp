#include "storage/sqlite_field_work.hpp"

#include "storage/names_json.hpp"

namespace ecoute::storage::sqlite {
namespace {

bool campaign_is_kept(Database& database, std::string_view campaign) {
    Statement select{database, "SELECT 1 FROM campaign WHERE id = ?1"};
    return select.bind(1, campaign).step();
}

std::string_view outcome_of(const Contact& contact) { return contact.absent ? "absent" : "refused"; }

Result<Kept> keep_one(Database& database, const Contact& contact) {
    if (!campaign_is_kept(database, contact.campaign))
        return forms::Problem{forms::Code::campaign_unknown, contact.campaign, {}, {}};
    Statement insert{database, R"(
        INSERT INTO contact (id, campaign, outcome, at, quartier, fingerprint) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (id) DO NOTHING)"};
    insert.bind(1, contact.id).bind(2, contact.campaign).bind(3, outcome_of(contact)).bind(4, contact.at);
    insert.bind(5, contact.quartier).bind_blob(6, contact.fingerprint).run();
    if (database.changes() == 1) return Kept::first_time;
    Statement same{database, "SELECT 1 FROM contact WHERE id = ?1 AND campaign = ?2 AND fingerprint = ?3"};
    if (same.bind(1, contact.id).bind(2, contact.campaign).bind_blob(3, contact.fingerprint).step()) return Kept::already_had_it;
    return forms::Problem{forms::Code::response_conflict, contact.id, {}, {}};
}

}  // namespace

std::vector<Result<Kept>> SqliteFieldWork::keep(std::span<const Contact> contacts) {
    return writer_.change([&](Database& database) {
        std::vector<Result<Kept>> outcomes;
        for (const auto& contact : contacts) outcomes.push_back(keep_one(database, contact));
        return outcomes;
    });
}

ContactCount SqliteFieldWork::contacts(std::string_view campaign) {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT count(*) FILTER (WHERE outcome = 'refused'), count(*) FILTER (WHERE outcome = 'absent')
        FROM contact WHERE campaign = ?1)"};
    select.bind(1, campaign).step();
    return {select.number(0), select.number(1)};
}

Result<void> SqliteFieldWork::import(std::string_view campaign, const Quotas& quotas) {
    return writer_.change([&](Database& database) -> Result<void> {
        if (!campaign_is_kept(database, campaign))
            return forms::Problem{forms::Code::campaign_unknown, std::string{campaign}, {}, {}};
        Statement{database, "DELETE FROM quota WHERE campaign = ?1"}.bind(1, campaign).run();
        Statement quota{database, "INSERT INTO quota (campaign, variables, imported_at) VALUES (?1, ?2, ?3)"};
        quota.bind(1, campaign).bind(2, names_to_json(quotas.variables)).bind(3, quotas.imported_at).run();
        Statement insert{database, "INSERT INTO quota_cell (campaign, position, levels, target) VALUES (?1, ?2, ?3, ?4)"};
        std::int64_t position = 0;
        for (const auto& cell : quotas.cells) {
            insert.bind(1, campaign).bind(2, position++).bind(3, names_to_json(cell.levels)).bind(4, cell.target).run();
            insert.reset();
        }
        return {};
    });
}

bool SqliteFieldWork::remove_quotas(std::string_view campaign) {
    return writer_.change([&](Database& database) {
        Statement{database, "DELETE FROM quota WHERE campaign = ?1"}.bind(1, campaign).run();
        return database.changes() == 1;
    });
}

std::optional<Quotas> SqliteFieldWork::quotas(std::string_view campaign) {
    const auto database = readers_.borrow();
    const Transaction together{*database, Transaction::Kind::read};
    Statement select{*database, "SELECT variables, imported_at FROM quota WHERE campaign = ?1"};
    if (!select.bind(1, campaign).step()) return std::nullopt;
    Quotas quotas{names_from_json(select.text(0)), {}, select.string(1)};
    Statement cells{*database, "SELECT levels, target FROM quota_cell WHERE campaign = ?1 ORDER BY position"};
    cells.bind(1, campaign);
    while (cells.step()) quotas.cells.push_back({names_from_json(cells.text(0)), cells.number(1)});
    return quotas;
}

}  // namespace ecoute::storage::sqlite

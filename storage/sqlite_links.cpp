#include "storage/sqlite_links.hpp"

#include <cassert>

namespace ecoute::storage::sqlite {

using forms::Code;
using forms::Problem;

namespace {

bool is_there(Database& database, std::string_view campaign, std::string_view batch) {
    Statement select{database, "SELECT 1 FROM link_batch WHERE campaign = ?1 AND name = ?2"};
    return select.bind(1, campaign).bind(2, batch).step();
}

bool has_campaign(Database& database, std::string_view campaign) {
    return Statement{database, "SELECT 1 FROM campaign WHERE id = ?1"}.bind(1, campaign).step();
}

void insert_batch(Database& database, const LinkBatch& batch) {
    Statement insert{database, R"(
        INSERT INTO link_batch (campaign, name, single_use, expires_on, created_on, withdrawn_on)
        VALUES (?1, ?2, ?3, ?4, ?5, ''))"};
    insert.bind(1, batch.campaign).bind(2, batch.name).bind(3, batch.single_use).bind(4, batch.expires_on);
    insert.bind(5, batch.created_on).run();
}

LinkBatch read_batch(const Statement& row) {
    return {row.string(0), row.string(1), row.truth(2), row.string(3), row.string(4), row.string(5)};
}

}  // namespace

class SqliteLinks::OneHeld final : public Hold {
public:
    OneHeld(std::shared_ptr<Held> held, std::string hash) : held_(std::move(held)), hash_(std::move(hash)) {}
    ~OneHeld() override {
        const std::scoped_lock lock{held_->mutex};
        held_->hashes.erase(hash_);
    }

private:
    std::shared_ptr<Held> held_;
    std::string hash_;
};

Result<void> SqliteLinks::create(const LinkBatch& batch, const std::vector<NewLink>& links) {
    assert(links.size() <= most_links && "a batch of links has its limit");
    return writer_.change([&](Database& database) -> Result<void> {
        if (!has_campaign(database, batch.campaign)) return Problem{Code::campaign_unknown, batch.campaign, "", {}};
        if (is_there(database, batch.campaign, batch.name)) return Problem{Code::request_malformed, batch.name, "", {}};
        insert_batch(database, batch);
        Statement insert{database, R"(
            INSERT INTO link (token_hash, campaign, batch, prefilled, used) VALUES (?1, ?2, ?3, ?4, 0))"};
        for (const auto& link : links) {
            insert.bind_blob(1, link.token_hash).bind(2, batch.campaign).bind(3, batch.name).bind(4, link.prefilled).run();
            insert.reset();
        }
        return {};
    });
}

std::optional<Link> SqliteLinks::find(std::string_view token_hash) {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT b.campaign, b.name, b.single_use, b.expires_on, b.created_on, b.withdrawn_on, l.prefilled, l.used
        FROM link l JOIN link_batch b ON b.campaign = l.campaign AND b.name = l.batch WHERE l.token_hash = ?1)"};
    if (!select.bind_blob(1, token_hash).step()) return std::nullopt;
    return Link{read_batch(select), select.string(6), select.truth(7)};
}

std::unique_ptr<Links::Hold> SqliteLinks::hold(std::string_view token_hash) {
    const std::scoped_lock lock{held_->mutex};
    if (!held_->hashes.emplace(token_hash).second) return nullptr;
    return std::make_unique<OneHeld>(held_, std::string{token_hash});
}

bool SqliteLinks::mark_used(std::string_view token_hash) {
    return writer_.change([&](Database& database) {
        Statement update{database, "UPDATE link SET used = 1 WHERE token_hash = ?1 AND used = 0"};
        update.bind_blob(1, token_hash).run();
        return database.changes() == 1;
    });
}

bool SqliteLinks::by_invitation(std::string_view campaign) {
    const auto database = readers_.borrow();
    Statement select{*database, "SELECT 1 FROM campaign WHERE id = ?1 AND by_invitation = 1"};
    return select.bind(1, campaign).step();
}

Result<void> SqliteLinks::set_by_invitation(std::string_view campaign, bool yes) {
    return writer_.change([&](Database& database) -> Result<void> {
        Statement{database, "UPDATE campaign SET by_invitation = ?2 WHERE id = ?1"}.bind(1, campaign).bind(2, yes).run();
        if (database.changes() == 1) return {};
        return forms::Problem{forms::Code::campaign_unknown, std::string{campaign}, {}, {}};
    });
}

std::vector<LinkBatchCount> SqliteLinks::batches(std::string_view campaign) {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT b.campaign, b.name, b.single_use, b.expires_on, b.created_on, b.withdrawn_on, count(l.used), total(l.used)
        FROM link_batch b LEFT JOIN link l ON l.campaign = b.campaign AND l.batch = b.name
        WHERE b.campaign = ?1 GROUP BY b.name ORDER BY b.name)"};
    select.bind(1, campaign);
    std::vector<LinkBatchCount> all;
    while (select.step()) all.push_back({read_batch(select), select.number(6), select.number(7)});
    return all;
}

bool SqliteLinks::withdraw(std::string_view campaign, std::string_view batch, std::string_view day) {
    return writer_.change([&](Database& database) {
        if (!is_there(database, campaign, batch)) return false;
        Statement update{database, R"(
            UPDATE link_batch SET withdrawn_on = ?3 WHERE campaign = ?1 AND name = ?2 AND withdrawn_on = '')"};
        update.bind(1, campaign).bind(2, batch).bind(3, day).run();
        return true;
    });
}

}  // namespace ecoute::storage::sqlite

#include "storage/sqlite_campaigns.hpp"

namespace ecoute::storage::sqlite {
namespace {

/// Refuses to add when the id is taken. Throws Fault when the form is not kept.
Result<void> insert_campaign(Database& database, const Campaign& campaign) {
    Statement insert{database, R"(
        INSERT INTO campaign (id, title, form_id, form_version, series, wave, opens, closes, open, closed_at,
                              demonstration, organisation, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
        ON CONFLICT (id) DO NOTHING)"};
    insert.bind(1, campaign.id).bind(2, campaign.title).bind(3, campaign.form_id).bind(4, campaign.form_version);
    insert.bind(5, campaign.series).bind(6, campaign.wave).bind(7, campaign.opens).bind(8, campaign.closes);
    insert.bind(9, campaign.open).bind(10, campaign.closed_at).bind(11, campaign.demonstration);
    insert.bind(12, campaign.organisation).bind(13, campaign.created_at).run();
    if (database.changes() == 1) return {};
    return forms::Problem{forms::Code::campaign_exists, campaign.id, {}, {}};
}

void insert_territories(Database& database, const Campaign& campaign) {
    Statement insert{database, "INSERT INTO campaign_territory (campaign, position, territory) VALUES (?1, ?2, ?3)"};
    std::int64_t position = 0;
    for (const auto& code : campaign.territories) {
        insert.bind(1, campaign.id).bind(2, position++).bind(3, code).run();
        insert.reset();
    }
}

void insert_lists(Database& database, const Campaign& campaign) {
    Statement insert{database, "INSERT INTO campaign_list (campaign, position, name, choices) VALUES (?1, ?2, ?3, ?4)"};
    std::int64_t position = 0;
    for (const auto& list : campaign.lists) {
        insert.bind(1, campaign.id).bind(2, position++).bind(3, list.first).bind(4, list.second).run();
        insert.reset();
    }
}

bool form_is_kept(Database& database, const Campaign& campaign) {
    Statement form{database, "SELECT 1 FROM form_version WHERE id = ?1 AND version = ?2"};
    return form.bind(1, campaign.form_id).bind(2, campaign.form_version).step();
}

/// The columns of table campaign, in the order of `select_campaign`.
Campaign read_campaign(const Statement& row) {
    Campaign campaign;
    campaign.id = row.string(0);
    campaign.title = row.string(1);
    campaign.form_id = row.string(2);
    campaign.form_version = row.string(3);
    campaign.series = row.string(4);
    campaign.wave = row.string(5);
    campaign.opens = row.string(6);
    campaign.closes = row.string(7);
    campaign.open = row.truth(8);
    campaign.closed_at = row.string(9);
    campaign.demonstration = row.truth(10);
    campaign.organisation = row.string(11);
    campaign.created_at = row.string(12);
    return campaign;
}

/// Youngest first; one campaign when ?1 is its id, all when it is "".
constexpr std::string_view select_campaign = R"(
    SELECT id, title, form_id, form_version, series, wave, opens, closes, open, closed_at, demonstration, organisation,
           created_at
    FROM campaign WHERE ?1 = '' OR id = ?1 ORDER BY created_at DESC, position DESC)";

void read_what_it_offers(Database& database, Campaign& campaign) {
    Statement territories{database, "SELECT territory FROM campaign_territory WHERE campaign = ?1 ORDER BY position"};
    territories.bind(1, campaign.id);
    while (territories.step()) campaign.territories.push_back(territories.string(0));

    Statement lists{database, "SELECT name, choices FROM campaign_list WHERE campaign = ?1 ORDER BY position"};
    lists.bind(1, campaign.id);
    while (lists.step()) campaign.lists.emplace_back(lists.string(0), lists.string(1));
}

std::vector<Campaign> read_campaigns(Database& database, std::string_view id) {
    const Transaction together{database, Transaction::Kind::read};
    std::vector<Campaign> campaigns;
    Statement select{database, select_campaign};
    select.bind(1, id);
    while (select.step()) campaigns.push_back(read_campaign(select));
    for (auto& campaign : campaigns) read_what_it_offers(database, campaign);
    return campaigns;
}

}  // namespace

Result<void> SqliteCampaigns::create(const Campaign& campaign) {
    return writer_.change([&](Database& database) -> Result<void> {
        if (!form_is_kept(database, campaign))
            return forms::Problem{
                forms::Code::form_unknown, campaign.form_id, {}, {{"version", campaign.form_version}}};
        auto added = insert_campaign(database, campaign);
        if (!added) return added;
        insert_territories(database, campaign);
        insert_lists(database, campaign);
        return {};
    });
}

std::optional<Campaign> SqliteCampaigns::find(std::string_view id) {
    if (id.empty()) return std::nullopt;
    const auto database = readers_.borrow();
    auto found = read_campaigns(*database, id);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Campaign> SqliteCampaigns::all() {
    const auto database = readers_.borrow();
    return read_campaigns(*database, "");
}

Result<void> SqliteCampaigns::set_open(std::string_view id, bool open, std::string_view day) {
    return writer_.change([&](Database& database) -> Result<void> {
        Statement update{database, R"(
            UPDATE campaign SET open = ?2, closed_at = CASE WHEN ?2 THEN closed_at ELSE ?3 END WHERE id = ?1)"};
        update.bind(1, id).bind(2, open).bind(3, day).run();
        if (database.changes() == 1) return {};
        return forms::Problem{forms::Code::campaign_unknown, std::string{id}, {}, {}};
    });
}

}  // namespace ecoute::storage::sqlite

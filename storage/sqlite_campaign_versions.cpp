#include "storage/sqlite_campaign_versions.hpp"

namespace ecoute::storage::sqlite {
namespace {

/// The form of a campaign; "" when there is no such campaign.
std::string form_of(Database& database, std::string_view campaign) {
    Statement select{database, "SELECT form_id FROM campaign WHERE id = ?1"};
    select.bind(1, campaign);
    return select.step() ? select.string(0) : std::string{};
}

bool is_published(Database& database, std::string_view form, std::string_view version) {
    Statement select{database, "SELECT 1 FROM form_version WHERE id = ?1 AND version = ?2"};
    return select.bind(1, form).bind(2, version).step();
}

void add_line(Database& database, std::string_view campaign, const CampaignVersion& version) {
    Statement insert{database, R"(
        INSERT INTO campaign_version (campaign, position, version, since, who, changes)
        SELECT ?1, 1 + coalesce(max(position), 0), ?2, ?3, ?4, ?5 FROM campaign_version WHERE campaign = ?1)"};
    insert.bind(1, campaign).bind(2, version.version).bind(3, version.since).bind(4, version.who);
    insert.bind(5, version.changes).run();
}

void put_list(Database& database, std::string_view campaign, const CampaignList& list) {
    Statement replace{database, "UPDATE campaign_list SET choices = ?3 WHERE campaign = ?1 AND name = ?2"};
    replace.bind(1, campaign).bind(2, list.first).bind(3, list.second).run();
    if (database.changes() > 0) return;
    Statement insert{database, R"(
        INSERT INTO campaign_list (campaign, position, name, choices)
        SELECT ?1, 1 + coalesce(max(position), -1), ?2, ?3 FROM campaign_list WHERE campaign = ?1)"};
    insert.bind(1, campaign).bind(2, list.first).bind(3, list.second).run();
}

}  // namespace

std::vector<CampaignVersion> SqliteCampaignVersions::of(std::string_view campaign) {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT version, since, who, changes FROM campaign_version WHERE campaign = ?1 ORDER BY position)"};
    select.bind(1, campaign);
    std::vector<CampaignVersion> versions;
    while (select.step())
        versions.push_back({.version = select.string(0), .since = select.string(1), .who = select.string(2), .changes = select.string(3)});
    return versions;
}

forms::Result<void> SqliteCampaignVersions::put(std::string_view campaign, const CampaignVersion& version,
                                                 std::span<const CampaignList> lists) {
    return writer_.change([&](Database& database) -> forms::Result<void> {
        const auto form = form_of(database, campaign);
        if (form.empty()) return forms::Problem{forms::Code::campaign_unknown, std::string{campaign}, {}, {}};
        if (!is_published(database, form, version.version))
            return forms::Problem{forms::Code::form_unknown, form, {}, {{"version", version.version}}};
        Statement update{database, "UPDATE campaign SET form_version = ?2 WHERE id = ?1"};
        update.bind(1, campaign).bind(2, version.version).run();
        for (const auto& list : lists) put_list(database, campaign, list);
        add_line(database, campaign, version);
        return {};
    });
}

}  // namespace ecoute::storage::sqlite

#pragma once
#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

/// Campaigns with their territories and lists, in tables campaign, campaign_territory, campaign_list.
class SqliteCampaigns final : public Campaigns {
public:
    SqliteCampaigns(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}
    Result<void> create(const Campaign& campaign) override;
    std::optional<Campaign> find(std::string_view id) override;
    std::vector<Campaign> all() override;
    Result<void> set_open(std::string_view id, bool open, std::string_view day) override;

private:
    Writer& writer_;
    Readers& readers_;
};

}  // namespace ecoute::storage::sqlite

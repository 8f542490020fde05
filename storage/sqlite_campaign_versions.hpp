#pragma once
#include "storage/campaign_versions.hpp"
#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

/// Table campaign_version; the first line of a campaign is written by a trigger.
class SqliteCampaignVersions final : public CampaignVersions {
public:
    SqliteCampaignVersions(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}
    std::vector<CampaignVersion> of(std::string_view campaign) override;
    forms::Result<void> put(std::string_view campaign, const CampaignVersion& version, std::span<const CampaignList> lists) override;

private:
    Writer& writer_;
    Readers& readers_;
};

}  // namespace ecoute::storage::sqlite

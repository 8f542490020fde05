#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "forms/problem.hpp"

namespace ecoute::storage {

/// One version of its questionnaire that a campaign asked.
struct CampaignVersion {
    std::string version;
    std::string since;           ///< instant
    std::string who;             ///< who put it in the field; "" for the first version
    std::string changes = "[]";  ///< JSON array: what differs from the version before
    friend bool operator==(const CampaignVersion&, const CampaignVersion&) = default;
};

/// The history of a campaign's questionnaire. Only added to.
class CampaignVersions {
public:
    virtual ~CampaignVersions() = default;
    /// Oldest first: the version that the campaign began with stands first, the one asked today last. Empty when there
    /// is no such campaign.
    virtual std::vector<CampaignVersion> of(std::string_view campaign) = 0;
    /// From now on the campaign asks this version, in one transaction with its line of history. campaign_unknown, or form_unknown
    /// when the version of the campaign's form was not published.
    virtual forms::Result<void> put(std::string_view campaign, const CampaignVersion& version) = 0;
};

}  // namespace ecoute::storage

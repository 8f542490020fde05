#pragma once
#include <span>
#include <string>
#include <string_view>
#include <utility>
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

/// A list that a campaign attaches: its name, and a JSON array of choices.
using CampaignList = std::pair<std::string, std::string>;

/// The history of a campaign's questionnaire. Only added to.
class CampaignVersions {
public:
    virtual ~CampaignVersions() = default;
    /// Oldest first: the version that the campaign began with stands first, the one asked today last. Empty when there
    /// is no such campaign.
    virtual std::vector<CampaignVersion> of(std::string_view campaign) = 0;
    /// From now on the campaign asks this version, with these lists in place of those it had under their names, in one transaction with
    /// its line of history. The version may be today's, when only lists change. campaign_unknown, or form_unknown when the version of the campaign's
    /// form was not published.
    virtual forms::Result<void> put(std::string_view campaign, const CampaignVersion& version, std::span<const CampaignList> lists) = 0;
};

}  // namespace ecoute::storage

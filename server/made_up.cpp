#include "server/made_up.hpp"

namespace ecoute::server {

std::unordered_set<std::int64_t> made_up_responses(storage::Store& store, const std::string& campaign) {
    std::unordered_set<std::int64_t> found;
    if (store.responses().tally(campaign).simulated == 0) return found;
    store.responses().read(campaign, 0, [&](const storage::StoredResponse& response) {
        if (response.simulated) found.insert(response.seq);
        return true;
    });
    return found;
}

bool nobody_is_real(storage::Store& store, const CampaignForm& campaign) {
    if (campaign.invented || campaign.campaign.demonstration) return true;
    const auto tally = store.responses().tally(campaign.campaign.id);
    return tally.simulated > 0 && tally.simulated >= tally.responses + tally.refusals;
}

}  // namespace ecoute::server

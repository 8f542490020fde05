#include "server/invitation.hpp"

#include "storage/links.hpp"

namespace ecoute::server {

bool is_by_invitation(const Desk& desk, const std::shared_ptr<const CampaignForm>& campaign) {
    // Beside the campaign's pages, which are made anew when it changes too. No page has such a variant: it begins with a language.
    const auto mark = desk.pages->find(campaign->campaign.id, ":acces", campaign, [&] {
        return std::make_shared<PageInPieces>(desk.store.links().by_invitation(campaign->campaign.id) ? "invitation|" : "|", "|");
    });
    return !mark->plain("").empty();
}

}  // namespace ecoute::server

#pragma once
#include <memory>

#include "server/desk.hpp"

namespace ecoute::server {

/// Whether residents answer this campaign through links that were handed out, and not at its open address. Read once for each reading of the
/// catalogue: may be asked on any thread, for every request.
bool is_by_invitation(const Desk& desk, const std::shared_ptr<const CampaignForm>& campaign);

}  // namespace ecoute::server

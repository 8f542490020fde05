#pragma once
#include <cstdint>
#include <string>
#include <unordered_set>

#include "server/desk.hpp"

namespace ecoute::server {

/// The made-up responses of a campaign (`ecoute simulate`), by seq. Reads every response where there are any.
std::unordered_set<std::int64_t> made_up_responses(storage::Store& store, const std::string& campaign);

/// Demonstrations, and campaigns that hold made-up respondents and no other: there is nobody to protect. As soon as somebody real
/// answered, those who were made up stand in no table: the first real answers would be all that changes in it.
bool nobody_is_real(storage::Store& store, const CampaignForm& campaign);

}  // namespace ecoute::server

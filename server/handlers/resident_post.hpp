#pragma once
#include "server/handlers/resident_parts.hpp"

namespace ecoute::server::residents {

/// By which door somebody came to a questionnaire: its own address, or a link.
struct Arrival {
    std::string address;    ///< "/l/...", where its pages are sent to; "" for the campaign's own
    std::string link_hash;  ///< of the link's token, or ""
    bool single_use = false;
    std::vector<std::pair<std::string, std::string>> prefilled;  ///< question -> choice, as the link has it
};

/// The questionnaire before anything was answered, with what the link fills in.
Filling first_filling(const CampaignForm& campaign, const Request& request, const Arrival& arrival);

/// Does what the button of a posted page asks for: another language, a row, a draft, or to keep the answers. Blocks: workers only.
void take_post(Desk& desk, const Request& request, Campaign campaign, const Arrival& arrival, const Respond& respond);

/// "Somebody answered with this link", and the way to correct with the code of the receipt.
Reply link_used_page(const Desk& desk, const Request& request);

}  // namespace ecoute::server::residents

#pragma once
#include "server/campaign_media.hpp"
#include "server/desk.hpp"
#include "server/http/message.hpp"

/// What tablets ask: enrolment, their campaigns, and to take what they collected. See openapi.json.
namespace ecoute::server {

/// A code or a key, and what stands around it.
inline constexpr std::size_t largest_enrolment_bytes = 1024;
/// Items of one call: a third of a megabyte, which a poor wifi brings over in a few seconds.
inline constexpr std::size_t most_items_in_call = 25;

/// POST /api/v1/devices {"enrolment"}: 201 with the key, once.
void enrol_device(Desk& desk, const Request& request, Respond respond);
/// GET /api/v1/device?collected=42&waiting=3: who the tablet is, and its campaigns with all that it needs offline.
void device_tour(Desk& desk, const Request& request, Respond respond);
/// POST /api/v1/device/answers {"items":[{"id","campaign","sealed"}]}: one status an item, once they are on the disk.
void take_from_device(Desk& desk, const Request& request, Respond respond);

/// GET /t/q/{campaign}/{version}/{language}: a published questionnaire as a page for an interview; ?fiche: its field sheet. The app
/// keeps it, so that it works offline for weeks.
void interview_page(Desk& desk, const Request& request, Respond respond);
/// What follows "?v=" in a page's address, for the version that the campaign asks today: changes when the page does.
/// `media`: the campaign's recordings and pictures, or nullptr.
std::string page_mark(const CampaignForm& campaign, const CampaignMedia* media);

}  // namespace ecoute::server

#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "analysis/crosstab.hpp"
#include "analysis/outputs.hpp"
#include "server/desk.hpp"
#include "server/http/message.hpp"

namespace ecoute::server {

/// A protected table with what stands around it: what pages, their .csv, .json and .svg twins, the API and the command
/// line show.
struct TableView {
    std::shared_ptr<const CampaignForm> campaign;
    analysis::ProtectedTable table;
    analysis::Heading heading;
};

/// `question` and `by` (names separated by commas, blanks left out) of an address.
analysis::TableRequest table_request(const Request& request);

/// Who reads: an institution gets the thresholds of everyone outside the team (DESIGN.md section 9), the other roles
/// those of the team; nobody logged in reads as everyone.
analysis::Audience audience_of(const std::optional<storage::Session>& session) noexcept;

/// The one way from stored responses to a table: campaign, extract, counts, protection, heading. For the exact audience
/// the extract is everybody there is now; for all others today's snapshot. `who` asks: each different query is noted, and `limited` to most_tables_a_day
/// (table_gate.hpp).
/// Blocks (reads from the store): workers and the command line only. Refuses with campaign_unknown, with what crosstab
/// refuses and what gated_table refuses.
forms::Result<TableView> table_view(Desk& desk, std::string_view campaign, const analysis::TableRequest& request,
                                    analysis::Audience audience, std::string_view language, std::string_view who = {},
                                    bool limited = false);

/// Whether pages and outputs of a campaign say that its data is invented: nobody in it is real (made_up.hpp).
bool is_invented(Desk& desk, const CampaignForm& campaign);

/// When people were asked: the campaign's own days, else from the day of its first response, until it was closed; "" for what is not known.
std::pair<std::string, std::string> field_days(Desk& desk, const storage::Campaign& campaign);
std::string fieldwork_in_words(Desk& desk, const storage::Campaign& campaign, std::string_view language);

/// What stands around any table of a campaign.
analysis::Heading heading_of(Desk& desk, const CampaignForm& campaign, const Extract& extract,
                             std::string_view language);

}  // namespace ecoute::server

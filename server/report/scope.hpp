#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "server/exact_set.hpp"
#include "server/handlers/table_links.hpp"
#include "server/report/bars.hpp"
#include "server/report/tables_seen.hpp"

/// Sections of the bilan that are made in files of their own. Each is data for the template `report`.
namespace ecoute::server {

/// What every section needs.
struct ReportScope {
    Desk& desk;
    const ReportRequest& request;
    const CampaignForm& campaign;
    TablesSeen& tables;
    bool weights = false;
    const forms::Form& form() const noexcept { return campaign.form; }
    std::string say(std::string_view key, const Words::Facts& facts = {}) const;  ///< key without "report."
    std::string shown(const forms::Text& text) const;
    const std::string& id() const noexcept { return campaign.campaign.id; }
};

/// Who answered beside who lives there, one block a breakdown that has a margin (or, of quartiers, official populations):
/// [{"label","source","any_population","rows":[{"label","share","width","population","population_width","gap"}]}].
nlohmann::json respondents_beside_population(const ReportScope& scope);

/// The wave before of the same series; nullptr when there is none.
std::shared_ptr<const CampaignForm> wave_before(const ReportScope& scope);

/// {"any","title","rows":[{"label","answer","before","now","change"}],"broken":[{"label","why"}]}: of each question the answer
/// given most, then and now; questions whose series is broken, with the reason.
nlohmann::json evolution(const ReportScope& scope, const std::vector<admin::TabulatedQuestion>& questions);

/// Released answers, by question: [{"label","volet","said":[{"text","quartier"}],"more"}].
nlohmann::json released_words(Desk& desk, const ReportRequest& request, const forms::Form& form);

/// The bilan of an exact set; where released words go stands `words_place` of their volet ("" for those that have no section).
std::string exact_html(Desk& desk, const ReportRequest& request, const CampaignForm& campaign, const ExactSet& set);
std::string words_place(std::string_view volet);
/// How its figures were made fit to be published: lines of the method, each with its label.
std::vector<std::pair<std::string, std::string>> exact_in_words(Desk& desk, std::string_view language, const forms::Form& form, const ExactSet& set);
/// Which categories have no row of their own: "Quartier : A et B", a line a place.
std::vector<std::string> together_in_words(Desk& desk, std::string_view language, const forms::Form& form, const ExactSet& set);

/// Weighted when somebody looked at the weights (`ecoute weights`): a report does not decide that by itself.
bool is_weighted(Desk& desk, std::string_view campaign);

/// All quartiers beside each other, a small chart each: [{"label","picture"}], one a question of `questions` that has panels.
nlohmann::json quartiers_at_a_glance(const ReportScope& scope, const std::vector<admin::TabulatedQuestion>& questions);

/// By which answers a quartier (its place in the table) stands out from `elsewhere`:
/// {"any","title","about","place","any_line","lines":[{"question","answer","here","there","gap","start","width","fewer"}]}; start and width in thousandths of a
/// strip whose middle is no gap.
nlohmann::json what_stands_out(const ReportScope& scope, const std::vector<admin::TabulatedQuestion>& questions, int quartier, int elsewhere);

/// A page a quartier, each question beside the mean of the priority quartiers and the rest of the city; quartiers of which too
/// little can be shown are named together: {"pages":[...],"too_small"}.
nlohmann::json quartier_pages(const ReportScope& scope, const std::vector<admin::TabulatedQuestion>& questions);

}  // namespace ecoute::server

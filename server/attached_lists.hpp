#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "forms/form.hpp"
#include "forms/form_json.hpp"
#include "storage/store.hpp"

namespace ecoute::server {

/// The lists that a campaign attaches to its questionnaire: "quartiers" from its territories (name: code, label: name, columns kind,
/// commune, parent), and its other lists. Territories that are no longer known keep their code as label.
std::vector<forms::ChoiceList> attached_lists(storage::Store& store, const storage::Campaign& campaign);

/// True when a questionnaire uses the list "quartiers" without bringing it.
bool needs_quartiers(std::string_view document);

/// True for a real calendar day "2026-02-28".
bool is_day(std::string_view text);

/// What creating a campaign gave: nothing but mistakes, or a campaign that stands with its questionnaire published.
struct CampaignCreation {
    forms::Problems mistakes, warnings;
    std::string title;
};

/// Checks the questionnaire with the campaign's lists, publishes it, and creates the campaign (form_list_unknown for a list that the questionnaire
/// attaches and the campaign does not bring); the form's id and version, and its title when
/// the campaign has none, are filled in from the document.
CampaignCreation create_campaign(storage::Store& store, storage::Campaign campaign, const std::string& document);

}  // namespace ecoute::server

#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "server/desk.hpp"
#include "server/pages/audience.hpp"
#include "server/pages/filling.hpp"

namespace ecoute::server {

class CampaignMedia;

/// Names of the page's own fields. No question can have such a name: a name begins with a letter or "_".
inline constexpr std::string_view field_id = ":id", field_version = ":version", field_language = ":langue",
                                  field_step = ":etape", field_started = ":debut", field_action = ":action",
                                  field_code = ":code", field_revision = ":revision";
/// What the buttons of a page ask for, as values of field_action: a language, one more row of a repeat, a row away, the
/// lists and rows that follow from the answers so far, to keep them for another device. Anything else sends.
inline constexpr std::string_view action_language = "langue:", action_add = "+", action_remove = "-",
                                  action_refresh = "suivre", action_keep = "garder";

/// Longest list shown as rows to tap; a longer one is a native menu.
inline constexpr std::size_t most_rows = 12;
/// Most steps of a range shown as tiles to tap (0 to 10 and a little more); a longer one is a field for a number.
inline constexpr std::size_t most_range_tiles = 12;
/// A rank without "max" asks for that many places.
inline constexpr std::size_t usual_places = 5;

/// What pages/questionnaire.mustache reads, for whom it is made. Shape of an item of "items": one key
/// of the list in the template ("choose", "grid", "menu", ...), with every name that its part reads. A repeat is its
/// rows one after the other, and one more as the script's model of a row to come.
nlohmann::json questionnaire_model(const CampaignForm& campaign, const Words& words, const Filling& filling,
                                   const forms::Clock& clock, Audience audience = Audience::resident,
                                   const CampaignMedia* media = nullptr);

/// The page: model, template. `media`: the campaign's recordings and pictures, or nullptr when it has none.
std::string questionnaire_html(const CampaignForm& campaign, const Words& words, const Filling& filling,
                               const forms::Clock& clock, Audience audience = Audience::resident,
                                   const CampaignMedia* media = nullptr);

/// True when what is asked may put the person in danger or shame at home: a way out of the page, numbers to call, and
/// nothing left in the browser.
bool is_delicate(const forms::Form& form);

/// True when no two people get the same empty page: choices in an order by chance, values that chance or the clock give.
bool differs_by_person(const forms::Form& form);

/// The script of the page, as it stands between its tags (for the content policy): the part of web/questionnaire/
/// and of expression.js that this form needs.
std::string questionnaire_script(const forms::Form& form, Audience audience = Audience::resident);

/// The sheet of the page besides look.css, as it stands between its tags: what this form's parts need.
std::string questionnaire_sheet(const forms::Form& form);

/// What the script needs to know of the questionnaire and cannot see in the page: conditions, limits and calculations
/// as trees, by question in the order of evaluation; sentences of mistakes in `language`. Without labels.
nlohmann::json questionnaire_rules(const forms::Form& form, const Words& words, std::string_view language,
                                   Audience audience = Audience::resident);

/// The same as text fit to stand in a <script> element.
std::string questionnaire_rules_text(const forms::Form& form, const Words& words, std::string_view language,
                                     Audience audience = Audience::resident);

/// True when its choices are too many for rows: a menu with a field to search it.
bool is_menu(const forms::Form& form, std::uint32_t question) noexcept;

/// The reader's language: the one asked for when the form speaks it, else the first of Accept-Language that it speaks,
/// else its own.
std::string reader_language(const forms::Form& form, std::string_view asked, std::string_view accept_language);

}  // namespace ecoute::server

#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "server/intake.hpp"
#include "storage/field_work.hpp"

/// What a tablet collected, from its sealed text to what is handed to the store. The API and the import of a queue that was
/// carried by hand both pass here.
namespace ecoute::server {

/// An interview, or somebody who did not begin one: read, not checked against a questionnaire yet.
struct Collected {
    bool contact = false;
    std::string id;  ///< UUID in lower case
    std::string campaign, form_version, language, started_at, ended_at, interviewer;
    bool uncertain = false;  ///< the tablet's clock was changed while it was away: its times decide nothing but whether the campaign was open
    bool absent = false;  ///< of a contact: nobody opened; else the person refused
    std::vector<std::pair<std::string, std::string>> fields;  ///< of the pages, as POST /q/{campaign} has them
};

/// Longest clear text of one item.
inline constexpr std::size_t longest_collected_bytes = 1024 * 1024;
/// Fields of one item: a questionnaire of 200 questions and a household of 50 are 1,000.
inline constexpr std::size_t most_collected_fields = 20'000;

/// Opens a sealed text for a campaign; a tablet that could not seal sends the clear text itself ("{..."). sealed_unreadable,
/// response_too_large (fact "limit", in kB).
forms::Result<std::string> collected_text(const Settings& settings, std::string_view campaign, std::string_view sealed);

/// Reads `{"kind":"response","id","campaign","form_version","language","started_at","ended_at","interviewer","fields":[["name","value"]]}`,
/// and "times":"uncertain" when they are,
/// or `{"kind":"contact","id","campaign","outcome":"refused|absent","at","interviewer","fields"}`. response_malformed (subject: the
/// member; fact "what"), response_id_invalid.
forms::Result<Collected> read_collected(std::string_view text);

/// An interview as a response: its fields are read by what reads a resident's page, and pass the one intake. `campaign`: with the
/// version that was asked. A question "enqueteur" of the field sheet that was left blank is given the interviewer's code.
Intake take_interview(const CampaignForm& campaign, const Collected& collected, const forms::Clock& clock, const Settings& settings);

/// A contact with the quartier that its field sheet names, if it does.
storage::Contact contact_of(const CampaignForm& campaign, const Collected& collected);

}  // namespace ecoute::server

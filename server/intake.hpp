#pragma once
#include <string>
#include <string_view>

#include "forms/answers.hpp"
#include "forms/clock.hpp"
#include "forms/response_json.hpp"
#include "server/desk.hpp"
#include "server/pages/audience.hpp"

/// The one way by which answers become a response on its way to the disk: the API, the resident's page and the import of files all
/// pass here, so that what one refuses all refuse.
namespace ecoute::server {

/// What stands beside the answers, as sent; "" where the sender did not say.
struct Beside {
    std::string id, form_version, language, channel, started_at, ended_at;
    bool simulated = false;
    Pages pages = {};  ///< that it was filled in on: what none of them asks is not required. None: everything is
};

/// What came of it: problems, or a response to hand to storage::Responses::keep.
struct Intake {
    forms::Problems problems;
    storage::NewResponse response;  ///< complete when there are no problems
    std::string receipt;            ///< the code to hand to the person, when there are no problems
};

/// Whether a campaign takes answers on a day (local, "2026-05-17"): refuses with campaign_not_open_yet (fact "opens") or campaign_closed
/// (fact "closes": its last day). Imports of paper don't ask: they may come after the close.
forms::Result<void> takes_answers(const storage::Campaign& campaign, std::string_view day);

/// Whether a campaign still takes what was answered before: as takes_answers today or, once it is closed, for an answer that was
/// given in its days (`answered`, an instant as sent). A tablet may come back a week later.
forms::Result<void> takes_late_answers(const storage::Campaign& campaign, std::string_view answered, const forms::Clock& clock);

/// Fingerprints the answers as they were sent, validates them, rounds the times, makes the receipt's hash. `problems` are those of reading
/// the answers (answers_from_json, answers_from_text). `campaign` is the one with the version of the questionnaire that was answered.
Intake take_in(const CampaignForm& campaign, const Beside& beside, forms::Answers answers, forms::Problems problems,
               const forms::Clock& clock, const Settings& settings);

/// ISO 8601 date and time rounded down to the half-day in UTC ("2026-05-17T12:00:00Z"); "" when it can't be read.
std::string half_day(std::string_view instant);

/// Whole minutes between two instants; nullopt when one can't be read, or when it is negative or above a day.
std::optional<int> minutes_between(std::string_view from, std::string_view to);

}  // namespace ecoute::server

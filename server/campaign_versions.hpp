#pragma once
#include <memory>
#include <string>
#include <vector>

#include "forms/form.hpp"
#include "forms/versions.hpp"
#include "server/words.hpp"
#include "storage/campaign_versions.hpp"
#include "storage/store.hpp"

/// New versions of a running campaign's questionnaire, and what the older ones said.
namespace ecoute::server {

/// A version that was published under the campaign's questionnaire, with the campaign's lists; nullptr when there is none or it can't be
/// read any more.
std::shared_ptr<const forms::Form> form_of_version(storage::Store& store, const storage::Campaign& campaign, std::string_view version);

/// What putting a new version in the field gave, or would give.
struct CampaignUpdate {
    forms::Problems mistakes;            ///< why nothing was changed
    std::vector<forms::Change> changes;  ///< from today's version, or under "version" from an older one
    std::string version_before, version;
    std::vector<std::string> lists;  ///< attached lists that are new or become others
    bool same = false;  ///< the very document that is asked today, with the lists that it has: nothing to do
};

/// Compares a document with every version that the campaign asked. When it mixes no meanings, publishes it and asks it from `now` on, unless
/// `dry_run`. `lists` take the place of the campaign's lists of their names, for all versions; with them alone the document may be today's.
/// A choice that such a list no longer has is refused, given or not: a tablet may hold an answer that gives it. Refuses with campaign_unknown, the mistakes of the document, what the law forbids (check.*), campaign_other_form when its id is another,
/// form_version_taken when its version was published with another content, form_list_unknown when a list that it attaches was not brought, and version_mixes_meanings, once a change.
CampaignUpdate update_campaign(storage::Store& store, const std::string& campaign, const std::string& document, const std::string& now,
                               const std::string& who, bool dry_run, const std::vector<storage::CampaignList>& lists = {});

/// A change as one sentence of server/text/*/versions.json.
std::string change_in_words(const Words& words, std::string_view language, const forms::Change& change);

/// The changes kept in a line of history, and back: [{"change":"choice_added","subject":"lieux","where":"...",facts...}]. What can't be
/// read is left out.
std::string changes_to_json(const std::vector<forms::Change>& changes);
std::vector<forms::Change> changes_from_json(std::string_view json);

/// One line of a campaign's history that concerns a question's wording or its choices.
struct WordingChange {
    std::string version, since;
};
/// When the label of a question, or of a choice that it offers, or the order of its choices changed during the campaign: its tables say so.
std::vector<WordingChange> wording_changes(storage::Store& store, const storage::Campaign& campaign, const forms::Form& form,
                                           std::string_view question);

}  // namespace ecoute::server

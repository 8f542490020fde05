#include "server/campaign_versions.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

#include "forms/check/advice.hpp"
#include "forms/form_json.hpp"
#include "server/attached_lists.hpp"
#include "server/campaign_lists.hpp"
#include "storage/columns_read.hpp"

namespace ecoute::server {
namespace {

using nlohmann::json;

/// Whether anybody gave a choice, read from the columns of a version when the first choice is asked about.
class GivenChoices {
public:
    GivenChoices(storage::Store& store, const storage::Campaign& campaign, const forms::Form& form)
        : store_(store), campaign_(campaign), form_(form) {}

    bool operator()(std::uint32_t question, forms::ChoiceIndex choice) {
        if (!columns_) read();
        if (form_.questions[question].repeat != forms::none) return columns_->people > 0;  // no columns: it can't be told
        const auto& column = columns_->by_question[question];
        if (std::find(column.codes.begin(), column.codes.end(), choice) != column.codes.end()) return true;
        if (form_.list_of(question).choices[choice].refusal) return columns_->people > 0;  // counted as refused, not apart
        for (std::size_t at = choice / 64; column.words > 0 && at < column.ticks.size(); at += column.words)
            if (column.ticks[at] >> (choice % 64) & 1) return true;
        const auto ranked = column.ranks.choices();
        return std::find(ranked.begin(), ranked.end(), choice) != ranked.end();
    }

private:
    void read() {
        columns_.emplace();
        storage::read_columns(store_.responses(), campaign_.id, form_, *columns_,
                              [&](std::string_view version) { return form_of_version(store_, campaign_, version); });
    }
    storage::Store& store_;
    const storage::Campaign& campaign_;
    const forms::Form& form_;
    std::optional<forms::Columns> columns_;
};

forms::Problem refused(const forms::Change& change) {
    forms::Problem problem{forms::Code::version_mixes_meanings, change.subject, change.where, change.facts};
    problem.facts["change"] = forms::name(change.kind);
    return problem;
}

/// Every version reads the campaign's lists as they are now: what they lose, no version takes any more.
void hold_on_to_attached_choices(CampaignUpdate& update) {
    for (auto& change : update.changes) {
        const bool attached = std::any_of(update.lists.begin(), update.lists.end(), [&](const auto& list) {
            return change.subject == list || change.subject == list + ".or_other";  // the copy that "or_other" makes
        });
        if (attached && change.kind == forms::ChangeKind::choice_removed) change.kind = forms::ChangeKind::attached_choice_removed;
    }
}

/// The campaign with these lists in place of its own; tells which differ.
storage::Campaign with_lists(storage::Campaign campaign, const std::vector<storage::CampaignList>& lists, std::vector<std::string>& changed) {
    for (const auto& list : lists) {
        const auto known = std::find_if(campaign.lists.begin(), campaign.lists.end(), [&](const auto& one) { return one.first == list.first; });
        if (known != campaign.lists.end() && known->second == list.second) continue;
        changed.push_back(list.first);
        if (known == campaign.lists.end()) campaign.lists.push_back(list);
        else known->second = list.second;
    }
    return campaign;
}

/// What the new version changes: everything since today's, and what it mixes with versions before.
void compare(storage::Store& store, const storage::Campaign& campaign, const forms::Form& after, CampaignUpdate& update) {
    std::set<std::string> versions{campaign.form_version};
    const auto compare_with = [&](const std::string& version, bool today) {
        const auto before = form_of_version(store, campaign, version);
        if (!before) return;
        GivenChoices given(store, campaign, *before);
        for (auto& change : forms::changes_between(*before, after, [&](auto q, auto choice) { return given(q, choice); })) {
            const bool told = std::find(update.changes.begin(), update.changes.end(), change) != update.changes.end();
            if (!today && (told || !forms::mixes_meanings(change.kind))) continue;
            if (!today) change.facts["version"] = version;
            update.changes.push_back(std::move(change));
        }
    };
    compare_with(campaign.form_version, true);
    hold_on_to_attached_choices(update);
    for (const auto& older : store.versions().of(campaign.id))
        if (versions.insert(older.version).second) compare_with(older.version, false);
    for (const auto& change : update.changes)
        if (forms::mixes_meanings(change.kind)) update.mistakes.push_back(refused(change));
}

/// The document as a form that may be put in the field; mistakes otherwise.
std::optional<forms::Form> fit_for_the_field(storage::Store& store, const storage::Campaign& campaign, const std::string& document,
                                             CampaignUpdate& update) {
    update.mistakes = lists_missing(document, campaign.lists);
    if (!update.mistakes.empty()) return std::nullopt;
    auto reading = forms::read_form(document, attached_lists(store, campaign));
    update.mistakes = std::move(reading.mistakes);
    if (!reading.form) return std::nullopt;
    update.mistakes = forms::advise(*reading.form).mistakes;
    update.version = reading.form->version;
    if (reading.form->id != campaign.form_id)
        update.mistakes.push_back({forms::Code::campaign_other_form, reading.form->id, "/id", {{"value", campaign.form_id}}});
    const auto published = store.forms().find(campaign.form_id, update.version);
    update.same = published && published->document == document && update.version == campaign.form_version && update.lists.empty();
    if (published && published->document != document)
        update.mistakes.push_back({forms::Code::form_version_taken, campaign.form_id, "/version", {{"value", update.version}}});
    if (!update.mistakes.empty() || update.same) return std::nullopt;
    return std::move(reading.form);
}

}  // namespace

std::shared_ptr<const forms::Form> form_of_version(storage::Store& store, const storage::Campaign& campaign, std::string_view version) {
    const auto kept = store.forms().find(campaign.form_id, version);
    if (!kept) return nullptr;
    auto reading = forms::read_form(kept->document, attached_lists(store, campaign));
    return reading.form ? std::make_shared<const forms::Form>(*std::move(reading.form)) : nullptr;
}

CampaignUpdate update_campaign(storage::Store& store, const std::string& id, const std::string& document, const std::string& now,
                               const std::string& who, bool dry_run, const std::vector<storage::CampaignList>& lists) {
    CampaignUpdate update;
    const auto campaign = store.campaigns().find(id);
    if (!campaign) {
        update.mistakes.push_back({forms::Code::campaign_unknown, id, "", {}});
        return update;
    }
    update.version_before = campaign->form_version;
    const auto renewed = with_lists(*campaign, lists, update.lists);
    const auto form = fit_for_the_field(store, renewed, document, update);
    if (!form) return update;
    compare(store, *campaign, *form, update);
    if (!update.mistakes.empty() || dry_run) return update;

    auto kept = store.forms().publish({form->id, form->version, document, now});
    if (kept) kept = store.versions().put(id, {form->version, now, who, changes_to_json(update.changes)}, lists);
    if (!kept) update.mistakes.push_back(kept.error());
    else store.audit().add(now, who, "campaign.update", id);
    return update;
}

std::string change_in_words(const Words& words, std::string_view language, const forms::Change& change) {
    Words::Facts facts{change.facts.begin(), change.facts.end()};
    facts.emplace("subject", change.subject);
    facts.emplace("where", change.where);
    return words.say(language, "change." + std::string{forms::name(change.kind)}, facts);
}

std::string changes_to_json(const std::vector<forms::Change>& changes) {
    auto rows = json::array();
    for (const auto& change : changes) {
        json row(change.facts);
        if (!row.is_object()) row = json::object();
        row["change"] = forms::name(change.kind);
        row["subject"] = change.subject;
        row["where"] = change.where;
        rows.push_back(std::move(row));
    }
    return rows.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::vector<forms::Change> changes_from_json(std::string_view text) {
    std::vector<forms::Change> changes;
    const auto rows = json::parse(text, nullptr, false);
    const auto kinds = forms::all_change_kinds();
    for (const auto& row : rows.is_array() ? rows : json::array()) {
        if (!row.is_object()) continue;
        std::map<std::string, std::string> facts;
        for (const auto& [key, value] : row.items())
            if (value.is_string()) facts[key] = value.get<std::string>();
        const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](auto one) { return forms::name(one) == facts["change"]; });
        if (kind == kinds.end()) continue;
        forms::Change change{*kind, facts["subject"], facts["where"], {}};
        for (const char* own : {"change", "subject", "where"}) facts.erase(own);
        change.facts = std::move(facts);
        changes.push_back(std::move(change));
    }
    return changes;
}

std::vector<WordingChange> wording_changes(storage::Store& store, const storage::Campaign& campaign, const forms::Form& form,
                                           std::string_view question) {
    using enum forms::ChangeKind;
    constexpr std::array of_question{question_reworded, hint_reworded, condition_changed, limit_changed};
    constexpr std::array of_list{choice_added, choice_reworded, choices_reordered, choice_removed};
    const auto found = form.find(question);
    const std::string list = found && form.questions[*found].list != forms::none ? form.list_of(*found).name : std::string{};
    const auto concerns = [&](const forms::Change& change) {
        const auto is_one_of = [&](const auto& kinds) { return std::find(kinds.begin(), kinds.end(), change.kind) != kinds.end(); };
        return (change.subject == question && is_one_of(of_question)) || (!list.empty() && change.subject == list && is_one_of(of_list));
    };
    std::vector<WordingChange> told;
    for (const auto& version : store.versions().of(campaign.id)) {
        const auto changes = changes_from_json(version.changes);
        if (std::any_of(changes.begin(), changes.end(), concerns)) told.push_back({version.version, version.since});
    }
    return told;
}

}  // namespace ecoute::server

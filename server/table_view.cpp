#include "server/table_view.hpp"

#include <algorithm>

#include "analysis/gaps.hpp"
#include "server/campaign_versions.hpp"
#include "server/in_words.hpp"
#include "server/made_up.hpp"
#include "server/method_words.hpp"
#include "server/official_figures.hpp"
#include "server/table_condition.hpp"
#include "server/table_gate.hpp"
#include "storage/devices.hpp"
#include "storage/field_work.hpp"

namespace ecoute::server {
namespace {

void add_names(std::vector<std::string>& names, std::string_view list) {
    while (!list.empty()) {
        const auto comma = list.find(',');
        std::string_view name = list.substr(0, comma);
        while (!name.empty() && name.front() == ' ') name.remove_prefix(1);
        while (!name.empty() && name.back() == ' ') name.remove_suffix(1);
        if (!name.empty()) names.emplace_back(name);
        list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    }
}

/// A reader must know when what people were asked changed between the first answer and the last.
void add_wording_changes(Desk& desk, const CampaignForm& campaign, const analysis::ProtectedTable& table,
                         analysis::Heading& heading) {
    std::vector<std::string> asked{table.question().name};
    for (const auto& by : table.by()) asked.push_back(by.name);
    for (const auto& question : asked)
        for (const auto& change : wording_changes(desk.store, campaign.campaign, campaign.form, question))
            heading.remarks.push_back(desk.words.say(heading.language, "heading.reworded",
                                                     {{"question", question},
                                                      {"version", change.version},
                                                      {"day", day_in_words(desk.words, heading.language, change.since)}}));
}

/// `--protect none`: everybody there is now.
Extract everybody(Desk& desk, const CampaignForm& campaign) {
    auto all = desk.snapshots.columns(campaign);
    auto name = std::to_string(all->last_seq);
    return {std::move(all), std::move(name), 0};
}

/// How many did not want to take part, as far as somebody counted them: live, like all counts of collection.
void add_refusals(Desk& desk, const std::string& campaign, analysis::Heading& heading) {
    const auto refusals = desk.store.responses().tally(campaign).refusals;
    const auto met = desk.store.devices().field_work().contacts(campaign);
    const auto say = [&](const char* key, const Words::Facts& facts) { heading.remarks.push_back(desk.words.say(heading.language, key, facts)); };
    const auto number = [&](std::int64_t count) { return number_in_words(heading.language, count); };
    say(refusals == 0 ? "heading.refusals_none" : refusals == 1 ? "heading.refusals_one" : "heading.refusals", {{"count", number(refusals)}});
    if (met.refused + met.absent > 0) say("heading.refusals_at_the_door", {{"refused", number(met.refused)}, {"absent", number(met.absent)}});
}

/// What is officially known of the quartiers that a table is split by.
void add_official(Desk& desk, const analysis::ProtectedTable& table, analysis::Heading& heading) {
    std::vector<std::string> codes;
    for (const auto& variable : table.by())
        if (variable.role == "quartier")
            for (const auto& category : variable.categories) codes.push_back(category.name);
    if (!codes.empty()) heading.official = official_figures(desk, heading.language, codes);
}

bool is_place(const analysis::Variable& variable) { return variable.role == "quartier" || variable.role == "kind"; }

/// Compares the table with another one of the reference's people, split by all but the place. A gap that has no meaning here
/// (to the quartiers' mean of a table without quartiers) is told, not drawn.
forms::Result<void> compare_with_reference(Desk& desk, const CampaignForm& campaign, const Extract& extract,
                                           const analysis::TableRequest& request, const TableReader& reader,
                                           GatedTable& gated, analysis::Heading& heading) {
    const auto reference = analysis::gap_reference(request.gap);
    if (!reference) return {};
    const auto& by = gated.table.by();
    const bool placed = std::any_of(by.begin(), by.end(), is_place);
    const auto& form = campaign.form;
    const bool everybody = *reference == analysis::GapReference::all;
    std::vector<std::string> kinds;
    if (!everybody && placed && analysis::can_be(form, analysis::Together::kinds))
        kinds = analysis::kinds_in(*reference, analysis::kinds_of(form, form.breakdowns.quartier));
    if (by.empty() || (!everybody && kinds.empty())) {
        heading.remarks.push_back(desk.words.say(heading.language, "heading.gap_needs_place"));
        return {};
    }
    auto asked = request;
    const auto people = everybody ? std::string{} : condition_of(form, kinds);
    asked.by.clear();
    for (const auto& variable : by)
        if (placed && !is_place(variable)) asked.by.push_back(variable.asked);
    const auto compared = compare_gated(desk, campaign, extract, asked, people, *reference, reader, gated);
    if (!compared && compared.error().code == forms::Code::table_too_sparse)
        heading.remarks.push_back(desk.words.say(heading.language, "heading.gap_too_few"));
    else if (!compared)
        return compared.error();
    return {};
}

}  // namespace

analysis::TableRequest table_request(const Request& request) {
    analysis::TableRequest asked;
    asked.question = request.parameter("question");
    for (const auto& [name, value] : request.query)
        if (name == "by") add_names(asked.by, value);
    const auto weights = request.parameter("weights");
    asked.weights = weights == "1" || weights == "yes" || weights == "true";
    asked.where = request.parameter("where");
    asked.gap = request.parameter("gap");
    asked.interval =
        analysis::interval_kind(request.parameter("interval")).value_or(analysis::IntervalKind::wilson);
    return asked;
}

analysis::Audience audience_of(const std::optional<storage::Session>& session) noexcept {
    const bool team = session && session->role != storage::Role::institution;
    return team ? analysis::Audience::team : analysis::Audience::everyone;
}

bool is_invented(Desk& desk, const CampaignForm& campaign) {
    return nobody_is_real(desk.store, campaign);
}

std::pair<std::string, std::string> field_days(Desk& desk, const storage::Campaign& campaign) {
    auto from = campaign.opens;
    if (from.empty())
        if (const auto days = desk.store.responses().by_day(campaign.id); !days.empty()) from = days.front().key;
    return {std::move(from), campaign.closes.empty() ? campaign.closed_at : campaign.closes};
}

std::string fieldwork_in_words(Desk& desk, const storage::Campaign& campaign, std::string_view language) {
    const auto [from, to] = field_days(desk, campaign);
    return period_in_words(desk.words, language, from, to);
}

analysis::Heading heading_of(Desk& desk, const CampaignForm& campaign, const Extract& extract,
                             std::string_view language) {
    const auto people = extract.columns->people;
    const auto& words = desk.words;
    const auto& kept = campaign.campaign;
    analysis::Heading heading;
    heading.campaign_id = kept.id;
    heading.campaign_title = kept.title;
    heading.language = language;
    heading.default_language = campaign.form.default_language;
    heading.fieldwork = fieldwork_in_words(desk, kept, language);
    heading.source = words.say(language, people == 1 ? "heading.source_one" : "heading.source",
                               {{"title", kept.title}, {"count", number_in_words(language, std::int64_t(people))}});
    if (!kept.organisation.empty()) heading.source = kept.organisation + ", " + heading.source;
    heading.snapshot = extract.name;
    if (extract.waiting > 0)
        heading.remarks.push_back(
            words.say(language, extract.waiting == 1 ? "heading.waiting_one" : "heading.waiting",
                      {{"count", number_in_words(language, std::int64_t(extract.waiting))}}));
    add_refusals(desk, kept.id, heading);
    heading.words = words.all(language, "tables.");
    heading.invented = is_invented(desk, campaign);
    return heading;
}

forms::Result<TableView> table_view(Desk& desk, std::string_view id, const analysis::TableRequest& request,
                                    analysis::Audience audience, std::string_view language, std::string_view who,
                                    bool limited) {
    const auto campaign = desk.forms.find(id);
    if (!campaign) return forms::Problem{forms::Code::campaign_unknown, std::string{id}, "", {}};

    const auto extract = audience == analysis::Audience::exact ? everybody(desk, *campaign) : desk.snapshots.extract(*campaign);
    const TableReader reader{audience, who, limited};
    auto gated = gated_table(desk, *campaign, extract, request, reader);
    if (!gated) return gated.error();
    auto heading = heading_of(desk, *campaign, extract, language);
    heading.where = request.where;
    if (!request.where.empty())
        heading.among = condition_in_words(desk.words, language, campaign->form, request.where);
    if (request.weights)
        heading.method = method_in_words(desk.words, language, campaign->form, gated->behind->weighting, gated->behind->channels);
    if (request.interval == analysis::IntervalKind::korn_graubard)
        heading.method.push_back(desk.words.say(language, "tables.note.korn_graubard"));
    add_wording_changes(desk, *campaign, gated->table, heading);
    add_official(desk, gated->table, heading);
    if (auto compared = compare_with_reference(desk, *campaign, extract, request, reader, *gated, heading); !compared)
        return compared.error();
    return TableView{campaign, std::move(gated->table), std::move(heading)};
}

}  // namespace ecoute::server

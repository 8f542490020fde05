#include "server/table_view.hpp"

#include "analysis/weighted.hpp"
#include "server/campaign_versions.hpp"
#include "server/in_words.hpp"
#include "server/method_words.hpp"
#include "server/system_clock.hpp"
#include "server/weightings.hpp"
#include "storage/snapshots_kept.hpp"

namespace ecoute::server {
namespace {

bool is_sensitive(const forms::Form& form, std::string_view question) {
    const auto found = form.find(question);
    return found && form.questions[*found].sensitive;
}

/// A sensitive question, as subject or as breakdown, asks for the stricter thresholds (STATISTICS.md B6).
bool is_sensitive(const forms::Form& form, const analysis::Table& table) {
    if (form.sensitive || is_sensitive(form, table.question.name)) return true;
    for (const auto& by : table.by)
        if (is_sensitive(form, by.name)) return true;
    return false;
}

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
void add_wording_changes(Desk& desk, const CampaignForm& campaign, const analysis::Table& table,
                         analysis::Heading& heading) {
    std::vector<std::string> asked{table.question.name};
    for (const auto& by : table.by) asked.push_back(by.name);
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

std::string names_of(const std::vector<analysis::Variable>& variables) {
    std::string names;
    for (const auto& variable : variables) names += (names.empty() ? "" : ",") + variable.name;
    return names;
}

/// The log of queries (STATISTICS.md B6 f): what was shown to whom can be audited together.
void note_query(Desk& desk, const storage::TableQuery& query) { desk.store.snapshots().add(query); }

/// What stands behind the table's shares: weights, a drawn sample, or nothing (a simple sample).
forms::Result<WeightingsKept::Extract> sample_behind(Desk& desk, const CampaignForm& campaign,
                                                     const std::shared_ptr<const forms::Columns>& columns,
                                                     const analysis::TableRequest& request) {
    if (request.weights) return desk.weightings->weights(desk.store, campaign, columns);
    auto drawn = desk.weightings->design(campaign, columns);
    const bool simple = drawn && *drawn == nullptr;
    // Korn and Graubard's interval of a simple sample is that of weights of one.
    if (!simple || request.interval == analysis::IntervalKind::wilson || columns->people < 2) return drawn;
    analysis::Weighting alike;
    alike.sample.base.assign(columns->people, 1.0);
    alike.sample.weights = alike.sample.base;
    return std::make_shared<const WeightedExtract>(std::move(alike));
}

}  // namespace

analysis::TableRequest table_request(const Request& request) {
    analysis::TableRequest asked;
    asked.question = request.parameter("question");
    for (const auto& [name, value] : request.query)
        if (name == "by") add_names(asked.by, value);
    const auto weights = request.parameter("weights");
    asked.weights = weights == "1" || weights == "yes" || weights == "true";
    asked.interval =
        analysis::interval_kind(request.parameter("interval")).value_or(analysis::IntervalKind::wilson);
    return asked;
}

analysis::Audience audience_of(const std::optional<storage::Session>& session) noexcept {
    const bool team = session && session->role != storage::Role::institution;
    return team ? analysis::Audience::team : analysis::Audience::everyone;
}

bool is_invented(Desk& desk, const CampaignForm& campaign) {
    return campaign.invented || campaign.campaign.demonstration ||
           desk.store.responses().tally(campaign.campaign.id).simulated > 0;
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
    heading.fieldwork =
        period_in_words(words, language, kept.opens, kept.closes.empty() ? kept.closed_at : kept.closes);
    heading.source = words.say(language, people == 1 ? "heading.source_one" : "heading.source",
                               {{"title", kept.title}, {"count", number_in_words(language, std::int64_t(people))}});
    if (!kept.organisation.empty()) heading.source = kept.organisation + ", " + heading.source;
    heading.snapshot = extract.name;
    if (extract.waiting > 0)
        heading.remarks.push_back(
            words.say(language, extract.waiting == 1 ? "heading.waiting_one" : "heading.waiting",
                      {{"count", number_in_words(language, std::int64_t(extract.waiting))}}));
    heading.words = words.all(language, "tables.");
    heading.invented = is_invented(desk, campaign);
    return heading;
}

forms::Result<TableView> table_view(Desk& desk, std::string_view id, const analysis::TableRequest& request,
                                    analysis::Audience audience, std::string_view language, std::string_view who) {
    const auto campaign = desk.forms.find(id);
    if (!campaign) return forms::Problem{forms::Code::campaign_unknown, std::string{id}, "", {}};

    const bool exact = audience == analysis::Audience::exact;
    const auto extract = exact ? everybody(desk, *campaign) : desk.snapshots.extract(*campaign);
    auto asked = request;
    asked.keys = !exact;
    auto table = analysis::crosstab(campaign->form, *extract.columns, asked);
    if (!table) return table.error();

    const bool sensitive = is_sensitive(campaign->form, *table);
    const auto limits = analysis::thresholds(audience, sensitive);
    if (!exact && analysis::too_sparse(*table, limits))
        return forms::Problem{forms::Code::table_too_sparse, "", "", {{"limit", std::to_string(limits.smallest_count)}}};
    const auto behind = sample_behind(desk, *campaign, extract.columns, request);
    if (!behind) return behind.error();
    note_query(desk, {std::string{id}, extract.name, std::string{who}, std::string{name(audience)}, table->question.name,
                      names_of(table->by), "", local_day(desk.clock)});
    if (*behind)
        analysis::add_estimates(*table, campaign->form, *extract.columns, (*behind)->linearised, request.interval,
                                request.weights);
    else
        analysis::add_test_of_counts(*table);
    auto heading = heading_of(desk, *campaign, extract, language);
    if (request.weights)
        heading.method = method_in_words(desk.words, language, campaign->form, (*behind)->weighting,
                                         desk.store.responses().by_channel(campaign->campaign.id));
    if (request.interval == analysis::IntervalKind::korn_graubard)
        heading.method.push_back(desk.words.say(language, "tables.note.korn_graubard"));
    add_wording_changes(desk, *campaign, *table, heading);
    return TableView{campaign, analysis::protect(*std::move(table), audience, sensitive), std::move(heading)};
}

}  // namespace ecoute::server

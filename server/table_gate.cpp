#include "server/table_gate.hpp"

#include <algorithm>

#include "analysis/crosstab.hpp"
#include "analysis/rankings.hpp"
#include "analysis/weighted.hpp"
#include "server/sensitive.hpp"
#include "server/system_clock.hpp"
#include "server/table_condition.hpp"
#include "storage/snapshots_kept.hpp"

namespace ecoute::server {
namespace {

using forms::Code;
using forms::Problem;

/// A sensitive question, as subject, breakdown or filter, asks for the stricter thresholds (STATISTICS.md B6).
bool asks_for_more(const forms::Form& form, const analysis::Table& table, const TableCondition& condition) {
    const auto named = [&](const std::string& name) {
        const auto found = form.find(name);
        return found && is_sensitive(form, *found);
    };
    if (form.sensitive || named(table.question.name)) return true;
    if (std::any_of(table.by.begin(), table.by.end(), [&](const auto& by) { return named(by.name); })) return true;
    return std::any_of(condition.reads.begin(), condition.reads.end(), [&](std::uint32_t question) { return is_sensitive(form, question); });
}

/// What counting a group in two ways would tell of everybody in it (analysis/telling.hpp).
void mark_what_tells(const forms::Form& form, analysis::Table& table) {
    for (auto& by : table.by)
        if (const auto question = form.find(by.name)) by.sensitive = tells_something_sensitive(form, *question);
    if (const auto question = form.find(table.question.name)) table.asked_of_sensitive = is_asked_of_sensitive(form, *question);
}

/// Of a protected table narrowed to a sensitive answer, the same one of everybody.
std::optional<analysis::Table> whole_beside(const forms::Form& form, const forms::Columns& columns, const analysis::TableRequest& asked,
                                            const TableCondition& condition) {
    const bool tells = std::any_of(condition.reads.begin(), condition.reads.end(),
                                   [&](std::uint32_t question) { return tells_something_sensitive(form, question); });
    if (!tells || !asked.keys) return std::nullopt;
    auto whole = analysis::crosstab(form, columns, asked);
    return whole ? std::optional{*std::move(whole)} : std::nullopt;
}

/// Two variables, or three when one of them is the quartier (STATISTICS.md B6 b).
bool is_coarse_enough(const forms::Form& form, const analysis::Table& table) {
    const auto is_place = [](const auto& by) { return by.role == "quartier" || by.role == "kind"; };
    return table.by.size() < analysis::most_breakdowns || form.breakdowns.quartier == forms::none ||
           std::any_of(table.by.begin(), table.by.end(), is_place);
}

/// What of a table's shape is refused before anybody looks at its figures.
std::optional<Problem> too_fine(const forms::Form& form, const analysis::Table& table, const TableCondition& condition,
                                const analysis::Thresholds& limits) {
    if (!is_coarse_enough(form, table))
        return Problem{Code::table_too_fine, "", "", {{"variables", std::to_string(analysis::most_breakdowns)}}};
    if (analysis::too_sparse(table, limits) || leaves_out_few(condition.mask, limits.smallest_count))
        return Problem{Code::table_too_sparse, "", "", {{"limit", std::to_string(limits.smallest_count)}}};
    return std::nullopt;
}

/// What a variable is asked by again: its question, or what its answers are put together by.
std::string name_of(const analysis::Variable& variable) {
    const bool together = variable.role == analysis::kind_of_quartier || variable.role == analysis::broad_ages;
    return together ? variable.role : variable.name;
}

std::string names_of(const std::vector<analysis::Variable>& variables) {
    std::string names;
    for (const auto& variable : variables) names += (names.empty() ? "" : ",") + name_of(variable);
    return names;
}

/// Notes that a table is shown (STATISTICS.md B6 f). False when it is a new one and the reader has had his day's tables.
bool note_table(Desk& desk, const CampaignForm& campaign, const Extract& extract, const analysis::Table& table,
                std::string_view condition, const TableReader& reader) {
    const storage::TableQuery query{campaign.campaign.id, extract.name, std::string{reader.who},
                                    std::string{name(reader.audience)}, name_of(table.question), names_of(table.by),
                                    std::string{condition}, local_day(desk.clock)};
    // Of invented people there is nothing to work out.
    const bool counted = reader.limited && !campaign.invented && !campaign.campaign.demonstration;
    return desk.store.snapshots().add(query, counted ? std::optional{most_tables_a_day} : std::nullopt);
}

/// What one table of a request is counted from and protected under.
struct Counting {
    const analysis::TableRequest& asked;
    const TableCondition& condition;
    const WeightingsKept::Extract& behind;
    const TableReader& reader;
    bool sensitive;
};

/// Figures of each group beside its counts. `ranking`: of a rank question, counted beside it.
void add_figures(analysis::Table& table, analysis::RankTables* ranking, const forms::Form& form, const forms::Columns& columns, const Counting& counting) {
    if (!counting.behind) return analysis::add_test_of_counts(table);
    const auto& sample = counting.behind->linearised;
    const auto& asked = counting.asked;
    const auto& mask = counting.condition.mask;
    if (ranking) return analysis::add_estimates(*ranking, table, form, columns, sample, asked.interval, asked.weights, mask);
    analysis::add_estimates(table, form, columns, sample, asked.interval, asked.weights, mask);
}

/// Through the gate. `whole`: of a table narrowed to a sensitive answer, the same of everybody.
analysis::ProtectedTable protected_table(analysis::Table table, const forms::Form& form, const Counting& counting, const analysis::Table* whole) {
    mark_what_tells(form, table);
    return analysis::protect(std::move(table), counting.reader.audience, counting.sensitive, nullptr, whole);
}

/// Of a rank question the choice put first and the mean places, each as a table of its own through the gate. `whole`: as above.
void rank(analysis::ProtectedTable& shown, analysis::RankTables tables, const forms::Form& form, const Counting& counting, const analysis::RankTables* whole) {
    const bool exact = counting.reader.audience == analysis::Audience::exact;
    std::optional<analysis::ProtectedTable> first;
    if (exact || !analysis::too_sparse(tables.first, analysis::thresholds(counting.reader.audience, counting.sensitive)))
        first = protected_table(std::move(tables.first), form, counting, whole ? &whole->first : nullptr);
    std::vector<analysis::ProtectedTable> places;
    for (std::size_t i = 0; i < tables.places.size(); ++i)
        places.push_back(protected_table(std::move(tables.places[i]), form, counting, whole ? &whole->places[i] : nullptr));
    analysis::add_ranking(shown, first ? &*first : nullptr, places);
}

bool is_rank(const forms::Form& form, const analysis::Table& table) {
    const auto question = form.find(table.question.name);
    return question && form.questions[*question].type == forms::QuestionType::rank;
}

/// Why there are no weights, without the groups of a few people that stand in the way and how many they are: `ecoute weights` has them.
Problem without_counts(Problem why) {
    for (const auto code : {Code::weights_level_empty, Code::weights_level_few, Code::weights_level_outside, Code::weights_base_invalid, Code::weights_stratum_single})
        if (why.code == code) return Problem{Code::weights_nobody, "", "", {}};
    return why;
}

}  // namespace

forms::Result<WeightingsKept::Extract> sample_behind(Desk& desk, const CampaignForm& campaign,
                                                     const std::shared_ptr<const forms::Columns>& columns,
                                                     const analysis::TableRequest& request) {
    auto drawn = request.weights ? desk.weightings->weights(desk.store, campaign, columns) : desk.weightings->design(campaign, columns);
    if (!drawn) return without_counts(drawn.error());
    if (request.weights) return drawn;
    const bool simple = *drawn == nullptr;
    // Korn and Graubard's interval of a simple sample is that of weights of one.
    if (!simple || request.interval == analysis::IntervalKind::wilson || columns->people < 2) return drawn;
    analysis::Weighting alike;
    alike.sample.base.assign(columns->people, 1.0);
    alike.sample.weights = alike.sample.base;
    return std::make_shared<const WeightedExtract>(std::move(alike));
}

forms::Result<GatedTable> gated_table(Desk& desk, const CampaignForm& campaign, const Extract& extract,
                                      const analysis::TableRequest& request, const TableReader& reader, std::string_view reference,
                                      const Retold* retold) {
    const bool exact = reader.audience == analysis::Audience::exact;
    if (auto published = exact ? std::nullopt : exact_published(desk, campaign.campaign.id)) return *published;
    const auto& form = retold ? retold->form : campaign.form;
    const auto& columns = retold ? retold->columns : *extract.columns;
    auto condition = table_condition(form, columns, request.where, reference, desk.clock, exact);
    if (!condition) return condition.error();
    auto asked = request;
    asked.keys = !exact;
    auto table = analysis::crosstab(form, columns, asked, condition->mask);
    if (!table) return table.error();
    const bool sensitive = (retold && retold->sensitive) || asks_for_more(form, *table, *condition);
    if (!exact)
        if (auto refused = too_fine(form, *table, *condition, analysis::thresholds(reader.audience, sensitive))) return *refused;
    auto behind = sample_behind(desk, campaign, extract.columns, request);
    if (!behind) return behind.error();
    if (!note_table(desk, campaign, extract, *table, condition->text, reader)) {
        if (auto published = exact_published(desk, campaign.campaign.id)) return *published;  // meanwhile
        return Problem{Code::table_too_many, "", "", {{"limit", std::to_string(most_tables_a_day)}}};
    }
    const Counting counting{asked, *condition, *behind, reader, sensitive};
    const auto whole = whole_beside(form, columns, asked, *condition);
    const bool ranked = is_rank(form, *table);
    auto ranking = ranked ? std::optional{analysis::rank_tables(form, columns, *table, condition->mask)} : std::nullopt;
    const auto whole_ranking = ranked && whole ? std::optional{analysis::rank_tables(form, columns, *whole)} : std::nullopt;
    add_figures(*table, ranking ? &*ranking : nullptr, form, columns, counting);
    auto shown = protected_table(*std::move(table), form, counting, whole ? &*whole : nullptr);
    if (ranking) rank(shown, *std::move(ranking), form, counting, whole_ranking ? &*whole_ranking : nullptr);
    return GatedTable{std::move(shown), *std::move(behind), std::move(condition->mask)};
}

std::optional<Problem> exact_published(Desk& desk, std::string_view campaign) {
    const auto releases = desk.store.snapshots().releases(campaign);
    if (releases.empty()) return std::nullopt;
    return Problem{Code::tables_exact_published, std::string{campaign}, "", {{"day", releases.front().published_at.substr(0, 10)}}};
}

std::optional<Problem> builder_used(Desk& desk, std::string_view campaign) {
    std::size_t shown = 0;
    std::string since;
    for (const auto& query : desk.store.snapshots().queries(campaign)) {
        if (query.audience == analysis::name(analysis::Audience::exact)) continue;
        if (shown++ == 0) since = query.day;
    }
    if (shown == 0) return std::nullopt;
    return Problem{Code::tables_builder_used, std::string{campaign}, "", {{"count", std::to_string(shown)}, {"day", since}}};
}

forms::Result<void> compare_gated(Desk& desk, const CampaignForm& campaign, const Extract& extract, const analysis::TableRequest& of_reference,
                                  std::string_view people, analysis::GapReference reference,
                                  const TableReader& reader, GatedTable& gated) {
    const auto to = gated_table(desk, campaign, extract, of_reference, reader, people);
    if (!to) return to.error();
    analysis::Joints joint;
    if (gated.behind)
        joint = analysis::joint_estimates(analysis::uncounted(gated.table), campaign.form, *extract.columns, gated.behind->linearised, gated.within, to->within);
    analysis::add_gaps(gated.table, to->table, reference, joint);
    return {};
}

}  // namespace ecoute::server

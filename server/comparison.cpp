#include "server/comparison.hpp"

#include <algorithm>
#include <map>

#include "analysis/margins.hpp"
#include "analysis/sides.hpp"
#include "forms/scope.hpp"
#include "server/sensitive.hpp"
#include "server/table_condition.hpp"
#include "server/table_gate.hpp"
#include "server/table_view.hpp"

namespace ecoute::server {
namespace {

using forms::Code;
using forms::Problem;

forms::Result<std::shared_ptr<const CampaignForm>> wave_named(Desk& desk, const std::string& name) {
    if (auto campaign = desk.forms.find(name)) return campaign;
    std::vector<std::shared_ptr<const CampaignForm>> found;
    std::string known;
    for (const auto& campaign : desk.forms.all()) {
        if (campaign->campaign.wave == name) found.push_back(campaign);
        known += (known.empty() ? "" : ", ") + campaign->campaign.id;
    }
    if (found.size() == 1) return found.front();
    return Problem{Code::wave_unknown, name, "", {{"known", known}}};
}

std::map<std::string, std::int64_t> channels_of(Desk& desk, const CampaignForm& campaign) {
    std::map<std::string, std::int64_t> counts;
    for (const auto& channel : desk.store.responses().by_channel(campaign.campaign.id))
        counts[channel.key] = channel.count;
    return counts;
}

/// One wave, told in the questions and quartiers of its form here.
struct Wave {
    std::shared_ptr<const CampaignForm> campaign;
    std::shared_ptr<const forms::Columns> columns;  ///< as they are: weights are computed from these
    std::string extract;                            ///< its name
    const forms::Form* form = nullptr;              ///< as the table reads them
    const forms::Columns* read = nullptr;
};

/// Exact tables read everybody, the others the frozen extract (table_view.hpp).
Wave wave_of(Desk& desk, std::shared_ptr<const CampaignForm> campaign, bool exact) {
    if (!exact) {
        auto extract = desk.snapshots.extract(*campaign);
        return {std::move(campaign), std::move(extract.columns), std::move(extract.name), nullptr, nullptr};
    }
    auto all = desk.snapshots.columns(*campaign);
    auto name = std::to_string(all->last_seq);
    return {std::move(campaign), std::move(all), std::move(name), nullptr, nullptr};
}

WaveFacts facts_of(Desk& desk, const Wave& wave) {
    const auto days = field_days(desk, wave.campaign->campaign);
    return {days.first, days.second, static_cast<std::int64_t>(wave.columns->people), desk.store.responses().tally(wave.campaign->campaign.id).refusals, wave.extract};
}

/// The wave's table, past the gate.
forms::Result<analysis::ProtectedTable> protected_table(Desk& desk, const Wave& wave, const analysis::TableRequest& request,
                                                        const TableReader& reader, bool sensitive) {
    const Retold retold{*wave.form, *wave.read, sensitive};
    auto gated = gated_table(desk, *wave.campaign, {wave.columns, wave.extract, 0}, request, reader, {}, &retold);
    if (!gated) return gated.error();
    return std::move(gated->table);
}

/// The groups of both tables by the names of their categories.
const analysis::ProtectedGroup* same_group(const analysis::ProtectedTable& in, const analysis::ProtectedTable& from,
                                           const std::vector<int>& key) {
    std::vector<int> there = key;
    for (std::size_t v = 0; v < key.size(); ++v) {
        if (key[v] == analysis::all_of_them) continue;
        const auto& name = from.by()[v].categories[static_cast<std::size_t>(key[v])].name;
        const auto& categories = in.by()[v].categories;
        const auto found = std::find_if(categories.begin(), categories.end(),
                                        [&](const auto& category) { return category.name == name; });
        if (found == categories.end()) return nullptr;
        there[v] = static_cast<int>(found - categories.begin());
    }
    return in.find(there);
}

std::optional<analysis::Estimate> mean_of(const analysis::ProtectedGroup& group) {
    if (!group.mean) return std::nullopt;
    return analysis::Estimate{*group.mean, group.mean_se, group.mean_low, group.mean_high, group.mean_df};
}

std::optional<analysis::Change> change_of(const std::optional<analysis::Side>& earlier, const std::optional<analysis::Side>& later) {
    if (!earlier || !later) return std::nullopt;
    return analysis::change_between(*earlier, *later);
}

/// Where an answer of the later wave stands in the earlier one: under the same name, whatever its place, since choices and classes of a
/// broken series are others, and those of dates move on (past the end when there is none).
std::size_t same_answer(const Comparison& comparison, std::size_t answer) {
    const auto& now = comparison.later.question();
    const auto& then = comparison.earlier.question().categories;
    const auto found = std::find_if(then.begin(), then.end(), [&](const auto& one) { return one.name == now.categories[answer].name; });
    return static_cast<std::size_t>(found - then.begin());
}

/// The quartier of the later wave whose people a figure is of; "" of several.
std::string quartier_of(const Comparison& comparison, const std::vector<int>& key) {
    const auto& by = comparison.later.by();
    if (by.empty() || by.front().role != "quartier" || key.front() == analysis::all_of_them) return comparison.only_quartier;
    return by.front().categories[static_cast<std::size_t>(key.front())].name;
}

/// What is known of a quartier before: figures, when nobody but some earlier ones, whole, passed into it.
ComparedFigure::Before before_of(const Comparison& comparison, const std::vector<int>& key) {
    using Before = ComparedFigure::Before;
    const auto code = quartier_of(comparison, key);
    if (comparison.fates.empty() || code.empty()) return Before::known;
    const bool part = analysis::has_part_of_another(comparison.fates, code);
    const bool whole = std::any_of(comparison.fates.begin(), comparison.fates.end(), [&](const analysis::Fate& fate) {
        return fate.kind != analysis::Fate::Kind::split && std::find(fate.targets.begin(), fate.targets.end(), code) != fate.targets.end();
    });
    return part ? whole ? Before::grown : Before::shared : whole ? Before::known : Before::fresh;
}

/// One answer of one group, or its mean; nothing where a wave has no such figure to put beside the other.
std::optional<ComparedFigure> figure_of(const Comparison& comparison, const analysis::ProtectedGroup& group, std::size_t answer) {
    const auto* before = same_group(comparison.earlier, comparison.later, group.key);
    if (before == nullptr) return std::nullopt;
    ComparedFigure figure{group.key, answer, {}, {}, {}, {}, before->base, group.base, {}, {}, false};
    figure.before = before_of(comparison, group.key);
    std::optional<analysis::Side> earlier, later;
    if (comparison.is_mean(figure)) {
        earlier = analysis::mean_side(*before);
        later = analysis::mean_side(group);
        figure.earlier_mean = mean_of(*before);
        figure.later_mean = mean_of(group);
        figure.earlier_base = before->mean_base;
        figure.later_base = group.mean_base;
    } else {
        // A broken series may have other answers in one of the waves: the figures stand side by side as far as they go.
        const auto then = same_answer(comparison, answer);
        if (answer >= group.cells.size() || then >= before->cells.size()) return std::nullopt;
        figure.earlier = before->cells[then];
        figure.later = group.cells[answer];
        earlier = analysis::share_side(figure.earlier);
        later = analysis::share_side(figure.later);
    }
    figure.too_few = figure.earlier_base.value_or(0) < analysis::fewest_to_compare || figure.later_base.value_or(0) < analysis::fewest_to_compare;
    if (!comparison.is_broken(figure) && !figure.too_few && figure.before == ComparedFigure::Before::known) figure.change = change_of(earlier, later);
    return figure;
}

/// `answer`: past the last one, the means.
void compare_answer(Comparison& comparison, std::size_t answer) {
    std::vector<std::size_t> family;
    std::vector<double> p;
    for (const auto& group : comparison.later.groups()) {
        auto figure = figure_of(comparison, group, answer);
        if (!figure) continue;
        const bool total =
            !group.key.empty() && std::find(group.key.begin(), group.key.end(), analysis::all_of_them) != group.key.end();
        if (figure->change && !total) {
            family.push_back(comparison.figures.size());
            p.push_back(figure->change->p);
        }
        comparison.figures.push_back(*std::move(figure));
    }
    const auto adjusted = analysis::holm(p);
    for (std::size_t i = 0; i < family.size(); ++i) comparison.figures[family[i]].p_holm = adjusted[i];
}

/// People are chosen alike in both waves only by a question that stayed the same. Quartiers are followed by their codes, whatever
/// is in the list.
void add_breaks_of_filter(std::vector<analysis::Break>& breaks, const forms::Form& before, const forms::Form& after,
                          const std::string& where) {
    if (where.empty()) return;
    const auto compiled = forms::expression::compile(where, forms::FormScope{after});
    if (!compiled) return;
    for (const auto question : compiled->depends_on()) {
        if (question == after.breakdowns.quartier) continue;
        const auto same = before.find(after.questions[question].name);
        if (!same) continue;  // the earlier wave's table was refused for that
        for (const auto found : analysis::breaks_between(before, *same, after, question))
            if (std::find(breaks.begin(), breaks.end(), found) == breaks.end()) breaks.push_back(found);
    }
}

bool reads_quartier(const forms::Form& form, const std::string& where) {
    if (where.empty() || form.breakdowns.quartier == forms::none) return false;
    const auto compiled = forms::expression::compile(where, forms::FormScope{form});
    if (!compiled) return false;
    const auto reads = compiled->depends_on();
    return std::find(reads.begin(), reads.end(), form.breakdowns.quartier) != reads.end();
}

std::vector<analysis::Passage> passages_of(storage::Store& store) {
    std::vector<analysis::Passage> passages;
    for (const auto& row : store.correspondences().all()) passages.push_back({row.source, row.target, row.part});
    return passages;
}

}  // namespace

std::string_view name(ComparedFigure::Before before) noexcept {
    constexpr std::string_view names[] = {"known", "shared", "fresh", "grown"};
    return names[static_cast<std::size_t>(before)];
}

std::vector<std::shared_ptr<const CampaignForm>> earlier_waves(Desk& desk, const CampaignForm& campaign) {
    std::vector<std::shared_ptr<const CampaignForm>> found;
    const auto begins = [](const storage::Campaign& one) { return one.opens.empty() ? one.created_at.substr(0, 10) : one.opens; };
    if (campaign.campaign.series.empty()) return found;
    for (const auto& other : desk.forms.all())
        if (other->campaign.series == campaign.campaign.series && other->campaign.id != campaign.campaign.id &&
            begins(other->campaign) <= begins(campaign.campaign))
            found.push_back(other);
    std::stable_sort(found.begin(), found.end(),
                     [&](const auto& a, const auto& b) { return begins(a->campaign) > begins(b->campaign); });
    return found;
}

forms::Result<Comparison> compare(Desk& desk, const ComparisonRequest& request, analysis::Audience audience,
                                  std::string_view who, bool limited) {
    const auto earlier = wave_named(desk, request.earlier), later = wave_named(desk, request.later);
    if (!earlier) return earlier.error();
    if (!later) return later.error();
    if ((*earlier)->campaign.id == (*later)->campaign.id) return Problem{Code::wave_too_few, "", "", {}};

    const auto& before = (*earlier)->form;
    const auto& after = (*later)->form;
    const auto asked = after.find(request.question);
    if (!asked) return Problem{Code::table_question_unknown, request.question, "", {{"value", request.question}}};
    const auto continued = analysis::same_question(after, *asked, before);
    if (!continued) return Problem{Code::table_question_unknown, request.question, "", {{"value", request.question}}};

    const bool exact = audience == analysis::Audience::exact;
    Wave old = wave_of(desk, *earlier, exact), young = wave_of(desk, *later, exact);
    young.form = &after;
    young.read = young.columns.get();
    const auto followed = analysis::follow_territories(before, *old.columns, after, passages_of(desk.store));
    old.form = &followed.form;
    old.read = &followed.columns;

    analysis::TableRequest table{.question = request.question, .by = {}, .weights = request.weights, .where = request.where};
    if (!request.by.empty()) table.by.push_back(request.by);
    const bool sensitive = before.sensitive || after.sensitive || is_sensitive(before, *continued) || is_sensitive(after, *asked);
    const TableReader reader{audience, who, limited};
    auto shown_later = protected_table(desk, young, table, reader, sensitive);
    if (!shown_later) return shown_later.error();
    table.question = before.questions[*continued].name;
    if (const auto by = analysis::margin_variable(after, request.by); by && request.by != "quartier" &&
                                                                      request.by != "age" && request.by != "gender")
        if (const auto same = analysis::same_question(after, *by, before)) table.by = {before.questions[*same].name};
    auto shown_earlier = protected_table(desk, old, table, reader, sensitive);
    if (!shown_earlier) return shown_earlier.error();

    Comparison comparison{*earlier, *later, analysis::breaks_between(before, *continued, after, *asked),
                          false, *std::move(shown_earlier), *std::move(shown_later), {}, {}, {}, {}, facts_of(desk, old), facts_of(desk, young)};
    add_breaks_of_filter(comparison.breaks, before, after, request.where);
    if (analysis::shift_of_modes(channels_of(desk, **earlier), channels_of(desk, **later)) >
        analysis::largest_shift_of_modes)
        comparison.breaks.push_back(analysis::Break::mode);
    comparison.scores_changed = comparison.earlier.has_mean() && comparison.later.has_mean() && !analysis::same_scores(before, *continued, after, *asked);
    comparison.where = request.where;
    const auto by = analysis::margin_variable(after, request.by);
    const bool by_kind = !comparison.later.by().empty() && comparison.later.by().front().role == "kind";
    if (by_kind || (by && *by == after.breakdowns.quartier) || reads_quartier(after, request.where)) comparison.fates = followed.fates;
    comparison.only_quartier = only_quartier(after, request.where, desk.clock);
    const auto answers = comparison.later.question().categories.size();
    for (std::size_t answer = 0; answer < answers; ++answer) compare_answer(comparison, answer);
    if (comparison.earlier.has_mean() && comparison.later.has_mean()) compare_answer(comparison, answers);
    return comparison;
}

}  // namespace ecoute::server

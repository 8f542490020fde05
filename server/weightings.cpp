#include "server/weightings.hpp"

namespace ecoute::server {
namespace {

std::vector<analysis::Margin> as_analysed(const std::vector<storage::Margin>& kept) {
    std::vector<analysis::Margin> margins;
    for (const auto& margin : kept) {
        margins.push_back({margin.variables, {}, margin.source, margin.vintage});
        for (const auto& cell : margin.cells) margins.back().cells.push_back({cell.levels, cell.population});
    }
    return margins;
}

}  // namespace

std::shared_ptr<WeightingsKept> make_weightings() { return std::make_shared<WeightingsKept>(); }

forms::Problems margins_that_no_longer_fit(const forms::Form& form, const std::vector<analysis::Margin>& margins) {
    forms::Problems problems;
    for (const auto& margin : margins)
        for (std::size_t v = 0; v < margin.variables.size(); ++v) {
            const auto& name = margin.variables[v];
            const auto question = analysis::margin_variable(form, name);
            if (!question) {
                problems.push_back({forms::Code::margin_column_unknown, name, "", {{"value", name}}});
                continue;
            }
            for (const auto& cell : margin.cells)
                if (!analysis::categories_of_level(form, *question, cell.levels[v]))
                    problems.push_back({forms::Code::margin_level_unknown, name, "", {{"value", cell.levels[v]}}});
        }
    return problems;
}

std::vector<analysis::Margin> margins_of(storage::Store& store, std::string_view campaign) {
    return as_analysed(store.margins().all(campaign));
}

std::optional<analysis::Bounds> bounds_of(storage::Store& store, std::string_view campaign) {
    const auto last = store.margins().last(campaign);
    if (!last) return analysis::Bounds{};
    if (!last->low || !last->high) return std::nullopt;
    return analysis::Bounds{*last->low, *last->high};
}

forms::Result<WeightingsKept::Extract> WeightingsKept::weights(storage::Store& store, const CampaignForm& campaign,
                                                               std::shared_ptr<const forms::Columns> columns) {
    const auto margins = store.margins().all(campaign.campaign.id);
    const auto bounds = bounds_of(store, campaign.campaign.id);
    const std::scoped_lock lock{mutex_};
    auto& kept = by_campaign_[campaign.campaign.id];
    if (kept.extract && kept.columns == columns && kept.margins == margins && kept.bounds == bounds) return kept.extract;

    if (margins.empty() && campaign.form.design.weight == forms::none)
        return forms::Problem{forms::Code::weights_none, campaign.campaign.id, "", {}};
    const auto analysed = as_analysed(margins);
    auto mistakes = margins_that_no_longer_fit(campaign.form, analysed);
    if (!mistakes.empty()) return mistakes.front();
    auto made = analysis::weigh(campaign.form, *columns, analysed, bounds, mistakes);
    if (!made) return mistakes.front();
    kept = {std::move(columns), margins, bounds, std::make_shared<const WeightedExtract>(*std::move(made), store.responses().by_channel(campaign.campaign.id))};
    return kept.extract;
}

forms::Result<WeightingsKept::Extract> WeightingsKept::design(const CampaignForm& campaign,
                                                              std::shared_ptr<const forms::Columns> columns) {
    const std::scoped_lock lock{mutex_};
    auto& kept = designs_[campaign.campaign.id];
    if (kept.columns == columns) return kept.extract;
    forms::Problems mistakes;
    auto made = analysis::drawn_without_weights(campaign.form, *columns, mistakes);
    if (!mistakes.empty()) return mistakes.front();
    kept = {std::move(columns), {}, {}, made ? std::make_shared<const WeightedExtract>(*std::move(made)) : nullptr};
    return kept.extract;
}

}  // namespace ecoute::server

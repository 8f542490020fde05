#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "analysis/weighting.hpp"
#include "server/desk.hpp"
#include "storage/margins.hpp"

namespace ecoute::server {

/// The weights of one extract, with what standard errors need of them.
struct WeightedExtract {
    explicit WeightedExtract(analysis::Weighting made, std::vector<storage::Count> by_channel = {})
        : weighting(std::move(made)), linearised(weighting.sample), channels(std::move(by_channel)) {}
    const analysis::Weighting weighting;
    const analysis::Linearised linearised;
    const std::vector<storage::Count> channels;  ///< responses by channel when the weights were made; counting them reads every response
};

/// Margins of a campaign as analysis reads them.
std::vector<analysis::Margin> margins_of(storage::Store& store, std::string_view campaign);
/// A margin was checked against the questionnaire of its day; another version may lack a variable or a level of it:
/// margin_column_unknown, margin_level_unknown.
forms::Problems margins_that_no_longer_fit(const forms::Form& form, const std::vector<analysis::Margin>& margins);
/// Bounds of the last `ecoute weights` of the campaign; the usual ones before the first.
std::optional<analysis::Bounds> bounds_of(storage::Store& store, std::string_view campaign);

/// Weights of the extract that a table is counted from, computed from it and the campaign's margins, with the bounds of the
/// last `ecoute weights`, and kept as long as none of these change. Blocks: workers and the command line only.
class WeightingsKept {
public:
    using Extract = std::shared_ptr<const WeightedExtract>;
    /// Refuses with the first of what analysis::weigh refuses, and with weights_none when the campaign has neither margins
    /// nor base weights.
    forms::Result<Extract> weights(storage::Store& store, const CampaignForm& campaign,
                                   std::shared_ptr<const forms::Columns> columns);
    /// The design of a drawn sample without weights; nullptr when the questionnaire names none.
    forms::Result<Extract> design(const CampaignForm& campaign, std::shared_ptr<const forms::Columns> columns);

private:
    struct Kept {
        std::shared_ptr<const forms::Columns> columns;  ///< held, so that its address stays its own
        std::vector<storage::Margin> margins;
        std::optional<analysis::Bounds> bounds;
        Extract extract;
    };
    std::mutex mutex_;
    std::map<std::string, Kept> by_campaign_, designs_;
};

}  // namespace ecoute::server

#pragma once
#include <string>
#include <vector>

#include "server/exact_set.hpp"
#include "server/report/report.hpp"
#include "storage/snapshots_kept.hpp"

namespace ecoute::server {

/// What would be published, without a figure of it: looking at exact figures is what publishing is.
struct ExactPreview {
    std::string snapshot;
    std::size_t people_figures = 0, figures = 0, hidden = 0;
    std::vector<ExactSet::Told> told;     ///< `question` as people read it
    std::vector<std::string> together;    ///< "Les petits quartiers A et B", one a place
    std::vector<std::string> left_out;    ///< questions that are calculated, can't be linked (exact_ties.hpp), or have too many answers
};

/// Recodes, hides and audits as a publication would, and throws the figures away. Refuses with campaign_unknown, tables_builder_used, and
/// what exact_set refuses.
forms::Result<ExactPreview> preview_exact(Desk& desk, const ReportRequest& request);

/// The bilan with exact figures: kept, with its sets, and in the log ("report.publish"). From then on the campaign shows no protected table. Of a
/// snapshot that was published already it is the same one again. It can't be undone. Refuses as preview_exact.
forms::Result<storage::Release> publish_exact(Desk& desk, const ReportRequest& request);

/// The latest published bilan; nothing when there is none.
std::optional<storage::Release> published_report(Desk& desk, std::string_view campaign);

/// The page of a release with the words that are released today: whoever took his answers back is not quoted any more. Figures stay those of the day.
std::string page_with_words(Desk& desk, const ReportRequest& request, const storage::Release& release);

}  // namespace ecoute::server

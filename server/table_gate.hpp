#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

#include "analysis/gaps.hpp"
#include "analysis/protect.hpp"
#include "server/desk.hpp"
#include "server/weightings.hpp"

namespace ecoute::server {

/// Who asks for a table, and under which thresholds.
struct TableReader {
    analysis::Audience audience = analysis::Audience::everyone;
    std::string_view who;  ///< login; "" for the program itself (the bilan)
    /// Different tables that a person may ask for in a day are counted: over the network, where nobody holds the file.
    bool limited = false;
};

/// Different tables a login and a day. Two tables make a difference around a person, and a hundred independent ones of them
/// would tell his answer in 98 of 100 cases (STATISTICS.md B6): somebody who reads tables all day stays under this, a program that
/// asks for all of them does not. Asking again for the same table is free, and so are its twins.
inline constexpr std::size_t most_tables_a_day = 150;

struct GatedTable {
    analysis::ProtectedTable table;
    WeightingsKept::Extract behind;  ///< weights or design; nullptr for a simple sample
    std::vector<std::uint8_t> within;  ///< 1 or 0 a person: who was counted; empty for everybody
};

/// Answers told in other words than their campaign's own: a wave in the quartiers of a later one (analysis::follow_territories).
/// Weights stay those of the extract as it was drawn.
struct Retold {
    const forms::Form& form;
    const forms::Columns& columns;
    bool sensitive = false;  ///< the stricter thresholds, since the other wave asks for them
};

/// Counts, estimates, notes who asked, and protects: what stands between an extract and whoever reads. `where` of the
/// request is one group for protected tables. `reference`: of the table of a reference's people (gaps.hpp), the condition that they
/// are chosen by beside `where`; any condition, since it is the program's own. Refuses with what crosstab and table_condition refuse, table_too_fine, table_too_sparse,
/// table_too_many, tables_exact_published, and the reasons why there are no weights.
forms::Result<GatedTable> gated_table(Desk& desk, const CampaignForm& campaign, const Extract& extract,
                                      const analysis::TableRequest& request, const TableReader& reader,
                                      std::string_view reference = {}, const Retold* retold = nullptr);

/// What stands behind a table's shares: weights, a drawn sample, or nothing (a simple sample).
forms::Result<WeightingsKept::Extract> sample_behind(Desk& desk, const CampaignForm& campaign, const std::shared_ptr<const forms::Columns>& columns,
                                                     const analysis::TableRequest& request);

/// A campaign has a builder or an exact set, never both (STATISTICS.md B5). Why no protected table of it may be shown any more; why no exact
/// set of it may be published.
std::optional<forms::Problem> exact_published(Desk& desk, std::string_view campaign);
std::optional<forms::Problem> builder_used(Desk& desk, std::string_view campaign);

/// Compares a gated table with the gated table of the reference's people (`people`: their condition, "" for everybody; `of_reference`: the
/// breakdowns but the place). With weights or a drawn sample the gaps have the covariance of both linearised figures. Refuses as gated_table.
forms::Result<void> compare_gated(Desk& desk, const CampaignForm& campaign, const Extract& extract, const analysis::TableRequest& of_reference,
                                  std::string_view people, analysis::GapReference reference,
                                  const TableReader& reader, GatedTable& gated);

}  // namespace ecoute::server

#include "analysis/shown_test.hpp"

#include <algorithm>
#include <boost/math/distributions/fisher_f.hpp>

namespace ecoute::analysis {
namespace {

/// One group: its size, shares as parts of one, and the mean effect of design and noise on their variances.
struct Row {
    double people = 0, degrees_of_freedom = 0, effect = 1;
    std::vector<double> shares;
};

std::optional<Row> row_of(const ProtectedGroup& group, bool weighted) {
    if (group.suppressed || group.base.value_or(0) == 0) return std::nullopt;
    Row row;
    row.people = static_cast<double>(*group.base);
    double variance = 0, of_simple_sample = 0;
    for (const auto& cell : group.cells) {
        if (cell.suppressed || !cell.percent || !cell.count || !cell.se) return std::nullopt;
        const double se = *cell.se / 100, rounding = weighted ? 1e-4 / 12 : 0;
        const double share = weighted ? *cell.percent / 100 : static_cast<double>(*cell.count) / row.people;
        row.shares.push_back(share);
        variance += se * se + rounding;
        of_simple_sample += share * (1 - share) / row.people;
        row.degrees_of_freedom = std::max(row.degrees_of_freedom, cell.degrees_of_freedom.value_or(0));
    }
    if (of_simple_sample > 0) row.effect = variance / of_simple_sample;
    return row;
}

}  // namespace

std::optional<TestResult> test_of_shown(const std::vector<ProtectedGroup>& groups, bool weighted) {
    std::vector<Row> rows;
    double people = 0, freedom = 0;
    for (const auto& group : groups) {
        if (std::find(group.key.begin(), group.key.end(), all_of_them) != group.key.end()) continue;
        auto row = row_of(group, weighted);
        if (!row) continue;
        people += row->people;
        freedom += row->degrees_of_freedom;
        rows.push_back(*std::move(row));
    }
    if (rows.size() < 2) return std::nullopt;
    double distance = 0, effects = 0;
    std::size_t columns = 0;
    for (const auto& row : rows) effects += row.effect * (1 - row.people / people);
    for (std::size_t j = 0; j < rows.front().shares.size(); ++j) {
        double pooled = 0;
        for (const auto& row : rows) pooled += row.people * row.shares[j] / people;
        if (!(pooled > 0)) continue;
        ++columns;
        for (const auto& row : rows) {
            const double apart = row.shares[j] - pooled;
            distance += row.people * apart * apart / pooled;
        }
    }
    const double expected = static_cast<double>(columns > 0 ? columns - 1 : 0) * effects;
    if (columns < 2 || !(expected > 0) || freedom < 1) return std::nullopt;
    const auto d = static_cast<double>((rows.size() - 1) * (columns - 1));
    TestResult test{"rao_scott_first_order", distance / expected, d, d * freedom, 1};
    test.p = boost::math::cdf(boost::math::complement(boost::math::fisher_f{test.df1, test.df2}, test.statistic));
    return test;
}

}  // namespace ecoute::analysis

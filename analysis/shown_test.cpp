#include "analysis/shown_test.hpp"

#include <algorithm>
#include <boost/math/distributions/fisher_f.hpp>
#include <cmath>

namespace ecoute::analysis {
namespace {

/// One group: its size, shares as parts of one, and the mean effect of design and noise on their variances.
struct Row {
    double people = 0, degrees_of_freedom = 0, effect = 1;
    std::vector<double> shares;
};

/// The answers first to last of a group.
struct Columns {
    std::size_t first = 0, last = 0;
};

std::optional<Row> row_of(const ProtectedGroup& group, Columns columns, bool weighted) {
    if (group.suppressed || group.base.value_or(0) == 0) return std::nullopt;
    Row row;
    row.people = static_cast<double>(*group.base);
    double variance = 0, of_simple_sample = 0;
    for (std::size_t j = columns.first; j < columns.last; ++j) {
        const auto& cell = group.cells[j];
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

bool is_innermost(const ProtectedGroup& group) { return std::find(group.key.begin(), group.key.end(), all_of_them) == group.key.end(); }

TestResult tested(const char* name, double statistic, double df1, double df2) {
    TestResult test{name, statistic, df1, df2, 1};
    test.p = boost::math::cdf(boost::math::complement(boost::math::fisher_f{df1, df2}, statistic));
    return test;
}

/// How far the rows are from the pooled shares, and what belongs to that.
struct Distance {
    double squared = 0;
    double columns = 0;       ///< that somebody gave
    double outside = 1;       ///< who gave none of them
};

Distance distance_of(const std::vector<Row>& rows, double people) {
    Distance distance;
    for (std::size_t j = 0; j < rows.front().shares.size(); ++j) {
        double pooled = 0;
        for (const auto& row : rows) pooled += row.people * row.shares[j] / people;
        if (!(pooled > 0)) continue;
        ++distance.columns;
        distance.outside -= pooled;
        for (const auto& row : rows) distance.squared += row.people * (row.shares[j] - pooled) * (row.shares[j] - pooled) / pooled;
    }
    distance.outside = std::max(0.0, distance.outside);
    return distance;
}

std::optional<TestResult> test_of(const std::vector<ProtectedGroup>& groups, Columns columns, bool weighted) {
    std::vector<Row> rows;
    double people = 0, freedom = 0, effects = 0;
    for (const auto& group : groups) {
        auto row = is_innermost(group) ? row_of(group, columns, weighted) : std::nullopt;
        if (!row) continue;
        people += row->people;
        freedom += row->degrees_of_freedom;
        rows.push_back(*std::move(row));
    }
    if (rows.size() < 2 || freedom < 1) return std::nullopt;
    for (const auto& row : rows) effects += row.effect * (1 - row.people / people);
    const auto found = distance_of(rows, people);
    const double parts = found.columns - 1 + found.outside, squares = found.columns - 1 + found.outside * found.outside;
    constexpr double rounding = 1e-9;  // shares that are all of the people, added up
    if (!(parts > rounding) || !(effects > 0)) return std::nullopt;
    const auto d = static_cast<double>(rows.size() - 1) * parts * parts / squares;
    return tested("rao_scott_first_order", found.squared / (parts * effects), d, d * freedom);
}

/// Of a figure that is told with two digits.
double rounding_variance(double figure) {
    if (figure == 0) return 0;
    const double unit = std::pow(10.0, std::floor(std::log10(std::abs(figure))) - 1);
    return unit * unit / 12;
}

}  // namespace

std::optional<TestResult> test_of_shown(const std::vector<ProtectedGroup>& groups, bool weighted) {
    const auto columns = groups.empty() ? 0 : groups.back().cells.size();
    return columns < 2 ? std::nullopt : test_of(groups, {0, columns}, weighted);
}

std::optional<TestResult> test_of_answer(const std::vector<ProtectedGroup>& groups, std::size_t answer, bool weighted) {
    if (groups.empty() || answer >= groups.back().cells.size()) return std::nullopt;
    return test_of(groups, {answer, answer + 1}, weighted);
}

std::optional<TestResult> test_of_means(const std::vector<ProtectedGroup>& groups, bool two_digits) {
    struct Mean {
        double value, weight, degrees_of_freedom;
    };
    std::vector<Mean> means;
    double weights = 0, sum = 0;
    for (const auto& group : groups) {
        if (!is_innermost(group) || group.suppressed || !group.mean) continue;
        if (!(group.mean_se.value_or(0) > 0) || !(group.mean_df.value_or(0) > 0)) return std::nullopt;
        const double weight = 1 / (*group.mean_se * *group.mean_se + (two_digits ? rounding_variance(*group.mean) : 0));
        means.push_back({*group.mean, weight, *group.mean_df});
        weights += weight;
        sum += weight * *group.mean;
    }
    if (means.size() < 2) return std::nullopt;
    const auto k = static_cast<double>(means.size());
    double squares = 0, uneven = 0;
    for (const auto& mean : means) {
        squares += mean.weight * (mean.value - sum / weights) * (mean.value - sum / weights);
        uneven += (1 - mean.weight / weights) * (1 - mean.weight / weights) / mean.degrees_of_freedom;
    }
    return tested("welch_f", squares / (k - 1) / (1 + 2 * (k - 2) * uneven / (k * k - 1)), k - 1, (k * k - 1) / (3 * uneven));
}

}  // namespace ecoute::analysis

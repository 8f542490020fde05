#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/wording.hpp"

namespace ecoute::analysis {

/// A table as rectangular outputs write it (CSV, workbook): one line an answer within a key, then the mean and median of a number or a date, then
/// those who did not answer. What is hidden has no figure.
struct Line {
    std::string answer;  ///< in words
    std::optional<std::int64_t> count, base;
    std::optional<double> percent, low, high, n_effective, deff, mean, median, median_low, median_high;
    bool hidden = false;
    std::string reason;  ///< why it is hidden: "≤ 5 %", or "" where there are too few
    bool fragile = false;
    Ranked ranked;  ///< of a rank question
    std::optional<Change> gap;  ///< to the reference of a compared table
    std::optional<double> lower_quartile = {}, upper_quartile = {};  ///< of a number or a date
    /// What stands in the column of remarks: why there is no figure, or that it is fragile; "" otherwise.
    std::string remark(const Wording& wording) const;
};

std::vector<Line> lines_of(const ProtectedTable& table, const Wording& wording, const ProtectedGroup& group);

}  // namespace ecoute::analysis

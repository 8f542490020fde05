#pragma once
#include <optional>
#include <string>
#include <vector>

#include "analysis/wording.hpp"

namespace ecoute::analysis {

/// How a bar is filled: a colour, and a hatching where two fills meet, so that black and white tells them apart.
/// The seven of a scale go from least to most: brown and hatched on the one side, blue and plain on the other (colours of
/// report.css), which readers who see no red or no green tell apart too.
enum class Fill {
    petrol,
    brown,
    grey,
    deep,
    rust,
    pale,
    not_shown,
    scale_least,
    scale_less,
    scale_lesser,
    scale_middle,
    scale_morer,
    scale_more,
    scale_most
};

/// One bar of a chart, or a heading over the next ones.
struct Bar {
    std::string name;
    std::string group;  ///< heading over this bar and the next ones; "" when it goes on
    std::optional<double> value, low, high;
    std::optional<std::int64_t> base;  ///< beside the value; nothing when the chart has one base for all
    bool hidden = false;               ///< too few answers
    bool total = false;                ///< the whole, or another reference
    bool fragile = false;              ///< marked by a star
    bool firm = false;                 ///< of a gap: more than chance (is_firm); its point is full
    Fill fill = Fill::petrol;
};

/// Horizontal bars in the order of the form, before anybody decides on pixels.
struct Chart {
    std::string title, subtitle;  ///< the question; the answer that is drawn and what it is split by
    std::string description;      ///< for who does not see it
    std::vector<Bar> bars;
    bool percent = true;              ///< values are points from 0 to 100; otherwise in the number's own unit
    std::optional<double> reference;  ///< where the dashed line stands
    bool gaps = false;                ///< values are differences from the reference, drawn as points around 0
};

/// Without breakdown: a bar an answer. With one: a bar a category for one answer, the whole last. With more: a heading
/// for each combination of all but the last, bars for the last. `answer` -1 with one breakdown: a heading a category, a
/// bar an answer; with more, the first answer. A number with breakdowns and `answer` -1: its mean.
Chart chart_of(const ProtectedTable& table, const Heading& heading, int answer);

/// Of a compared table: how far each group is from the reference, a point with its interval around a line at 0. `answer`
/// -1: the mean when there is one, else the answer that everybody gives most.
Chart gap_chart_of(const ProtectedTable& table, const Heading& heading, int answer);

}  // namespace ecoute::analysis

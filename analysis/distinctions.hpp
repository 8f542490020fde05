#pragma once
#include <vector>

#include "analysis/protect.hpp"

namespace ecoute::analysis {

/// A group beside another one of the same question, as both are shown.
struct SideBySide {
    const ProtectedGroup* here;   ///< never nullptr
    const ProtectedGroup* there;  ///< never nullptr
};

/// An answer by which a group stands out.
struct Distinction {
    std::size_t question;  ///< place in the list that was asked about
    std::size_t answer;
    double here, there;    ///< shares, in points
    Change change;         ///< here minus there, in points
    double p;              ///< made stricter for all answers of the list (Benjamini and Hochberg)
};

/// What `distinctions` found, and among how many answers.
struct Distinctions {
    std::vector<Distinction> found;  ///< the widest first, at most one a question
    std::size_t compared = 0;        ///< answers that both groups show
};

/// A difference that is certain but smaller than this, in points, is not worth a line.
inline constexpr double smallest_distinction = 5;
inline constexpr std::size_t most_distinctions = 6;

/// By which answers the people of one place stand out from those of another who are none of them. Of two separate groups, the
/// variance of a difference is the sum of both (STATISTICS.md A11). The list is long and looked through for what strikes, so
/// p-values are those of false discoveries among it: one in twenty of what is told may be chance. Answers of fewer than
/// `fewest_to_compare` people on a side, and whatever a side hides, are not compared.
Distinctions distinctions(const std::vector<SideBySide>& questions);

}  // namespace ecoute::analysis

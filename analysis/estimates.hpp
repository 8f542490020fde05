#pragma once
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "analysis/interval.hpp"
#include "analysis/linearised.hpp"

namespace ecoute::analysis {

/// People of one group who answered a question, with what all their estimates have in common.
struct Answered {
    Answered(const Linearised& sample, std::vector<Alike> who);
    Answered(const Linearised& sample, std::span<const std::uint32_t> who);  ///< each on its own
    std::vector<Alike> people;
    double count = 0;                     ///< n
    double weight = 0;                    ///< Sum w
    double kish = 0;                      ///< effective size as the weights alone make it
    std::int64_t degrees_of_freedom = 0;  ///< A7
};

/// The weighted share of those with `yes` (one entry for each of `answered.people`), A5 to A8: V by linearisation, n_effective =
/// p(1-p)/V, at most n; deff = V/(s^2/n) with s^2 = p(1-p) n/(n-1); at 0 and 1 the interval stands on Kish's size. Nobody
/// answered: nothing. No interval without a degree of freedom.
std::optional<ShareEstimate> weighted_share(const Linearised& sample, const Answered& answered,
                                            std::span<const std::uint8_t> yes, IntervalKind kind);

/// Which part of the people of an entry of Answered::people gave an answer, 0 to 1.
using PartOf = std::function<double(std::size_t entry, std::size_t answer)>;
/// The shares of each of so many answers, of which a person may give several. Otherwise as below.
std::vector<std::optional<ShareEstimate>> weighted_shares(const Linearised& sample, const Answered& answered, const PartOf& part_of,
                                                          std::size_t answers, IntervalKind kind, bool totals);
/// The shares of each of so many categories: `category` has that of each of `answered.people`, below 0 for none of them. With `totals` also
/// Sum w of who gave it, with its interval (A5, A9); without, no weighted count.
std::vector<std::optional<ShareEstimate>> weighted_shares(const Linearised& sample, const Answered& answered, std::span<const int> category,
                                                          std::size_t categories, IntervalKind kind, bool totals);

/// Mean -+ t se (A9). `values`: one for each of `answered.people`.
std::optional<Estimate> weighted_mean(const Linearised& sample, const Answered& answered, std::span<const double> values);
/// Sum w y, over those who answered; the others are not made up (A5).
std::optional<Estimate> weighted_total(const Linearised& sample, const Answered& answered,
                                       std::span<const double> values);
/// Woodruff's interval: that of the share at or under the quantile, turned back into values (A9). The value is the first
/// whose cumulated weight passes `share` of the whole, or the mean of two neighbours when it is met exactly.
/// se = (high - low)/(2t). A limit outside 0..1 has no value.
std::optional<Estimate> weighted_quantile(const Linearised& sample, const Answered& answered,
                                          std::span<const double> values, double share);

}  // namespace ecoute::analysis

#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace ecoute::analysis {

/// Noise of the cell-key method (STATISTICS.md B4, B6): what the interactive tables add to a count.
struct Noise {
    int most = 5;         ///< D: no count moves by more
    double variance = 3;  ///< V
    int forbidden = 2;    ///< js: published counts from 1 to js do not exist
};

/// One possible change of a count, and how often it happens.
struct Shift {
    int by = 0;
    double share = 0;
};

/// Of each true count, how it may be changed: integers, mean 0, variance V, at most D, zero stays zero, nothing from 1
/// to js published; among all tables of that kind the one of greatest entropy, which says least about the true count
/// (Marley & Leaver 2011; Giessing 2016; `ptable`).
///
/// With chances p(d) on the changes allowed, entropy is greatest where p(d) = exp(a d + b d^2) / sum: a and b are found
/// by Newton's method, since they are the minimum of a convex function.
class PerturbationTable {
public:
    explicit PerturbationTable(const Noise& noise);

    /// How a count is changed when its contributors' keys add up to `cell_key`. Same people, same key, same change: in
    /// any table, for any reader, on any day.
    int change(std::int64_t count, std::uint32_t cell_key) const noexcept;

    /// Counts over the last row are changed like the last row. Row 0 holds nothing but 0.
    std::span<const std::vector<Shift>> rows() const noexcept { return rows_; }
    const Noise& noise() const noexcept { return noise_; }

private:
    Noise noise_;
    std::vector<std::vector<Shift>> rows_;
};

/// The table with the usual noise, made at first use.
const PerturbationTable& usual_noise();

/// The count that readers see: `count` and its change, never below 0.
std::int64_t perturbed(std::int64_t count, std::uint32_t cell_key) noexcept;

}  // namespace ecoute::analysis

#pragma once
#include <Eigen/Dense>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/calibration.hpp"
#include "forms/codes.hpp"

namespace ecoute::analysis {

/// Everybody of an extract, as the sample was drawn and weighted. One entry a person in each vector that is filled.
struct WeightedSample {
    std::vector<double> base;     ///< d: base weights, all positive
    std::vector<double> weights;  ///< w: calibrated weights; the same as `base` when not calibrated
    Memberships margins;          ///< what was calibrated to; without levels when nothing was
    std::vector<std::uint32_t> strata;  ///< numbered from 0; empty: one stratum
    std::vector<std::uint32_t> units;   ///< primary units (clusters), numbered from 0 over all strata; empty: each person
};

/// People who share stratum, primary unit, pattern of margins and the values that are looked at: to a variance they are one.
/// Quartiers, ages and genders make a thousand of them out of any number of people.
struct Alike {
    std::uint32_t person = 0;  ///< one of them
    std::int64_t people = 1;
    double base = 0, weight = 0, square = 0;  ///< Sum d, Sum w, Sum w^2
};

/// A sample in which more people than this differ in place or weight (weights of a drawn sample may all be different) has no kinds.
inline constexpr std::size_t most_kinds = 20'000;

/// Variance of Sum w z by linearisation (STATISTICS.md A6): e = residual of z on the margins by least squares weighted by
/// d; V = Sum_h m_h/(m_h-1) Sum_c (u_hc - mean u_h)^2, u_hc = Sum_{i in c} w_i e_i. No correction for finite populations.
/// Everything that does not depend on z is computed once, by pattern. Precondition: no stratum of a single unit
/// (`lonely_stratum`).
class Linearised {
public:
    /// The sample must outlive it.
    explicit Linearised(const WeightedSample& sample);

    Alike alone(std::uint32_t person) const noexcept {
        const double weight = sample_.weights[person];
        return {person, 1, sample_.base[person], weight, weight * weight};
    }
    /// What alike people share beside their values.
    std::uint64_t place_of(std::uint32_t person) const noexcept;

    /// A number a person: who has the same number has the same place, base weight and weight, so that counts of a kind give all sums of
    /// it, exactly and in any order. Nobody has one when they would be more than most_kinds.
    const forms::Codes& kinds() const noexcept { return kinds_; }
    std::size_t kind_count() const noexcept { return kind_count_; }

    /// Variance when z is `values` for `people` and 0 for everybody else.
    double variance(std::span<const Alike> people, std::span<const double> values) const;
    /// The same of several z, a column each and a row for each of `people`: they share what is not theirs.
    using Values = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
    std::vector<double> variances(std::span<const Alike> people, const Values& values) const { return variances(people, values, values.cwiseProduct(values)); }
    /// The same where people of one entry differ: `values` holds the mean of their z, `squares` that of z^2.
    std::vector<double> variances(std::span<const Alike> people, const Values& values, const Values& squares) const;
    /// Covariance of the shares of `cells` cells among `people` who stand in one of them; -1 in none, like everybody else.
    Eigen::MatrixXd covariance_of_shares(std::span<const Alike> people, std::span<const int> cell_of, std::size_t cells) const;
    /// Primary units minus strata among these people (A7).
    std::int64_t degrees_of_freedom(std::span<const Alike> people) const;
    std::int64_t degrees_of_freedom() const noexcept { return all_units_ - static_cast<std::int64_t>(units_of_stratum_.size()); }
    const WeightedSample& sample() const noexcept { return sample_; }

private:
    /// What a stratum, or a primary unit when people are not their own, holds of one pattern.
    struct Piece {
        std::uint32_t place = 0, pattern = 0;
        double weight = 0, square = 0;  ///< Sum w, Sum w^2
    };
    std::uint32_t stratum_of(std::size_t person) const noexcept {
        return sample_.strata.empty() ? 0 : sample_.strata[person];
    }
    std::uint32_t pattern_of(std::size_t person) const noexcept {
        return has_margins_ ? sample_.margins.pattern_of[person] : 0;
    }
    std::uint32_t unit_of(std::size_t person) const noexcept { return sample_.units.empty() ? stratum_of(person) : sample_.units[person]; }
    std::size_t pattern_count() const noexcept { return has_margins_ ? sample_.margins.patterns.size() : 1; }
    void add_pieces();
    /// What the margins explain of each z, a row a pattern, from Sum d z of the people of each pattern.
    Values explained(const Values& by_pattern) const;
    std::vector<double> variances_of_people(std::span<const Alike> people, const Values& values, const Values& squares, const Values& explained) const;
    std::vector<double> variances_of_units(std::span<const Alike> people, const Values& values, const Values& explained) const;

    const WeightedSample& sample_;
    bool has_margins_;
    std::vector<Eigen::Index> free_;
    Eigen::LDLT<Eigen::MatrixXd> solver_;
    std::vector<std::int64_t> units_of_stratum_;
    std::vector<Piece> pieces_;  ///< of everybody, by place and pattern
    std::vector<std::uint32_t> stratum_of_unit_;
    std::int64_t all_units_ = 0;
    forms::Codes kinds_;
    std::size_t kind_count_ = 0;
};

/// The first stratum with a single unit: its variance can't be estimated. Nothing when there is none.
std::optional<std::uint32_t> lonely_stratum(const WeightedSample& sample);

}  // namespace ecoute::analysis

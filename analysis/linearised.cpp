#include "analysis/linearised.hpp"

#include <algorithm>
#include <bit>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "analysis/independent_levels.hpp"

namespace ecoute::analysis {
namespace {

std::uint32_t size_of(std::span<const std::uint32_t> numbers) {
    return numbers.empty() ? 0 : *std::max_element(numbers.begin(), numbers.end()) + 1;
}

/// Units of each stratum.
std::vector<std::int64_t> units_by_stratum(const WeightedSample& sample) {
    const std::size_t people = sample.weights.size();
    std::vector<std::int64_t> units(std::max<std::size_t>(1, size_of(sample.strata)), 0);
    std::vector<bool> seen(size_of(sample.units), false);
    for (std::size_t i = 0; i < people; ++i) {
        if (!sample.units.empty() && seen[sample.units[i]]) continue;
        if (!sample.units.empty()) seen[sample.units[i]] = true;
        ++units[sample.strata.empty() ? 0 : sample.strata[i]];
    }
    return units;
}

/// What makes two people one to a variance.
struct Kind {
    std::uint64_t place = 0;
    double base = 0, weight = 0;
    bool operator==(const Kind&) const = default;
};
struct HashOfKind {
    std::size_t operator()(const Kind& kind) const noexcept {
        constexpr std::uint64_t odd = 0x9E3779B97F4A7C15u;
        std::uint64_t hash = kind.place * odd;
        for (const double number : {kind.base, kind.weight}) hash = (hash ^ hash >> 29 ^ std::bit_cast<std::uint64_t>(number)) * odd;
        return static_cast<std::size_t>(hash ^ hash >> 32);
    }
};

/// Everybody's kind and how many there are; none at all when they are too many.
std::pair<forms::Codes, std::size_t> kinds_of(const Linearised& linearised) {
    const auto& sample = linearised.sample();
    std::unordered_map<Kind, std::uint16_t, HashOfKind> known;
    forms::Codes kinds;
    kinds.reserve(sample.weights.size());
    for (std::uint32_t person = 0; person < sample.weights.size(); ++person) {
        const Kind kind{linearised.place_of(person), sample.base[person], sample.weights[person]};
        kinds.push_back(known.try_emplace(kind, static_cast<std::uint16_t>(known.size())).first->second);
        if (known.size() > most_kinds) return {};
    }
    return {std::move(kinds), known.size()};
}

double correction(std::int64_t units) noexcept {
    return units > 1 ? static_cast<double>(units) / static_cast<double>(units - 1) : 0;
}

}  // namespace

std::optional<std::uint32_t> lonely_stratum(const WeightedSample& sample) {
    const auto units = units_by_stratum(sample);
    const auto found = std::find(units.begin(), units.end(), 1);
    if (found == units.end()) return std::nullopt;
    return static_cast<std::uint32_t>(found - units.begin());
}

Linearised::Linearised(const WeightedSample& sample) : sample_(sample), has_margins_(!sample.margins.totals.empty()) {
    const std::size_t people = sample.weights.size();
    const auto units = units_by_stratum(sample);
    strata_.resize(units.size());
    for (std::size_t h = 0; h < units.size(); ++h) strata_[h].units = units[h];
    for (const auto count : units) all_units_ += count;

    if (has_margins_) {
        std::vector<double> base(sample.margins.patterns.size(), 0.0);
        for (std::size_t i = 0; i < people; ++i) base[sample.margins.pattern_of[i]] += sample.base[i];
        const auto products = products_of(sample.margins, base);
        free_ = independent_levels(products);
        solver_.compute(products(free_, free_));
    }
    stratum_of_unit_.resize(size_of(sample.units));
    for (std::size_t i = 0; i < sample.units.size(); ++i) stratum_of_unit_[sample.units[i]] = stratum_of(i);

    const std::size_t patterns = has_margins_ ? sample.margins.patterns.size() : 1;
    std::vector<double> weight(strata_.size() * patterns, 0.0), square(strata_.size() * patterns, 0.0);
    for (std::size_t i = 0; i < people; ++i) {
        const std::size_t at = stratum_of(i) * patterns + pattern_of(i);
        weight[at] += sample.weights[i];
        square[at] += sample.weights[i] * sample.weights[i];
    }
    for (std::size_t at = 0; at < weight.size(); ++at)
        if (weight[at] > 0)
            strata_[at / patterns].pieces.push_back(
                {static_cast<std::uint32_t>(at % patterns), weight[at], square[at]});
    std::tie(kinds_, kind_count_) = kinds_of(*this);
}

std::uint64_t Linearised::place_of(std::uint32_t person) const noexcept {
    const auto patterns = has_margins_ ? sample_.margins.patterns.size() : 1;
    return (sample_.units.empty() ? stratum_of(person) : sample_.units[person]) * patterns + pattern_of(person);
}

Eigen::MatrixXd Linearised::explained(const Eigen::MatrixXd& products_with_levels) const {
    const auto columns = products_with_levels.cols();
    if (!has_margins_) return Eigen::MatrixXd::Zero(1, columns);
    const Eigen::MatrixXd wanted = products_with_levels(free_, Eigen::indexing::all);
    Eigen::MatrixXd slopes = Eigen::MatrixXd::Zero(products_with_levels.rows(), columns);
    const Eigen::MatrixXd solved = solver_.solve(wanted);
    slopes(free_, Eigen::indexing::all) = solved;
    const auto& patterns = sample_.margins.patterns;
    Eigen::MatrixXd fitted = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(patterns.size()), columns);
    for (std::size_t p = 0; p < patterns.size(); ++p)
        for (const auto& part : patterns[p])
            fitted.row(static_cast<Eigen::Index>(p)) += part.part * slopes.row(part.level);
    return fitted;
}

double Linearised::variance(std::span<const Alike> people, std::span<const double> values) const {
    Eigen::MatrixXd products = Eigen::MatrixXd::Zero(static_cast<Eigen::Index>(sample_.margins.totals.size()), 1);
    if (has_margins_) {
        std::vector<double> by_pattern(sample_.margins.patterns.size(), 0.0);
        for (std::size_t k = 0; k < people.size(); ++k)
            by_pattern[pattern_of(people[k].person)] += people[k].base * values[k];
        for (std::size_t p = 0; p < by_pattern.size(); ++p)
            for (const auto& part : sample_.margins.patterns[p]) products(part.level, 0) += part.part * by_pattern[p];
    }
    const Eigen::VectorXd fitted = explained(products).col(0);
    return sample_.units.empty() ? variance_of_people(people, values, fitted)
                                 : variance_of_units(people, values, fitted);
}

/// Sum (we)^2 over a stratum is known for those with z = 0, whose e is minus what their pattern explains; the others are
/// corrected one by one. So a small group costs little, whatever the number of people.
double Linearised::variance_of_people(std::span<const Alike> people, std::span<const double> values,
                                      const Eigen::VectorXd& fitted) const {
    std::vector<double> sum(strata_.size(), 0.0), squares(strata_.size(), 0.0);
    for (std::size_t h = 0; h < strata_.size(); ++h)
        for (const auto& piece : strata_[h].pieces) {
            const double without = fitted(piece.pattern);
            sum[h] -= piece.weight * without;
            squares[h] += piece.square * without * without;
        }
    for (std::size_t k = 0; k < people.size(); ++k) {
        const double without = fitted(pattern_of(people[k].person));
        const auto h = stratum_of(people[k].person);
        sum[h] += people[k].weight * values[k];
        squares[h] += people[k].square * values[k] * (values[k] - 2 * without);
    }
    double total = 0;
    for (std::size_t h = 0; h < strata_.size(); ++h) {
        const double spread = squares[h] - sum[h] * sum[h] / static_cast<double>(strata_[h].units);
        total += correction(strata_[h].units) * std::max(0.0, spread);
    }
    return total;
}

double Linearised::variance_of_units(std::span<const Alike> people, std::span<const double> values,
                                     const Eigen::VectorXd& fitted) const {
    std::vector<double> of_unit(stratum_of_unit_.size(), 0.0);
    for (std::size_t i = 0; i < sample_.weights.size(); ++i)
        of_unit[sample_.units[i]] -= sample_.weights[i] * fitted(pattern_of(i));
    for (std::size_t k = 0; k < people.size(); ++k)
        of_unit[sample_.units[people[k].person]] += people[k].weight * values[k];
    std::vector<double> mean(strata_.size(), 0.0);
    for (std::size_t c = 0; c < of_unit.size(); ++c) {
        const auto h = stratum_of_unit_[c];
        mean[h] += of_unit[c] / static_cast<double>(strata_[h].units);
    }
    double total = 0;
    for (std::size_t c = 0; c < of_unit.size(); ++c) {
        const auto h = stratum_of_unit_[c];
        const double apart = of_unit[c] - mean[h];
        total += correction(strata_[h].units) * apart * apart;
    }
    return total;
}

std::int64_t Linearised::degrees_of_freedom(std::span<const Alike> people) const {
    std::vector<bool> strata(strata_.size(), false), units(stratum_of_unit_.size(), false);
    std::int64_t seen_strata = 0, seen_units = 0;
    for (const auto& alike : people) {
        const auto h = stratum_of(alike.person);
        if (!strata[h]) ++seen_strata;
        strata[h] = true;
        if (units.empty())
            seen_units += alike.people;
        else if (const auto unit = sample_.units[alike.person]; !units[unit]) {
            ++seen_units;
            units[unit] = true;
        }
    }
    return seen_units - seen_strata;
}

/// With z_ij = (delta - p_j)/W for those who stand in a cell and 0 for others, everybody's row of e is one of few: it
/// depends on pattern and cell alone. Units of their own need the sums of w^2 by pattern and cell, clusters a row each.
Eigen::MatrixXd Linearised::covariance_of_shares(std::span<const int> cell_of, std::size_t cell_count) const {
    using Matrix = Eigen::MatrixXd;
    const auto cells = static_cast<Eigen::Index>(cell_count);
    const std::size_t people = sample_.weights.size();
    Eigen::VectorXd shares = Eigen::VectorXd::Zero(cells);
    for (std::size_t i = 0; i < people; ++i)
        if (cell_of[i] >= 0) shares(cell_of[i]) += sample_.weights[i];
    const double weight = shares.sum();
    shares /= weight;

    const auto levels = static_cast<Eigen::Index>(sample_.margins.totals.size());
    Matrix products = Matrix::Zero(levels, cells);
    for (std::size_t i = 0; has_margins_ && i < people; ++i) {
        if (cell_of[i] < 0) continue;
        for (const auto& part : sample_.margins.patterns[pattern_of(i)]) {
            products.row(part.level) -= sample_.base[i] * part.part / weight * shares.transpose();
            products(part.level, cell_of[i]) += sample_.base[i] * part.part / weight;
        }
    }
    const Matrix fitted = explained(products);

    // A row a unit, gathered stratum by stratum; people who are their own unit and share pattern and cell share a row,
    // weighted by the sum of their squares.
    struct Row {
        std::uint32_t place = 0, pattern = 0;
        int cell = 0;
        double weight = 0, square = 0;  ///< Sum w, Sum w^2
    };
    std::unordered_map<std::uint64_t, Row> alike;
    Matrix of_unit = Matrix::Zero(static_cast<Eigen::Index>(stratum_of_unit_.size()), cells);
    const auto row_of = [&](std::uint32_t pattern, int cell) {
        Eigen::RowVectorXd row = -fitted.row(pattern);
        if (cell < 0) return row;
        row -= shares.transpose() / weight;
        row(cell) += 1 / weight;
        return row;
    };
    const std::size_t patterns = has_margins_ ? sample_.margins.patterns.size() : 1;
    for (std::size_t i = 0; i < people; ++i) {
        const auto place = sample_.units.empty() ? stratum_of(i) : sample_.units[i];
        const auto key = (place * patterns + pattern_of(i)) * (cell_count + 1) + static_cast<std::size_t>(cell_of[i] + 1);
        auto& sums = alike.try_emplace(key, Row{place, pattern_of(i), cell_of[i], 0, 0}).first->second;
        sums.weight += sample_.weights[i];
        sums.square += sample_.weights[i] * sample_.weights[i];
    }
    const auto strata = static_cast<Eigen::Index>(strata_.size());
    Matrix sum = Matrix::Zero(strata, cells), covariance = Matrix::Zero(cells, cells);
    for (const auto& [key, sums] : alike) {
        const Eigen::RowVectorXd row = row_of(sums.pattern, sums.cell);
        if (!sample_.units.empty()) {
            of_unit.row(sums.place) += sums.weight * row;
            continue;
        }
        sum.row(sums.place) += sums.weight * row;
        covariance.selfadjointView<Eigen::Lower>().rankUpdate(row.transpose(),
                                                              correction(strata_[sums.place].units) * sums.square);
    }
    for (Eigen::Index c = 0; c < of_unit.rows(); ++c) {
        const auto h = stratum_of_unit_[static_cast<std::size_t>(c)];
        sum.row(h) += of_unit.row(c);
        covariance.selfadjointView<Eigen::Lower>().rankUpdate(of_unit.row(c).transpose(), correction(strata_[h].units));
    }
    for (Eigen::Index h = 0; h < strata; ++h) {
        const auto units = strata_[static_cast<std::size_t>(h)].units;
        covariance.selfadjointView<Eigen::Lower>().rankUpdate(sum.row(h).transpose(),
                                                              -correction(units) / static_cast<double>(units));
    }
    return covariance.selfadjointView<Eigen::Lower>();
}

}  // namespace ecoute::analysis

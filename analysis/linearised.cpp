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

/// to += times * from, of rows of a few numbers: what Eigen's expressions cost before they begin is more than that.
void add_times(double* to, double times, const double* from, Eigen::Index columns) noexcept {
    for (Eigen::Index i = 0; i < columns; ++i) to[i] += times * from[i];
}
template <class Row>
double* row_of(Linearised::Values& values, Row row) noexcept { return values.data() + static_cast<Eigen::Index>(row) * values.cols(); }
template <class Row>
const double* row_of(const Linearised::Values& values, Row row) noexcept { return values.data() + static_cast<Eigen::Index>(row) * values.cols(); }

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
    units_of_stratum_ = units_by_stratum(sample);
    for (const auto count : units_of_stratum_) all_units_ += count;

    if (has_margins_) {
        std::vector<double> base(sample.margins.patterns.size(), 0.0);
        for (std::size_t i = 0; i < people; ++i) base[sample.margins.pattern_of[i]] += sample.base[i];
        const auto products = products_of(sample.margins, base);
        free_ = independent_levels(products);
        solver_.compute(products(free_, free_));
    }
    stratum_of_unit_.resize(size_of(sample.units));
    for (std::size_t i = 0; i < sample.units.size(); ++i) stratum_of_unit_[sample.units[i]] = stratum_of(i);
    std::tie(kinds_, kind_count_) = kinds_of(*this);
    add_pieces();
}

void Linearised::add_pieces() {
    std::unordered_map<std::uint64_t, std::size_t> at;
    const auto add = [&](std::uint32_t person, double people) {
        const auto [found, fresh] = at.try_emplace(place_of(person), pieces_.size());
        if (fresh) pieces_.push_back({unit_of(person), pattern_of(person), 0, 0});
        const double weight = sample_.weights[person];
        pieces_[found->second].weight += people * weight;
        pieces_[found->second].square += people * (weight * weight);
    };
    const auto all = static_cast<std::uint32_t>(sample_.weights.size());
    if (kind_count_ == 0)
        for (std::uint32_t person = 0; person < all; ++person) add(person, 1);
    else {
        std::vector<std::uint32_t> people(kind_count_, 0), one(kind_count_, 0);
        for (std::uint32_t person = 0; person < all; ++person) {
            ++people[kinds_[person]];
            one[kinds_[person]] = person;
        }
        for (std::size_t kind = 0; kind < kind_count_; ++kind) add(one[kind], people[kind]);
    }
    std::sort(pieces_.begin(), pieces_.end(), [](const Piece& a, const Piece& b) { return std::tie(a.place, a.pattern) < std::tie(b.place, b.pattern); });
}

std::uint64_t Linearised::place_of(std::uint32_t person) const noexcept { return std::uint64_t{unit_of(person)} * pattern_count() + pattern_of(person); }

Linearised::Values Linearised::explained(const Values& by_pattern) const {
    const auto columns = by_pattern.cols();
    if (!has_margins_) return Values::Zero(1, columns);
    const auto& patterns = sample_.margins.patterns;
    const auto levels = static_cast<Eigen::Index>(sample_.margins.totals.size());
    Values products = Values::Zero(levels, columns);
    for (std::size_t p = 0; p < patterns.size(); ++p) {
        const double* const row = row_of(by_pattern, p);
        if (std::all_of(row, row + columns, [](double sum) { return sum == 0; })) continue;  // nobody's in a small group
        for (const auto& part : patterns[p]) add_times(row_of(products, part.level), part.part, row, columns);
    }
    Eigen::MatrixXd wanted = products(free_, Eigen::indexing::all);
    const Eigen::MatrixXd solved = solver_.solve(wanted);
    Values slopes = Values::Zero(levels, columns);
    slopes(free_, Eigen::indexing::all) = solved;
    Values fitted = Values::Zero(static_cast<Eigen::Index>(patterns.size()), columns);
    for (std::size_t p = 0; p < patterns.size(); ++p)
        for (const auto& part : patterns[p]) add_times(row_of(fitted, p), part.part, row_of(slopes, part.level), columns);
    return fitted;
}

double Linearised::variance(std::span<const Alike> people, std::span<const double> values) const {
    return variances(people, Eigen::Map<const Values>(values.data(), static_cast<Eigen::Index>(values.size()), 1)).front();
}

std::vector<double> Linearised::variances(std::span<const Alike> people, const Values& values, const Values& squares) const {
    Values by_pattern = Values::Zero(static_cast<Eigen::Index>(pattern_count()), values.cols());
    for (std::size_t k = 0; has_margins_ && k < people.size(); ++k)
        add_times(row_of(by_pattern, pattern_of(people[k].person)), people[k].base, row_of(values, k), values.cols());
    const auto fitted = explained(by_pattern);
    return sample_.units.empty() ? variances_of_people(people, values, squares, fitted) : variances_of_units(people, values, fitted);
}

/// Sum (we)^2 over a stratum is known for those with z = 0, whose e is minus what their pattern explains; the others are
/// corrected one by one. So a small group costs little, whatever the number of people.
std::vector<double> Linearised::variances_of_people(std::span<const Alike> people, const Values& values, const Values& squares, const Values& fitted) const {
    const auto strata = static_cast<Eigen::Index>(units_of_stratum_.size()), columns = values.cols();
    Values sum = Values::Zero(strata, columns), sum_of_squares = Values::Zero(strata, columns);
    for (const auto& piece : pieces_) {
        const double* const without = row_of(fitted, piece.pattern);
        double *const sums = row_of(sum, piece.place), *const of_squares = row_of(sum_of_squares, piece.place);
        for (Eigen::Index i = 0; i < columns; ++i) {
            sums[i] -= piece.weight * without[i];
            of_squares[i] += piece.square * without[i] * without[i];
        }
    }
    for (std::size_t k = 0; k < people.size(); ++k) {
        const double *const without = row_of(fitted, pattern_of(people[k].person)), *const value = row_of(values, k), *const square = row_of(squares, k);
        const auto h = stratum_of(people[k].person);
        double *const sums = row_of(sum, h), *const of_squares = row_of(sum_of_squares, h);
        for (Eigen::Index i = 0; i < columns; ++i) {
            sums[i] += people[k].weight * value[i];
            of_squares[i] += people[k].square * (square[i] - 2 * value[i] * without[i]);
        }
    }
    std::vector<double> totals(static_cast<std::size_t>(columns), 0.0);
    for (Eigen::Index h = 0; h < strata; ++h) {
        const auto units = units_of_stratum_[static_cast<std::size_t>(h)];
        for (Eigen::Index i = 0; i < columns; ++i)
            totals[static_cast<std::size_t>(i)] += correction(units) * std::max(0.0, sum_of_squares(h, i) - sum(h, i) * sum(h, i) / static_cast<double>(units));
    }
    return totals;
}

std::vector<double> Linearised::variances_of_units(std::span<const Alike> people, const Values& values, const Values& fitted) const {
    const auto columns = values.cols();
    Values of_unit = Values::Zero(static_cast<Eigen::Index>(stratum_of_unit_.size()), columns);
    for (const auto& piece : pieces_) add_times(row_of(of_unit, piece.place), -piece.weight, row_of(fitted, piece.pattern), columns);
    for (std::size_t k = 0; k < people.size(); ++k)
        add_times(row_of(of_unit, sample_.units[people[k].person]), people[k].weight, row_of(values, k), columns);
    Values mean = Values::Zero(static_cast<Eigen::Index>(units_of_stratum_.size()), columns);
    for (Eigen::Index c = 0; c < of_unit.rows(); ++c) {
        const auto h = stratum_of_unit_[static_cast<std::size_t>(c)];
        mean.row(h) += of_unit.row(c) / static_cast<double>(units_of_stratum_[h]);
    }
    std::vector<double> totals(static_cast<std::size_t>(columns), 0.0);
    for (Eigen::Index c = 0; c < of_unit.rows(); ++c) {
        const auto h = stratum_of_unit_[static_cast<std::size_t>(c)];
        for (Eigen::Index i = 0; i < columns; ++i) {
            const double apart = of_unit(c, i) - mean(h, i);
            totals[static_cast<std::size_t>(i)] += correction(units_of_stratum_[h]) * apart * apart;
        }
    }
    return totals;
}

std::int64_t Linearised::degrees_of_freedom(std::span<const Alike> people) const {
    std::vector<bool> strata(units_of_stratum_.size(), false), units(stratum_of_unit_.size(), false);
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

namespace {

/// People of one place and pattern in one cell (-1: in none).
struct InCell {
    std::uint32_t place = 0, pattern = 0;
    int cell = 0;
    double weight = 0, square = 0;  ///< Sum w, Sum w^2
};

/// The same place, pattern and cell as one, in their order.
void put_together(std::vector<InCell>& all) {
    const auto key = [](const InCell& one) { return std::tie(one.place, one.pattern, one.cell); };
    std::stable_sort(all.begin(), all.end(), [&](const InCell& a, const InCell& b) { return key(a) < key(b); });
    std::size_t kept = 0;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (kept > 0 && key(all[kept - 1]) == key(all[i])) {
            all[kept - 1].weight += all[i].weight;
            all[kept - 1].square += all[i].square;
        } else
            all[kept++] = all[i];
    }
    all.resize(kept);
}

}  // namespace

/// With z_ij = (delta - p_j)/W for those who stand in a cell and 0 for others, everybody's row of e is one of few: it
/// depends on pattern and cell alone. Units of their own need the sums of w^2 by pattern and cell, clusters a row each.
Eigen::MatrixXd Linearised::covariance_of_shares(std::span<const Alike> people, std::span<const int> cell_of, std::size_t cell_count) const {
    using Matrix = Eigen::MatrixXd;
    const auto cells = static_cast<Eigen::Index>(cell_count);
    Eigen::VectorXd shares = Eigen::VectorXd::Zero(cells);
    for (std::size_t k = 0; k < people.size(); ++k)
        if (cell_of[k] >= 0) shares(cell_of[k]) += people[k].weight;
    const double weight = shares.sum();
    shares /= weight;

    Values by_pattern = Values::Zero(static_cast<Eigen::Index>(pattern_count()), cells);
    std::vector<InCell> alike;
    for (const auto& piece : pieces_) alike.push_back({piece.place, piece.pattern, -1, piece.weight, piece.square});
    for (std::size_t k = 0; k < people.size(); ++k) {
        if (cell_of[k] < 0) continue;
        const auto place = unit_of(people[k].person), pattern = pattern_of(people[k].person);
        by_pattern.row(pattern) -= people[k].base / weight * shares.transpose();
        by_pattern(pattern, cell_of[k]) += people[k].base / weight;
        alike.push_back({place, pattern, cell_of[k], people[k].weight, people[k].square});
        alike.push_back({place, pattern, -1, -people[k].weight, -people[k].square});
    }
    put_together(alike);
    const auto fitted = explained(by_pattern);

    Matrix of_unit = Matrix::Zero(static_cast<Eigen::Index>(stratum_of_unit_.size()), cells);
    const auto strata = static_cast<Eigen::Index>(units_of_stratum_.size());
    Matrix sum = Matrix::Zero(strata, cells), covariance = Matrix::Zero(cells, cells);
    for (const auto& sums : alike) {
        Eigen::RowVectorXd row = -fitted.row(sums.pattern);
        if (sums.cell >= 0) {
            row -= shares.transpose() / weight;
            row(sums.cell) += 1 / weight;
        }
        if (!sample_.units.empty()) {
            of_unit.row(sums.place) += sums.weight * row;
            continue;
        }
        sum.row(sums.place) += sums.weight * row;
        covariance.selfadjointView<Eigen::Lower>().rankUpdate(row.transpose(), correction(units_of_stratum_[sums.place]) * sums.square);
    }
    for (Eigen::Index c = 0; c < of_unit.rows(); ++c) {
        const auto h = stratum_of_unit_[static_cast<std::size_t>(c)];
        sum.row(h) += of_unit.row(c);
        covariance.selfadjointView<Eigen::Lower>().rankUpdate(of_unit.row(c).transpose(), correction(units_of_stratum_[h]));
    }
    for (Eigen::Index h = 0; h < strata; ++h) {
        const auto units = units_of_stratum_[static_cast<std::size_t>(h)];
        covariance.selfadjointView<Eigen::Lower>().rankUpdate(sum.row(h).transpose(), -correction(units) / static_cast<double>(units));
    }
    return covariance.selfadjointView<Eigen::Lower>();
}

}  // namespace ecoute::analysis

#include "analysis/feasible.hpp"

#include <ClpSimplex.hpp>
#include <CoinPackedMatrix.hpp>
#include <algorithm>
#include <cmath>

namespace ecoute::analysis {
namespace {

/// CLP's feasibility tolerance is 1e-7; counts are whole.
constexpr double tolerance = 1e-6;

CoinPackedMatrix matrix_of(std::size_t inner_cells, std::span<const KnownSum> known) {
    std::vector<int> rows, columns;
    for (std::size_t row = 0; row < known.size(); ++row)
        for (const auto cell : known[row].cells) {
            rows.push_back(static_cast<int>(row));
            columns.push_back(static_cast<int>(cell));
        }
    const std::vector<double> ones(rows.size(), 1.0);
    CoinPackedMatrix matrix{true, rows.data(), columns.data(), ones.data(), static_cast<CoinBigIndex>(rows.size())};
    matrix.setDimensions(static_cast<int>(known.size()), static_cast<int>(inner_cells));
    return matrix;
}

/// The cell that is least whole; nothing when all are.
std::optional<int> fractional(const std::vector<double>& people) {
    std::optional<int> found;
    double furthest = tolerance;
    for (std::size_t i = 0; i < people.size(); ++i) {
        const double away = std::abs(people[i] - std::round(people[i]));
        if (away <= furthest) continue;
        furthest = away;
        found = static_cast<int>(i);
    }
    return found;
}

}  // namespace

struct Feasible::Program {
    ClpSimplex lp;
    bool possible = false;

    Program(std::size_t inner_cells, std::span<const KnownSum> known) {
        std::vector<double> low, high;
        for (const auto& sum : known) low.push_back(sum.low), high.push_back(sum.high);
        const std::vector<double> none(inner_cells, 0.0), any(inner_cells, COIN_DBL_MAX);
        lp.setLogLevel(0);
        lp.loadProblem(matrix_of(inner_cells, known), none.data(), any.data(), none.data(), low.data(), high.data());
        lp.dual();
        possible = lp.primalFeasible();
    }

    /// Solves with the objective that stands; false when there is no solution. `unbounded` is told apart.
    bool solve(bool& unbounded) {
        lp.primal(1);
        unbounded = lp.status() == 2;
        return lp.status() == 0;
    }

    std::vector<double> people() const {
        const double* solution = lp.primalColumnSolution();
        return {solution, solution + lp.numberColumns()};
    }

    std::vector<Evidence> evidence() const {
        std::vector<Evidence> used;
        const double* duals = lp.dualRowSolution();
        for (int row = 0; row < lp.numberRows(); ++row)
            if (std::abs(duals[row]) > tolerance)
                used.push_back({static_cast<std::uint32_t>(row), duals[row]});
        return used;
    }

    /// Best whole solution under the present bounds of cells; `best` is what must be beaten. Depth first.
    void branch(double sign, std::optional<double>& best, std::vector<double>& attained, int& left, bool& complete) {
        bool unbounded = false;
        if (left-- <= 0) {
            complete = false;
            return;
        }
        if (!solve(unbounded)) return;
        const double value = sign * lp.objectiveValue();
        if (best && value > *best - 1 + tolerance) return;  // whole values: one better or nothing
        auto found = people();
        const auto cell = fractional(found);
        if (!cell) {
            best = std::round(value);
            attained = std::move(found);
            return;
        }
        const double at = found[static_cast<std::size_t>(*cell)];
        const double low = lp.columnLower()[*cell], high = lp.columnUpper()[*cell];
        lp.setColumnUpper(*cell, std::floor(at));
        branch(sign, best, attained, left, complete);
        lp.setColumnUpper(*cell, high);
        lp.setColumnLower(*cell, std::ceil(at));
        branch(sign, best, attained, left, complete);
        lp.setColumnLower(*cell, low);
    }

    /// direction 1: the smallest sum; -1: the largest.
    Extreme extreme(std::span<const std::uint32_t> cells, double direction) {
        for (const auto cell : cells) lp.setObjectiveCoefficient(static_cast<int>(cell), 1);
        lp.setOptimizationDirection(direction);
        Extreme found;
        bool unbounded = false;
        if (solve(unbounded)) {
            found.evidence = evidence();
            found.people = people();
            found.value = direction > 0 ? std::ceil(lp.objectiveValue() - tolerance)
                                        : std::floor(lp.objectiveValue() + tolerance);
            if (fractional(found.people)) whole(found, direction);
        } else {
            found.unbounded = true;
        }
        for (const auto cell : cells) lp.setObjectiveCoefficient(static_cast<int>(cell), 0);
        return found;
    }

    void whole(Extreme& found, double direction) {
        std::optional<double> best;
        std::vector<double> attained;
        int left = most_branches;
        bool complete = true;
        branch(direction, best, attained, left, complete);
        // An unfinished search that reached the fractional bound needs no more of it.
        if (best && (complete || std::abs(*best * direction - found.value) < tolerance)) {
            found.value = *best * direction;
            found.people = std::move(attained);
        } else {
            found.exact = false;
            found.people.clear();
        }
    }
};

Feasible::Feasible(std::size_t inner_cells, std::span<const KnownSum> known)
    : program_(std::make_unique<Program>(inner_cells, known)) {}

Feasible::~Feasible() = default;

bool Feasible::possible() const noexcept { return program_->possible; }

Extreme Feasible::smallest(std::span<const std::uint32_t> cells) { return program_->extreme(cells, 1); }

Extreme Feasible::largest(std::span<const std::uint32_t> cells) { return program_->extreme(cells, -1); }

void Feasible::forget(std::uint32_t known) {
    program_->lp.setRowBounds(static_cast<int>(known), 0, COIN_DBL_MAX);
}

}  // namespace ecoute::analysis

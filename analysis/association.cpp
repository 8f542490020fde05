#include "analysis/association.hpp"

#include <boost/math/distributions/fisher_f.hpp>
#include <cmath>
#include <vector>

namespace ecoute::analysis {
namespace {

using Matrix = Eigen::MatrixXd;

/// A number for each row or column that holds somebody, -1 for the others.
struct Kept {
    std::vector<int> place;
    Eigen::Index count = 0;

    Kept(std::span<const int> cell_of, std::size_t size, auto place_of_cell) : place(size, -1) {
        std::vector<bool> held(size, false);
        for (const int cell : cell_of)
            if (cell >= 0) held[place_of_cell(static_cast<std::size_t>(cell))] = true;
        for (std::size_t i = 0; i < size; ++i)
            if (held[i]) place[i] = static_cast<int>(count++);
    }
};

/// Contrasts of interaction: what the saturated model has beyond rows and columns, made orthogonal to them.
Matrix interactions(Eigen::Index rows, Eigen::Index columns) {
    const auto cells = rows * columns;
    Matrix main = Matrix::Zero(cells, rows + columns - 1);
    Matrix both = Matrix::Zero(cells, (rows - 1) * (columns - 1));
    for (Eigen::Index r = 0; r < rows; ++r)
        for (Eigen::Index c = 0; c < columns; ++c) {
            const auto cell = r * columns + c;
            main(cell, 0) = 1;
            if (r > 0) main(cell, r) = 1;
            if (c > 0) main(cell, rows - 1 + c) = 1;
            if (r > 0 && c > 0) both(cell, (r - 1) * (columns - 1) + c - 1) = 1;
        }
    return both - main * main.colPivHouseholderQr().solve(both);
}

struct Shares {
    Eigen::VectorXd of_cell;
    double people = 0;
};

Shares shares_of(std::span<const Alike> people, std::span<const int> cell_of, Eigen::Index cells) {
    Shares shares{Eigen::VectorXd::Zero(cells), 0};
    for (std::size_t i = 0; i < cell_of.size(); ++i) {
        if (cell_of[i] < 0) continue;
        shares.of_cell(cell_of[i]) += people[i].weight;
        shares.people += static_cast<double>(people[i].people);
    }
    shares.of_cell /= shares.of_cell.sum();
    return shares;
}

double pearson(const Shares& shares, Eigen::Index rows, Eigen::Index columns) {
    double sum = 0;
    for (Eigen::Index r = 0; r < rows; ++r)
        for (Eigen::Index c = 0; c < columns; ++c) {
            double of_row = 0, of_column = 0;
            for (Eigen::Index k = 0; k < columns; ++k) of_row += shares.of_cell(r * columns + k);
            for (Eigen::Index k = 0; k < rows; ++k) of_column += shares.of_cell(k * columns + c);
            const double expected = of_row * of_column, apart = shares.of_cell(r * columns + c) - expected;
            sum += apart * apart / expected;
        }
    return shares.people * sum;
}

/// Second order (STATISTICS.md A10): D = (C'P^-1 C/n)^-1 C'P^-1 V P^-1 C, X2/tr(D) against F(d0, d0 nu), d0 = tr(D)^2/tr(D^2). The inverse
/// share of a cell of nobody is 0, as R's svychisq takes it.
std::optional<TestResult> second_order(const Shares& shares, const Matrix& covariance, Eigen::Index rows, Eigen::Index columns, double nu) {
    Eigen::VectorXd inverse = shares.of_cell;
    for (auto& each : inverse) each = each > 0 ? 1 / each : 0;
    const Matrix contrasts = interactions(rows, columns);
    const Matrix scaled = inverse.asDiagonal() * contrasts;
    const Matrix simple = contrasts.transpose() * scaled / shares.people;
    const Matrix design_effects = simple.fullPivLu().solve(scaled.transpose() * covariance * scaled);

    const double trace = design_effects.trace(), squares = (design_effects * design_effects).trace();
    if (!(trace > 0) || !(squares > 0)) return std::nullopt;
    TestResult test{"rao_scott_f", pearson(shares, rows, columns) / trace, trace * trace / squares, 0, 1};
    test.df2 = test.df1 * nu;
    if (!std::isfinite(test.statistic)) return std::nullopt;
    test.p = boost::math::cdf(boost::math::complement(boost::math::fisher_f{test.df1, test.df2}, test.statistic));
    return test;
}

/// Of a calibrated sample those of everybody, since calibration ties all people together; else those of who is tested.
std::int64_t degrees_of_freedom(const Linearised& sample, std::span<const Alike> people, std::span<const int> cell_of) {
    if (!sample.sample().margins.totals.empty()) return sample.degrees_of_freedom();
    std::vector<Alike> tested;
    for (std::size_t i = 0; i < cell_of.size(); ++i)
        if (cell_of[i] >= 0) tested.push_back(people[i]);
    return sample.degrees_of_freedom(tested);
}

}  // namespace

std::optional<TestResult> rao_scott(const Linearised& sample, std::span<const int> cell_of, std::size_t rows, std::size_t columns) {
    std::vector<Alike> people;
    for (std::uint32_t person = 0; person < cell_of.size(); ++person) people.push_back(sample.alone(person));
    return rao_scott(sample, people, cell_of, rows, columns);
}

std::optional<TestResult> rao_scott(const Linearised& sample, std::span<const Alike> people, std::span<const int> cell_of, std::size_t rows,
                                    std::size_t columns) {
    const Kept row{cell_of, rows, [columns](std::size_t cell) { return cell / columns; }};
    const Kept column{cell_of, columns, [columns](std::size_t cell) { return cell % columns; }};
    const auto cells = row.count * column.count;
    const auto nu = static_cast<double>(degrees_of_freedom(sample, people, cell_of));
    if (row.count < 2 || column.count < 2 || nu < 1 || cells > static_cast<Eigen::Index>(most_tested_cells))
        return std::nullopt;

    std::vector<int> kept(cell_of.size(), -1);
    for (std::size_t i = 0; i < kept.size(); ++i)
        if (cell_of[i] >= 0) {
            const auto cell = static_cast<std::size_t>(cell_of[i]);
            kept[i] = row.place[cell / columns] * static_cast<int>(column.count) + column.place[cell % columns];
        }
    const auto shares = shares_of(people, kept, cells);
    return second_order(shares, sample.covariance_of_shares(people, kept, static_cast<std::size_t>(cells)), row.count, column.count, nu);
}

std::optional<TestResult> rao_scott_of_counts(const std::vector<std::vector<double>>& rows, double sample) {
    const auto row_count = static_cast<Eigen::Index>(rows.size());
    const auto column_count = rows.empty() ? 0 : static_cast<Eigen::Index>(rows.front().size());
    const auto cells = row_count * column_count;
    if (row_count < 2 || column_count < 2 || sample < 2 || cells > static_cast<Eigen::Index>(most_tested_cells)) return std::nullopt;
    Shares shares{Eigen::VectorXd::Zero(cells), 0};
    for (Eigen::Index cell = 0; cell < cells; ++cell)
        shares.of_cell(cell) = rows[static_cast<std::size_t>(cell / column_count)][static_cast<std::size_t>(cell % column_count)];
    shares.people = shares.of_cell.sum();
    shares.of_cell /= shares.people;
    Matrix covariance = -shares.of_cell * shares.of_cell.transpose();
    covariance.diagonal() += shares.of_cell;
    covariance *= sample / (sample - 1) / shares.people;
    return second_order(shares, covariance, row_count, column_count, shares.people - 1);
}

}  // namespace ecoute::analysis

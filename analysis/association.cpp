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

Shares shares_of(const Linearised& sample, std::span<const int> cell_of, Eigen::Index cells) {
    Shares shares{Eigen::VectorXd::Zero(cells), 0};
    for (std::size_t i = 0; i < cell_of.size(); ++i) {
        if (cell_of[i] < 0) continue;
        shares.of_cell(cell_of[i]) += sample.sample().weights[i];
        ++shares.people;
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

}  // namespace

std::optional<TestResult> rao_scott(const Linearised& sample, std::span<const int> cell_of, std::size_t rows,
                                    std::size_t columns) {
    const Kept row{cell_of, rows, [columns](std::size_t cell) { return cell / columns; }};
    const Kept column{cell_of, columns, [columns](std::size_t cell) { return cell % columns; }};
    const auto cells = row.count * column.count;
    const auto nu = static_cast<double>(sample.degrees_of_freedom());
    if (row.count < 2 || column.count < 2 || nu < 1 || cells > static_cast<Eigen::Index>(most_tested_cells))
        return std::nullopt;

    std::vector<int> kept(cell_of.size(), -1);
    for (std::size_t i = 0; i < kept.size(); ++i)
        if (cell_of[i] >= 0) {
            const auto cell = static_cast<std::size_t>(cell_of[i]);
            kept[i] = row.place[cell / columns] * static_cast<int>(column.count) + column.place[cell % columns];
        }
    const auto shares = shares_of(sample, kept, cells);
    const Matrix covariance = sample.covariance_of_shares(kept, static_cast<std::size_t>(cells));
    Eigen::VectorXd inverse = shares.of_cell;
    for (auto& each : inverse) each = each > 0 ? 1 / each : 0;
    const Matrix contrasts = interactions(row.count, column.count);
    const Matrix scaled = inverse.asDiagonal() * contrasts;
    const Matrix simple = contrasts.transpose() * scaled / shares.people;
    const Matrix design_effects = simple.fullPivLu().solve(scaled.transpose() * covariance * scaled);

    const double trace = design_effects.trace(), squares = (design_effects * design_effects).trace();
    if (!(trace > 0) || !(squares > 0)) return std::nullopt;
    TestResult test{"rao_scott_f", pearson(shares, row.count, column.count) / trace, trace * trace / squares, 0, 1};
    test.df2 = test.df1 * nu;
    if (!std::isfinite(test.statistic)) return std::nullopt;
    test.p = boost::math::cdf(boost::math::complement(boost::math::fisher_f{test.df1, test.df2}, test.statistic));
    return test;
}

}  // namespace ecoute::analysis

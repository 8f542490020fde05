#include "analysis/independent_levels.hpp"

#include <algorithm>

namespace ecoute::analysis {

Eigen::MatrixXd products_of(const Memberships& people, std::span<const double> weight_of_pattern) {
    const auto levels = static_cast<Eigen::Index>(people.totals.size());
    Eigen::MatrixXd products = Eigen::MatrixXd::Zero(levels, levels);
    for (std::size_t p = 0; p < people.patterns.size(); ++p)
        for (const auto& a : people.patterns[p])
            for (const auto& b : people.patterns[p])
                products(a.level, b.level) += weight_of_pattern[p] * a.part * b.part;
    return products;
}

std::vector<Eigen::Index> independent_levels(const Eigen::MatrixXd& products) {
    constexpr double nothing = 1e-9;
    Eigen::VectorXd scale = products.diagonal().cwiseSqrt();
    for (auto& each : scale) each = each > 0 ? 1 / each : 0;
    Eigen::MatrixXd rest = scale.asDiagonal() * products * scale.asDiagonal();
    std::vector<Eigen::Index> chosen;
    for (Eigen::Index step = 0; step < rest.rows(); ++step) {
        Eigen::Index pivot = 0;
        const double left = rest.diagonal().maxCoeff(&pivot);
        if (left < nothing) break;
        chosen.push_back(pivot);
        const Eigen::VectorXd column = rest.col(pivot) / std::sqrt(left);
        rest.noalias() -= column * column.transpose();
        rest.row(pivot).setZero();
        rest.col(pivot).setZero();
    }
    std::sort(chosen.begin(), chosen.end());
    return chosen;
}

}  // namespace ecoute::analysis

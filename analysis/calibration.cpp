#include "analysis/calibration.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/independent_levels.hpp"

namespace ecoute::analysis {
namespace {

/// The function that makes ratios of scores, its derivative, and its integral, which is what Newton's method brings down.
struct Link {
    virtual ~Link() = default;
    virtual double ratio(double score) const noexcept = 0;
    virtual double slope(double score) const noexcept = 0;
    virtual double integral(double score) const noexcept = 0;
};

struct Exponential final : Link {
    double ratio(double score) const noexcept override { return std::exp(score); }
    double slope(double score) const noexcept override { return std::exp(score); }
    double integral(double score) const noexcept override { return std::exp(score); }
};

/// F(u) = (L(U-1) + U(1-L) e^{Au}) / (U-1 + (1-L) e^{Au}), A = (U-L)/((1-L)(U-1)): 1 at 0, between L and U, slope 1 at 0.
/// Written with v = Au + ln((1-L)/(U-1)) it is L + (U-L)/(1 + e^{-v}).
class Logit final : public Link {
public:
    explicit Logit(Bounds bounds)
        : low_(bounds.low),
          width_(bounds.high - bounds.low),
          steepness_(width_ / ((1 - bounds.low) * (bounds.high - 1))),
          shift_(std::log((1 - bounds.low) / (bounds.high - 1))) {}
    double ratio(double score) const noexcept override { return low_ + width_ * share(score); }
    double slope(double score) const noexcept override {
        const double at = share(score);
        return width_ * steepness_ * at * (1 - at);
    }
    double integral(double score) const noexcept override {
        const double v = steepness_ * score + shift_;
        const double softened = v > 0 ? v + std::log1p(std::exp(-v)) : std::log1p(std::exp(v));
        return low_ * score + width_ / steepness_ * softened;
    }

private:
    double share(double score) const noexcept { return 1 / (1 + std::exp(-(steepness_ * score + shift_))); }
    double low_, width_, steepness_, shift_;
};

constexpr int most_steps_of_newton = 100;  // realistic samples need five to ten; infeasible ones run away at once
constexpr int most_halvings = 40;

/// One search for lambda.
class Search {
public:
    Search(const Memberships& people, std::span<const double> pattern_weights, const Link& link)
        : people_(people),
          weights_(pattern_weights),
          link_(link),
          total_(Eigen::Map<const Eigen::VectorXd>(people.totals.data(),
                                                   static_cast<Eigen::Index>(people.totals.size()))),
          free_(independent_levels(products_of(people, pattern_weights))),
          lambda_(Eigen::VectorXd::Zero(total_.size())) {}

    Calibration run() {
        Calibration found;
        score(lambda_);
        double best = misfit(found);
        for (; found.steps < most_steps_of_newton && best > 0; ++found.steps) {
            const Eigen::VectorXd before = lambda_;
            if (!step()) break;
            const double now = misfit(found);
            // At the rounding error a further step only trades one misfit for another.
            if (best < largest_misfit && now >= best / 2) {
                if (now > best) score(lambda_ = before);
                break;
            }
            best = now;
        }
        found.misfit = misfit(found);
        for (const double score : scores_) found.ratios.push_back(link_.ratio(score));
        return found;
    }

private:
    void score(const Eigen::VectorXd& lambda) {
        scores_.assign(people_.patterns.size(), 0);
        for (std::size_t p = 0; p < scores_.size(); ++p)
            for (const auto& part : people_.patterns[p]) scores_[p] += part.part * lambda(part.level);
    }

    Eigen::VectorXd reached() const {
        Eigen::VectorXd sums = Eigen::VectorXd::Zero(total_.size());
        for (std::size_t p = 0; p < scores_.size(); ++p) {
            const double weight = weights_[p] * link_.ratio(scores_[p]);
            for (const auto& part : people_.patterns[p]) sums(part.level) += part.part * weight;
        }
        return sums;
    }

    double misfit(Calibration& found) const {
        Eigen::Index worst = 0;
        const double most = (reached().array() / total_.array() - 1).abs().maxCoeff(&worst);
        found.worst = static_cast<std::size_t>(worst);
        return most;
    }

    /// The dual: Sum d G(x'lambda) - lambda'T, G' = F. Its gradient is what is missing of the totals.
    double dual(const Eigen::VectorXd& lambda) const {
        double sum = -lambda.dot(total_);
        for (std::size_t p = 0; p < scores_.size(); ++p) sum += weights_[p] * link_.integral(scores_[p]);
        return sum;
    }

    /// One step of Newton, halved until the dual goes down. False when there is no way on.
    bool step() {
        std::vector<double> slopes(scores_.size());
        for (std::size_t p = 0; p < slopes.size(); ++p) slopes[p] = weights_[p] * link_.slope(scores_[p]);
        const Eigen::VectorXd missing = total_ - reached();
        const Eigen::MatrixXd curvature = products_of(people_, slopes)(free_, free_);
        const Eigen::LDLT<Eigen::MatrixXd> solver{curvature};
        const Eigen::VectorXd wanted = missing(free_);
        const Eigen::VectorXd direction = solver.solve(wanted);
        if (solver.info() != Eigen::Success || !direction.allFinite()) return false;

        const double before = dual(lambda_), promised = wanted.dot(direction);
        if (!(promised >= 0)) return false;
        const Eigen::VectorXd from = lambda_;
        double length = 1;
        for (int halving = 0; halving < most_halvings; ++halving, length /= 2) {
            lambda_ = from;
            lambda_(free_) += length * direction;
            score(lambda_);
            const double after = dual(lambda_);
            // Near the minimum the dual no longer tells the difference: the whole step is right.
            if (std::isfinite(after) && after <= before - 1e-4 * length * promised + 1e-12 * std::fabs(before)) return true;
        }
        score(lambda_ = from);
        return false;
    }

    const Memberships& people_;
    std::span<const double> weights_;
    const Link& link_;
    Eigen::VectorXd total_;
    std::vector<Eigen::Index> free_;
    Eigen::VectorXd lambda_;
    std::vector<double> scores_;
};

Calibration attempt(const Memberships& people, std::span<const double> weights, std::optional<Bounds> bounds) {
    auto found = bounds ? Search{people, weights, Logit{*bounds}}.run() : Search{people, weights, Exponential{}}.run();
    found.bounds = bounds;
    found.converged = found.misfit <= (bounds ? largest_misfit_bounded : largest_misfit);
    return found;
}

std::vector<double> by_pattern(const Memberships& people, std::span<const double> base_weights) {
    std::vector<double> sums(people.patterns.size(), 0.0);
    for (std::size_t i = 0; i < people.pattern_of.size(); ++i) sums[people.pattern_of[i]] += base_weights[i];
    return sums;
}

}  // namespace

Calibration calibrate(const Memberships& people, std::span<const double> base_weights, std::optional<Bounds> bounds) {
    const auto weights = by_pattern(people, base_weights);
    auto found = attempt(people, weights, bounds);
    if (!bounds) return found;
    const Bounds last{std::min(bounds->low, widest_bounds.low), std::max(bounds->high, widest_bounds.high)};
    while (!found.converged && *bounds != last) {
        bounds = Bounds{std::max(last.low, bounds->low / 1.1), std::min(last.high, bounds->high * 1.1)};
        found = attempt(people, weights, bounds);
        found.widened = true;
    }
    return found;
}

double kish_size(std::span<const double> weights) noexcept {
    double sum = 0, squares = 0;
    for (const double weight : weights) {
        sum += weight;
        squares += weight * weight;
    }
    return squares > 0 ? sum * sum / squares : 0;
}

double variation(std::span<const double> weights) noexcept {
    if (weights.empty()) return 0;
    const double count = static_cast<double>(weights.size());
    const double mean = std::accumulate(weights.begin(), weights.end(), 0.0) / count;
    double squares = 0;
    for (const double weight : weights) squares += (weight - mean) * (weight - mean);
    return mean > 0 ? std::sqrt(squares / count) / mean : 0;
}

double share_at_bound(const Calibration& calibration, const Memberships& people) noexcept {
    if (!calibration.bounds || people.pattern_of.empty()) return 0;
    const auto& [low, high] = *calibration.bounds;
    const double near = (high - low) / 100;
    std::size_t there = 0;
    for (const auto pattern : people.pattern_of) {
        const double ratio = calibration.ratios[pattern];
        if (ratio < low + near || ratio > high - near) ++there;
    }
    return static_cast<double>(there) / static_cast<double>(people.pattern_of.size());
}

}  // namespace ecoute::analysis

#include "analysis/cell_keys.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace ecoute::analysis {
namespace {

/// Changes that a count may undergo: none that leads below 0 or to a forbidden count.
std::vector<Shift> allowed(std::int64_t count, const Noise& noise) {
    if (count == 0) return {{0, 1}};
    std::vector<Shift> changes;
    for (int by = -noise.most; by <= noise.most; ++by) {
        const auto published = count + by;
        if (published == 0 || published > noise.forbidden) changes.push_back({by, 0});
    }
    return changes;
}

struct Moments {
    double mean = 0, squares = 0, cubes = 0, fourths = 0;
};

/// Sets the shares to exp(a d + b d^2) / sum and returns their moments.
Moments weigh(std::vector<Shift>& changes, double a, double b) {
    double sum = 0;
    for (auto& change : changes) sum += change.share = std::exp(a * change.by + b * change.by * change.by);
    Moments moments;
    for (auto& change : changes) {
        change.share /= sum;
        const double d = change.by;
        moments.mean += change.share * d;
        moments.squares += change.share * d * d;
        moments.cubes += change.share * d * d * d;
        moments.fourths += change.share * d * d * d * d;
    }
    return moments;
}

double misfit(const Moments& moments, double variance) {
    return std::max(std::abs(moments.mean), std::abs(moments.squares - variance));
}

/// Newton's method on the two multipliers; the step is halved while it makes the misfit worse.
void solve(std::vector<Shift>& changes, double variance) {
    if (changes.size() == 1) return;
    double a = 0, b = 0;
    auto now = weigh(changes, a, b);
    for (int round = 0; round < 200 && misfit(now, variance) > 1e-13; ++round) {
        const double aa = now.squares - now.mean * now.mean;
        const double ab = now.cubes - now.mean * now.squares;
        const double bb = now.fourths - now.squares * now.squares;
        const double determinant = aa * bb - ab * ab;
        const double rest_a = now.mean, rest_b = now.squares - variance;
        const double step_a = (bb * rest_a - ab * rest_b) / determinant;
        const double step_b = (aa * rest_b - ab * rest_a) / determinant;
        double part = 1;
        auto next = weigh(changes, a - step_a, b - step_b);
        while (misfit(next, variance) > misfit(now, variance) && part > 1e-6) {
            part /= 2;
            next = weigh(changes, a - part * step_a, b - part * step_b);
        }
        a -= part * step_a;
        b -= part * step_b;
        now = next;
    }
    assert(misfit(now, variance) < 1e-9 && "this noise allows no unbiased table");
}

}  // namespace

PerturbationTable::PerturbationTable(const Noise& noise) : noise_(noise) {
    // From D + js + 1 on, no change leads to a forbidden count: all those rows are alike.
    for (std::int64_t count = 0; count <= noise.most + noise.forbidden + 1; ++count) {
        rows_.push_back(allowed(count, noise));
        if (count > 0) solve(rows_.back(), noise.variance);
    }
}

int PerturbationTable::change(std::int64_t count, std::uint32_t cell_key) const noexcept {
    const auto last = static_cast<std::int64_t>(rows_.size()) - 1;
    const auto& row = rows_[static_cast<std::size_t>(std::clamp<std::int64_t>(count, 0, last))];
    double left = cell_key / 4294967296.0;
    for (const auto& change : row) {
        if (left < change.share) return change.by;
        left -= change.share;
    }
    return row.back().by;
}

const PerturbationTable& usual_noise() {
    static const PerturbationTable table{Noise{}};
    return table;
}

std::int64_t perturbed(std::int64_t count, std::uint32_t cell_key) noexcept {
    return std::max<std::int64_t>(0, count + usual_noise().change(count, cell_key));
}

}  // namespace ecoute::analysis

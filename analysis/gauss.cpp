#include "analysis/gauss.hpp"

#include <optional>

#include "analysis/residues.hpp"

namespace ecoute::analysis {
namespace {

using residues::Row;

Row row_of(const Sum& sum) {
    Row row;
    row.reserve(sum.cells.size());
    for (const auto cell : sum.cells) row.push_back({cell, 1});
    return row;
}

/// The row without `pivot`'s first cell; the pivot's first factor is 1.
Row without(const Row& row, const Row& pivot) {
    const auto factor = residues::factor_at(row, pivot.front().rank);
    return factor == 0 ? row : residues::sum(row, static_cast<std::uint32_t>(residues::prime - factor), pivot);
}

/// A primary figure: what is left of it when the published ones are eliminated.
struct Protected {
    Row left;
    bool singleton = false;
    bool shared = false;  ///< the same people as a singleton's: what he learns of it is about himself
};

class Elimination {
public:
    explicit Elimination(std::span<const Sum> sums) {
        for (const auto& sum : sums)
            if (sum.primary) protected_.push_back({row_of(sum), sum.singleton});
        for (auto& one : protected_)
            for (const auto& other : protected_)
                one.shared = one.shared || (&one != &other && other.singleton && one.left == other.left);
    }

    /// Makes a figure known to readers, unless that would give a primary one away. False when it must stay hidden.
    bool publish(Row row) {
        for (const auto& pivot : pivots_) row = without(row, pivot);
        if (row.empty()) return true;  // it follows from the others anyway
        row = residues::scaled(std::move(row));
        std::vector<Row> left;
        left.reserve(protected_.size());
        for (const auto& one : protected_) {
            left.push_back(without(one.left, row));
            if (left.back().empty()) return false;
        }
        if (tells_a_singleton(left)) return false;
        for (std::size_t i = 0; i < left.size(); ++i) protected_[i].left = std::move(left[i]);
        pivots_.push_back(std::move(row));
        return true;
    }

private:
    /// Who is alone in a cell knows its count: a multiple of it is known to him too.
    bool tells_a_singleton(const std::vector<Row>& left) const {
        for (std::size_t s = 0; s < left.size(); ++s) {
            if (!protected_[s].singleton) continue;
            const auto own = residues::scaled(left[s]);
            for (std::size_t other = 0; other < left.size(); ++other)
                if (other != s && !protected_[other].shared && left[other].size() == own.size() &&
                    left[other].front().rank == own.front().rank && residues::scaled(left[other]) == own)
                    return true;
        }
        return false;
    }

    std::vector<Protected> protected_;
    std::vector<Row> pivots_;
};

}  // namespace

std::vector<bool> gauss_suppression(std::span<const Sum> sums, std::span<const std::uint32_t> order) {
    Elimination elimination{sums};
    std::vector<bool> hidden(sums.size());
    for (std::size_t i = 0; i < sums.size(); ++i) hidden[i] = sums[i].primary;
    for (const auto candidate : order)
        if (!hidden[candidate]) hidden[candidate] = !elimination.publish(row_of(sums[candidate]));
    return hidden;
}

}  // namespace ecoute::analysis

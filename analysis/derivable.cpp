#include "analysis/derivable.hpp"

#include <algorithm>
#include <numeric>

#include "analysis/residues.hpp"

namespace ecoute::analysis {
namespace {

using residues::prime;
using residues::product;
using residues::Row;
using residues::Term;

/// row - row's first factor * pivot, whose first factor is 1: the first term falls out.
Row reduced(const Row& row, const Row& pivot) {
    return residues::sum(row, static_cast<std::uint32_t>(prime - row.front().factor), pivot);
}

/// Any fixed sequence without pattern will do (splitmix64).
std::uint32_t arbitrary(std::uint64_t seed) noexcept {
    seed += 0x9E3779B97F4A7C15ull * (seed + 1);
    seed = (seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9ull;
    seed = (seed ^ (seed >> 27)) * 0x94D049BB133111EBull;
    return static_cast<std::uint32_t>((seed ^ (seed >> 31)) % (prime - 1) + 1);
}

class Elimination {
public:
    explicit Elimination(const Ledger& ledger) : ledger_(ledger), rank_of_(ledger.figures.size()) {
        for (std::uint32_t i = 0; i < ledger.figures.size(); ++i)
            if (ledger.figures[i].unknown() && !ledger.relations_of[i].empty()) order_.push_back(i);
        std::stable_sort(order_.begin(), order_.end(), [&](std::uint32_t a, std::uint32_t b) {
            return ledger.relations_of[a].size() < ledger.relations_of[b].size();
        });
        for (std::uint32_t rank = 0; rank < order_.size(); ++rank) rank_of_[order_[rank]] = rank;
        pivots_.resize(order_.size());
    }

    /// False when it takes too long.
    bool run() {
        for (const auto& relation : ledger_.relations) {
            Row row = row_of(relation);
            while (!row.empty() && !pivots_[row.front().rank].empty()) {
                const auto& pivot = pivots_[row.front().rank];
                steps_ += row.size() + pivot.size();
                if (steps_ > most_elimination_steps) return false;
                row = reduced(row, pivot);
            }
            if (row.empty()) continue;
            const auto rank = row.front().rank;
            pivots_[rank] = residues::scaled(std::move(row));
        }
        return true;
    }

    std::vector<bool> zero_in_a_random_solution() const {
        std::vector<std::uint32_t> solution(order_.size());
        std::vector<bool> zero(ledger_.figures.size(), false);
        for (std::size_t rank = order_.size(); rank-- > 0;) {
            const auto& row = pivots_[rank];
            if (row.empty())
                solution[rank] = arbitrary(rank);
            else {
                std::uint64_t sum = 0;
                for (std::size_t i = 1; i < row.size(); ++i) sum += product(row[i].factor, solution[row[i].rank]);
                solution[rank] = static_cast<std::uint32_t>((prime - sum % prime) % prime);
            }
            zero[order_[rank]] = solution[rank] == 0;
        }
        return zero;
    }

private:
    Row row_of(const Relation& relation) const {
        Row row;
        for (const auto part : relation.parts)
            if (ledger_.figures[part].unknown()) row.push_back({rank_of_[part], 1});
        if (ledger_.figures[relation.total].unknown())
            row.push_back({rank_of_[relation.total], static_cast<std::uint32_t>(prime - 1)});
        std::sort(row.begin(), row.end(), [](const Term& a, const Term& b) { return a.rank < b.rank; });
        return row;
    }

    const Ledger& ledger_;
    std::vector<std::uint32_t> order_, rank_of_;
    std::vector<Row> pivots_;
    std::size_t steps_ = 0;
};

}  // namespace

std::optional<std::vector<bool>> derivable(const Ledger& ledger) {
    Elimination elimination{ledger};
    if (!elimination.run()) return std::nullopt;
    return elimination.zero_in_a_random_solution();
}

}  // namespace ecoute::analysis

#include "analysis/kinds.hpp"

#include <algorithm>
#include <future>
#include <tuple>
#include <unordered_map>

#include "analysis/cube.hpp"

namespace ecoute::analysis {
namespace {

/// Pairs of cell and kind up to this number have a place each (8 MB a thread), more are looked up.
constexpr std::size_t most_places = std::size_t{1} << 21;

/// What is known of pairs of cell and kind. Places hold the number of a pair among those met, since few are.
class Pairs {
public:
    Pairs(std::size_t cells, std::size_t kinds) : kinds_(kinds), size_(cells * kinds), has_places_(size_ <= most_places) {}

    void add(std::uint32_t cell, std::uint32_t kind, std::size_t person) {
        if (has_places_ && places_.empty()) places_.resize(size_);
        const auto pair = std::uint64_t{cell} * kinds_ + kind;
        auto& place = has_places_ ? places_[pair] : others_[pair];
        if (place == 0) {
            met_.push_back({cell, kind, static_cast<std::uint32_t>(person), 0});
            place = static_cast<std::uint32_t>(met_.size());
        }
        ++met_[place - 1].people;
    }
    void tell(std::vector<Met>& all) const { all.insert(all.end(), met_.begin(), met_.end()); }

private:
    std::uint64_t kinds_;
    std::size_t size_;
    bool has_places_;
    std::vector<Met> met_;
    std::vector<std::uint32_t> places_;
    std::unordered_map<std::uint64_t, std::uint32_t> others_;
};

/// The kind of whom a cell met first, as a position: code + 3 in the width of the codes, so that the missing codes are 0 to 2. No position
/// is as large as that of a cell that met nobody, since kinds are at most `most_kinds`.
constexpr std::uint16_t nobody_yet = 0xFFFF, first_position = 3;
static_assert(most_kinds + first_position < nobody_yet);

/// In a fine cube all people of a cell are mostly of one kind: quartier, age and gender make both. So a block is counted by cell alone
/// when everybody in it is of the kind that their cell met first, which is asked without a branch; else one by one.
template <class Code>
class CountedPart {
public:
    CountedPart(std::size_t cells, std::size_t kinds) : expected_(cells, nobody_yet), first_(cells), counts_(cells), pairs_(cells, kinds) {}

    template <class Cell>
    void add_block(std::span<const Cell> cells, const Code* kinds, std::size_t first) {
        unsigned differs = 0;
        for (std::size_t i = 0; i < cells.size(); ++i) differs |= static_cast<unsigned>(expected_[cells[i]] ^ position_of(kinds[i]));
        if (differs != 0) return add_one_by_one(cells, kinds, first);
        for (std::size_t i = 0; i < cells.size(); ++i) ++counts_[cells[i]];
    }
    std::vector<Met> met() const {
        std::vector<Met> all;
        for (std::uint32_t cell = 0; cell < counts_.size(); ++cell)
            if (counts_[cell] > 0) all.push_back({cell, std::uint32_t{expected_[cell]} - first_position, first_[cell], counts_[cell]});
        pairs_.tell(all);
        return all;
    }

private:
    static std::uint16_t position_of(Code kind) noexcept { return static_cast<Code>(kind + first_position); }

    template <class Cell>
    void add_one_by_one(std::span<const Cell> cells, const Code* kinds, std::size_t first) {
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const auto cell = cells[i];
            const auto position = position_of(kinds[i]);
            if (position < first_position) continue;  // left out
            if (expected_[cell] == nobody_yet) {
                expected_[cell] = position;
                first_[cell] = static_cast<std::uint32_t>(first + i);
            }
            if (expected_[cell] == position)
                ++counts_[cell];
            else
                pairs_.add(cell, std::uint32_t{position} - first_position, first + i);
        }
    }

    std::vector<std::uint16_t> expected_;
    std::vector<std::uint32_t> first_, counts_;
    Pairs pairs_;
};

std::vector<Met> met_in_part(std::span<const Axis> axes, const forms::Codes& kinds, std::size_t count, std::size_t begin, std::size_t end) {
    return kinds.visit([&]<class Code>(std::span<const Code> codes) {
        CountedPart<Code> part{cells_of(axes), count};
        for_each_block_of_cube(axes, begin, end, [&](std::size_t first, auto cells) {
            fetch_next_block(codes, first);
            part.add_block(cells, codes.data() + first, first);
        });
        return part.met();
    });
}

/// The same cell and kind as one, who came first before.
std::vector<Met> put_together(std::vector<Met> all) {
    std::sort(all.begin(), all.end(),
              [](const Met& a, const Met& b) { return std::tie(a.cell, a.kind, a.first) < std::tie(b.cell, b.kind, b.first); });
    std::vector<Met> together;
    for (const auto& met : all) {
        if (!together.empty() && together.back().cell == met.cell && together.back().kind == met.kind)
            together.back().people += met.people;
        else
            together.push_back(met);
    }
    return together;
}

}  // namespace

std::vector<Met> count_kinds(std::span<const Axis> axes, const forms::Codes& kinds, std::size_t count, int threads) {
    const auto people = kinds.size();
    const auto part = [&](std::size_t first, std::size_t last) { return met_in_part(axes, kinds, count, first, last); };
    if (threads < 2 || people < people_worth_a_thread) return put_together(part(0, people));
    auto beside = std::async(std::launch::async, part, middle_of(people), people);
    auto all = part(0, middle_of(people));
    const auto others = beside.get();
    all.insert(all.end(), others.begin(), others.end());
    return put_together(std::move(all));
}

}  // namespace ecoute::analysis

#include "analysis/telling.hpp"

#include <algorithm>

namespace ecoute::analysis {
namespace {

constexpr std::int64_t nearly_everybody_percent = 95;

bool is_nearly_everybody(std::int64_t some, std::int64_t all, std::int64_t smallest_count) noexcept {
    const auto others = all - some;
    return some > 0 && others < smallest_count && (others <= 1 || 100 * some >= nearly_everybody_percent * all);
}

/// One part of a whole tells of the whole, whether it is nearly all of it or nearly none.
bool tells(std::int64_t some, std::int64_t all, std::int64_t smallest_count) noexcept {
    return is_nearly_everybody(some, all, smallest_count) || is_nearly_everybody(all - some, all, smallest_count);
}

class Telling {
public:
    Telling(const Table& table, const Thresholds& limits, Hidden& hidden) : table_(table), limits_(limits), hidden_(hidden) {}

    void along(std::size_t variable) {
        for (std::size_t total = 0; total < table_.groups.size(); ++total)
            if (table_.groups[total].key[variable] == all_of_them) look_at_line(total, parts_of(total, variable));
    }

    void beside(const Table& whole) {
        for (std::size_t at = 0; at < table_.groups.size(); ++at) {
            const auto &some = table_.groups[at], &all = whole.groups[at];
            if (tells(some.base, all.base, limits_.smallest_count)) hide_group(at);
            for (std::size_t i = 0; i < some.counts.size(); ++i)
                if (tells(some.counts[i], all.counts[i], limits_.smallest_count)) hide(at, i);
        }
    }

    void by_whom_was_asked() {
        for (std::size_t at = 0; at < table_.groups.size(); ++at) {
            const auto& group = table_.groups[at];
            const auto asked = group.base + group.no_answer + group.refused;
            if (tells(asked, asked + group.not_asked, limits_.smallest_count)) hide_group(at);
        }
    }

private:
    std::vector<std::size_t> parts_of(std::size_t total, std::size_t variable) const {
        std::vector<std::size_t> parts;
        auto key = table_.groups[total].key;
        for (std::size_t category = 0; category < table_.by[variable].categories.size(); ++category) {
            key[variable] = static_cast<int>(category);
            parts.push_back(*group_at(table_.by, key));
        }
        return parts;
    }

    void look_at_line(std::size_t total, const std::vector<std::size_t>& parts) {
        const auto of = [&](auto figure) {
            std::int64_t most = 0;
            for (const auto part : parts) most = std::max(most, figure(table_.groups[part]));
            return is_nearly_everybody(most, figure(table_.groups[total]), limits_.smallest_count);
        };
        if (of([](const Group& group) { return group.base; }))
            for (const auto part : parts) hide_group(part);
        for (std::size_t i = 0; i < table_.question.categories.size(); ++i)
            if (of([i](const Group& group) { return group.counts[i]; }))
                for (const auto part : parts) hide(part, i);
    }

    void hide(std::size_t group, std::size_t answer) {
        hidden_.groups[group].counts[answer] = true;
        hidden_.anything = true;
    }

    void hide_group(std::size_t at) {
        auto& group = hidden_.groups[at];
        group.whole = group.not_asked = group.no_answer = group.refused = group.mean = true;
        group.counts.assign(group.counts.size(), true);
        hidden_.anything = true;
    }

    const Table& table_;
    const Thresholds& limits_;
    Hidden& hidden_;
};

}  // namespace

void hide_what_tells_of_everybody(const Table& table, const Table* whole, const Thresholds& limits, Hidden& hidden) {
    Telling telling{table, limits, hidden};
    for (std::size_t variable = 0; variable < table.by.size(); ++variable)
        if (table.by[variable].sensitive) telling.along(variable);
    if (whole) telling.beside(*whole);
    if (table.asked_of_sensitive) telling.by_whom_was_asked();
}

}  // namespace ecoute::analysis

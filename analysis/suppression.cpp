#include "analysis/suppression.hpp"

namespace ecoute::analysis {
namespace {

bool is_small(std::int64_t count, std::int64_t limit) noexcept { return count > 0 && count < limit; }

Hidden::InGroup small_of(const Table& table, const Group& group, const Thresholds& limits) {
    Hidden::InGroup hidden;
    hidden.counts.assign(group.counts.size(), false);
    if (group.base < limits.smallest_base) {
        hidden.whole = hidden.not_asked = hidden.no_answer = hidden.refused = hidden.mean = true;
        hidden.counts.assign(group.counts.size(), true);
        return hidden;
    }
    hidden.not_asked = is_small(group.not_asked, limits.smallest_count);
    hidden.no_answer = is_small(group.no_answer, limits.smallest_count);
    hidden.refused = is_small(group.refused, limits.smallest_count);
    hidden.mean = group.base < fewest_for_a_mean;
    for (std::size_t i = 0; i < group.counts.size(); ++i) {
        const auto others = table.multiple ? group.base - group.counts[i] : 0;
        hidden.counts[i] = is_small(group.counts[i], limits.smallest_count) || is_small(others, limits.smallest_count);
    }
    return hidden;
}

}  // namespace

Hidden hidden_of(const Table& table, const Thresholds& limits) {
    Hidden hidden;
    for (const auto& group : table.groups) hidden.groups.push_back(small_of(table, group, limits));
    hidden.people = is_small(table.people, limits.smallest_count);
    hidden.unclassified = is_small(table.unclassified, limits.smallest_count);
    for (const auto& group : hidden.groups) {
        hidden.anything = hidden.anything || group.whole || group.not_asked || group.no_answer || group.refused;
        for (const bool count : group.counts) hidden.anything = hidden.anything || count;
    }
    return hidden;
}

}  // namespace ecoute::analysis

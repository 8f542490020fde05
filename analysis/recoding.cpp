#include "analysis/recoding.hpp"

#include <algorithm>
#include <map>
#include <numeric>

namespace ecoute::analysis {
namespace {

constexpr const char* nobodys = "-";
constexpr std::string_view between = " + ";

std::vector<std::string> names_in(std::string_view place) {
    std::vector<std::string> names;
    for (;;) {
        const auto at = place.find(between);
        names.emplace_back(place.substr(0, at));
        if (at == std::string_view::npos) return names;
        place.remove_prefix(at + between.size());
    }
}

/// Categories by the kind of their quartier, each kind's from few people to many.
std::map<std::string, std::vector<std::uint32_t>> by_kind(const Table& own) {
    std::vector<std::uint32_t> order(own.question.categories.size());
    std::iota(order.begin(), order.end(), 0u);
    const auto& counts = own.groups.back().counts;
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return counts[a] < counts[b]; });
    std::map<std::string, std::vector<std::uint32_t>> kinds;
    for (const auto category : order) kinds[own.question.categories[category].kind].push_back(category);
    return kinds;
}

/// Which categories have no row: the small ones; of quartiers one more where a single one holds somebody.
std::vector<bool> put_together(const Table& own, const Thresholds& limits) {
    const auto& counts = own.groups.back().counts;
    std::vector<bool> small(counts.size());
    for (std::size_t i = 0; i < counts.size(); ++i) small[i] = counts[i] < limits.smallest_base;
    if (own.question.role != "quartier") return small;
    for (const auto& [kind, categories] : by_kind(own)) {
        const auto holds = std::count_if(categories.begin(), categories.end(), [&](auto i) { return small[i] && counts[i] > 0; });
        const auto next = std::find_if(categories.begin(), categories.end(), [&](auto i) { return !small[i]; });
        if (holds == 1 && next != categories.end()) small[*next] = true;
    }
    return small;
}

void add_kinds(Recoding& recoding, const Variable& variable) {
    for (std::uint32_t i = 0; i < variable.categories.size(); ++i) {
        const auto& kind = variable.categories[i].kind;
        if (kind.empty()) continue;
        auto& groups = recoding.variable.groups;
        auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& one) { return one.name == kind; });
        if (group == groups.end()) group = groups.insert(groups.end(), SetVariable::Members{kind, {}});
        group->categories.push_back(recoding.place_of[i]);
    }
    for (auto& group : recoding.variable.groups) {
        std::sort(group.categories.begin(), group.categories.end());
        group.categories.erase(std::unique(group.categories.begin(), group.categories.end()), group.categories.end());
    }
}

}  // namespace

Recoding recode(const Table& own, const Thresholds& limits) {
    const auto& categories = own.question.categories;
    const auto small = put_together(own, limits);
    Recoding recoding{{own.question.name, {}, {}, false}, std::vector<std::uint32_t>(categories.size()), {}};
    auto& places = recoding.variable.categories;
    for (std::uint32_t i = 0; i < categories.size(); ++i) {
        if (small[i]) continue;
        recoding.place_of[i] = static_cast<std::uint32_t>(places.size());
        places.push_back(categories[i].name);
        recoding.shown.push_back(true);
    }
    std::string last;
    std::vector<std::uint32_t> nobodys_too;
    for (const auto& [kind, of_kind] : by_kind(own)) {
        std::string name;
        for (std::uint32_t i = 0; i < categories.size(); ++i) {
            if (!small[i] || categories[i].kind != kind) continue;
            auto& names = kind.empty() ? last : name;
            names += (names.empty() ? "" : std::string{between}) + categories[i].name;
            recoding.place_of[i] = static_cast<std::uint32_t>(places.size());
            if (kind.empty()) nobodys_too.push_back(i);
        }
        if (name.empty()) continue;
        places.push_back(name);
        recoding.shown.push_back(false);
    }
    for (const auto i : nobodys_too) recoding.place_of[i] = static_cast<std::uint32_t>(places.size());
    places.push_back(last.empty() ? nobodys : last + std::string{between} + nobodys);
    recoding.shown.push_back(false);
    add_kinds(recoding, own.question);
    return recoding;
}

std::optional<Recoding> recode_as(const Variable& now, const SetVariable& earlier) {
    Recoding recoding{{now.name, earlier.categories, {}, false}, {}, {}};
    std::map<std::string, std::uint32_t> place_of;
    for (std::uint32_t place = 0; place < earlier.categories.size(); ++place) {
        const auto names = names_in(earlier.categories[place]);
        recoding.shown.push_back(names.size() == 1 && names.front() != nobodys);
        for (const auto& name : names) place_of[name] = place;
    }
    if (place_of.size() != now.categories.size() + 1) return std::nullopt;
    for (const auto& category : now.categories) {
        const auto found = place_of.find(category.name);
        if (found == place_of.end()) return std::nullopt;
        recoding.place_of.push_back(found->second);
    }
    // A place that holds one small quartier alone has no row either: its category stands for itself, its base stays under the threshold.
    add_kinds(recoding, now);
    if (recoding.variable != earlier) return std::nullopt;
    return recoding;
}

std::vector<std::vector<std::uint32_t>> merged_in(const Recoding& recoding) {
    std::vector<std::vector<std::uint32_t>> places(recoding.shown.size());
    for (std::uint32_t i = 0; i < recoding.place_of.size(); ++i)
        if (!recoding.shown[recoding.place_of[i]]) places[recoding.place_of[i]].push_back(i);
    places.erase(std::remove_if(places.begin(), places.end(), [](const auto& place) { return place.empty(); }), places.end());
    return places;
}

}  // namespace ecoute::analysis

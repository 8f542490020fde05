#include "analysis/releases_over_time.hpp"

#include <algorithm>

#include "analysis/joint_release.hpp"

namespace ecoute::analysis {
namespace {

/// Who came with release `first` and was last in release `last`, of releases 0 to `now`.
struct Presence {
    std::size_t first = 0, last = 0;
};

std::vector<Presence> presences(std::size_t now, bool somebody_left) {
    std::vector<Presence> all;
    for (std::size_t first = 0; first <= now; ++first)
        for (std::size_t last = somebody_left ? first : now; last <= now; ++last) all.push_back({first, last});
    return all;
}

/// Choices had a place for answers in no band once, where nobody ever was.
void take_rest_off(PublishedSet& set) {
    if (set.variables.empty() || set.variables.back().categories.empty() || set.variables.back().categories.back() != "-" || !set.variables.back().groups.empty()) return;
    const auto rest = static_cast<int>(set.variables.back().categories.size()) - 1;
    set.variables.back().categories.pop_back();
    set.cells.erase(std::remove_if(set.cells.begin(), set.cells.end(), [&](const SetCell& cell) { return cell.key.back() == rest; }), set.cells.end());
}

bool is_publication(const PublishedSet& set) { return !set.variables.empty() && set.variables.back().name == publication; }

}  // namespace

ReleasesOverTime::ReleasesOverTime(PublishedSet now, std::vector<bool> already, std::string name)
    : set_(std::move(now)), already_(std::move(already)), name_(std::move(name)) {
    already_.resize(set_.cells.size());
}

bool ReleasesOverTime::add(const std::string& name, const std::vector<NamedSet>& sets, const std::string& wanted,
                           const std::map<SetKey, std::int64_t>& remaining, bool somebody_left) {
    const auto found = std::find_if(sets.begin(), sets.end(), [&](const NamedSet& one) { return one.name == wanted; });
    if (found == sets.end()) return true;
    auto then = latest_alone(found->set);
    if (then.variables != set_.variables) take_rest_off(then);
    if (then.variables != set_.variables) return false;
    Before before{name, {}, {}};
    for (const auto& cell : then.cells) {
        if (cell.count) {
            before.cells.push_back(cell);
            before.published.push_back(true);
            continue;
        }
        const auto still = remaining.find(cell.key);
        const bool small = still != remaining.end() && still->second < set_.smallest_count && (still->second > 0 || set_.nobody_is_small);
        if (!small) continue;
        before.cells.push_back({cell.key, still->second, cell.table});
        before.published.push_back(false);
    }
    before_.push_back(std::move(before));
    somebody_left_ = somebody_left_ || somebody_left;
    return true;
}

forms::Result<Release> ReleasesOverTime::release() {
    if (before_.empty()) return suppress(std::move(set_), already_);
    const auto now = before_.size();
    const auto who = presences(now, somebody_left_);
    SetVariable when{std::string{publication}, {}, {}, false};
    const auto name_of = [&](std::size_t release) { return release == now ? name_ : before_[release].name; };
    for (const auto& one : who)
        when.categories.push_back(name_of(one.first) + (one.last == now ? "" : " > " + name_of(one.last)));
    for (std::size_t release = 0; release <= now; ++release) {
        SetVariable::Members in{"= " + name_of(release), {}};
        for (std::uint32_t i = 0; i < who.size(); ++i)
            if (who[i].first <= release && release <= who[i].last) in.categories.push_back(i);
        when.groups.push_back(std::move(in));
    }
    const auto part = [&](std::size_t release) { return static_cast<int>(who.size() + release); };
    for (auto& cell : set_.cells) cell.key.push_back(part(now));
    for (std::size_t release = 0; release < now; ++release)
        for (std::size_t i = 0; i < before_[release].cells.size(); ++i) {
            auto cell = before_[release].cells[i];
            cell.key.push_back(part(release));
            set_.cells.push_back(std::move(cell));
            already_.push_back(before_[release].published[i]);
        }
    set_.variables.push_back(std::move(when));
    return suppress(std::move(set_), already_);
}

PublishedSet latest_alone(const PublishedSet& set) {
    if (!is_publication(set)) return set;
    PublishedSet alone = set;
    alone.cells.clear();
    const auto& when = set.variables.back();
    const auto latest = static_cast<int>(when.categories.size() + when.groups.size()) - 1;
    for (const auto& cell : set.cells) {
        if (cell.key.back() != latest) continue;
        alone.cells.push_back(cell);
        alone.cells.back().key.pop_back();
    }
    alone.variables.pop_back();
    return alone;
}

std::vector<NamedSet> latest_of(std::vector<NamedSet> sets) {
    for (auto& one : sets) one.set = latest_alone(one.set);
    return sets;
}

}  // namespace ecoute::analysis

#include "server/snapshot_rule.hpp"

#include <algorithm>
#include <map>

namespace ecoute::server {
namespace {

/// The quartier's name of each person; "" for all when the form asks for none.
class Quartiers {
public:
    Quartiers(const forms::Form& form, const forms::Columns& columns) {
        const auto question = form.breakdowns.quartier;
        if (question == forms::none) return;
        const auto& codes = columns.by_question[question].codes;
        if (codes.size() != columns.people) return;
        codes_ = &codes;
        for (const auto& choice : form.list_of(question).choices) names_.push_back(choice.name);
    }
    const std::string& of(std::size_t person) const noexcept {
        if (!codes_ || (*codes_)[person] >= names_.size()) return unknown_;
        return names_[(*codes_)[person]];
    }

private:
    const forms::Codes* codes_ = nullptr;
    std::vector<std::string> names_;
    std::string unknown_;
};

std::map<std::string, std::int64_t, std::less<>> reach_of(const std::vector<storage::SnapshotPart>& parts) {
    std::map<std::string, std::int64_t, std::less<>> reach;
    for (const auto& part : parts) reach[part.quartier] = part.last_seq;
    return reach;
}

std::int64_t reached(const std::map<std::string, std::int64_t, std::less<>>& reach, const std::string& quartier) {
    const auto found = reach.find(quartier);
    return found == reach.end() ? 0 : found->second;
}

std::int64_t people_of(const std::vector<storage::SnapshotPart>& parts, const std::string& quartier) {
    const auto found = std::find_if(parts.begin(), parts.end(), [&](const auto& part) { return part.quartier == quartier; });
    return found == parts.end() ? 0 : found->people;
}

/// Of a quartier's people that are left of `people`: nine out for each who is gone.
void step_out(std::vector<std::size_t> left, std::int64_t people, const forms::Columns& columns, std::vector<bool>& in) {
    const auto gone = people - static_cast<std::int64_t>(left.size());
    if (gone <= 0) return;
    const auto out = std::min(left.size(), static_cast<std::size_t>(gone * (fewest_at_once - 1)));
    if (columns.record_keys.size() == columns.people)
        std::sort(left.begin(), left.end(), [&](std::size_t a, std::size_t b) { return columns.record_keys[a] < columns.record_keys[b]; });
    for (std::size_t i = 0; i < out; ++i) in[left[i]] = false;
}

}  // namespace

std::optional<std::vector<storage::SnapshotPart>> next_parts(const forms::Form& form, const forms::Columns& columns,
                                                             const std::vector<storage::SnapshotPart>& last) {
    const Quartiers quartiers{form, columns};
    const auto reach = reach_of(last);
    struct Growth {
        std::int64_t in = 0, fresh = 0, youngest = 0;
    };
    std::map<std::string, Growth> growth;
    for (const auto& part : last) growth[part.quartier].youngest = part.last_seq;
    for (std::size_t person = 0; person < columns.people; ++person) {
        const auto& quartier = quartiers.of(person);
        auto& here = growth[quartier];
        const auto seq = columns.seqs[person];
        ++(seq > reached(reach, quartier) ? here.fresh : here.in);
        here.youngest = std::max(here.youngest, seq);
    }
    if (last.empty() && static_cast<std::int64_t>(columns.people) < fewest_at_once) return std::nullopt;

    bool anybody = false;
    std::vector<storage::SnapshotPart> parts;
    for (const auto& [quartier, here] : growth) {
        const bool enters = here.fresh > 0 && (last.empty() || here.fresh >= fewest_at_once);
        anybody = anybody || enters;
        if (enters)
            parts.push_back({quartier, here.youngest, here.in + here.fresh});
        else if (reach.count(quartier))
            parts.push_back({quartier, reached(reach, quartier), people_of(last, quartier)});  // who stepped out stays out
    }
    if (!anybody) return std::nullopt;
    return parts;
}

std::vector<bool> members(const forms::Form& form, const forms::Columns& columns,
                          const std::vector<storage::SnapshotPart>& parts) {
    const Quartiers quartiers{form, columns};
    const auto reach = reach_of(parts);
    std::vector<bool> in(columns.people);
    std::map<std::string_view, std::vector<std::size_t>> by_quartier;
    for (std::size_t person = 0; person < columns.people; ++person) {
        in[person] = columns.seqs[person] <= reached(reach, quartiers.of(person));
        if (in[person]) by_quartier[quartiers.of(person)].push_back(person);
    }
    for (const auto& part : parts) step_out(by_quartier[part.quartier], part.people, columns, in);
    return in;
}

}  // namespace ecoute::server

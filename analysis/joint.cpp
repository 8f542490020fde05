#include "analysis/joint.hpp"

#include <algorithm>
#include <iterator>

#include "analysis/given_answers.hpp"
#include "analysis/kinds.hpp"
#include "analysis/split.hpp"

namespace ecoute::analysis {
namespace {

bool is_place(const Variable& variable) noexcept { return variable.role == "quartier" || variable.role == "kind"; }

/// Everybody whom the table or its reference counts; where everybody has one answer, those who are alike as one.
std::vector<Alike> people_compared(const Table& table, const forms::Form& form, const forms::Columns& columns, const Linearised& sample,
                                   const GivenAnswers& here, const GivenAnswers& there) {
    std::vector<Alike> all;
    const auto counts = [&](std::uint32_t person) { return here.answered(person) || there.answered(person); };
    if (table.multiple || table.number || sample.kind_count() == 0) {
        for (std::uint32_t person = 0; person < columns.people; ++person)
            if (counts(person)) all.push_back(sample.alone(person));
        return all;
    }
    forms::Codes sides;
    sides.reserve(columns.people);
    for (std::uint32_t person = 0; person < columns.people; ++person)
        sides.push_back(static_cast<std::uint16_t>(here.answered(person) + 2 * there.answered(person)));
    std::vector<Axis> axes;
    for (const auto& variable : table.by) axes.push_back(axis_of(form, columns, variable));
    axes.push_back(axis_of(form, columns, table.question));
    axes.emplace_back().codes = &sides;
    axes.back().meanings.assign(3 + 4 + 1, 0);
    for (const auto& met : count_kinds(axes, sample.kinds(), sample.kind_count()))
        if (counts(met.first)) all.push_back(as_one(sample, met));
    return all;
}

/// Those of `all`, by their place in it, who answered in each group, totals included.
std::vector<std::vector<std::uint32_t>> groups_of(const Table& table, const GivenAnswers& answers, const std::vector<std::vector<int>>& by,
                                                  const std::vector<Alike>& all) {
    std::vector<std::vector<std::uint32_t>> groups(table.groups.size());
    std::vector<int> key(by.size());
    for (std::uint32_t at = 0; at < all.size(); ++at) {
        if (!answers.answered(all[at].person)) continue;
        for (unsigned totals = 0; totals < 1u << by.size(); ++totals) {
            bool stands = true;
            for (std::size_t v = 0; v < by.size(); ++v) {
                key[v] = totals >> v & 1u ? all_of_them : by[v][all[at].person];
                stands = stands && (key[v] >= 0 || totals >> v & 1u);
            }
            if (stands) groups[*group_at(table.by, key)].push_back(at);
        }
    }
    return groups;
}

/// People who have a value, by their place among all, and the linearised variable of their mean.
struct Side {
    std::vector<std::uint32_t> people;
    std::vector<double> z;

    Side() = default;
    template <class ValueOf>
    Side(const std::vector<Alike>& all, const std::vector<std::uint32_t>& who, ValueOf value_of) {
        double weight = 0, sum = 0;
        for (const auto at : who)
            if (const std::optional<double> value = value_of(all[at].person)) {
                people.push_back(at);
                z.push_back(*value);
                weight += all[at].weight;
                sum += all[at].weight * *value;
            }
        for (double& value : z) value = (value - sum / weight) / weight;
    }
};

/// z_g - z_r, each 0 outside its own people.
Side difference(const Side& a, const Side& b) {
    Side both;
    std::set_union(a.people.begin(), a.people.end(), b.people.begin(), b.people.end(), std::back_inserter(both.people));
    std::size_t i = 0, j = 0;
    for (const auto at : both.people) {
        double z = 0;
        if (i < a.people.size() && a.people[i] == at) z += a.z[i++];
        if (j < b.people.size() && b.people[j] == at) z -= b.z[j++];
        both.z.push_back(z);
    }
    return both;
}

/// What is told of a group against its reference, out of all who are compared.
class Compared {
public:
    Compared(const Linearised& sample, const std::vector<Alike>& all) : sample_(sample), all_(all) {}

    std::optional<Joint> joint(const Side& group, const Side& reference, double unit) const {
        if (group.people.empty() || reference.people.empty()) return std::nullopt;
        const auto both = difference(group, reference);
        const double covariance = (variance_of(group) + variance_of(reference) - variance_of(both)) / 2;
        return Joint{unit * unit * covariance, static_cast<double>(sample_.degrees_of_freedom(people_of(both)))};
    }

private:
    std::vector<Alike> people_of(const Side& side) const {
        std::vector<Alike> people;
        people.reserve(side.people.size());
        for (const auto at : side.people) people.push_back(all_[at]);
        return people;
    }
    double variance_of(const Side& side) const { return sample_.variance(people_of(side), side.z); }

    const Linearised& sample_;
    const std::vector<Alike>& all_;
};

}  // namespace

Joints joint_estimates(const Table& table, const forms::Form& form, const forms::Columns& columns, const Linearised& sample,
                       std::span<const std::uint8_t> within, std::span<const std::uint8_t> reference) {
    const GivenAnswers here{form, columns, table, within}, there{form, columns, table, reference};
    const auto by = places_of(table, form, columns);
    const auto all = people_compared(table, form, columns, sample, here, there);
    const auto groups = groups_of(table, here, by, all), references = groups_of(table, there, by, all);
    const Compared compared{sample, all};
    const auto place = static_cast<std::size_t>(std::find_if(table.by.begin(), table.by.end(), is_place) - table.by.begin());
    const std::size_t answers = table.question.categories.size();
    constexpr double points = 100;
    Joints joints(table.groups.size());
    for (std::size_t g = 0; g < joints.size(); ++g) {
        auto key = table.groups[g].key;
        if (place < key.size() && key[place] == all_of_them) continue;  // totals over the place have no counterpart
        if (place < key.size())
            key[place] = all_of_them;
        else
            std::fill(key.begin(), key.end(), all_of_them);
        const auto& reference_people = references[*group_at(table.by, key)];
        for (std::size_t i = 0; i < answers; ++i) {
            const auto gave = [&](const GivenAnswers& given) {
                return [&given, i](std::uint32_t person) { return std::optional<double>{given.gave(person, i) ? 1 : 0}; };
            };
            joints[g].push_back(compared.joint(Side{all, groups[g], gave(here)}, Side{all, reference_people, gave(there)}, points));
        }
        if (!table.number && !table.scored) continue;
        const auto number = [&](std::uint32_t person) { return here.number(person); };
        joints[g].push_back(compared.joint(Side{all, groups[g], number}, Side{all, reference_people, number}, 1));
    }
    return joints;
}

}  // namespace ecoute::analysis

#include "analysis/joint.hpp"

#include <algorithm>
#include <iterator>

#include "analysis/given_answers.hpp"

namespace ecoute::analysis {
namespace {

bool is_place(const Variable& variable) noexcept { return variable.role == "quartier" || variable.role == "kind"; }

/// People who have a value, the values, and the linearised variable of their mean.
struct Side {
    std::vector<std::uint32_t> people;
    std::vector<double> z;

    template <class ValueOf>
    Side(const Linearised& sample, const std::vector<std::uint32_t>& who, ValueOf value_of) {
        double weight = 0, sum = 0;
        for (const auto person : who)
            if (const std::optional<double> value = value_of(person)) {
                const double w = sample.sample().weights[person];
                people.push_back(person);
                z.push_back(*value);
                weight += w;
                sum += w * *value;
            }
        for (double& value : z) value = (value - sum / weight) / weight;
    }
};

/// z_g - z_r, each 0 outside its own people.
Side difference(const Linearised& sample, const Side& a, const Side& b) {
    Side both{sample, {}, [](std::uint32_t) { return std::optional<double>{}; }};
    std::set_union(a.people.begin(), a.people.end(), b.people.begin(), b.people.end(), std::back_inserter(both.people));
    std::size_t i = 0, j = 0;
    for (const auto person : both.people) {
        double z = 0;
        if (i < a.people.size() && a.people[i] == person) z += a.z[i++];
        if (j < b.people.size() && b.people[j] == person) z -= b.z[j++];
        both.z.push_back(z);
    }
    return both;
}

std::vector<Alike> each_alone(const Linearised& sample, const std::vector<std::uint32_t>& people) {
    std::vector<Alike> alone;
    alone.reserve(people.size());
    for (const auto person : people) alone.push_back(sample.alone(person));
    return alone;
}

double variance_of(const Linearised& sample, const Side& side) { return sample.variance(each_alone(sample, side.people), side.z); }

std::optional<Joint> joint_of(const Linearised& sample, const Side& group, const Side& reference, double unit) {
    if (group.people.empty() || reference.people.empty()) return std::nullopt;
    const auto both = difference(sample, group, reference);
    const double covariance = (variance_of(sample, group) + variance_of(sample, reference) - variance_of(sample, both)) / 2;
    return Joint{unit * unit * covariance, static_cast<double>(sample.degrees_of_freedom(each_alone(sample, both.people)))};
}

}  // namespace

Joints joint_estimates(const Table& table, const forms::Form& form, const forms::Columns& columns, const Linearised& sample,
                       std::span<const std::uint8_t> within, std::span<const std::uint8_t> reference) {
    const GivenAnswers here{form, columns, table, within}, there{form, columns, table, reference};
    const auto by = places_of(table, form, columns);
    const auto groups = people_of_groups(table, here, by, columns.people), references = people_of_groups(table, there, by, columns.people);
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
            joints[g].push_back(joint_of(sample, Side{sample, groups[g], gave(here)}, Side{sample, reference_people, gave(there)}, points));
        }
        if (!table.number && !table.scored) continue;
        const auto number = [&](std::uint32_t person) { return here.number(person); };
        joints[g].push_back(joint_of(sample, Side{sample, groups[g], number}, Side{sample, reference_people, number}, 1));
    }
    return joints;
}

}  // namespace ecoute::analysis

#include "analysis/joint.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/given.hpp"

namespace ecoute::analysis {
namespace {

bool is_place(const Variable& variable) noexcept { return variable.role == "quartier" || variable.role == "kind"; }

/// Those of `all` on one side, by their place in it, in each group, totals included.
std::vector<std::vector<std::uint32_t>> groups_of(const Table& table, const GroupsOfCells& groups, std::span<const GivenAlike> all, std::uint8_t side) {
    std::vector<std::vector<std::uint32_t>> of_groups(table.groups.size());
    for (std::uint32_t at = 0; at < all.size(); ++at)
        if ((all[at].sides & side) != 0)
            for (const auto group : groups.of(all[at].cell)) of_groups[group].push_back(at);
    return of_groups;
}

/// The group that stands for a table's group in its reference: the same without its place, everybody when the table has none. Nothing for
/// totals over the place.
std::optional<std::size_t> counterpart(const Table& table, std::size_t group) {
    const auto place = static_cast<std::size_t>(std::find_if(table.by.begin(), table.by.end(), is_place) - table.by.begin());
    auto key = table.groups[group].key;
    if (place < key.size() && key[place] == all_of_them) return std::nullopt;
    if (place < key.size())
        key[place] = all_of_them;
    else
        std::fill(key.begin(), key.end(), all_of_them);
    return group_at(table.by, key);
}

/// Figures that are told together: the values that people of a group and of its reference have.
template <class ValueOf>
class Compared {
public:
    /// `figures`: values of each person, value_of(given, figure).
    Compared(const Linearised& sample, std::span<const GivenAlike> all, std::size_t figures, ValueOf value_of)
        : sample_(sample), all_(all), figures_(figures), value_of_(value_of) {}

    /// The covariance of each figure, times `unit` squared; nothing where a side is empty.
    std::vector<std::optional<Joint>> joint(std::span<const std::uint32_t> group, std::span<const std::uint32_t> reference, double unit) const {
        std::vector<std::optional<Joint>> joints(figures_);
        if (group.empty() || reference.empty() || figures_ == 0) return joints;
        std::vector<Person> both;
        merge(group, reference, both);
        std::vector<Alike> people;
        for (const auto& person : both) people.push_back(all_[person.at].alike);
        const auto freedom = static_cast<double>(sample_.degrees_of_freedom(people));
        const auto variances = sample_.variances(people, linearised(both));
        const double part = weight_of(group) / weight_of(reference);
        for (std::size_t i = 0; i < figures_; ++i) {
            const double together = (variances[3 * i] + variances[3 * i + 1] - variances[3 * i + 2]) / 2, simple = variances[3 * i] * part;
            joints[i] = Joint{unit * unit * together, freedom, !sample_.sample().units.empty(), simple > 0 ? std::optional{together / simple} : std::nullopt};
        }
        return joints;
    }

private:
    struct Person {
        std::uint32_t at = 0;
        bool in_group = false, in_reference = false;
    };
    struct Mean {
        double weight = 0, sum = 0;
        void add(double weight_of_one, double value) noexcept {
            weight += weight_of_one;
            sum += weight_of_one * value;
        }
        double of(double value) const noexcept { return (value - sum / weight) / weight; }
    };

    double weight_of(std::span<const std::uint32_t> those) const {
        double weight = 0;
        for (const auto at : those) weight += all_[at].alike.weight;
        return weight;
    }
    static void merge(std::span<const std::uint32_t> group, std::span<const std::uint32_t> reference, std::vector<Person>& both) {
        std::size_t i = 0, j = 0;
        while (i < group.size() || j < reference.size()) {
            const bool first = j == reference.size() || (i < group.size() && group[i] <= reference[j]);
            const bool second = i == group.size() || (j < reference.size() && reference[j] <= group[i]);
            both.push_back({first ? group[i] : reference[j], first, second});
            i += first;
            j += second;
        }
    }
    /// Of each figure z of the group, z of the reference and their difference, each 0 outside its own people.
    Linearised::Values linearised(const std::vector<Person>& both) const {
        Linearised::Values z(static_cast<Eigen::Index>(both.size()), static_cast<Eigen::Index>(3 * figures_));
        for (std::size_t i = 0; i < figures_; ++i) {
            Mean here, there;
            for (const auto& person : both) {
                const double weight = all_[person.at].alike.weight, value = value_of_(all_[person.at], i);
                if (person.in_group) here.add(weight, value);
                if (person.in_reference) there.add(weight, value);
            }
            for (std::size_t k = 0; k < both.size(); ++k) {
                const double value = value_of_(all_[both[k].at], i);
                double* const row = z.row(static_cast<Eigen::Index>(k)).data() + 3 * i;
                row[0] = both[k].in_group ? here.of(value) : 0;
                row[1] = both[k].in_reference ? there.of(value) : 0;
                row[2] = row[0] - row[1];
            }
        }
        return z;
    }

    const Linearised& sample_;
    std::span<const GivenAlike> all_;
    std::size_t figures_;
    ValueOf value_of_;
};

/// Adds to each group that has a counterpart the figures of `compared`, of those in `all`.
template <class ValueOf>
void add_joints(Joints& joints, const Table& table, const GroupsOfCells& groups, std::span<const GivenAlike> all, const Compared<ValueOf>& compared, double unit) {
    const auto here = groups_of(table, groups, all, Sides::here), there = groups_of(table, groups, all, Sides::there);
    for (std::size_t g = 0; g < joints.size(); ++g) {
        const auto reference = counterpart(table, g);
        if (!reference) continue;
        const auto found = compared.joint(here[g], there[*reference], unit);
        joints[g].insert(joints[g].end(), found.begin(), found.end());
    }
}

constexpr double points = 100;

void add_shares(Joints& joints, const Table& table, const GroupsOfCells& groups, std::span<const GivenAlike> all, const Linearised& sample, std::size_t categories) {
    const auto gave = [](const GivenAlike& given, std::size_t category) { return given.category == static_cast<int>(category) ? 1.0 : 0.0; };
    add_joints(joints, table, groups, all, Compared{sample, all, categories, gave}, points);
}

void add_means(Joints& joints, const Table& table, const GroupsOfCells& groups, std::vector<GivenAlike> all, const Linearised& sample) {
    std::erase_if(all, [](const GivenAlike& given) { return std::isnan(given.number); });
    const auto number = [](const GivenAlike& given, std::size_t) { return given.number; };
    add_joints(joints, table, groups, all, Compared{sample, all, 1, number}, 1);
}

}  // namespace

Table uncounted(const ProtectedTable& shown) {
    Table table;
    table.question = shown.question();
    table.by = shown.by();
    table.multiple = shown.multiple();
    table.number = shown.number();
    table.dated = shown.dated();
    table.scored = shown.has_mean() && !shown.number();
    table.groups = empty_groups(table.by, table.question.categories.size());
    return table;
}

Joints joint_estimates(const Table& table, const forms::Form& form, const forms::Columns& columns, const Linearised& sample,
                       std::span<const std::uint8_t> within, std::span<const std::uint8_t> reference) {
    const GroupsOfCells groups{table.by, axes_of(table, form, columns)};
    const auto sides = Sides::of_both(columns.people, within, reference);
    const std::size_t answers = table.question.categories.size();
    Joints joints(table.groups.size());
    if (table.multiple) {
        const GivenOptions options{table, form, columns, sample, sides};
        for (std::size_t option = 0; option < answers; ++option) add_shares(joints, table, groups, options.of(option), sample, 1);
        return joints;
    }
    auto all = given_answers(table, form, columns, sample, sides);
    add_shares(joints, table, groups, all, sample, answers);
    if (table.number || table.scored) add_means(joints, table, groups, std::move(all), sample);
    return joints;
}

}  // namespace ecoute::analysis

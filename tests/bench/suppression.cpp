// Suppression and audit of a linked set: 9 quartiers in 3 sectors x 5 ages x 3 genders, every margin: 312 cells.
#include <chrono>
#include <cstdio>
#include <random>

#include "analysis/release.hpp"
#include "analysis/set_audit.hpp"

using namespace ecoute::analysis;

namespace {

SetVariable variable(std::string name, std::size_t categories) {
    SetVariable made{std::move(name), {}, {}, false};
    for (std::size_t i = 0; i < categories; ++i) made.categories.push_back(made.name + std::to_string(i + 1));
    return made;
}

PublishedSet linked_set(unsigned seed) {
    PublishedSet set;
    set.variables = {variable("quartier", 9), variable("age", 5), variable("genre", 3)};
    set.variables[0].groups = {{"nord", {0, 1, 2}}, {"centre", {3, 4, 5}}, {"sud", {6, 7, 8}}};
    std::mt19937 chance{seed};
    std::vector<std::int64_t> people(inner_size(set));
    for (std::size_t i = 0; i < people.size(); ++i) people[i] = i % 3 == 2 ? chance() % 3 : 3 + chance() % 25;
    for (const auto& key : all_keys(set)) {
        std::int64_t count = 0;
        for (const auto cell : inner_cells(set, key)) count += people[cell];
        set.cells.push_back({key, count, "t"});
    }
    return set;
}

double seconds(std::chrono::steady_clock::time_point from) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count();
}

}  // namespace

int main() {
    for (unsigned seed = 1; seed <= 5; ++seed) {
        const auto set = linked_set(seed);
        const auto start = std::chrono::steady_clock::now();
        const auto release = suppress(set).value();
        const double suppressing = seconds(start);
        const auto middle = std::chrono::steady_clock::now();
        const auto audit = audit_set(release.set).value();
        std::printf("%zu cells: %zu small, %zu by Gauss, %zu by audit in %.3f s; audit of %zu sums in %.3f s, %zu findings\n",
                    set.cells.size(), release.small, release.by_gauss, release.by_audit, suppressing, audit.sums_examined,
                    seconds(middle), audit.findings.size());
    }
}

// Sets of tables that are published together. On small random sets every way in which people could stand in the inner
// cells is enumerated: what a reader can find out is then known without our linear programs.
#include <boost/test/unit_test.hpp>
#include <functional>
#include <random>

#include "analysis/release.hpp"
#include "analysis/set_audit.hpp"
#include "tests/analysis/worlds.hpp"

namespace ecoute::analysis::test {
namespace {

constexpr int all = all_of_them;

SetVariable variable(std::string name, std::size_t categories) {
    SetVariable made{std::move(name), {}, {}, false};
    for (std::size_t i = 0; i < categories; ++i) made.categories.push_back(made.name + std::to_string(i + 1));
    return made;
}

/// Counts of every key that `listed` accepts, from people in the inner cells.
PublishedSet set_of(std::vector<SetVariable> variables, const std::vector<int>& people, std::int64_t k,
                    const std::function<bool(const SetKey&)>& listed = [](const SetKey&) { return true; }) {
    PublishedSet set{std::move(variables), {}, k, 0};
    for (const auto& key : all_keys(set)) {
        if (!listed(key)) continue;
        std::int64_t count = 0;
        for (const auto cell : inner_cells(set, key)) count += people[cell];
        set.cells.push_back({key, count, "t"});
    }
    return set;
}

std::vector<int> random_people(std::mt19937& chance, std::size_t cells, int most) {
    std::vector<int> people(cells);
    for (auto& here : people) here = chance() % 3 == 0 ? 0 : int(chance() % unsigned(most + 1));
    return people;
}

const Finding* finding(const SetAudit& audit, const SetKey& key) {
    for (const auto& found : audit.findings)
        if (found.key == key) return &found;
    return nullptr;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tables_published_together)

/// Hand-made: of 20 people, 12 in a; 3 + 9 and 5 + 3 by gender. k = 4.
BOOST_AUTO_TEST_CASE(a_lone_hidden_count_is_recovered_and_the_audit_says_from_what) {
    auto set = set_of({variable("q", 2), variable("g", 2)}, {3, 9, 5, 3}, 4);
    for (auto& cell : set.cells)
        if (cell.key == SetKey{0, 0}) cell.count.reset();  // 3, alone in its row
    const auto audit = audit_set(set).value();
    const auto* found = finding(audit, {0, 0});
    BOOST_REQUIRE(found);
    BOOST_TEST((found->kind == Finding::Kind::exact));
    BOOST_TEST(found->low == 3);
    BOOST_TEST(found->high.value() == 3);
    double sum = 0;  // the evidence adds up to the figure
    for (const auto& given : found->high_from) sum += given.times * double(given.count);
    BOOST_TEST(sum == 3.0);
    const auto* open = finding(audit, {1, 1});
    BOOST_REQUIRE(open);
    BOOST_TEST((open->kind == Finding::Kind::shown));
}

BOOST_AUTO_TEST_CASE(non_negativity_narrows_what_subtraction_alone_does_not) {
    // Rows 3 + 40 and 50 + 1, all four hidden, margins shown: by independence nothing follows, yet 0 <= cell <= 3 + 1.
    auto set = set_of({variable("q", 2), variable("g", 2)}, {1, 2, 2, 60}, 5);
    for (auto& cell : set.cells)
        if (cell.key[0] != all && cell.key[1] != all) cell.count.reset();
    const auto* found = finding(audit_set(set).value(), {0, 0});
    BOOST_REQUIRE(found);
    BOOST_TEST((found->kind == Finding::Kind::narrow));
    BOOST_TEST(found->low == 0);
    BOOST_TEST(found->high.value() == 3);
}

BOOST_AUTO_TEST_CASE(the_difference_of_two_zonings_is_found_though_no_table_lists_it) {
    SetVariable place{"quartier", {"vieux", "commun", "neuf"}, {}, false};
    place.groups = {{"QPV 2015", {0, 1}}, {"QPV 2024", {1, 2}}};
    PublishedSet set{{place}, {}, 5, 0};
    set.cells = {{{3}, 42, "2015"}, {{4}, 60, "2024"}, {{1}, 40, "commun"}, {{all}, 62, "tous"}};
    const auto audit = audit_set(set).value();
    const auto* found = finding(audit, {0});
    BOOST_REQUIRE(found);
    BOOST_TEST((found->kind == Finding::Kind::implied));
    BOOST_TEST(found->low == 2);
    BOOST_TEST(found->high.value() == 2);
}

BOOST_AUTO_TEST_CASE(noise_widens_what_can_be_known) {
    auto set = set_of({variable("q", 2), variable("g", 2)}, {3, 30, 50, 30}, 5);
    for (auto& cell : set.cells)
        if (cell.key == SetKey{0, 0}) cell.count.reset();
    BOOST_TEST(audit_set(set).value().findings.size() == 1u);
    set.noise = 5;
    BOOST_TEST(audit_set(set).value().findings.empty());
}

BOOST_AUTO_TEST_CASE(figures_that_nobody_could_have_given_are_refused) {
    auto set = set_of({variable("q", 2)}, {10, 20}, 5);
    set.cells[0].count = 11;
    BOOST_TEST((audit_set(set).error().code == forms::Code::tables_contradict));
    set.cells[0].count = 10;
    set.cells.push_back({{0}, 12, "other"});
    const auto refused = audit_set(set);
    BOOST_TEST((refused.error().code == forms::Code::tables_contradict));
    BOOST_TEST(refused.error().facts.at("cell") == "q1");
    PublishedSet large{{variable("a", 100), variable("b", 100)}, {}, 5, 0};
    BOOST_TEST((audit_set(large).error().code == forms::Code::tables_too_large));
}

/// The audit against every possible world, on tables with cells hidden at random.
BOOST_AUTO_TEST_CASE(the_audit_finds_what_enumeration_finds) {
    std::mt19937 chance{7};
    std::size_t exact = 0, safe = 0, undecided = 0;
    for (int round = 0; round < 60; ++round) {
        const bool cube = round % 3 == 0;
        std::vector<SetVariable> variables{variable("a", cube ? 2 : 3), variable("b", cube ? 2 : 3)};
        if (cube) variables.push_back(variable("c", 2));
        auto set = set_of(variables, random_people(chance, cube ? 8 : 9, 5), 3);
        for (auto& cell : set.cells)
            if (cell.key != SetKey(cell.key.size(), all) && chance() % 2) cell.count.reset();
        const auto keys = all_keys(set);
        const auto truth = ranges(set, keys);
        const auto audit = audit_set(set).value();
        undecided += audit.undecided;
        BOOST_TEST_CONTEXT("set " << round)
        for (std::size_t i = 0; i < keys.size(); ++i) {
            if (set.cells[i].count) continue;
            BOOST_TEST_CONTEXT(name_of(set, keys[i], "all")) {
                const auto* found = finding(audit, keys[i]);
                const bool known = truth[i].low == truth[i].high;
                const bool close = known || (truth[i].low < 3 && truth[i].high - truth[i].low < 3);
                BOOST_TEST((found != nullptr) == close);
                if (!found) {
                    ++safe;
                    continue;
                }
                BOOST_TEST(found->low == truth[i].low);
                BOOST_TEST(found->high.value() == truth[i].high);
                BOOST_TEST((found->kind == Finding::Kind::exact) == known);
                exact += known;
            }
        }
    }
    BOOST_TEST(exact > 50u);  // the random sets hold both kinds
    BOOST_TEST(safe > 50u);
    BOOST_TEST(undecided == 0u);
}

/// What suppress lets through, against every possible world.
BOOST_AUTO_TEST_CASE(no_world_count_gives_a_small_figure_of_a_release_away) {
    std::mt19937 chance{11};
    constexpr std::int64_t k = 3;
    std::size_t small = 0, published = 0;
    for (int round = 0; round < 60; ++round) {
        const bool cube = round % 3 == 0;
        std::vector<SetVariable> variables{variable("a", cube ? 2 : 3), variable("b", cube ? 2 : 3)};
        if (cube) variables.push_back(variable("c", 2));
        if (!cube) variables[0].groups = {{"a1+a2", {0, 1}}};
        const auto exact = set_of(variables, random_people(chance, cube ? 8 : 9, 6), k);
        const auto release = suppress(exact).value();
        bool total_shown = true;
        for (const auto& cell : release.set.cells)
            if (!cell.count && cell.key == SetKey(cell.key.size(), all)) total_shown = false;
        if (!total_shown) continue;  // worlds without end: nothing can follow
        const auto truth = ranges(release.set, all_keys(release.set));
        BOOST_TEST_CONTEXT("set " << round)
        for (std::size_t i = 0; i < exact.cells.size(); ++i) {
            const auto count = *exact.cells[i].count;
            published += release.set.cells[i].count.has_value();
            if (count == 0 || count >= k) continue;
            ++small;
            BOOST_TEST_CONTEXT(name_of(exact, exact.cells[i].key, "all")) {
                BOOST_TEST(!release.set.cells[i].count.has_value());
                BOOST_TEST(truth[i].high >= k);
                BOOST_TEST(truth[i].high - truth[i].low >= k);
            }
        }
    }
    BOOST_TEST(small > 100u);
    BOOST_TEST(published > 200u);
}

BOOST_AUTO_TEST_CASE(someone_alone_in_his_cell_does_not_find_his_neighbour_out) {
    // One and three people in a line of four cells whose total stands: k = 2 hides 1 only, k = 4 hides 1 and 3.
    const auto release = suppress(set_of({variable("q", 4)}, {1, 3, 50, 60}, 4)).value();
    std::size_t hidden = 0;
    for (const auto& cell : release.set.cells) hidden += !cell.count.has_value();
    BOOST_TEST(hidden >= 3u);  // 1 + 3 = 4 would tell the one person who the others are
}

BOOST_AUTO_TEST_CASE(what_an_earlier_release_shows_stays_and_binds_the_next) {
    const auto exact = set_of({variable("q", 3), variable("g", 2)}, {2, 20, 30, 30, 40, 40}, 5);
    std::vector<bool> already(exact.cells.size());
    for (std::size_t i = 0; i < exact.cells.size(); ++i)
        already[i] = exact.cells[i].key[0] == all || exact.cells[i].key[1] == all;
    const auto release = suppress(exact, already).value();
    for (std::size_t i = 0; i < exact.cells.size(); ++i)
        if (already[i]) BOOST_TEST(release.set.cells[i].count.has_value());
    BOOST_TEST(audit_set(release.set).value().findings.empty());
    for (std::size_t i = 0; i < exact.cells.size(); ++i)  // its row neighbour is out: 22 - 20
        already[i] = already[i] || exact.cells[i].key == SetKey{0, 1};
    const auto refused = suppress(exact, already);
    BOOST_TEST((refused.error().code == forms::Code::tables_unprotectable));
    BOOST_TEST(refused.error().facts.at("cell") == "q1, g1");
}

BOOST_AUTO_TEST_CASE(a_large_linked_set_passes_its_own_audit) {
    std::mt19937 chance{3};
    SetVariable places = variable("q", 9);
    places.groups = {{"nord", {0, 1, 2}}, {"centre", {3, 4, 5}}, {"sud", {6, 7, 8}}};
    std::vector<int> people(9 * 5 * 3);
    for (std::size_t i = 0; i < people.size(); ++i)  // few people of the third gender
        people[i] = i % 3 == 2 ? int(chance() % 3) : int(3 + chance() % 25);
    const auto release = suppress(set_of({places, variable("a", 5), variable("g", 3)}, people, 5)).value();
    BOOST_TEST(release.set.cells.size() == 312u);
    BOOST_TEST(release.small > 20u);
    BOOST_TEST_MESSAGE(release.small << " small, " << release.by_gauss << " by Gauss, " << release.by_audit << " by audit");
    for (const auto& found : audit_set(release.set).value().findings)
        BOOST_ERROR(name_of(release.set, found.key, "all") << " " << int(found.kind) << " " << found.low << " to "
                                                           << found.high.value_or(-1));
}

BOOST_AUTO_TEST_CASE(merging_the_right_neighbours_leaves_fewer_small_counts) {
    // Ages 3 and 4 hold the small counts: 2 + 4 = 6, 1 + 7 = 8.
    const auto offers = merges(set_of({variable("q", 2), variable("a", 4)}, {20, 30, 2, 4, 25, 40, 1, 7}, 5));
    BOOST_REQUIRE(!offers.empty());
    BOOST_TEST(offers[0].variable == 1u);
    BOOST_TEST(offers[0].first == 2u);
    BOOST_TEST(offers[0].small_before == 4u);  // 2, 4, 1 and the column 2 + 1
    BOOST_TEST(offers[0].small_after == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::analysis::test

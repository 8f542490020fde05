// The noise of interactive tables, against the constraints that define it (STATISTICS.md B4) and the sample table of
// tau-ARGUS.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <random>

#include "analysis/cell_keys.hpp"

namespace ecoute::analysis::test {
namespace {

double mean_of(const std::vector<Shift>& row) {
    double mean = 0;
    for (const auto& change : row) mean += change.share * change.by;
    return mean;
}

double variance_of(const std::vector<Shift>& row) {
    double squares = 0;
    for (const auto& change : row) squares += change.share * change.by * change.by;
    return squares - mean_of(row) * mean_of(row);
}

double entropy_of(const std::vector<Shift>& row) {
    double entropy = 0;
    for (const auto& change : row)
        if (change.share > 0) entropy -= change.share * std::log(change.share);
    return entropy;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(noise_of_interactive_tables)

BOOST_AUTO_TEST_CASE(every_row_keeps_to_its_constraints) {
    for (const auto& noise : {Noise{5, 3, 2}, Noise{7, 4, 2}, Noise{3, 1, 0}, Noise{9, 6, 2}})
        BOOST_TEST_CONTEXT("D=" << noise.most << " V=" << noise.variance << " js=" << noise.forbidden) {
            const PerturbationTable table{noise};
            BOOST_TEST(table.rows().size() == std::size_t(noise.most + noise.forbidden + 2));
            BOOST_TEST(table.rows()[0].size() == 1u);
            BOOST_TEST(table.rows()[0][0].by == 0);
            for (std::size_t count = 1; count < table.rows().size(); ++count)
                BOOST_TEST_CONTEXT("count " << count) {
                    double sum = 0;
                    for (const auto& change : table.rows()[count]) {
                        const int published = int(count) + change.by;
                        BOOST_TEST(std::abs(change.by) <= noise.most);
                        BOOST_TEST((published == 0 || published > noise.forbidden));
                        BOOST_TEST(change.share >= 0);
                        sum += change.share;
                    }
                    BOOST_TEST(std::abs(sum - 1) < 1e-12);
                    BOOST_TEST(std::abs(mean_of(table.rows()[count])) < 1e-10);
                    BOOST_TEST(std::abs(variance_of(table.rows()[count]) - noise.variance) < 1e-9);
                }
        }
}

/// tau-ARGUS' sample table: D=7, V=4, js=2; of a count of 1, 0.775 become 0 and the rest 3 to 8 (STATISTICS.md B4).
BOOST_AUTO_TEST_CASE(a_count_of_one_becomes_zero_as_often_as_in_the_sample_of_tau_argus) {
    const PerturbationTable table{{7, 4, 2}};
    const auto& one = table.rows()[1];
    BOOST_TEST(one.front().by == -1);
    BOOST_TEST(std::abs(one.front().share - 0.775) < 0.001);
    BOOST_TEST(one.size() == 7u);
    BOOST_TEST(one[1].by == 2);     // published 3
    BOOST_TEST(one.back().by == 7);  // published 8
    for (std::size_t i = 2; i < one.size(); ++i) BOOST_TEST(one[i].share < one[i - 1].share);
}

BOOST_AUTO_TEST_CASE(large_counts_move_either_way_alike_and_mostly_little) {
    const auto& last = usual_noise().rows().back();
    BOOST_TEST(last.size() == 11u);
    for (std::size_t i = 0; i < last.size(); ++i)
        BOOST_TEST(std::abs(last[i].share - last[last.size() - 1 - i].share) < 1e-12);
    for (std::size_t i = 1; i <= 5; ++i) BOOST_TEST(last[i].share > last[i - 1].share);
}

/// Moves along the directions that leave sum, mean and variance alone only lose entropy.
BOOST_AUTO_TEST_CASE(no_other_row_with_the_same_constraints_has_more_entropy) {
    for (std::size_t count = 2; count < usual_noise().rows().size(); ++count) {
        const auto& row = usual_noise().rows()[count];
        for (std::size_t i = 0; i + 3 < row.size(); ++i) {
            // Divided differences of order 3 over four changes: orthogonal to 1, d and d^2.
            auto other = row;
            for (const double step : {1e-4, -1e-4}) {
                for (std::size_t j = i; j < i + 4; ++j) {
                    double factor = 1;
                    for (std::size_t m = i; m < i + 4; ++m)
                        if (m != j) factor /= row[j].by - row[m].by;
                    other[j].share = row[j].share + step * factor;
                }
                BOOST_TEST(entropy_of(other) < entropy_of(row));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(the_same_people_get_the_same_change_and_keys_spread_as_the_table_says) {
    const auto& table = usual_noise();
    std::mt19937 chance{20260517};
    for (const std::int64_t count : {1, 2, 5, 8, 40, 5000}) {
        const auto& row = table.rows()[std::min<std::size_t>(std::size_t(count), table.rows().size() - 1)];
        std::vector<int> seen(11);
        for (int i = 0; i < 100'000; ++i) {
            const auto key = static_cast<std::uint32_t>(chance());
            const int by = table.change(count, key);
            BOOST_REQUIRE(by == table.change(count, key));
            ++seen[std::size_t(by + 5)];
        }
        for (const auto& change : row)  // four standard deviations of a share of 100,000
            BOOST_TEST(std::abs(seen[std::size_t(change.by + 5)] / 1e5 - change.share) < 4 * std::sqrt(0.25 / 1e5));
    }
    BOOST_TEST(table.change(0, 0u) == 0);
    BOOST_TEST(table.change(0, 0xFFFFFFFFu) == 0);
    BOOST_TEST(table.change(8, 0u) == -5);
    BOOST_TEST(table.change(8, 0xFFFFFFFFu) == 5);
    BOOST_TEST(perturbed(1, 0u) == 0);
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::analysis::test

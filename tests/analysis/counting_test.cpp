#include "analysis/counting.hpp"

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <map>
#include <random>

#include "analysis/cube.hpp"
#include "analysis/kinds.hpp"

namespace a = ecoute::analysis;
namespace f = ecoute::forms;

namespace {

/// Choices of three questions and an age, drawn at random, some of them missing.
struct Drawn {
    f::Codes codes[3];
    std::vector<double> ages;
    f::Codes kinds;  ///< mostly a matter of the first two answers, as weights are
    std::size_t many = 0;
    std::vector<f::State> states;
    std::vector<std::uint32_t> keys;
    std::vector<a::Axis> axes;

    Drawn(std::size_t people, std::array<std::uint16_t, 3> choices, std::uint16_t many_kinds = 400) : many(many_kinds) {
        std::mt19937 chance{20'260'518};
        constexpr std::uint16_t missing[] = {f::code_not_asked, f::code_no_answer, f::code_refused};
        for (std::size_t person = 0; person < people; ++person) {
            for (std::size_t i = 0; i < 3; ++i)
                codes[i].push_back(chance() % 8 == 0 ? missing[chance() % 3] : static_cast<std::uint16_t>(chance() % choices[i]));
            const bool told = chance() % 5 != 0;
            ages.push_back(told ? static_cast<double>(chance() % 100) : std::nan(""));
            states.push_back(told ? f::State::answered : f::State::refused);
            const auto kind = chance() % 50 == 0 ? chance() % many_kinds : (codes[0][person] * 31u + codes[1][person]) % many_kinds;
            kinds.push_back(chance() % 20 == 0 ? f::code_not_asked : static_cast<std::uint16_t>(kind));
            keys.push_back(static_cast<std::uint32_t>(chance()));
        }
        for (std::size_t i = 0; i < 3; ++i) {
            axes.emplace_back().codes = &codes[i];
            axes.back().meanings.assign(choices[i] + 4u, 0);
        }
        auto& age = axes.emplace_back();
        age.numbers = ages;
        age.states = states;
        age.bounds = {15, 30.5, 60};
        age.meanings.assign(7, 0);
    }

    /// Where a person stands, from what a position is said to be (axis.hpp).
    std::size_t cell(std::size_t person) const {
        std::size_t cell = 0;
        for (std::size_t i = 0; i < 3; ++i) {
            const auto code = codes[i][person];
            cell = cell * axes[i].size() + (code == f::code_refused ? 0 : code == f::code_no_answer ? 1 : code == f::code_not_asked ? 2 : code + 3u);
        }
        std::size_t position = static_cast<std::size_t>(states[person]);
        for (const double bound : {15.0, 30.5, 60.0})
            if (ages[person] >= bound) ++position;
        return cell * 7 + position;
    }
    std::vector<a::Met> kinds_met() const {
        std::map<std::pair<std::size_t, std::size_t>, a::Met> met;
        for (std::size_t person = 0; person < kinds.size(); ++person) {
            if (kinds[person] == f::code_not_asked) continue;
            auto& one = met[{cell(person), kinds[person]}];
            if (one.people++ == 0) one = {static_cast<std::uint32_t>(cell(person)), kinds[person], static_cast<std::uint32_t>(person), 1};
        }
        std::vector<a::Met> all;
        for (const auto& [key, one] : met) all.push_back(one);
        return all;
    }
    template <class Sum, class Number>
    std::vector<Sum> recounted(const std::vector<Number>& numbers) const {
        std::vector<Sum> sums(a::cells_of(axes));
        for (std::size_t person = 0; person < numbers.size(); ++person) sums[cell(person)] += static_cast<Sum>(numbers[person]);
        return sums;
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(one_pass_over_the_columns)

/// Cubes with short and with long numbers of cells, small ones and large; people that fill blocks, and some that do not.
BOOST_AUTO_TEST_CASE(counts_kinds_and_keys_are_those_of_one_person_after_the_other) {
    const std::array<std::uint16_t, 3> cubes[] = {{2, 1, 1}, {12, 7, 3}, {60, 40, 9}, {300, 5, 2}};  // the last with codes of two bytes
    for (const auto& choices : cubes)
        for (const std::size_t people : {std::size_t{0}, std::size_t{1}, a::block_rows, a::block_rows + 3, 5 * a::block_rows - 1}) {
            BOOST_TEST_CONTEXT(choices[0] << " choices, " << people << " people") {
                const Drawn drawn{people, choices, choices[0] == 12 ? std::uint16_t{100} : std::uint16_t{400}};
                BOOST_TEST(a::count_cells(drawn.axes, people) == drawn.recounted<std::int64_t>(std::vector<int>(people, 1)));
                BOOST_TEST((a::count_kinds(drawn.axes, drawn.kinds, drawn.many) == drawn.kinds_met()));
                BOOST_TEST(a::sum_keys(drawn.axes, drawn.keys) == drawn.recounted<std::int64_t>(drawn.keys));
            }
        }
}

BOOST_AUTO_TEST_CASE(two_threads_count_what_one_counts) {
    const auto people = a::people_worth_a_thread + a::block_rows + 5;
    const Drawn drawn{people, {12, 7, 3}};
    BOOST_TEST(a::count_cells(drawn.axes, people, 2) == drawn.recounted<std::int64_t>(std::vector<int>(people, 1)));
    const auto met = drawn.kinds_met();
    for (const int threads : {1, 2}) BOOST_TEST((a::count_kinds(drawn.axes, drawn.kinds, drawn.many, threads) == met), threads << " threads");
    BOOST_TEST(a::sum_keys(drawn.axes, drawn.keys, 2) == drawn.recounted<std::int64_t>(drawn.keys));
}

/// Whichever code says so, before and after somebody of a kind was met there.
BOOST_AUTO_TEST_CASE(who_has_no_kind_is_left_out) {
    f::Codes everywhere, kinds;
    for (const auto kind : {f::code_refused, f::code_no_answer, f::code_not_asked, std::uint16_t{7}, f::code_refused, f::code_no_answer,
                            f::code_not_asked, std::uint16_t{7}, std::uint16_t{8}}) {
        for (std::size_t i = 0; i < a::block_rows; ++i) {
            everywhere.push_back(0);
            kinds.push_back(kind);
        }
    }
    a::Axis axis;
    axis.codes = &everywhere;
    axis.meanings.assign(5, 0);
    const std::vector<a::Axis> axes{axis};
    const auto block = static_cast<std::uint32_t>(a::block_rows);
    const std::vector<a::Met> expected{{3, 7, 3 * block, 2 * block}, {3, 8, 8 * block, block}};
    BOOST_TEST((a::count_kinds(axes, kinds, 9) == expected));
    kinds.widen();
    BOOST_TEST((a::count_kinds(axes, kinds, 9) == expected));
    const f::Codes nobody{std::vector<std::uint16_t>(kinds.size(), f::code_refused)};
    BOOST_TEST(a::count_kinds(axes, nobody, 9).empty());
}

/// More of them than the count of a cell between two moments holds, in short cubes and in long ones.
BOOST_AUTO_TEST_CASE(many_people_of_one_kind_in_one_cell_are_all_counted) {
    constexpr std::size_t people = 200'001;
    const f::Codes here{std::vector<std::uint16_t>(people, 1)}, kinds{std::vector<std::uint16_t>(people, 252)};
    for (const std::size_t wide : {std::size_t{5}, std::size_t{300}}) {
        std::vector<a::Axis> axes(2);
        for (auto& axis : axes) {
            axis.codes = &here;
            axis.meanings.assign(wide, 0);
        }
        const auto cell = static_cast<std::uint32_t>(4 * wide + 4);
        const std::vector<a::Met> expected{{cell, 252, 0, people}};
        BOOST_TEST((a::count_kinds(axes, kinds, 253, 1) == expected), wide);
    }
}

BOOST_AUTO_TEST_CASE(without_axes_there_is_one_cell_with_everybody) {
    BOOST_TEST(a::count_cells({}, 5'000) == std::vector<std::int64_t>{5'000});
}

BOOST_AUTO_TEST_SUITE_END()

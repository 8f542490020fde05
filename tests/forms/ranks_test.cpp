#include "forms/ranks.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <random>

#include "forms/columns.hpp"

namespace f = ecoute::forms;

namespace {

using Plain = std::vector<std::vector<f::ChoiceIndex>>;

Plain plain(const f::Ranks& ranks) {
    Plain all;
    for (std::size_t person = 0; person < ranks.size(); ++person) all.emplace_back(ranks[person].begin(), ranks[person].end());
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ranks)

BOOST_AUTO_TEST_CASE(everybody_has_an_entry_also_who_ranked_nothing) {
    const f::Ranks ranks{{}, {2, 0, 1}, {}, {1}};
    BOOST_TEST((plain(ranks) == Plain{{}, {2, 0, 1}, {}, {1}}));
    BOOST_TEST(ranks.places() == 3u);
    BOOST_TEST(ranks.choices().size() == 4u);
    BOOST_TEST(f::Ranks{}.places() == 0u);
}

BOOST_AUTO_TEST_CASE(any_order_of_adding_taking_over_and_cutting_gives_what_vectors_give) {
    std::mt19937 chance{5};
    const auto below = [&](std::size_t many) { return chance() % many; };
    for (int round = 0; round < 300; ++round) {
        f::Ranks ranks, others{{3}, {}, {0, 1, 2}, {2, 1}};
        Plain expected;
        const auto of_others = plain(others);
        for (int step = 0; step < 20; ++step) switch (below(3)) {
                case 0: {
                    const std::vector<f::ChoiceIndex> rank(below(4), static_cast<f::ChoiceIndex>(step));
                    ranks.push_back(rank);
                    expected.push_back(rank);
                    break;
                }
                case 1: {
                    const auto last = below(others.size() + 1), first = below(last + 1);
                    ranks.append(others, first, last);
                    for (auto at = first; at < last; ++at) expected.push_back(of_others[at]);
                    break;
                }
                default: {
                    const auto people = below(expected.size() + 2);
                    ranks.cut(people);
                    if (people < expected.size()) expected.resize(people);
                }
            }
        BOOST_TEST((plain(ranks) == expected));
        std::size_t longest = 0;
        for (const auto& rank : expected) longest = std::max(longest, rank.size());
        BOOST_TEST(ranks.places() == longest);
    }
}

BOOST_AUTO_TEST_CASE(people_are_selected_with_their_ranks) {
    f::Columns columns;
    columns.people = 4;
    columns.by_question.resize(1);
    columns.by_question[0].ranks = {{1, 0}, {}, {2}, {0, 1, 2}};
    const auto kept = f::selected(columns, {true, false, true, true});
    BOOST_TEST((plain(kept.by_question[0].ranks) == Plain{{1, 0}, {2}, {0, 1, 2}}));
}

BOOST_AUTO_TEST_SUITE_END()

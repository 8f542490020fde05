#include "server/snapshot_rule.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "server/record_keys.hpp"
#include "tests/analysis/survey.hpp"

namespace ecoute::tests {
namespace {

using storage::SnapshotPart;

/// A campaign in two quartiers, respondents in the order in which they come.
struct Field {
    analysis::test::Survey survey;
    std::uint32_t quartier = survey.add(forms::QuestionType::select_one, "quartier", {"Mermoz", "Santy"});
    std::int64_t last_seq = 0;
    Field() { survey.form.breakdowns.quartier = quartier; }
    void come(std::size_t times, std::uint16_t place) {
        for (std::size_t i = 0; i < times; ++i) survey.columns.seqs.push_back(++last_seq);
        survey.people(times, {quartier}, {place});
    }
    void gone(std::size_t person) {
        const auto& all = survey.column(quartier).codes;
        const auto at = static_cast<std::ptrdiff_t>(person);
        std::vector<std::uint16_t> left;
        for (std::size_t i = 0; i < all.size(); ++i)
            if (i != person) left.push_back(all[i]);
        survey.column(quartier).codes = left;
        survey.columns.seqs.erase(survey.columns.seqs.begin() + at);
        survey.columns.record_keys.erase(survey.columns.record_keys.begin() + at);
        --survey.columns.people;
    }
    std::optional<std::vector<SnapshotPart>> next(const std::vector<SnapshotPart>& last = {}) const {
        return server::next_parts(survey.form, survey.columns, last);
    }
    std::size_t members(const std::vector<SnapshotPart>& parts) const {
        const auto in = server::members(survey.form, survey.columns, parts);
        return static_cast<std::size_t>(std::count(in.begin(), in.end(), true));
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(what_a_snapshot_lets_in, Field)

BOOST_AUTO_TEST_CASE(there_is_no_first_one_before_ten_people_and_then_it_holds_everybody) {
    come(6, 0);
    come(3, 1);
    BOOST_TEST(!next().has_value());
    come(1, 1);
    const auto first = next().value();
    BOOST_TEST(members(first) == 10u);
}

BOOST_AUTO_TEST_CASE(each_quartier_gains_nobody_or_ten_at_once) {
    come(20, 0);
    come(20, 1);
    const auto first = next().value();
    come(9, 0);
    BOOST_TEST(!next(first).has_value());
    come(10, 1);
    const auto second = next(first).value();
    BOOST_TEST(members(second) == 50u);  // nine of Mermoz wait
    come(1, 0);
    BOOST_TEST(members(next(second).value()) == 60u);
}

BOOST_AUTO_TEST_CASE(those_without_quartier_wait_in_a_group_of_their_own) {
    come(20, 0);
    const auto first = next().value();
    come(9, forms::code_no_answer);
    BOOST_TEST(!next(first).has_value());
    come(1, forms::code_refused);
    BOOST_TEST(members(next(first).value()) == 30u);
}

BOOST_AUTO_TEST_CASE(who_comes_after_a_snapshot_is_not_in_it) {
    come(20, 0);
    const auto first = next().value();
    come(100, 0);
    BOOST_TEST(members(first) == 20u);
}

/// A difference of one person would be his answers; nine step out with him, the same ones on any day, and come back with ten who are new.
BOOST_AUTO_TEST_CASE(who_is_erased_takes_nine_others_along_until_the_quartier_takes_people_in) {
    come(40, 0);
    come(40, 1);
    std::uint32_t key = 7;
    for (int i = 0; i < 80; ++i) survey.columns.record_keys.push_back(key *= 2654435761u);
    const auto first = next().value();
    BOOST_TEST(members(first) == 80u);
    gone(3);
    BOOST_TEST(members(first) == 70u);
    const auto once = server::members(survey.form, survey.columns, first);
    BOOST_TEST((once == server::members(survey.form, survey.columns, first)));
    for (std::size_t person = 39; person < 79; ++person) BOOST_TEST(once[person]);  // Santy, nobody of whom went
    gone(20);
    BOOST_TEST(members(first) == 60u);
    // Santy grows, Mermoz does not: its people stay out.
    come(10, 1);
    const auto second = next(first).value();
    BOOST_TEST(members(second) == 70u);
    come(10, 0);
    BOOST_TEST(members(next(second).value()) == 98u);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(record_keys)

/// HMAC-SHA256 twice, by Python's hmac: secret = HMAC(b"c"*32, "essai"); key = first 4 bytes of HMAC(secret, id).
BOOST_AUTO_TEST_CASE(a_key_is_the_start_of_the_hmac_of_the_response_s_id) {
    const auto key = server::record_keys(std::string(32, 'c'), "essai");
    BOOST_TEST(key("0b0e0a52-51a6-4c0f-9d5a-7d1b2c3d4e5f") == 1872361266u);
    BOOST_TEST(key("0b0e0a52-51a6-4c0f-9d5a-7d1b2c3d4e5f") == key("0b0e0a52-51a6-4c0f-9d5a-7d1b2c3d4e5f"));
    const auto other = server::record_keys(std::string(32, 'c'), "autre");
    BOOST_TEST(other("0b0e0a52-51a6-4c0f-9d5a-7d1b2c3d4e5f") != 1872361266u);
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::tests

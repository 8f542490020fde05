#include "empty_store.hpp"

namespace ecoute::storage {
namespace {

NewResponse from(std::string_view quartier, int number) {
    auto response = a_response(number);
    response.answers = R"({"quartier":)" + std::string{quartier} + "}";
    return response;
}

NewResponse simulated(int number) {
    auto response = a_response(number);
    response.simulated = true;
    return response;
}

NewResponse refused(int number) {
    auto response = a_response(number);
    response.refusal = true;
    return response;
}

struct Counting : EmptyStore {
    void keep_all(std::vector<NewResponse> all) {
        for (const auto& outcome : responses().keep_and_wait(std::move(all))) BOOST_REQUIRE(outcome.has_value());
    }
    std::string days(std::string_view campaign = "sante-2026") { return text(responses().by_day(campaign)); }
    std::string answers(std::string_view question) { return text(responses().by_answer("sante-2026", question)); }
    static std::string text(const std::vector<Count>& counts) {
        std::string line;
        for (const auto& count : counts) line += count.key + "=" + std::to_string(count.count) + " ";
        return line;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(counting_responses, Counting)

BOOST_AUTO_TEST_CASE(an_empty_campaign_counts_nothing) {
    const auto tally = responses().tally("sante-2026");
    BOOST_TEST(tally.responses == 0);
    BOOST_TEST(tally.refusals == 0);
    BOOST_TEST(tally.simulated == 0);
    BOOST_TEST(days().empty());
    BOOST_TEST(answers("quartier").empty());
    BOOST_TEST(responses().last_seq("sante-2026") == 0);
    BOOST_TEST(responses().last_seq("nulle-part") == 0);
}

BOOST_AUTO_TEST_CASE(refusals_are_counted_apart) {
    keep_all({a_response(1), a_response(2), refused(3), simulated(4)});
    const auto tally = responses().tally("sante-2026");
    BOOST_TEST(tally.responses == 3);
    BOOST_TEST(tally.refusals == 1);
    BOOST_TEST(tally.simulated == 1);
    BOOST_TEST(days() == "2026-05-17=3 ");
    BOOST_TEST(responses().last_seq("sante-2026") == 4);
}

BOOST_AUTO_TEST_CASE(a_resend_is_not_counted_again) {
    keep_all({a_response(1), a_response(1)});
    keep_all({a_response(1)});
    BOOST_TEST(responses().tally("sante-2026").responses == 1);
}

BOOST_AUTO_TEST_CASE(campaigns_are_counted_apart_also_within_one_group) {
    auto elsewhere = a_response(2);
    elsewhere.campaign = "ecole-2026";
    keep_all({a_response(1), elsewhere, a_response(3)});
    BOOST_TEST(responses().tally("sante-2026").responses == 2);
    BOOST_TEST(responses().tally("ecole-2026").responses == 1);
}

BOOST_AUTO_TEST_CASE(days_come_oldest_first) {
    keep_all({a_response(1), a_response(2)});
    clock.at += std::chrono::hours{24};
    keep_all({a_response(3)});
    clock.at -= std::chrono::hours{72};  // a clock that goes back
    keep_all({a_response(4)});
    BOOST_TEST(days() == "2026-05-15=1 2026-05-17=2 2026-05-18=1 ");
}

BOOST_AUTO_TEST_CASE(answers_are_counted_by_value_and_blank_is_a_value) {
    auto no_key = a_response(6);
    no_key.answers = "{}";
    keep_all({from(R"("QN06901M")", 1), from(R"("QN06902M")", 2), from(R"("QN06901M")", 3), from("null", 4),
              from(R"("refused")", 5), no_key});
    BOOST_TEST(answers("quartier") == "=2 QN06901M=2 QN06902M=1 refused=1 ");
}

BOOST_AUTO_TEST_CASE(refusals_are_not_among_the_answers) {
    keep_all({refused(1)});
    BOOST_TEST(answers("quartier").empty());
}

BOOST_AUTO_TEST_CASE(a_name_with_a_dot_or_a_dash_is_one_question) {
    auto dotted = a_response(1);
    dotted.answers = R"({"q6.a-b":"oui","q6":{"a-b":"non"}})";
    keep_all({dotted});
    BOOST_TEST(answers("q6.a-b") == "oui=1 ");
}

BOOST_AUTO_TEST_CASE(a_name_that_no_question_can_have_counts_nothing_and_is_no_fault) {
    keep_all({a_response(1)});
    for (const char* name : {"", "\"", "a\"b", "\\", "$", "a'b", "[0]", "$.age", "#"}) {
        BOOST_TEST_CONTEXT(name) { BOOST_CHECK_NO_THROW(answers(name)); }
    }
}

BOOST_AUTO_TEST_CASE(a_response_is_found_by_the_hash_of_its_receipt) {
    keep_all({a_response(1), a_response(2)});
    const auto found = responses().find_by_receipt(a_response(2).receipt_hash);
    BOOST_REQUIRE(found.has_value());
    BOOST_TEST(found->id == an_id(2));
    BOOST_TEST(found->answers == a_response(2).answers);
    BOOST_TEST(!responses().find_by_receipt("another hash").has_value());
}

BOOST_AUTO_TEST_CASE(responses_without_receipt_are_found_by_none) {
    auto without = a_response(1);
    without.receipt_hash.clear();
    keep_all({without});
    BOOST_TEST(!responses().find_by_receipt("").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(reading_responses, Counting)

BOOST_AUTO_TEST_CASE(rows_come_in_order_after_the_last_one_seen) {
    keep_all({a_response(1), a_response(2), a_response(3)});
    const auto after_first = kept("sante-2026", 1);
    BOOST_REQUIRE_EQUAL(after_first.size(), 2U);
    BOOST_TEST(after_first[0].id == an_id(2));
    BOOST_TEST(after_first[1].id == an_id(3));
    BOOST_TEST(kept("sante-2026", 3).empty());
}

BOOST_AUTO_TEST_CASE(a_reader_may_stop) {
    keep_all({a_response(1), a_response(2), a_response(3)});
    int seen = 0;
    responses().read("sante-2026", 0, [&](const StoredResponse&) { return ++seen < 2; });
    BOOST_TEST(seen == 2);
}

BOOST_AUTO_TEST_CASE(a_reader_sees_one_moment_whatever_comes_in_meanwhile) {
    keep_all({a_response(1), a_response(2)});
    int seen = 0;
    responses().read("sante-2026", 0, [&](const StoredResponse&) {
        keep_all({a_response(100 + seen)});
        return ++seen < 50;
    });
    BOOST_TEST(seen == 2);
    BOOST_TEST(kept().size() == 4U);
}

BOOST_AUTO_TEST_CASE(a_reader_that_throws_leaves_the_store_as_it_was) {
    keep_all({a_response(1)});
    BOOST_CHECK_THROW(
        responses().read("sante-2026", 0, [](const StoredResponse&) -> bool { throw std::runtime_error("reader"); }),
        std::runtime_error);
    BOOST_TEST(kept().size() == 1U);
}

BOOST_AUTO_TEST_CASE(answers_alone_are_read_like_whole_rows) {
    keep_all({a_response(1), refused(2)});
    std::vector<std::string> seen;
    responses().read_answers("sante-2026", 0, [&](const Responses::AnswersRow& row) {
        seen.push_back(std::to_string(row.seq) + (row.refusal ? " refusal " : " ") + std::string{row.answers});
        return true;
    });
    BOOST_REQUIRE_EQUAL(seen.size(), 2U);
    BOOST_TEST(seen[0] == R"(1 {"quartier":"QN06901M","age":1})");
    BOOST_TEST(seen[1] == R"(2 refusal {"quartier":"QN06901M","age":2})");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(removing_made_up_respondents, Counting)

BOOST_AUTO_TEST_CASE(only_they_go_and_only_from_that_campaign) {
    auto elsewhere = simulated(3);
    elsewhere.campaign = "ecole-2026";
    keep_all({a_response(1), simulated(2), elsewhere, refused(4)});
    BOOST_TEST(responses().remove_simulated("sante-2026") == 1);
    BOOST_TEST(kept().size() == 2U);
    BOOST_TEST(kept("ecole-2026").size() == 1U);
    const auto tally = responses().tally("sante-2026");
    BOOST_TEST(tally.responses == 1);
    BOOST_TEST(tally.refusals == 1);
    BOOST_TEST(tally.simulated == 0);
    BOOST_TEST(responses().remove_simulated("sante-2026") == 0);
    BOOST_TEST(responses().remove_simulated("nulle-part") == 0);
}

BOOST_AUTO_TEST_CASE(days_left_without_responses_are_left_out) {
    keep_all({simulated(1)});
    responses().remove_simulated("sante-2026");
    BOOST_TEST(days().empty());
}

BOOST_AUTO_TEST_CASE(their_numbers_are_never_given_again) {
    keep_all({a_response(1), simulated(2)});
    responses().remove_simulated("sante-2026");
    keep_all({a_response(3)});
    BOOST_TEST(responses().last_seq("sante-2026") == 3);
}

BOOST_AUTO_TEST_CASE(readers_are_told_by_the_catalogue) {
    keep_all({simulated(1)});
    const auto before = store->catalogue_version();
    responses().remove_simulated("sante-2026");
    BOOST_TEST(store->catalogue_version() > before);
}

BOOST_AUTO_TEST_CASE(a_large_number_goes_in_several_steps_and_gives_its_space_back) {
    std::vector<NewResponse> many;
    for (int number = 1; number <= 3000; ++number) {
        many.push_back(simulated(number));
        many.back().answers = R"({"text":")" + std::string(2000, 'x') + "\"}";
    }
    keep_all(std::move(many));
    PlainFile{file()}.run("PRAGMA wal_checkpoint(TRUNCATE)");
    const auto before = std::filesystem::file_size(file());
    BOOST_TEST(responses().remove_simulated("sante-2026") == 3000);
    PlainFile{file()}.run("PRAGMA wal_checkpoint(TRUNCATE)");
    BOOST_TEST(std::filesystem::file_size(file()) * 10 < before);
    BOOST_TEST(PlainFile{file()}.one("PRAGMA integrity_check") == "ok");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::storage

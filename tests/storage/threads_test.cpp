#include <atomic>
#include <future>
#include <set>
#include <thread>

#include "empty_store.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage {

BOOST_FIXTURE_TEST_SUITE(many_threads, EmptyStore)

BOOST_AUTO_TEST_CASE(senders_and_readers_do_not_disturb_each_other) {
    std::atomic<int> kept_first{0}, had_already{0};
    std::atomic<bool> out_of_order{false};
    std::vector<std::thread> threads;
    threads.reserve(7);
    for (int sender = 0; sender < 4; ++sender)
        threads.emplace_back([&] {
            for (int number = 1; number <= 100; ++number) {
                const auto outcome = responses().keep_and_wait({a_response(number)}).at(0);
                if (outcome.has_value()) ++(*outcome == Kept::first_time ? kept_first : had_already);
            }
        });
    for (int reader = 0; reader < 2; ++reader)
        threads.emplace_back([&] {
            for (int round = 0; round < 20; ++round) {
                std::int64_t last = 0;
                for (const auto& row : kept()) {
                    if (row.seq <= last) out_of_order = true;
                    last = row.seq;
                }
                (void)store->catalogue_version();
                (void)responses().tally("sante-2026");
            }
        });
    threads.emplace_back([&] {
        for (int i = 0; i < 20; ++i) store->audit().add("2026-05-17T12:00:00Z", "amina", "looked", "sante-2026");
    });
    for (auto& thread : threads) thread.join();
    BOOST_TEST(kept_first == 100);
    BOOST_TEST(had_already == 300);
    BOOST_TEST(!out_of_order);
    BOOST_TEST(!store->audit().first_broken().has_value());
}

BOOST_AUTO_TEST_CASE(numbers_follow_the_order_in_which_responses_were_handed_over) {
    for (int number = 1; number <= 300; ++number) responses().keep({a_response(number)}, [](auto&&...) {});
    BOOST_REQUIRE(keep(a_response(301)).has_value());
    const auto rows = kept();
    BOOST_REQUIRE_EQUAL(rows.size(), 301U);
    for (int i = 0; i < 301; ++i) {
        BOOST_TEST(rows[static_cast<std::size_t>(i)].id == an_id(i + 1));
        BOOST_TEST(rows[static_cast<std::size_t>(i)].seq == i + 1);
    }
}

BOOST_AUTO_TEST_CASE(what_waits_when_the_store_closes_is_kept_and_answered) {
    std::atomic<int> answered{0};
    for (int number = 1; number <= 200; ++number)
        responses().keep({a_response(number)}, [&](const std::exception_ptr& fault, const auto&) {
            if (!fault) ++answered;
        });
    reopen();
    BOOST_TEST(answered == 200);
    BOOST_TEST(kept().size() == 200U);
}

BOOST_AUTO_TEST_CASE(a_sender_whose_answer_throws_does_not_stop_the_writer) {
    responses().keep({a_response(1)}, [](auto&&...) { throw std::runtime_error("sender gone"); });
    BOOST_TEST(keep(a_response(2)).has_value());
    BOOST_TEST(kept().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_full_queue_says_so_at_once_and_keeps_what_it_took) {
    // The first answer holds the writer until the queue is full.
    std::promise<void> begun, release;
    responses().keep({a_response(1)}, [&](auto&&...) {
        begun.set_value();
        release.get_future().wait();
    });
    begun.get_future().wait();
    std::atomic<int> kept_late{0}, busy{0};
    const auto total = static_cast<int>(sqlite::most_responses_waiting) + 100;
    for (int number = 2; number < 2 + total; ++number)
        responses().keep({a_response(number)},
                         [&](const std::exception_ptr&, const std::vector<Result<Kept>>& outcomes) {
                             ++(refusal(outcomes.at(0)) == "server.too_busy" ? busy : kept_late);
                         });
    BOOST_TEST(busy == 100);
    release.set_value();
    reopen();
    BOOST_TEST(kept_late == static_cast<int>(sqlite::most_responses_waiting));
    BOOST_TEST(responses().tally("sante-2026").responses == 1 + kept_late);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::storage

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <random>
#include <set>
#include <thread>

#include "child.hpp"
#include "empty_store.hpp"

namespace ecoute::storage {
namespace {

/// A data directory whose store is closed, so that children can be made.
struct ClosedStore : EmptyStore {
    ClosedStore() { store.reset(); }
    void open() { store = open_sqlite_store(folder.path, clock); }
    std::multiset<std::string> kept_ids() {
        std::multiset<std::string> ids;
        for (const auto& row : kept()) ids.insert(row.id);
        return ids;
    }
};

/// Keeps responses first, first+1, ... with 32 on their way at a time, and tells each number once it is acknowledged.
void keep_without_end(const std::filesystem::path& folder, int first, const Child::Tell& tell) {
    const HandClock clock;
    const auto store = open_sqlite_store(folder, clock);
    std::atomic<int> on_their_way{0};
    for (int number = first;; ++number) {
        while (on_their_way >= 32) std::this_thread::yield();
        ++on_their_way;
        store->responses().keep({a_response(number)}, [&, number](const std::exception_ptr& fault,
                                                                  const std::vector<Result<Kept>>& outcomes) {
            if (!fault && outcomes.at(0).has_value()) tell(number);
            --on_their_way;
        });
    }
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(several_processes, ClosedStore)

BOOST_AUTO_TEST_CASE(a_process_killed_under_load_loses_nothing_that_it_acknowledged) {
    std::mt19937 chance{42};
    std::vector<int> acknowledged;
    for (int round = 0; round < 10; ++round) {
        const int first = 1 + round * 1'000'000;
        Child child{[&](const Child::Tell& tell) { keep_without_end(folder.path, first, tell); }};
        // From before the first commit to the middle of the load.
        const int how_many = static_cast<int>(chance() % 400);
        for (int i = 0; i < how_many; ++i) acknowledged.push_back(child.hear());
        child.kill();
        const auto last_words = child.hear_the_rest();
        acknowledged.insert(acknowledged.end(), last_words.begin(), last_words.end());

        open();
        const auto ids = kept_ids();
        const auto lost = std::count_if(acknowledged.begin(), acknowledged.end(),
                                        [&](int number) { return ids.count(an_id(number)) != 1; });
        BOOST_TEST_CONTEXT("round " << round << ", killed after " << how_many) {
            BOOST_TEST(lost == 0);
            BOOST_TEST(responses().tally("sante-2026").responses == static_cast<std::int64_t>(ids.size()));
            BOOST_TEST((keep(a_response(first + 900'000)).value() == Kept::first_time));
            acknowledged.push_back(first + 900'000);
        }
        store.reset();
    }
    BOOST_TEST(acknowledged.size() > 500U);
    BOOST_TEST(PlainFile{file()}.one("PRAGMA integrity_check") == "ok");
}

BOOST_AUTO_TEST_CASE(two_processes_keep_into_the_same_file) {
    constexpr int each = 500;
    Child child{[&](const Child::Tell& tell) {
        const HandClock now;
        const auto elsewhere = open_sqlite_store(folder.path, now);
        tell(1);
        for (int number = 1; number <= each; ++number)
            if (!elsewhere->responses().keep_and_wait({a_response(number)}).at(0)) throw std::logic_error("refused");
    }};
    BOOST_REQUIRE(child.hear() == 1);
    open();
    // The second half of these are the same responses as the first half of the child's.
    for (int number = 1; number <= each; ++number) BOOST_REQUIRE(keep(a_response(each / 2 + number)).has_value());
    BOOST_TEST(child.wait());
    const auto rows = kept();
    BOOST_TEST(rows.size() == static_cast<std::size_t>(each + each / 2));
    BOOST_TEST(responses().tally("sante-2026").responses == each + each / 2);
}

BOOST_AUTO_TEST_CASE(what_another_process_changes_shows_in_the_catalogue) {
    Child child{[&](const Child::Tell& tell) {
        const HandClock now;
        const auto elsewhere = open_sqlite_store(folder.path, now);
        if (elsewhere->campaigns().set_open("sante-2026", true, "2026-05-17")) tell(1);
    }};
    const auto before = (open(), store->catalogue_version());
    const bool changed_already = store->campaigns().find("sante-2026")->open;
    BOOST_TEST(child.hear() == 1);
    BOOST_TEST(child.wait());
    BOOST_TEST((changed_already || store->catalogue_version() > before));
    BOOST_TEST(store->campaigns().find("sante-2026")->open);
}

BOOST_AUTO_TEST_CASE(processes_that_create_the_file_at_the_same_time_agree) {
    for (int round = 0; round < 5; ++round) {
        const EmptyFolder fresh;
        std::vector<std::unique_ptr<Child>> children;
        for (int i = 1; i <= 4; ++i)
            children.push_back(std::make_unique<Child>([&, i](const Child::Tell&) {
                const HandClock now;
                const auto shared = open_sqlite_store(fresh.path, now);
                shared->audit().add("2026-05-17T12:00:00Z", "child " + std::to_string(i), "began", "");
            }));
        for (const auto& child : children) BOOST_TEST(child->wait());
        const auto shared = open_sqlite_store(fresh.path, clock);
        BOOST_TEST(shared->audit().all().size() == 4U);
        BOOST_TEST(!shared->audit().first_broken().has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_may_not_grow_is_a_fault_until_it_may) {
    // The kernel's own limit of a file's size, the nearest thing to a full disk that a test may make for itself.
    Child child{[&](const Child::Tell& tell) {
        ::signal(SIGXFSZ, SIG_IGN);
        const HandClock now;
        const auto limited = open_sqlite_store(folder.path, now);
        rlimit room{};
        ::getrlimit(RLIMIT_FSIZE, &room);
        const auto before = room.rlim_cur;
        room.rlim_cur = 300'000;
        ::setrlimit(RLIMIT_FSIZE, &room);
        int number = 1;
        try {
            for (; number < 100'000; ++number) (void)limited->responses().keep_and_wait({a_response(number)});
            return;
        } catch (const StorageFault&) {
            tell(number);
        }
        room.rlim_cur = before;
        ::setrlimit(RLIMIT_FSIZE, &room);
        if (limited->responses().keep_and_wait({a_response(number)}).at(0).has_value()) tell(number);
    }};
    const int failed_at = child.hear();
    BOOST_TEST(failed_at > 1);
    BOOST_TEST(child.hear() == failed_at);
    BOOST_TEST(child.wait());
    open();
    BOOST_TEST(kept().size() == static_cast<std::size_t>(failed_at));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::storage

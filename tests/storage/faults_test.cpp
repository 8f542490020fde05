#include <algorithm>
#include <fstream>
#include <future>

#include "empty_store.hpp"
#include "faulty_disk.hpp"

namespace ecoute::storage {
namespace {

void write_file(const std::filesystem::path& file, const std::string& bytes) {
    std::ofstream{file, std::ios::binary} << bytes;
}

/// What the fault says when the store is opened, or "".
std::string fault_on_opening(const std::filesystem::path& folder) {
    const HandClock clock;
    try {
        open_sqlite_store(folder, clock);
        return {};
    } catch (const StorageFault& fault) {
        return fault.what();
    }
}

bool says(const std::string& sentence, std::string_view part) { return sentence.find(part) != std::string::npos; }

struct StoreOnFaultyDisk {
    FaultyDisk disk;  // first: stands before the store is opened
    EmptyStore world;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(opening_a_file_that_is_not_ours)

BOOST_FIXTURE_TEST_CASE(garbage_instead_of_a_database_is_a_fault, EmptyFolder) {
    write_file(path / "ecoute.db", std::string(10'000, 'g'));
    BOOST_TEST(says(fault_on_opening(path), "not a database"));
}

BOOST_FIXTURE_TEST_CASE(a_file_cut_short_is_a_fault, EmptyFolder) {
    const HandClock clock;
    open_sqlite_store(path, clock).reset();
    std::filesystem::resize_file(path / "ecoute.db", 4096 + 1000);
    BOOST_TEST(!fault_on_opening(path).empty());
}

BOOST_FIXTURE_TEST_CASE(the_database_of_another_program_is_left_alone, EmptyFolder) {
    PlainFile{path / "ecoute.db"}.run("CREATE TABLE recettes (titre TEXT); INSERT INTO recettes VALUES ('soupe')");
    BOOST_TEST(says(fault_on_opening(path), "another program"));
    BOOST_TEST(PlainFile{path / "ecoute.db"}.one("SELECT titre FROM recettes") == "soupe");
    BOOST_TEST(PlainFile{path / "ecoute.db"}.one("PRAGMA journal_mode") == "delete");
}

BOOST_FIXTURE_TEST_CASE(a_file_from_a_younger_program_is_refused_and_unchanged, EmptyFolder) {
    const HandClock clock;
    open_sqlite_store(path, clock).reset();
    PlainFile{path / "ecoute.db"}.run("PRAGMA user_version = 999");
    BOOST_TEST(says(fault_on_opening(path), "younger version"));
    BOOST_TEST(PlainFile{path / "ecoute.db"}.one("PRAGMA user_version") == "999");
}

BOOST_FIXTURE_TEST_CASE(a_folder_that_cannot_be_made_is_a_fault, EmptyFolder) {
    write_file(path / "file", "not a folder");
    BOOST_TEST(!fault_on_opening(path / "file" / "data").empty());
}

BOOST_FIXTURE_TEST_CASE(a_folder_in_the_place_of_the_file_is_a_fault, EmptyFolder) {
    std::filesystem::create_directory(path / "ecoute.db");
    BOOST_TEST(!fault_on_opening(path).empty());
}

BOOST_FIXTURE_TEST_CASE(a_new_file_is_readable_by_its_owner_alone, EmptyFolder) {
    const HandClock clock;
    const auto store = open_sqlite_store(path / "data", clock);
    using std::filesystem::perms;
    BOOST_TEST((std::filesystem::status(path / "data").permissions() == perms::owner_all));
    for (const char* name : {"ecoute.db", "ecoute.db-wal", "ecoute.db-shm"}) {
        BOOST_TEST_CONTEXT(name)
        BOOST_TEST(
            (std::filesystem::status(path / "data" / name).permissions() == (perms::owner_read | perms::owner_write)));
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(a_disk_that_fails, StoreOnFaultyDisk)

BOOST_AUTO_TEST_CASE(nothing_is_kept_while_it_fails_and_the_writer_goes_on_afterwards) {
    BOOST_REQUIRE(world.keep(a_response(1)).has_value());
    int number = 10;
    for (const auto fault : {FaultyDisk::Fault::full, FaultyDisk::Fault::write_error, FaultyDisk::Fault::flush_error}) {
        BOOST_TEST_CONTEXT("fault " << static_cast<int>(fault)) {
            disk.set(fault);
            BOOST_CHECK_THROW(world.keep(a_response(number)), StorageFault);
            BOOST_CHECK_THROW(world.keep(a_response(number)), StorageFault);
            disk.set(FaultyDisk::Fault::none);
            BOOST_TEST((world.keep(a_response(number)).value() == Kept::first_time));
            ++number;
        }
    }
    BOOST_TEST(world.kept().size() == 4U);
    BOOST_TEST(world.responses().tally("sante-2026").responses == 4);
    world.reopen();
    BOOST_TEST(world.kept().size() == 4U);
}

BOOST_AUTO_TEST_CASE(every_sender_of_the_group_is_told) {
    disk.set(FaultyDisk::Fault::full);
    std::vector<std::future<bool>> told;
    for (int number = 1; number <= 100; ++number) {
        auto answer = std::make_shared<std::promise<bool>>();
        told.push_back(answer->get_future());
        world.responses().keep({a_response(number), a_response(1000 + number)},
                               [answer](const std::exception_ptr& fault, const std::vector<Result<Kept>>& outcomes) {
                                   answer->set_value(fault != nullptr && outcomes.empty());
                               });
    }
    for (auto& answer : told) BOOST_TEST(answer.get());
    disk.set(FaultyDisk::Fault::none);
    BOOST_TEST(world.kept().empty());
}

BOOST_AUTO_TEST_CASE(other_changes_fail_as_a_fault_too_and_change_nothing) {
    disk.set(FaultyDisk::Fault::full);
    BOOST_CHECK_THROW(world.store->audit().add("2026-05-17T12:00:00Z", "amina", "user.add", "karim"), StorageFault);
    BOOST_CHECK_THROW((void)world.store->campaigns().set_open("sante-2026", true, "2026-05-17"), StorageFault);
    disk.set(FaultyDisk::Fault::none);
    BOOST_TEST(world.store->audit().all().empty());
    BOOST_TEST(!world.store->campaigns().find("sante-2026")->open);
    BOOST_TEST(world.store->campaigns().set_open("sante-2026", true, "2026-05-17").has_value());
}

BOOST_AUTO_TEST_CASE(an_answer_comes_only_after_the_log_was_flushed) {
    for (int number = 1; number <= 20; ++number) {
        const int before = disk.flushes_of_log();
        BOOST_REQUIRE(world.keep(a_response(number)).has_value());
        BOOST_TEST(disk.flushes_of_log() > before);
    }
}

BOOST_AUTO_TEST_CASE(what_was_acknowledged_outlives_a_power_cut) {
    std::mt19937 chance{20260517};
    int last = 0;
    for (int round = 0; round < 25; ++round) {
        for (int i = 0; i < 5; ++i) BOOST_REQUIRE(world.keep(a_response(++last)).has_value());
        if (round % 4 == 3) PlainFile{world.file()}.run("PRAGMA wal_checkpoint(PASSIVE)");
        // One more is on its way when the power goes.
        disk.set(FaultyDisk::Fault::flush_error);
        BOOST_CHECK_THROW(world.keep(a_response(100'000 + round)), StorageFault);
        disk.set(FaultyDisk::Fault::none);

        const EmptyFolder after;
        disk.power_cut(world.folder.path, after.path, chance);
        const HandClock clock;
        const auto store = open_sqlite_store(after.path, clock);
        std::vector<std::string> ids;
        store->responses().read("sante-2026", 0, [&](const StoredResponse& row) {
            ids.push_back(row.id);
            return true;
        });
        BOOST_TEST_CONTEXT("round " << round) {
            BOOST_REQUIRE_GE(ids.size(), static_cast<std::size_t>(last));
            for (int number = 1; number <= last; ++number)
                BOOST_TEST(std::count(ids.begin(), ids.end(), an_id(number)) == 1);
            BOOST_TEST(PlainFile{after.path / "ecoute.db"}.one("PRAGMA integrity_check") == "ok");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_page_that_cannot_be_read_is_a_fault_and_passes) {
    for (int number = 1; number <= 50; ++number) BOOST_REQUIRE(world.keep(a_response(number)).has_value());
    world.reopen();
    BOOST_REQUIRE(world.responses().tally("sante-2026").responses == 50);
    disk.set(FaultyDisk::Fault::read_error);
    BOOST_CHECK_THROW(world.kept(), StorageFault);
    disk.set(FaultyDisk::Fault::none);
    BOOST_TEST(world.kept().size() == 50U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_CASE(a_damaged_page_is_a_fault_and_no_crash, EmptyStore) {
    for (int number = 1; number <= 5'000; ++number) responses().keep({a_response(number)}, [](auto&&...) {});
    store.reset();
    {
        std::fstream damaged{file(), std::ios::binary | std::ios::in | std::ios::out};
        const auto size = std::filesystem::file_size(file());
        // The youngest pages hold responses; the first ones the tables' descriptions, without which nothing opens.
        for (std::uintmax_t page = size / 4096 / 2; page * 4096 < size; ++page) {
            damaged.seekp(static_cast<std::streamoff>(page * 4096));
            damaged << std::string(64, '\xA5');
        }
    }
    store = open_sqlite_store(folder.path, clock);
    BOOST_CHECK_THROW(kept(), StorageFault);
    // Whatever a write meets, it is kept or it is a fault.
    try {
        (void)keep(a_response(1000));
    } catch (const StorageFault&) {
    }
}

}  // namespace ecoute::storage

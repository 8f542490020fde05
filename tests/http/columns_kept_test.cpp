// A restart of the server on a large campaign: its columns come from the file beside the data, when that can be believed.
#include <boost/test/unit_test.hpp>
#include <fstream>

#include "server/open_forms.hpp"
#include "storage/columns_kept.hpp"
#include "tests/support/captured_stderr.hpp"
#include "tests/support/columns_of_version_2.hpp"
#include "tests/support/door_world.hpp"

using namespace ecoute;

namespace {

constexpr std::string_view questionnaire = R"({
  "ecoute": 1, "id": "sante", "version": "1", "title": {"fr": "Santé"}, "default_language": "fr",
  "breakdowns": {"quartier": "quartier"},
  "choices": {"oui_non": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}]},
  "questions": [
    {"type": "select_one", "choices": "quartiers", "name": "quartier", "label": {"fr": "Votre quartier"}},
    {"type": "select_one", "choices": "oui_non", "name": "renonce", "label": {"fr": "Avez-vous renoncé ?"}}
  ]})";

/// 5,100 people of one quartier who all said yes.
struct LargeCampaign : tests::OpenDoor {
    LargeCampaign() {
        open_campaign(std::string(questionnaire));
        come(5'100);
    }
    void come(int people) {
        std::vector<storage::NewResponse> group;
        for (int i = 0; i < people; ++i) {
            const auto digits = std::to_string(10'000'000 + ++last);
            group.push_back({.id = "00000000-0000-4000-8000-0000" + digits, .campaign = "enquete", .form_version = "1", .language = "fr", .channel = "paper",
                             .answers = R"({"quartier":"QP1","renonce":"oui"})", .fingerprint = "fingerprint " + digits,
                             .receipt_hash = "receipt hash of thirty-two bytes" + digits});
        }
        for (const auto& kept : store->responses().keep_and_wait(std::move(group))) BOOST_REQUIRE(kept.has_value());
    }
    /// As after a start: nothing in memory.
    std::shared_ptr<const forms::Columns> read(const std::string& key = std::string(32, 'c')) {
        restarted = server::make_snapshots(*store, clock, key, columns);
        return restarted->columns(*forms->find("enquete"));
    }
    long yes(const forms::Columns& read) const {
        const auto& codes = read.by_question[1].codes;
        return std::count(codes.begin(), codes.end(), std::uint16_t{0});
    }
    std::filesystem::path file() const { return columns / "enquete.columns"; }
    std::string bytes() const {
        std::ifstream in{file(), std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    /// Writes what nobody answered, so that it shows when the file is read: everybody said no.
    void doctor() {
        const auto [doctored, origin] = no_from_everybody();
        BOOST_REQUIRE(storage::keep_columns(columns, origin, doctored));
    }
    std::pair<forms::Columns, storage::ColumnsOrigin> no_from_everybody() {
        auto doctored = *read();
        const auto kept = bytes();
        doctored.by_question[1].codes.assign(doctored.people, 1);
        const auto shape_at = kept.find("1\noui_non");  // length, then the text, stands before
        BOOST_REQUIRE(shape_at != std::string::npos);
        std::uint64_t length = 0;
        std::copy_n(kept.data() + shape_at - 8, 8, reinterpret_cast<char*>(&length));
        std::string id;
        store->responses().read_answers("enquete", doctored.last_seq - 1, [&](const auto& row) {
            id = row.id;
            return false;
        });
        return {doctored, {"enquete", kept.substr(shape_at, length), id}};
    }

    int last = 0;
    std::filesystem::path columns = storage::columns_folder(folder.path);
    std::unique_ptr<server::Snapshots> restarted;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(columns_after_a_restart, LargeCampaign)

BOOST_AUTO_TEST_CASE(come_from_the_file_and_only_what_is_new_is_read) {
    BOOST_TEST(yes(*read()) == 5'100);
    BOOST_REQUIRE(std::filesystem::exists(file()));
    doctor();
    BOOST_TEST(yes(*read()) == 0);
    come(3);
    const auto now = read();
    BOOST_TEST(now->people == 5'103U);
    BOOST_TEST(yes(*now) == 3);
}

BOOST_AUTO_TEST_CASE(are_read_anew_when_the_file_is_damaged_or_gone_or_made_with_another_key) {
    read();
    doctor();
    BOOST_TEST(yes(*read(std::string(32, 'd'))) == 5'100);
    doctor();
    BOOST_TEST(yes(*read()) == 0);
    {
        std::fstream damaged{file(), std::ios::in | std::ios::out | std::ios::binary};
        damaged.seekp(2'000);
        damaged.put('\x7f');
    }
    {
        tests::CapturedStderr log{folder.path};
        BOOST_TEST(yes(*read()) == 5'100);
        BOOST_TEST(log.text().find("what=columns_made_anew people=5100") != std::string::npos);
    }
    {
        tests::CapturedStderr log{folder.path};
        BOOST_TEST(yes(*read()) == 5'100);
        BOOST_TEST(log.text().empty());
    }
    std::filesystem::remove(file());
    BOOST_TEST(yes(*read()) == 5'100);
    BOOST_TEST(std::filesystem::exists(file()));
}

BOOST_AUTO_TEST_CASE(are_read_anew_and_written_again_when_an_older_program_wrote_the_file) {
    const auto [doctored, origin] = no_from_everybody();
    tests::write_columns_of_version_2(file(), origin, doctored);
    BOOST_REQUIRE(bytes().find("ecoute columns 2\n") == 8U);
    BOOST_TEST(yes(*read()) == 5'100);
    BOOST_TEST(bytes().find("ecoute columns 3\n") == 8U);
}

BOOST_AUTO_TEST_CASE(hold_nobody_who_was_erased) {
    read();
    const auto all = std::filesystem::file_size(file());
    BOOST_TEST(store->corrections().erase("receipt hash of thirty-two bytes10000007", "2026-05-18"));
    BOOST_TEST(!std::filesystem::exists(file()));
    BOOST_TEST(read()->people == 5'099U);
    BOOST_TEST(std::filesystem::file_size(file()) < all);
}

BOOST_AUTO_TEST_SUITE_END()

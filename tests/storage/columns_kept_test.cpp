// Columns beside the data file: read back as they were, or not at all.
#include "storage/columns_kept.hpp"

#include <sys/stat.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>

#include "tests/storage/empty_store.hpp"
#include "tests/support/columns_of_version_2.hpp"

using namespace ecoute;
using namespace ecoute::storage;

namespace {

forms::Columns three_people() {
    forms::Columns columns;
    columns.people = 3;
    columns.last_seq = 41;
    columns.seqs = {7, 40, 41};
    columns.record_keys = {1, 0xFFFFFFFF, 3};
    columns.by_question.resize(5);
    columns.by_question[0].codes = {0, forms::code_refused, forms::code_not_asked};
    columns.by_question[1].states = {forms::State::answered, forms::State::refused, forms::State::no_answer};
    columns.by_question[1].numbers = {2.5, std::numeric_limits<double>::quiet_NaN(), -0.0};
    columns.by_question[2].words = 2;
    columns.by_question[2].ticks = {1, 2, 3, 4, 5, 6};
    columns.by_question[3].ranks = {{2, 0}, {}, {1}};
    columns.by_question[4].texts = {"strate é", "", "x"};
    return columns;
}

struct Folder : EmptyFolder {
    std::filesystem::path folder = columns_folder(path);
    ColumnsOrigin origin{"sante 2026", "version 1\nlist oui non", "the id"};
    std::optional<KeptColumns> read(const std::string& shape = "version 1\nlist oui non") {
        return kept_columns(folder, "sante 2026", shape);
    }
    std::filesystem::path file() {
        for (const auto& entry : std::filesystem::directory_iterator(folder)) return entry.path();
        return {};
    }
    std::string bytes() {
        std::ifstream in{file(), std::ios::binary};
        return {std::istreambuf_iterator<char>{in}, {}};
    }
    void overwrite(const std::string& bytes) {
        const auto path_of_file = file();
        std::ofstream{path_of_file, std::ios::binary | std::ios::trunc} << bytes;
    }
};

unsigned rights_of(const std::filesystem::path& path) {
    struct stat about {};
    BOOST_REQUIRE(::stat(path.c_str(), &about) == 0);
    return about.st_mode & 0777;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(kept_columns_of_a_campaign, Folder)

BOOST_AUTO_TEST_CASE(are_read_back_as_they_were_and_are_for_their_owner_alone) {
    BOOST_REQUIRE(keep_columns(folder, origin, three_people()));
    const auto kept = read();
    BOOST_REQUIRE(kept.has_value());
    const auto before = three_people();
    BOOST_TEST(kept->last_id == "the id");
    BOOST_TEST(kept->columns.people == 3U);
    BOOST_TEST(kept->columns.last_seq == 41);
    BOOST_TEST(kept->columns.seqs == before.seqs);
    BOOST_TEST(kept->columns.record_keys == before.record_keys);
    const auto &after = kept->columns.by_question, &by = before.by_question;
    BOOST_REQUIRE(after.size() == 5U);
    BOOST_TEST(after[0].codes == by[0].codes);
    BOOST_TEST((after[1].states == by[1].states));
    BOOST_TEST(after[1].numbers[0] == 2.5);
    BOOST_TEST(std::isnan(after[1].numbers[1]));
    BOOST_TEST(after[2].ticks == by[2].ticks);
    BOOST_TEST(after[2].words == 2U);
    BOOST_TEST((after[3].ranks == by[3].ranks));
    BOOST_TEST(after[4].texts == by[4].texts);
    BOOST_TEST(rights_of(folder) == 0700U);
    BOOST_TEST(rights_of(file()) == 0600U);
}

BOOST_AUTO_TEST_CASE(of_another_questionnaire_or_campaign_are_none) {
    BOOST_TEST(!read().has_value());
    BOOST_REQUIRE(keep_columns(folder, origin, three_people()));
    BOOST_TEST(!read("version 2\nlist oui non").has_value());
    BOOST_TEST(!kept_columns(folder, "sante", origin.shape).has_value());
    BOOST_TEST(!kept_columns(folder, "../columns/sante 2026", origin.shape).has_value());
}

BOOST_AUTO_TEST_CASE(of_lists_too_long_for_bytes_come_back_too) {
    auto columns = three_people();
    columns.by_question[0].codes = {0, 300, forms::code_no_answer};
    BOOST_REQUIRE(keep_columns(folder, origin, columns));
    BOOST_TEST((read().value().columns.by_question[0].codes == columns.by_question[0].codes));
}

/// Whole, of this campaign and questionnaire, and of no use.
BOOST_AUTO_TEST_CASE(that_an_older_program_wrote_are_none) {
    auto columns = three_people();
    columns.by_question.resize(1);
    BOOST_REQUIRE(keep_columns(folder, origin, columns));
    BOOST_REQUIRE(read().has_value());
    tests::write_columns_of_version_2(file(), origin, columns);
    BOOST_TEST(!read().has_value());
}

BOOST_AUTO_TEST_CASE(that_are_torn_or_damaged_anywhere_are_none) {
    BOOST_REQUIRE(keep_columns(folder, origin, three_people()));
    const auto whole = bytes();
    for (std::size_t at = 0; at < whole.size(); ++at) {
        overwrite(whole.substr(0, at));
        BOOST_TEST(!read().has_value(), "cut at " << at);
        for (const char flipped : {'\x01', '\x80'}) {
            auto damaged = whole;
            damaged[at] = static_cast<char>(damaged[at] ^ flipped);
            overwrite(damaged);
            BOOST_TEST(!read().has_value(), "damaged at " << at);
        }
    }
    overwrite(whole + "x");
    BOOST_TEST(!read().has_value());
    overwrite(whole);
    BOOST_TEST(read().has_value());
}

BOOST_AUTO_TEST_CASE(are_forgotten_with_what_was_being_written) {
    BOOST_REQUIRE(keep_columns(folder, origin, three_people()));
    const auto path_of_file = file();
    std::ofstream{path_of_file.string() + ".123.new"} << "half";
    BOOST_REQUIRE(keep_columns(folder, {"autre", "", ""}, three_people()));
    BOOST_TEST(forget_columns(folder, "sante 2026"));
    BOOST_TEST(!read().has_value());
    BOOST_TEST(std::distance(std::filesystem::directory_iterator(folder), {}) == 1);
    BOOST_TEST(forget_columns(folder, "sante 2026"));
    BOOST_TEST(forget_columns(folder / "not there", "sante 2026"));
}

BOOST_AUTO_TEST_CASE(that_cannot_be_written_leave_no_file) {
    std::ofstream{folder} << "a file where the folder should be";
    BOOST_TEST(!keep_columns(folder, origin, three_people()));
    BOOST_TEST(!read().has_value());
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(who_leaves_a_campaign, EmptyStore)

BOOST_AUTO_TEST_CASE(leaves_its_columns_on_the_disk_too) {
    const auto columns = columns_folder(folder.path);
    const auto stand = [&] { return kept_columns(columns, "sante-2026", "").has_value(); };
    const auto write = [&] { BOOST_REQUIRE(keep_columns(columns, {"sante-2026", "", ""}, three_people())); };
    BOOST_REQUIRE(keep_columns(columns, {"ecole-2026", "", ""}, three_people()));
    for (int i = 1; i <= 2; ++i) BOOST_REQUIRE(keep(a_response(i)).has_value());
    auto invented = a_response(3);
    invented.simulated = true;
    BOOST_REQUIRE(keep(invented).has_value());

    write();
    auto correction = a_response(1);
    correction.fingerprint = "another fingerprint";
    BOOST_TEST((store->corrections().revise(1, correction, "2026-05-18T12:00:00Z") == Corrections::Revised::done));
    BOOST_TEST(!stand());
    write();
    BOOST_TEST(store->corrections().erase(a_response(2).receipt_hash, "2026-05-19"));
    BOOST_TEST(!stand());
    write();
    BOOST_TEST(store->responses().remove_simulated("sante-2026") == 1);
    BOOST_TEST(!stand());
    BOOST_TEST(kept_columns(columns, "ecole-2026", "").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

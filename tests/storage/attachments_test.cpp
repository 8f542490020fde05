#include "storage/attachments.hpp"

#include <fstream>
#include <iterator>

#include "storage/devices.hpp"
#include "tests/storage/empty_store.hpp"

using namespace ecoute;
using namespace ecoute::storage;

// Photos, voices and files that answers name.

namespace {

const std::string one_hash(64, '1'), other_hash(64, '2');

NewResponse with_photo(int number, const std::string& name) {
    auto response = a_response(number);
    response.answers = R"({"age":34,"photo":")" + name + R"(","arrets":[{"vue":"vue-1.jpg"},{"vue":"refused"},{"vue":"vue-2.jpg"}]})";
    return response;
}

NewAttachment a_photo(std::string_view bytes, std::string name = "photo-1.jpg", std::string hash = one_hash, int number = 1) {
    return {"sante-2026", an_id(number), "photo", std::move(name), "image/jpeg", std::move(hash), bytes};
}

AttachmentPiece a_piece(std::uint32_t piece, std::string_view bytes, std::string hash = one_hash) {
    return {"sante-2026", an_id(1), "photo-1.jpg", std::move(hash), piece, 3, bytes};
}

struct WithResponse : EmptyStore {
    WithResponse() { BOOST_REQUIRE(EmptyStore::keep(with_photo(1, "photo-1.jpg")).has_value()); }
    Attachments& files() { return store->devices().attachments(); }
    std::string bytes_of(std::string_view name = "photo-1.jpg") {
        const auto file = files().find("sante-2026", an_id(1), name);
        return file ? file->bytes : "none";
    }
    std::string receipt = a_response(1).receipt_hash;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(files_of_a_response, WithResponse)

BOOST_AUTO_TEST_CASE(are_kept_once_however_often_they_are_resent) {
    BOOST_TEST((files().keep(a_photo("JPEG one")).value() == Kept::first_time));
    BOOST_TEST((files().keep(a_photo("JPEG one")).value() == Kept::already_had_it));
    BOOST_TEST(refusal(files().keep(a_photo("JPEG two", "photo-1.jpg", other_hash))) == "response.conflict");
    BOOST_TEST(bytes_of() == "JPEG one");
    const auto all = files().of("sante-2026");
    BOOST_REQUIRE(all.size() == 1U);
    BOOST_TEST(all[0].question == "photo");
    BOOST_TEST(all[0].size == 8);
    BOOST_TEST(files().of("ecole-2026").empty());
    BOOST_TEST(!files().find("ecole-2026", an_id(1), "photo-1.jpg").has_value());
}

BOOST_AUTO_TEST_CASE(wait_for_their_response) {
    BOOST_TEST(refusal(files().keep(a_photo("x", "photo-2.jpg", one_hash, 2))) == "response.unknown");
    BOOST_TEST(!files().owner("sante-2026", an_id(2)).has_value());
    BOOST_TEST(!files().owner("ecole-2026", an_id(1)).has_value());
    BOOST_TEST(files().owner("sante-2026", an_id(1))->form_version == "1");
}

BOOST_AUTO_TEST_CASE(come_whole_from_pieces_in_any_order) {
    BOOST_TEST(files().keep_piece(a_piece(2, "three")).value() == "");
    BOOST_TEST(files().keep_piece(a_piece(0, "one ")).value() == "");
    BOOST_TEST(files().keep_piece(a_piece(0, "one ")).value() == "");  // sent again
    BOOST_TEST(files().keep_piece(a_piece(1, "two ")).value() == "one two three");
    BOOST_TEST(bytes_of() == "none");  // until somebody has looked at it
    BOOST_TEST((files().keep(a_photo("one two three")).value() == Kept::first_time));
    PlainFile plain{file()};
    BOOST_TEST(plain.one("SELECT count(*) FROM attachment_piece") == "0");
    BOOST_TEST(files().keep_piece(a_piece(1, "two ")).value() == "");  // the reply was lost: nothing begins anew
    BOOST_TEST(plain.one("SELECT count(*) FROM attachment_piece") == "0");
}

BOOST_AUTO_TEST_CASE(that_are_refused_leave_nothing) {
    files().keep_piece(a_piece(0, "one ")).value();
    BOOST_TEST(refusal(files().keep_piece(a_piece(1, "two ", other_hash))) == "response.conflict");
    files().drop_pieces(an_id(1), "photo-1.jpg");
    PlainFile plain{file()};
    BOOST_TEST(plain.one("SELECT count(*) FROM attachment_piece") == "0");
    BOOST_TEST(files().keep_piece(a_piece(1, "two ", other_hash)).value() == "");
}

BOOST_AUTO_TEST_CASE(have_a_limit_a_response) {
    for (int i = 0; i < most_attachments_of_response; ++i) files().keep(a_photo("x", "p" + std::to_string(i) + ".jpg")).value();
    BOOST_TEST(refusal(files().keep(a_photo("x", "p-more.jpg"))) == "media.too_large");
}

BOOST_AUTO_TEST_CASE(go_with_an_erasure_and_do_not_come_back) {
    files().keep(a_photo("PLANTED-IN-A-PHOTO")).value();
    files().keep_piece({"sante-2026", an_id(1), "vue-1.jpg", other_hash, 0, 2, "PLANTED-IN-A-PIECE"}).value();
    BOOST_TEST(store->corrections().erase(receipt, "2026-05-18"));
    BOOST_TEST(bytes_of() == "none");
    BOOST_TEST(files().owner("sante-2026", an_id(1))->erased);
    // Whoever sends it may forget it.
    BOOST_TEST((files().keep(a_photo("PLANTED-IN-A-PHOTO")).value() == Kept::already_had_it));
    BOOST_TEST(files().keep_piece(a_piece(0, "PLANTED-IN-A-PIECE")).value() == "");
    reopen();  // the log is written back
    std::ifstream data{file(), std::ios::binary};
    const std::string all{std::istreambuf_iterator<char>{data}, {}};
    BOOST_TEST(all.size() > 10'000U);
    BOOST_TEST(all.find("PLANTED-IN-A") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(stay_with_a_correction_that_names_them_and_go_with_one_that_does_not) {
    files().keep(a_photo("one")).value();
    files().keep(a_photo("view", "vue-1.jpg", other_hash)).value();
    auto corrected = with_photo(1, "photo-9.jpg");
    corrected.fingerprint = "another content!";
    BOOST_TEST((store->corrections().revise(kept().at(0).seq, corrected, "2026-05-18T12:00:00Z") == Corrections::Revised::done));
    BOOST_TEST(bytes_of() == "none");
    BOOST_TEST(bytes_of("vue-1.jpg") == "view");
}

BOOST_AUTO_TEST_CASE(go_with_made_up_respondents) {
    auto made_up = with_photo(7, "photo-7.jpg");
    made_up.simulated = true;
    EmptyStore::keep(made_up).value();
    files().keep(a_photo("x", "photo-7.jpg", one_hash, 7)).value();
    store->responses().remove_simulated("sante-2026");
    BOOST_TEST(files().of("sante-2026").empty());
}

// "photo" and two of "vue" are named; a refusal is no file.
BOOST_AUTO_TEST_CASE(that_have_not_come_yet_are_counted) {
    const std::vector<std::string> questions{"photo", "vue"};
    BOOST_TEST(files().awaited("sante-2026", questions) == 3);
    files().keep(a_photo("view", "vue-2.jpg")).value();
    BOOST_TEST(files().awaited("sante-2026", questions) == 2);
    BOOST_TEST(files().awaited("ecole-2026", questions) == 0);
}

BOOST_AUTO_TEST_SUITE_END()

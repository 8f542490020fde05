#include <boost/test/unit_test.hpp>
#include <set>

#include "server/receipt.hpp"

using namespace ecoute::server;

namespace {
/// The expected code was computed with Python's hmac and hashlib from this key and id.
const Settings settings{"", std::string(32, 'k'), false};
constexpr std::string_view id = "7f1f6a52-59f5-4ad2-9c35-1f3b3f0d1c11";
}  // namespace

BOOST_AUTO_TEST_SUITE(a_receipt_code)

BOOST_AUTO_TEST_CASE(is_the_first_fifty_bits_of_the_hmac_in_crockfords_letters) {
    BOOST_TEST(receipt_code(settings, id) == "7WQH0-NGR33");
}

BOOST_AUTO_TEST_CASE(is_the_same_for_the_same_response_and_another_for_another) {
    BOOST_TEST(receipt_code(settings, id) == receipt_code(settings, id));
    std::set<std::string> codes;
    for (int i = 0; i < 1000; ++i) codes.insert(receipt_code(settings, std::to_string(i)));
    BOOST_TEST(codes.size() == 1000U);
    const Settings other{"", std::string(32, 'o'), false};
    BOOST_TEST(receipt_code(other, id) != receipt_code(settings, id));
}

BOOST_AUTO_TEST_CASE(is_read_as_people_type_it) {
    const auto hash = receipt_hash("A1B0C-D1E0F");
    BOOST_TEST(hash.size() == 32U);
    for (const auto* typed : {"a1b0c-d1e0f", "A1B0CD1E0F", " AIBOC dlEoF ", "a-1-b-0-c-d-i-e-O-f"})
        BOOST_TEST((receipt_hash(typed) == hash), typed);
}

BOOST_AUTO_TEST_CASE(is_not_read_from_what_can_be_none) {
    for (const auto* typed : {"", "A1B0C-D1E0", "A1B0C-D1E0FF", "A1B0C-D1E0U", "A1B0C_D1E0F", "é1B0C-D1E0F"})
        BOOST_TEST(receipt_hash(typed).empty(), typed);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_text_sealed_with_a_code)

BOOST_AUTO_TEST_CASE(is_read_with_that_code_and_this_server_only) {
    const auto code = new_code();
    const auto box = sealed(settings, code, "mes réponses");
    BOOST_TEST(box.find("mes") == std::string::npos);
    BOOST_TEST(opened(settings, code, box) == "mes réponses");
    std::string typed = code;
    for (auto& letter : typed)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    BOOST_TEST(opened(settings, typed, box) == "mes réponses");
    BOOST_TEST(opened(settings, new_code(), box).empty());
    BOOST_TEST(opened(Settings{"", std::string(32, 'o'), false}, code, box).empty());
}

BOOST_AUTO_TEST_CASE(that_was_changed_or_cut_is_not_read) {
    const auto code = new_code();
    auto box = sealed(settings, code, "mes réponses");
    for (const std::size_t length : {std::size_t{0}, std::size_t{5}, std::size_t{40}, box.size() - 1})
        BOOST_TEST(opened(settings, code, box.substr(0, length)).empty());
    box[box.size() / 2] = box[box.size() / 2] == 'A' ? 'B' : 'A';
    BOOST_TEST(opened(settings, code, box).empty());
    BOOST_TEST(opened(settings, "pas un code", box).empty());
    BOOST_TEST(opened(settings, code, "é!").empty());
}

BOOST_AUTO_TEST_SUITE_END()

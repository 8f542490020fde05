#include "server/sealing.hpp"

#include <sodium.h>

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <random>

#include "storage/store.hpp"
#include "tests/support/door_world.hpp"
#include "tests/support/sealed_by_node.hpp"

namespace ecoute::server {
namespace {

using nlohmann::json;
constexpr int url = sodium_base64_VARIANT_URLSAFE_NO_PADDING;

std::string encoded(const std::string& text) {
    std::string out(sodium_base64_encoded_len(text.size(), url), '\0');
    sodium_bin2base64(out.data(), out.size(), reinterpret_cast<const unsigned char*>(text.data()), text.size(), url);
    out.resize(out.size() - 1);
    return out;
}

std::vector<std::string> parts_of(std::string text) {
    std::vector<std::string> parts;
    for (std::size_t dot; (dot = text.find('.')) != text.npos; text.erase(0, dot + 1)) parts.push_back(text.substr(0, dot));
    parts.push_back(text);
    return parts;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) text += (text.empty() && &part == &parts.front() ? "" : ".") + part;
    return text;
}

struct Keys {
    tests::TemporaryFolder folder;
    SealingKeys keys{folder.path};
    const std::string clear = R"({"mot":"secret صباح 😀"})";
    std::string sealed = tests::sealed_by_node(folder.path, keys.public_key("enquete"), {clear}).at(0);

    std::string refusal_of(std::string_view text, std::string_view campaign = "enquete") const {
        const auto opened = keys.opened(campaign, text);
        return opened ? "opened" : std::string{forms::name(opened.error().code)};
    }
    /// The sealed text with another header, as somebody would forge it.
    std::string with_header(const std::function<void(json&)>& change) const {
        auto parts = parts_of(sealed);
        std::string header(1000, '\0');
        std::size_t length = 0;
        sodium_base642bin(reinterpret_cast<unsigned char*>(header.data()), header.size(), parts[0].data(), parts[0].size(), nullptr, &length, nullptr, url);
        auto read = json::parse(header.substr(0, length));
        change(read);
        parts[0] = encoded(read.dump());
        return joined(parts);
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(sealing)

// RFC 7518, appendix C.
BOOST_AUTO_TEST_CASE(the_key_is_derived_as_in_the_example_of_the_standard) {
    const unsigned char shared[] = {158, 86,  217, 29, 129, 113, 53,  211, 114, 131, 66, 131, 191, 132, 38,  156,
                                    251, 49,  110, 163, 218, 128, 106, 72,  246, 218, 167, 121, 140, 254, 144, 196};
    const std::string z{reinterpret_cast<const char*>(shared), sizeof shared};
    BOOST_TEST(encoded(derived_key(z, "A128GCM", 16, "Alice", "Bob")) == "VqqN6vgjbSBcIijNcacQGg");
}

BOOST_FIXTURE_TEST_CASE(what_a_tablet_sealed_is_opened_by_its_campaign_alone, Keys) {
    BOOST_TEST(keys.opened("enquete", sealed).value() == clear);
    BOOST_TEST(refusal_of(sealed, "autre") == "sealed.unreadable");
    BOOST_TEST(looks_sealed(sealed));
    BOOST_TEST(!looks_sealed(clear));
}

BOOST_FIXTURE_TEST_CASE(a_changed_byte_in_any_part_opens_for_nobody, Keys) {
    for (std::size_t part = 0; part < 5; ++part) {
        if (part == 1) continue;
        auto parts = parts_of(sealed);
        parts[part][2] = parts[part][2] == 'A' ? 'B' : 'A';
        BOOST_TEST(refusal_of(joined(parts)) == "sealed.unreadable", "part " << part);
    }
    auto parts = parts_of(sealed);
    parts[1] = "AA";
    BOOST_TEST(refusal_of(joined(parts)) == "sealed.unreadable");
    BOOST_TEST(refusal_of(sealed + ".AA") == "sealed.unreadable");
    BOOST_TEST(refusal_of(sealed.substr(0, sealed.rfind('.'))) == "sealed.unreadable");
    BOOST_TEST(refusal_of("") == "sealed.unreadable");
}

// Bytes changed, lost, repeated anywhere: what comes of it is no text.
BOOST_FIXTURE_TEST_CASE(two_thousand_damaged_texts_open_for_nobody, Keys) {
    std::mt19937 chance{20260517};
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.{=\0";
    for (int n = 0; n < 2'000; ++n) {
        auto damaged = sealed;
        const auto at = chance() % damaged.size();
        switch (chance() % 4) {
            case 0: damaged[at] = letters[chance() % letters.size()]; break;
            case 1: damaged.erase(at, 1 + chance() % 40); break;
            case 2: damaged.insert(at, damaged.substr(chance() % damaged.size(), 1 + chance() % 40)); break;
            default: damaged.resize(at); break;
        }
        if (damaged != sealed) BOOST_TEST(refusal_of(damaged) == "sealed.unreadable", damaged);
    }
}

BOOST_FIXTURE_TEST_CASE(every_other_algorithm_and_key_is_refused, Keys) {
    const auto refused = [&](const char* name, const json& value) {
        return refusal_of(with_header([&](json& header) { header[name] = value; })) == "sealed.unreadable";
    };
    BOOST_TEST(refused("alg", "dir"));
    BOOST_TEST(refused("alg", "ECDH-ES+A256KW"));
    BOOST_TEST(refused("alg", 7));
    BOOST_TEST(refused("enc", "A128GCM"));
    BOOST_TEST(refused("zip", "DEF"));
    BOOST_TEST(refused("crit", json::array({"exp"})));
    BOOST_TEST(refused("epk", "point"));
    BOOST_TEST(refusal_of(with_header([](json& header) { header["epk"]["crv"] = "P-384"; })) == "sealed.unreadable");
    BOOST_TEST(refusal_of(with_header([](json& header) { header["epk"].erase("y"); })) == "sealed.unreadable");
    BOOST_TEST(refusal_of(with_header([](json& header) { header["epk"]["x"] = "AAAA"; })) == "sealed.unreadable");
}

// A point off the curve would tell its sender something of the key (RFC 7516 section 11.1).
BOOST_FIXTURE_TEST_CASE(a_point_off_the_curve_is_refused, Keys) {
    const std::string one = encoded(std::string(31, '\0') + '\x01');
    BOOST_TEST(refusal_of(with_header([&](json& header) { header["epk"]["x"] = header["epk"]["y"] = one; })) == "sealed.unreadable");
    const std::string zero = encoded(std::string(32, '\0'));
    BOOST_TEST(refusal_of(with_header([&](json& header) { header["epk"]["x"] = header["epk"]["y"] = zero; })) == "sealed.unreadable");
}

BOOST_FIXTURE_TEST_CASE(a_key_is_made_once_and_only_its_owner_reads_it, Keys) {
    const auto first = keys.public_key("enquete");
    const SealingKeys again{folder.path};
    BOOST_TEST(again.public_key("enquete").kid == first.kid);
    BOOST_TEST(again.public_key("autre").kid != first.kid);
    BOOST_TEST(again.opened("enquete", sealed).value() == clear);
    std::size_t files = 0;
    for (const auto& file : std::filesystem::directory_iterator{folder.path / "keys"}) {
        ++files;
        BOOST_TEST((std::filesystem::status(file).permissions() == (std::filesystem::perms::owner_read | std::filesystem::perms::owner_write)));
    }
    BOOST_TEST(files == 2U);
}

BOOST_FIXTURE_TEST_CASE(a_damaged_key_is_a_fault_and_no_other_key_takes_its_place, Keys) {
    for (const auto& file : std::filesystem::directory_iterator{folder.path / "keys"}) std::ofstream{file.path()} << "nothing";
    BOOST_CHECK_THROW(SealingKeys{folder.path}.public_key("enquete"), storage::StorageFault);
}

BOOST_FIXTURE_TEST_CASE(an_answer_of_half_a_megabyte_is_opened_and_what_is_too_long_is_not, Keys) {
    const std::string long_text(500'000, 'x');
    const auto long_sealed = tests::sealed_by_node(folder.path, keys.public_key("enquete"), {long_text}).at(0);
    BOOST_TEST((keys.opened("enquete", long_sealed).value() == long_text));
    BOOST_TEST(refusal_of(std::string(longest_sealed_bytes + 1, 'e')) == "sealed.unreadable");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::server

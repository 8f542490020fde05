#include "server/media_type.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace ecoute::server;
using namespace std::string_literals;

namespace {

std::string said(const std::string& start) {
    const auto* type = media_type(start + std::string(40, '\0'));
    return type ? std::string{type->type} : "refused";
}

}  // namespace

// Signatures from the formats' own documents, named in media_type.cpp.
BOOST_AUTO_TEST_SUITE(a_file_is_what_its_first_bytes_say)

BOOST_AUTO_TEST_CASE(sound_and_pictures_are_known) {
    BOOST_TEST(said("ID3\x04\0\0"s) == "audio/mpeg");
    BOOST_TEST(said("\xFF\xFB\x90\x64"s) == "audio/mpeg");  // MPEG 1, layer III
    BOOST_TEST(said("\xFF\xF3\x40\xC4"s) == "audio/mpeg");  // MPEG 2, layer III
    BOOST_TEST(said("\xFF\xF1\x50\x80"s) == "audio/aac");
    BOOST_TEST(said("\0\0\0\x1C" "ftypM4A "s) == "audio/mp4");
    BOOST_TEST(said("OggS\0\x02\0\0\0\0\0\0\0\0xxxx\0\0\0\0cccc\x01\x13OpusHead"s) == "audio/ogg");
    BOOST_TEST(said("\x1A\x45\xDF\xA3\x9F\x42\x86\x81\x01\x42\x82\x84webm"s) == "audio/webm");
    BOOST_TEST(said("\x1A\x45\xDF\xA3\x9F\x42\x86\x81\x01\x42\x82\x84webm"s + "...V_..A_OPUS") == "audio/webm");  // by chance
    BOOST_TEST(said("\x89PNG\r\n\x1A\n"s) == "image/png");
    BOOST_TEST(said("\xFF\xD8\xFF\xE0"s) == "image/jpeg");
    BOOST_TEST(said("RIFF\x24\0\0\0WEBPVP8 "s) == "image/webp");
}

const std::string webm = "\x1A\x45\xDF\xA3\x9F\x42\x86\x81\x01\x42\x82\x84webm"s;

BOOST_AUTO_TEST_CASE(films_are_known_by_their_tracks) {
    BOOST_TEST(said("\0\0\0\x1C" "ftypmp42"s + std::string(20, '\0') + "hdlr\0\0\0\0\0\0\0\0vide"s) == "video/mp4");
    BOOST_TEST(said("\0\0\0\x1C" "ftypmp42"s + std::string(20, '\0') + "hdlr\0\0\0\0\0\0\0\0soun"s) == "audio/mp4");
    for (const auto* codec : {"V_VP8", "V_VP9", "V_AV1"}) BOOST_TEST(said(webm + std::string(100, '\0') + codec) == "video/webm", codec);
}

BOOST_AUTO_TEST_CASE(films_that_half_of_the_browsers_do_not_play_are_refused) {
    BOOST_TEST(said("\0\0\0\x14" "ftypqt  "s + std::string(20, '\0') + "hdlr\0\0\0\0\0\0\0\0vide"s) == "refused");
    BOOST_TEST(said(webm + std::string(100, '\0') + "V_MPEG4/ISO/AVC") == "refused");
    BOOST_TEST(said(webm + std::string(100, '\0') + "V_THEORA") == "refused");
}

BOOST_AUTO_TEST_CASE(anything_else_is_refused) {
    BOOST_TEST(said("<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x()\">"s) == "refused");
    BOOST_TEST(said("<!doctype html>"s) == "refused");
    BOOST_TEST(said("GIF89a"s) == "refused");
    BOOST_TEST(said("RIFF\x24\0\0\0WAVEfmt "s) == "refused");
    BOOST_TEST(said("MZ\x90\0"s) == "refused");
    BOOST_TEST(said("%PDF-1.7"s) == "refused");
    BOOST_TEST(said("\xFF\xFE" "a\0"s) == "refused");  // a text in UTF-16
    BOOST_TEST(said("OggS\0\x02\0\0\0\0\0\0\0\0xxxx\0\0\0\0cccc\x01\x2A\x80theora"s) == "refused");
    BOOST_TEST(media_type("") == nullptr);
    BOOST_TEST(media_type("ID3") == nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

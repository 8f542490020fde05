#include "server/attachment_type.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace ecoute;
using namespace std::string_literals;
using forms::QuestionType;

namespace {

std::string said(QuestionType question, const std::string& start) {
    const auto type = server::attachment_type(question, start + std::string(40, '\0'));
    return type.empty() ? "refused" : std::string{type};
}

const std::string jpeg = "\xFF\xD8\xFF\xE0"s, voice = "\x1A\x45\xDF\xA3\x9F\x42\x86\x81\x01\x42\x82\x84webm....A_OPUS"s,
                  film = "\x1A\x45\xDF\xA3\x9F\x42\x86\x81\x01\x42\x82\x84webm....V_VP8"s, pdf = "%PDF-1.7\n"s;

}  // namespace

// Signatures: ITU T.81 (JPEG), RFC 8794 (WebM), ISO 32000-1 (PDF).
BOOST_AUTO_TEST_SUITE(a_file_for_a_question)

BOOST_AUTO_TEST_CASE(is_of_the_kind_that_the_question_asks_for) {
    BOOST_TEST(said(QuestionType::image, jpeg) == "image/jpeg");
    BOOST_TEST(said(QuestionType::audio, voice) == "audio/webm");
    BOOST_TEST(said(QuestionType::video, film) == "video/webm");
    for (const auto& [start, type] : {std::pair{pdf, "application/pdf"}, {jpeg, "image/jpeg"}, {voice, "audio/webm"}, {film, "video/webm"}})
        BOOST_TEST(said(QuestionType::file, start) == type);
}

BOOST_AUTO_TEST_CASE(is_refused_when_it_is_of_another) {
    // A film where a voice was asked for would show who speaks.
    BOOST_TEST(said(QuestionType::audio, film) == "refused");
    BOOST_TEST(said(QuestionType::image, film) == "refused");
    BOOST_TEST(said(QuestionType::video, voice) == "refused");
    BOOST_TEST(said(QuestionType::image, pdf) == "refused");
    for (const auto question : {QuestionType::image, QuestionType::audio, QuestionType::video, QuestionType::file})
        for (const auto& start : {"MZ\x90\0"s, "<svg onload='x()'>"s, "<!doctype html>"s, "PK\x03\x04"s}) BOOST_TEST(said(question, start) == "refused");
    BOOST_TEST(said(QuestionType::text, jpeg) == "refused");
    BOOST_TEST(server::largest_attachment(QuestionType::text) == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

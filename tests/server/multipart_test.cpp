#include "server/http/multipart.hpp"

#include <boost/test/unit_test.hpp>

using namespace ecoute;
using namespace ecoute::server;

namespace {

constexpr std::string_view boundary = "----WebKitFormBoundary7MA4YWxkTrZu0gW";

std::string head(const std::string& disposition) { return "Content-Disposition: form-data; " + disposition + "\r\n"; }

/// A body as a browser writes it, of parts that are written out.
std::string body(std::initializer_list<std::string> parts) {
    std::string text;
    for (const auto& part : parts) text += "--" + std::string{boundary} + "\r\n" + part + "\r\n";
    return text + "--" + std::string{boundary} + "--\r\n";
}
const std::string csrf = head(R"(name="csrf")") + "\r\nsecret";
const std::string file = head(R"(name="fichiers"; filename="q1.fr.mp3")") + "Content-Type: audio/mpeg\r\n\r\nID3\r\n--";

bool refused(std::string_view text) {
    const auto read = read_multipart(text);
    return !read.has_value() && read.error().code == forms::Code::request_malformed;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_form_with_files)

BOOST_AUTO_TEST_CASE(is_read_as_browsers_write_it) {
    const auto text = body({csrf, file, head(R"(name="vide"; filename="")") + "Content-Type: application/octet-stream\r\n\r\n"});
    const auto parts = read_multipart(text);
    BOOST_REQUIRE(parts.has_value());
    BOOST_REQUIRE(parts->size() == 3U);
    BOOST_TEST(part_named(*parts, "csrf") == "secret");
    BOOST_TEST(!parts->at(0).is_file);
    BOOST_TEST(parts->at(1).filename == "q1.fr.mp3");
    BOOST_TEST(parts->at(1).content == "ID3\r\n--");
    BOOST_TEST(parts->at(2).is_file);
    BOOST_TEST(parts->at(2).content == "");
    BOOST_TEST(part_named(*parts, "fichiers") == "");  // a file is no field
}

BOOST_AUTO_TEST_CASE(keeps_quotes_and_accents_of_names_and_drops_folders) {
    const auto named = [](const std::string& name) {
        const auto text = body({head("name=\"f\"; filename=\"" + name + "\"") + "\r\nx"});
        const auto parts = read_multipart(text);
        return parts ? parts->front().filename : "refused";
    };
    BOOST_TEST(named("l'été %22a%22.mp3") == "l'été \"a\".mp3");
    BOOST_TEST(named("C:/sons/../q1.mp3") == "q1.mp3");
    BOOST_TEST(named("/etc/passwd") == "passwd");
    BOOST_TEST(named(R"(C:\q1.mp3)") == "refused");  // no browser writes a backslash any more
}

BOOST_AUTO_TEST_CASE(may_leave_out_the_last_line_end) {
    auto text = body({csrf});
    text.resize(text.size() - 2);
    BOOST_TEST(read_multipart(text).has_value());
}

BOOST_AUTO_TEST_CASE(is_refused_when_it_is_anything_else) {
    const auto good = body({csrf, file});
    for (std::size_t length = 0; length + 2 < good.size(); ++length)
        BOOST_TEST_CONTEXT(length) BOOST_TEST(refused(std::string_view{good}.substr(0, length)));
    BOOST_TEST(refused("preamble\r\n" + good));
    BOOST_TEST(refused(good + "epilogue"));
    BOOST_TEST(refused("--\r\n"));
    BOOST_TEST(refused("--a\tb\r\n\r\n--a\tb--"));
    BOOST_TEST(refused(body({})));
    BOOST_TEST(refused(body({"Content-Type: text/plain\r\n\r\nx"})));
    BOOST_TEST(refused(body({head(R"(name="")") + "\r\nx"})));
    BOOST_TEST(refused(body({head("name=csrf") + "\r\nx"})));
    BOOST_TEST(refused(body({head(R"(name="a")") + head(R"(name="b")") + "\r\nx"})));
    BOOST_TEST(refused(body({head(R"(name="a"; filename*=UTF-8''x.mp3)") + "\r\nx"})));
    BOOST_TEST(refused(body({head(R"(name="a")") + "Content-Transfer-Encoding: base64\r\n\r\neA=="})));
}

BOOST_AUTO_TEST_CASE(has_limits) {
    BOOST_TEST(refused("--" + std::string(71, 'a') + "\r\n" + csrf + "\r\n--" + std::string(71, 'a') + "--"));
    const std::string longest(70, 'a');
    BOOST_TEST(read_multipart("--" + longest + "\r\n" + csrf + "\r\n--" + longest + "--").has_value());
    BOOST_TEST(refused(body({"X: " + std::string(2000, 'x') + "\r\n" + csrf})));
    std::string many;
    for (int i = 0; i < 8; ++i) many += "X-Line: x\r\n";
    BOOST_TEST(refused(body({many + csrf})));
    const auto parts_of = [](std::size_t count) {
        std::string text;
        for (std::size_t i = 0; i < count; ++i) text += "--b\r\n" + csrf + "\r\n";
        return text + "--b--";
    };
    BOOST_TEST(read_multipart(parts_of(most_parts)).has_value());
    BOOST_TEST(refused(parts_of(most_parts + 1)));
}

BOOST_AUTO_TEST_SUITE_END()

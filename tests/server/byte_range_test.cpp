#include "server/http/byte_range.hpp"

#include <boost/test/unit_test.hpp>

using namespace ecoute::server;

namespace {

struct Asked {
    int status;
    std::string body, content_range;
};
Asked asked(std::string_view range) {
    Reply whole;
    whole.body = "0123456789";
    const auto reply = in_range(std::move(whole), range);
    std::string said;
    for (const auto& [name, value] : reply.headers)
        if (name == "Content-Range") said = value;
    return {reply.status, reply.body, said};
}

}  // namespace

// RFC 9110 section 14.1.2, with its examples on ten bytes.
BOOST_AUTO_TEST_SUITE(a_part_of_a_file)

BOOST_AUTO_TEST_CASE(is_given_as_it_is_asked_for) {
    struct Case {
        std::string_view range, body, content_range;
    };
    for (const auto& [range, body, content_range] : {Case{"bytes=0-4", "01234", "bytes 0-4/10"}, Case{"bytes=0-1", "01", "bytes 0-1/10"},
                                                     Case{"bytes=7-", "789", "bytes 7-9/10"}, Case{"bytes=-3", "789", "bytes 7-9/10"},
                                                     Case{"bytes=9-9", "9", "bytes 9-9/10"}, Case{"bytes=5-400", "56789", "bytes 5-9/10"},
                                                     Case{"bytes=-400", "0123456789", "bytes 0-9/10"}})
        BOOST_TEST_CONTEXT(range) {
            const auto reply = asked(range);
            BOOST_TEST(reply.status == 206);
            BOOST_TEST(reply.body == body);
            BOOST_TEST(reply.content_range == content_range);
        }
}

BOOST_AUTO_TEST_CASE(that_begins_after_the_end_is_refused_with_the_length) {
    for (const auto* range : {"bytes=10-", "bytes=10-20", "bytes=99-", "bytes=-0"}) BOOST_TEST_CONTEXT(range) {
            const auto reply = asked(range);
            BOOST_TEST(reply.status == 416);
            BOOST_TEST(reply.body == "");
            BOOST_TEST(reply.content_range == "bytes */10");
        }
}

BOOST_AUTO_TEST_CASE(that_nobody_understands_is_the_whole) {
    for (const auto* range : {"", "bytes=", "bytes=-", "bytes=4-2", "bytes=a-b", "bytes=0-1,4-5", "lines=1-2", "bytes=0 - 4",
                              "bytes=99999999999999999999-", "bytes=--1"})
        BOOST_TEST_CONTEXT(range) {
            const auto reply = asked(range);
            BOOST_TEST(reply.status == 200);
            BOOST_TEST(reply.body == "0123456789");
        }
}

BOOST_AUTO_TEST_SUITE_END()

#include "server/http/waiting_room.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

using namespace ecoute::server;

namespace {

struct Room {
    WaitingRoom room{10, 6};
    std::string served;
    bool enter(const std::string& from, char who) {
        return room.enter(from, [this, who] { served += who; });
    }
    std::string all() {
        while (room.waiting() > 0) room.serve_one();
        return served;
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(those_who_wait_for_a_worker, Room)

BOOST_AUTO_TEST_CASE(of_one_place_are_served_as_they_came) {
    for (const char who : {'a', 'b', 'c'}) enter("meeting", who);
    BOOST_TEST(all() == "abc");
}

BOOST_AUTO_TEST_CASE(of_other_places_do_not_wait_behind_a_flood) {
    for (const char who : {'1', '2', '3', '4', '5'}) enter("flood", who);
    enter("meeting", 'a');
    enter("street", 'x');
    enter("meeting", 'b');
    BOOST_TEST(all() == "1ax2b345");
}

BOOST_AUTO_TEST_CASE(fill_the_room_of_their_place_alone) {
    for (int i = 0; i < 6; ++i) BOOST_TEST(enter("flood", 'f'));
    BOOST_TEST(!enter("flood", 'f'));
    for (int i = 0; i < 4; ++i) BOOST_TEST(enter("street", 's'));
    BOOST_TEST(!enter("elsewhere", 'e'));  // ten in all
    room.serve_one();
    BOOST_TEST(enter("elsewhere", 'e'));
}

BOOST_AUTO_TEST_CASE(behind_a_proxy_of_this_machine_have_the_whole_room) {
    for (int i = 0; i < 10; ++i) BOOST_TEST(enter("", 'p'));
    BOOST_TEST(!enter("", 'p'));
}

BOOST_AUTO_TEST_CASE(are_nobody_when_nobody_came) {
    room.serve_one();
    BOOST_TEST(served == "");
}

BOOST_AUTO_TEST_SUITE_END()

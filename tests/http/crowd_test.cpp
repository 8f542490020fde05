#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <boost/test/unit_test.hpp>
#include <thread>

#include "tests/support/door_world.hpp"

// Many at once: a meeting behind one address answers freely, and who floods the server does not keep the others from answering (trap T8).

using namespace ecoute;
using namespace ecoute::tests;

namespace {

constexpr std::string_view document = R"({
  "ecoute": 1, "id": "essai", "version": "1", "title": {"fr": "Essai"}, "default_language": "fr",
  "questions": [{"type": "integer", "name": "age", "label": {"fr": "Âge"}, "constraint": ". >= 15"}]})";

/// One request from an address of this machine's own network (127.0.0.2...), as if it came from elsewhere. Its status, or 0.
int post_from(const char* address, std::uint16_t port, const std::string& form) {
    const int phone = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in from{}, to{};
    from.sin_family = to.sin_family = AF_INET;
    ::inet_pton(AF_INET, address, &from.sin_addr);
    ::inet_pton(AF_INET, "127.0.0.1", &to.sin_addr);
    to.sin_port = htons(port);
    const std::string text = "POST /q/essai HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nConnection: close\r\nContent-Length: " +
                             std::to_string(form.size()) + "\r\n\r\n" + form;
    std::string reply;
    if (::bind(phone, reinterpret_cast<sockaddr*>(&from), sizeof from) == 0 &&
        ::connect(phone, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0 &&
        ::send(phone, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size())) {
        char bytes[4096];
        for (ssize_t got = 0; (got = ::recv(phone, bytes, sizeof bytes, 0)) > 0;) reply.append(bytes, static_cast<std::size_t>(got));
    }
    ::close(phone);
    return reply.size() > 12 ? std::atoi(reply.c_str() + 9) : 0;
}

std::string a_response(int number) {
    auto digits = std::to_string(number);
    return "%3Aid=0f8fad5b-d9cb-469f-a165-" + std::string(12 - digits.size(), '0') + digits + "&age=34";
}

struct Hall : OpenDoor {
    static server::DoorOptions patient() {
        auto options = quick();
        options.patience.request = options.patience.idle = std::chrono::seconds{20};
        return options;
    }
    Hall() : OpenDoor(patient()) { open_campaign(std::string{document}, {.id = "essai"}); }

    /// Twenty phones behind one address send in the same moment.
    std::vector<int> meeting(const char* address) {
        std::vector<int> statuses(20);
        std::vector<std::thread> phones;
        for (std::size_t at = 0; at < statuses.size(); ++at)
            phones.emplace_back([&, at] { statuses[at] = post_from(address, door.port(), a_response(int(at) + 1)); });
        for (auto& phone : phones) phone.join();
        return statuses;
    }
    std::int64_t kept() { return store->responses().tally("essai").responses; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(many_at_once, Hall)

BOOST_AUTO_TEST_CASE(twenty_phones_of_a_meeting_answer_freely) {
    for (const int status : meeting("127.0.0.3")) BOOST_TEST(status == 200);
    BOOST_TEST(kept() == 20);
}

BOOST_AUTO_TEST_CASE(a_flood_from_elsewhere_does_not_stop_them) {
    std::atomic<bool> over = false;
    std::atomic<int> flooded = 0;
    std::vector<std::thread> flood;
    for (int at = 0; at < 64; ++at)
        flood.emplace_back([&] {
            // Mistakes: each is answered with the whole page, which is the most work that a sending makes.
            while (!over) flooded += post_from("127.0.0.2", door.port(), "age=7") != 0;
        });
    while (flooded < 64) std::this_thread::yield();
    const auto statuses = meeting("127.0.0.3");
    over = true;
    for (auto& one : flood) one.join();
    for (const int status : statuses) BOOST_TEST(status == 200);
    BOOST_TEST(kept() == 20);
}

BOOST_AUTO_TEST_SUITE_END()

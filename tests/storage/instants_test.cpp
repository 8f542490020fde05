#include "storage/instants.hpp"

#include <boost/test/unit_test.hpp>

namespace ecoute::storage {

BOOST_AUTO_TEST_CASE(an_instant_is_rounded_down_to_midnight_or_noon) {
    using namespace std::chrono;
    using instant = sys_time<milliseconds>;
    const struct {
        instant at;
        std::string_view text, half_day;
    } cases[] = {
        {instant{}, "1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z"},
        {sys_days{year{2026} / 5 / 17} + hours{12}, "2026-05-17T12:00:00Z", "2026-05-17T12:00:00Z"},
        {sys_days{year{2026} / 5 / 17} + hours{12} - milliseconds{1}, "2026-05-17T11:59:59Z", "2026-05-17T00:00:00Z"},
        {sys_days{year{2026} / 5 / 18} - milliseconds{1}, "2026-05-17T23:59:59Z", "2026-05-17T12:00:00Z"},
        {sys_days{year{2024} / 2 / 29} + hours{1}, "2024-02-29T01:00:00Z", "2024-02-29T00:00:00Z"},
        {instant{milliseconds{-1}}, "1969-12-31T23:59:59Z", "1969-12-31T12:00:00Z"},
    };
    for (const auto& each : cases) {
        BOOST_TEST(instant_text(each.at) == each.text);
        BOOST_TEST(half_day_text(each.at) == each.half_day);
    }
}

}  // namespace ecoute::storage

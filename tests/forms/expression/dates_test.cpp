#include "forms/expression/dates.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

namespace f = ecoute::forms;
namespace e = ecoute::forms::expression;

namespace {

/// Paris in 2026: summer time from 29 March 01:00 UTC to 25 October 01:00 UTC.
struct Paris : f::Clock {
    std::chrono::sys_time<std::chrono::milliseconds> instant{};
    std::chrono::sys_time<std::chrono::milliseconds> now() const override { return instant; }
    std::chrono::minutes local_offset(std::chrono::sys_seconds at) const override {
        using namespace std::chrono;
        const auto begins = sys_days(year(2026) / 3 / 29) + hours(1), ends = sys_days(year(2026) / 10 / 25) + hours(1);
        return minutes(at >= begins && at < ends ? 120 : 60);
    }
};

std::string local_text(std::string_view text, const f::Clock& clock) {
    const auto moment = e::read_moment(text);
    return moment ? e::date_time_text(e::local(*moment, &clock)) : "none";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dates_on_the_wall)

BOOST_AUTO_TEST_CASE(follow_summer_time) {
    const Paris paris;
    BOOST_TEST(local_text("2026-03-29T00:59:59Z", paris) == "2026-03-29T01:59:59.000+01:00");
    BOOST_TEST(local_text("2026-03-29T01:00:00Z", paris) == "2026-03-29T03:00:00.000+02:00");
    BOOST_TEST(local_text("2026-10-25T00:59:59Z", paris) == "2026-10-25T02:59:59.000+02:00");
    BOOST_TEST(local_text("2026-10-25T01:00:00Z", paris) == "2026-10-25T02:00:00.000+01:00");
    BOOST_TEST(local_text("2026-07-14T12:00:00", paris) == "2026-07-14T12:00:00.000+02:00");
    BOOST_TEST(local_text("2026-01-14T12:00:00", paris) == "2026-01-14T12:00:00.000+01:00");
}

BOOST_AUTO_TEST_CASE(the_day_on_the_wall_is_today) {
    using namespace std::chrono;
    Paris paris;
    paris.instant = sys_days(year(2026) / 7 / 13) + hours(22);  // midnight in Paris
    BOOST_TEST(e::date_text(*e::now(&paris)) == "2026-07-14");
    paris.instant -= milliseconds(1);
    BOOST_TEST(e::date_text(*e::now(&paris)) == "2026-07-13");
    BOOST_TEST(e::date_time_text(*e::now(&paris)) == "2026-07-13T23:59:59.999+02:00");
    BOOST_TEST(!e::now(nullptr).has_value());
}

BOOST_AUTO_TEST_CASE(days_and_moments_convert_both_ways) {
    const Paris paris;
    for (const auto* text :
         {"2026-03-28T12:00:00.000+01:00", "2026-03-29T12:00:00.000+02:00", "2026-10-25T23:59:59.999+01:00",
          "1969-12-31T23:59:59.999+01:00", "2000-02-29T00:00:00.000+01:00"}) {
        const auto moment = e::read_moment(text);
        BOOST_REQUIRE(moment.has_value());
        const auto back = e::moment_of(e::day_number(*moment, &paris), &paris);
        BOOST_REQUIRE(back.has_value());
        BOOST_TEST(e::date_time_text(*back) == text);
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_date_is_none) {
    for (const auto* text :
         {"", "2026", "2026-3-9", "2026-13-01", "2026-02-29", "2026-04-31", "2026-00-10", "2026-03-00", "26-03-09",
          "2026-03-09T", "2026-03-09T24:00", "2026-03-09T12:60", "2026-03-09T12:00:60", "2026-03-09 12:00",
          "2026-03-09T12:00+24:00", "2026-03-09T12:00:00.", "2026-03-09T12:00Zx", "٢٠٢٦-٠٣-٠٩"})
        BOOST_TEST(!e::read_moment(text).has_value(), text);
    for (const auto* text : {"2024-02-29", "2000-02-29", " 2026-03-09\n", "0000-01-01", "9999-12-31",
                             "2026-03-09T12:00", "2026-03-09T12:00:00.1234567+0130", "2026-03-09T12:00-07"})
        BOOST_TEST(e::read_moment(text).has_value(), text);
}

BOOST_AUTO_TEST_SUITE_END()

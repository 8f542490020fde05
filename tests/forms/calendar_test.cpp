#include "forms/calendar.hpp"

#include <boost/test/unit_test.hpp>

namespace f = ecoute::forms;

BOOST_AUTO_TEST_SUITE(the_calendar)

BOOST_AUTO_TEST_CASE(a_date_is_a_day_that_exists) {
    // 2000 was a leap year, 1900 and 2023 were not.
    for (const auto* day : {"2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31", "2024-04-30"})
        BOOST_TEST(f::is_date(day), day);
    for (const auto* no_day :
         {"2023-02-29", "1900-02-29", "2024-04-31", "2024-13-01", "2024-00-10", "2024-01-00", "0000-01-01", "",
          "2024-1-01", "2024-01-1", "24-01-01", "2024/01/01", "2024-01-01 ", "2024-01-01T10:00", "+024-01-01"})
        BOOST_TEST(!f::is_date(no_day), no_day);
}

BOOST_AUTO_TEST_CASE(a_time_has_hours_and_minutes_and_may_have_seconds_and_an_offset) {
    for (const auto* time :
         {"00:00", "23:59", "18:05:30", "18:05:30.250", "18:05Z", "18:05:30.250+02:00", "18:05-05:30"})
        BOOST_TEST(f::is_time(time), time);
    for (const auto* no_time : {"24:00", "12:60", "12:00:60", "1:00", "12", "12:00:", "12:00.5", "12:00+2",
                                "12:00+24:00", "12:00ZZ", "12:00:00.", "", " 12:00"})
        BOOST_TEST(!f::is_time(no_time), no_time);
}

BOOST_AUTO_TEST_CASE(a_date_and_time_is_both_with_a_T_between) {
    for (const auto* instant : {"2024-05-01T10:00", "2024-05-01T10:00:00Z", "2024-05-01T23:59:59.999+02:00"})
        BOOST_TEST(f::is_date_time(instant), instant);
    for (const auto* no_instant :
         {"2024-05-01", "T10:00", "2024-02-30T10:00", "2024-05-01T25:00", "2024-05-01 10:00", ""})
        BOOST_TEST(!f::is_date_time(no_instant), no_instant);
}

BOOST_AUTO_TEST_SUITE_END()

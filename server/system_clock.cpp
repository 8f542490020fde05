#include "server/system_clock.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace ecoute::server {

using namespace std::chrono;

sys_time<milliseconds> SystemClock::now() const { return floor<milliseconds>(system_clock::now()); }

minutes SystemClock::local_offset(sys_seconds at) const {
    const std::time_t instant = at.time_since_epoch().count();
    std::tm local{};
    localtime_r(&instant, &local);
    return duration_cast<minutes>(seconds{local.tm_gmtoff});
}

std::string instant_text(sys_seconds at) {
    const auto day = floor<days>(at);
    const year_month_day date{day};
    const hh_mm_ss time{at - day};
    std::array<char, 32> text{};
    const int length = std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", int{date.year()},
                                     unsigned{date.month()}, unsigned{date.day()}, static_cast<int>(time.hours().count()),
                                     static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
    return {text.data(), static_cast<std::size_t>(length)};
}

std::string now_text(const forms::Clock& clock) { return instant_text(floor<seconds>(clock.now())); }

std::string local_day(const forms::Clock& clock) {
    const auto now = floor<seconds>(clock.now());
    return instant_text(now + clock.local_offset(now)).substr(0, 10);
}

}  // namespace ecoute::server

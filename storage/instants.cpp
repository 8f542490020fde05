#include "storage/instants.hpp"

#include <array>
#include <cstdio>

namespace ecoute::storage {

std::string instant_text(std::chrono::sys_time<std::chrono::milliseconds> instant) {
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss time{std::chrono::floor<std::chrono::seconds>(instant - day)};
    std::array<char, 40> text{};
    const int length = std::snprintf(
        text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
        static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
    return {text.data(), static_cast<std::size_t>(length)};
}

std::string half_day_text(std::chrono::sys_time<std::chrono::milliseconds> instant) {
    using half_days = std::chrono::duration<std::chrono::days::rep, std::ratio<43'200>>;
    return instant_text(std::chrono::floor<half_days>(instant));
}

}  // namespace ecoute::storage

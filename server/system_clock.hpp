#pragma once
#include <string>

#include "forms/clock.hpp"

namespace ecoute::server {

/// The clock of the machine, and the local time of its time zone.
class SystemClock final : public forms::Clock {
public:
    std::chrono::sys_time<std::chrono::milliseconds> now() const override;
    std::chrono::minutes local_offset(std::chrono::sys_seconds at) const override;
};

/// "2026-05-17T12:00:00Z".
std::string instant_text(std::chrono::sys_seconds at);
/// Now, to the second, as instant_text.
std::string now_text(const forms::Clock& clock);
/// The day on the wall, "2026-05-17".
std::string local_day(const forms::Clock& clock);

}  // namespace ecoute::server

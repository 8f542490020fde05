#pragma once
#include <chrono>

namespace ecoute::forms {

/// The only "now". Instants are UTC; the local offset is that of the place of the survey, told apart
/// because `today()` means the day on the wall.
class Clock {
public:
    virtual ~Clock() = default;
    virtual std::chrono::sys_time<std::chrono::milliseconds> now() const = 0;
    /// Minutes to add to UTC for local time at that instant (France: 60 or 120).
    virtual std::chrono::minutes local_offset(std::chrono::sys_seconds at) const = 0;
};

}  // namespace ecoute::forms

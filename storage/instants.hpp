#pragma once
#include <chrono>
#include <string>

namespace ecoute::storage {

/// "2026-05-17T12:34:56Z".
std::string instant_text(std::chrono::sys_time<std::chrono::milliseconds> instant);

/// The same rounded down to midnight or noon UTC: all that is kept of when a response came.
std::string half_day_text(std::chrono::sys_time<std::chrono::milliseconds> instant);

}  // namespace ecoute::storage

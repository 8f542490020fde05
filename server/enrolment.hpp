#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "server/desk.hpp"
#include "storage/devices.hpp"

/// The code by which a tablet comes to its key: shown once, by a facilitator, to be scanned. The page and the verb share it.
namespace ecoute::server {

/// Shown in the morning, scanned before the tour begins.
inline constexpr std::chrono::hours enrolment_life{24};
inline constexpr std::size_t longest_tablet_name_bytes = 60;

/// A code of 12 letters, digits, "-" or "_" at most, as the questionnaires' own field takes it: never a name. "" is one too.
bool is_interviewer_code(std::string_view text) noexcept;
/// Short enough, and without control characters. "" is one too.
bool is_tablet_name(std::string_view text) noexcept;

/// Makes a one-time code for a tablet, notes in the log who did, and returns the address to scan: "{base}/t#enrol=TOKEN". What
/// follows "#" never leaves the tablet: no server's log holds it.
std::string prepare_tablet(storage::Store& store, const forms::Clock& clock, std::string_view base, const storage::Tour& tour, std::string_view who);

/// Takes a tablet's key from it, and notes who did. device_unknown.
forms::Result<void> revoke_tablet(storage::Store& store, const forms::Clock& clock, std::string_view id, std::string_view who);

}  // namespace ecoute::server

#pragma once
#include <string>

#include "server/desk.hpp"
#include "server/http/message.hpp"

namespace ecoute::server::admin {

/// Logs a person in whose password was just checked: a new session, its cookie, and the way to `address`. Written in
/// the log of what was done.
Reply begin_session(Desk& desk, const Request& request, const storage::User& user, std::string address);

}  // namespace ecoute::server::admin

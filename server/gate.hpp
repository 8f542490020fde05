#pragma once
#include <optional>

#include "server/routes.hpp"

namespace ecoute::server {

/// The name of the cookie of a person who logged in; its value is a token of access.hpp, of which only the hash is
/// stored.
inline constexpr std::string_view session_cookie = "ecoute_session";

/// What a role may do: administrators everything, facilitators rows, tables and tablets, institutions and coaches protected
/// tables. No role is a tablet.
bool may(storage::Role role, Right right) noexcept;

/// The value of one cookie in a Cookie header, or "".
std::string_view cookie_value(std::string_view cookies, std::string_view name);

/// Lets a request pass, filling in request.session, or answers in the handler's stead: 401 (an API) or a redirection to
/// /admin/connexion (a page) without a session, 403 for a role without the right or a form without the session's csrf
/// field. A route for tablets asks for the key of one that was enrolled, and fills in request.device: 401 device.unknown, 403
/// device.revoked; no session opens it. A route for anyone passes untouched. Reads the store: workers only.
std::optional<Reply> turned_away(const Route& route, Desk& desk, Request& request);

}  // namespace ecoute::server

#pragma once
#include <span>
#include <string_view>

#include "server/desk.hpp"
#include "server/http/message.hpp"

namespace ecoute::server {

/// Who may ask. Checked by the router before the handler runs, in one table.
enum class Right {
    anyone,
    tables,         ///< protected tables: every role that logs in
    rows,           ///< rows and open answers: facilitator, administrator; each look is logged
    administration, ///< users, campaigns: administrator
};

/// Where the handler runs: `here` on the connection's thread (never blocks: no disk, no long computation), `worker` on a thread of the
/// pool (reads from the store).
enum class Runs { here, worker };

struct Route {
    std::string_view method, pattern;  ///< "/api/v1/campaigns/{id}/responses"; {name} matches one segment
    Right who;
    Runs runs;
    void (*handler)(Desk&, const Request&, Respond);
};

/// Every route of the program, in one table (routes.cpp).
std::span<const Route> routes();

/// A POST of a page must carry the session's csrf_token as field "csrf"; the router checks it for every POST whose route is not
/// `anyone`. API posts with a JSON body are exempt because browsers don't send those across sites without CORS.

}  // namespace ecoute::server

#pragma once
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/desk.hpp"
#include "server/http/message.hpp"

namespace ecoute::server {

/// Who may ask. Checked by the router before the handler runs, in one table.
enum class Right {
    anyone,
    tables,          ///< protected tables: every role that logs in
    rows,            ///< rows and open answers: facilitator, administrator; each look is logged
    administration,  ///< users, campaigns: administrator
    field_work,      ///< tablets: facilitator, administrator
    device,          ///< a tablet that was enrolled and not revoked, told by its key; no person
};

/// Where the handler runs: `here` on the connection's thread (never blocks: no disk, no long computation), `worker` on
/// a thread of the pool (reads from the store).
enum class Runs { here, worker };

/// Largest body that is read, unless the route says otherwise: four hundred times a long interview.
inline constexpr std::size_t largest_body_bytes = 1024 * 1024;
/// A tablet's whole week in one batch.
inline constexpr std::size_t largest_batch_bytes = 8 * 1024 * 1024;

struct Route {
    std::string_view method, pattern;  ///< "/api/v1/campaigns/{id}/responses"; {name} matches one segment
    Right who;
    Runs runs;
    void (*handler)(Desk&, const Request&, Respond);
    std::size_t largest_body = largest_body_bytes;
};

/// Every route of the program, in one table (routes.cpp).
std::span<const Route> routes();

/// What the table says about a method and a path.
struct Match {
    const Route* route = nullptr;       ///< nullptr: not_found or method_not_allowed
    std::vector<std::string> captured;  ///< what the {names} matched, percent-decoded
    std::string allowed;                ///< "GET, HEAD" when the path is known with another method, else ""
};
/// `path` as it was sent, still percent-encoded, without the query: an encoded slash stays inside its segment. HEAD
/// matches GET.
Match match(std::span<const Route> table, std::string_view method, std::string_view path);

/// A POST of a page must carry the session's csrf_token as field "csrf"; the router checks it for every POST whose
/// route is not `anyone`. API posts with a JSON body are exempt because browsers don't send those across sites without
/// CORS.

}  // namespace ecoute::server

#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "server/cli/shell.hpp"

namespace ecoute::server::cli {

/// Invents `count` responses of a campaign (server/simulate) and sends them through the real HTTP interface of a server on this machine's own
/// loopback, with progress. `plan` holds the stated probabilities, or is "" for answers at random. Returns an exit status.
int send_invented(Shell& shell, std::string_view campaign, std::string_view plan, std::uint64_t seed, std::size_t count);

/// The plan that the library holds for a questionnaire; "" when there is none.
std::string_view library_plan(std::string_view form_id);

}  // namespace ecoute::server::cli

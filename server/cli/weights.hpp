#pragma once
#include <string_view>

#include "server/cli/shell.hpp"

namespace ecoute::server::cli {

/// What `ecoute weights` does with the usual bounds, telling refusals only. Returns an exit status.
int keep_weights(Shell& shell, std::string_view campaign);

}  // namespace ecoute::server::cli

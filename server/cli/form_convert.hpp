#pragma once
#include "server/cli/shell.hpp"

namespace ecoute::server::cli {

/// Adds `ecoute form convert IN OUT`: formats by extension (form_formats.hpp). The report goes to stderr; a questionnaire with mistakes is told
/// with its places, exit status 1, and nothing is written.
void add_form_convert(CLI::App& form, Shell& shell);

}  // namespace ecoute::server::cli

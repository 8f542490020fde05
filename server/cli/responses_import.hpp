#pragma once
#include <string>

#include "server/cli/shell.hpp"

namespace ecoute::server::cli {

struct ImportOptions {
    std::string file, campaign, rejects;
    bool dry_run = false;
};

/// Reads NDJSON, CSV (DESIGN.md section 6) or the queue of a tablet, a sealed answer a line; each row validated like any other response; the good ones are kept, the others go to a file
/// with their reasons. A CSV with a column that no question has is refused as a whole. A campaign takes imports also after its close:
/// paper is typed in later. Returns done, or input_has_problems when a row was rejected.
int import_responses(Shell& shell, const ImportOptions& options);

}  // namespace ecoute::server::cli

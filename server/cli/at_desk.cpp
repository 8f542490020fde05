#include "server/cli/at_desk.hpp"

#include "server/keys.hpp"
#include "server/open_forms.hpp"
#include "server/sealing.hpp"
#include "storage/columns_kept.hpp"

namespace ecoute::server::cli {

AtDesk::AtDesk(const Shell& shell)
    : store{shell.open_store()},
      forms{make_open_forms(*store)},
      snapshots{make_snapshots(*store, shell.clock(), secret_key(shell.data_directory, "cells.key"),
                               storage::columns_folder(shell.data_directory))},
      settings{.receipt_key = secret_key(shell.data_directory, "receipt.key"),
               .sealing = std::make_shared<const SealingKeys>(shell.data_directory)},
      desk{*store, shell.clock(), *forms, *snapshots, shell.words(), settings} {}

}  // namespace ecoute::server::cli

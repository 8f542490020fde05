#pragma once

namespace CLI {
class App;
}

namespace ecoute::server::cli {

class Shell;

/// `ecoute link create|list|withdraw`: links to hand out (server/link_making.hpp).
void add_link(CLI::App& app, Shell& shell);

}  // namespace ecoute::server::cli

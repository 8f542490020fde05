#pragma once
#include <memory>

#include "server/cli/shell.hpp"
#include "server/desk.hpp"

namespace ecoute::server::cli {

/// A store with everything that handlers and verbs work with around it.
struct AtDesk {
    explicit AtDesk(const Shell& shell);
    std::unique_ptr<storage::Store> store;
    std::unique_ptr<OpenForms> forms;
    std::unique_ptr<Snapshots> snapshots;
    Settings settings;
    Desk desk;
};

}  // namespace ecoute::server::cli

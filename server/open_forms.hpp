#pragma once
#include <filesystem>
#include <memory>
#include <string>

#include "server/desk.hpp"

namespace ecoute::server {

/// Campaigns and their questionnaires from the store: compiled when first asked for, kept until the catalogue changes,
/// which is looked at five times a second at most. From any thread.
std::unique_ptr<OpenForms> make_open_forms(storage::Store& store);

/// Columns of each campaign, kept and brought up to date with what came since. From any worker; two that ask for the
/// same campaign wait for each other.
/// `cells_key`: 32 secret bytes, from which the secret of each campaign is made, and from that its records' keys.
/// `columns_folder`: where columns of large campaigns wait for the next start (storage/columns_kept.hpp); "" for none.
std::unique_ptr<Snapshots> make_snapshots(storage::Store& store, const forms::Clock& clock, std::string cells_key,
                                          std::filesystem::path columns_folder = {});

}  // namespace ecoute::server

#pragma once
#include <filesystem>
#include <memory>

#include "storage/store.hpp"

namespace ecoute::storage {

/// Opens (and creates or migrates) the one file of data, `ecoute.db` in `directory`. WAL, synchronous=FULL; one writer
/// thread that commits in groups, one read connection for each call under way. Several processes may hold the same file
/// open. Throws StorageFault when the file can't be opened, is damaged, or comes from a younger program.
std::unique_ptr<Store> open_sqlite_store(const std::filesystem::path& directory, const forms::Clock& clock);

}  // namespace ecoute::storage

#pragma once
#include "storage/sqlite.hpp"

namespace ecoute::storage::sqlite {

/// Makes an opened file ours: gives a new one its page size, WAL and tables, and an older one the migrations that it
/// lacks, in one transaction. `PRAGMA user_version` counts the migrations in the file. Throws StorageFault, and changes
/// nothing, when the file is no database, belongs to another program, or was written by a younger version of this one.
void bring_up_to_date(Database& database);

/// What the connection of the writer needs besides: a commit returns when the disk has it.
void tune_for_writing(Database& database);

/// How many migrations this program knows.
int known_migrations() noexcept;

}  // namespace ecoute::storage::sqlite

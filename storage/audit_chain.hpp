#pragma once
#include <string>
#include <string_view>

#include "storage/store.hpp"

namespace ecoute::storage {

/// The hash of an entry that stands after one with hash `previous` ("" for the first), as 64 hexadecimal digits:
/// SHA-256 over previous, seq, at, who, what and subject, each as its length in bytes, ":" and its text, so that no two
/// entries give the same bytes. `entry.hash` is not read.
std::string chained_hash(std::string_view previous, const AuditEntry& entry);

}  // namespace ecoute::storage

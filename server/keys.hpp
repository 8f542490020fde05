#pragma once
#include <filesystem>
#include <string>

namespace ecoute::server {

/// Reads the secret `name` of a data directory ("keys/receipt.key", 32 random bytes, readable by its owner alone), making it the
/// first time. Keys stand beside the file of data, not in it. Throws storage::StorageFault when it can't be read or written.
std::string secret_key(const std::filesystem::path& data_directory, std::string_view name);

/// A secret of another shape, in the same folder by the same rules: what `made` gives the first time.
std::string secret_file(const std::filesystem::path& data_directory, std::string_view name, std::string (*made)());

}  // namespace ecoute::server

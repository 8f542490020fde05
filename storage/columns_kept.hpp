#pragma once
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "forms/columns.hpp"

/// Columns of large campaigns beside the data file, so that a restart does not parse every answer again. They are derived:
/// anybody may delete them at any time. A file that is torn, damaged, of another format, questionnaire or data file is
/// ignored, and written again.
namespace ecoute::storage {

/// Campaigns with fewer people are parsed in the time that a file would take to be found.
inline constexpr std::size_t fewest_people_kept = 5'000;

/// "columns" in the data directory; its owner alone may enter.
std::filesystem::path columns_folder(const std::filesystem::path& directory);

/// What a file must have been made from to be of use.
struct ColumnsOrigin {
    std::string campaign;
    std::string shape;     ///< what the numbers mean: version, lists, key of the record keys
    std::string last_id;   ///< id of the response columns.last_seq: another data file has another one there
};

/// Writes a file and puts it in the place of the one before; the owner alone may read it. A disk that is full or does not
/// write is no fault: false, and there is no file.
bool keep_columns(const std::filesystem::path& folder, const ColumnsOrigin& origin, const forms::Columns& columns) noexcept;

/// The columns of a campaign, if there is a file of this shape that is whole. `last_id` of the origin is given back: the
/// caller compares it with the response of that number.
struct KeptColumns {
    forms::Columns columns;
    std::string last_id;
};
std::optional<KeptColumns> kept_columns(const std::filesystem::path& folder, std::string_view campaign, std::string_view shape);

/// Writes over the bytes of a campaign's file and removes it: an erased person must not stay in it. True when there is none
/// any more.
bool forget_columns(const std::filesystem::path& folder, std::string_view campaign) noexcept;

}  // namespace ecoute::storage

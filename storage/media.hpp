#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/problem.hpp"

namespace ecoute::storage {

using forms::Result;

/// What one campaign may hold: fifty questions of five choices in four languages, each recorded for ten seconds or so. The whole is copied with
/// every backup.
inline constexpr std::int64_t most_media_bytes = 200'000'000;
inline constexpr std::int64_t most_media = 5'000;

/// A recording or a picture on its way to the store.
struct NewMedia {
    std::string campaign, name;
    std::string type;      ///< "audio/mpeg"
    std::string sha256;    ///< of the bytes, 64 hexadecimal digits
    std::string added_on;  ///< day
    std::string_view bytes;
};

/// A recording or a picture by its name, without its bytes.
struct MediaName {
    std::string name, type, sha256;
    std::int64_t size = 0;  ///< bytes
};

struct MediaFile {
    std::string type, bytes;
};

/// Recordings and pictures of a campaign, by what they are called. A change raises the catalogue's version.
class Media {
public:
    virtual ~Media() = default;
    /// Keeps files under their names, over what had those names before: all of them or none. campaign_unknown; media_too_large (subject
    /// "", fact "limit" in thousands of bytes) when the campaign would hold more than the limits above.
    virtual Result<void> keep(const std::vector<NewMedia>& files) = 0;
    virtual std::vector<MediaName> of(std::string_view campaign) = 0;  ///< by name
    /// By the hash or its first digits (sixteen tell the files of a campaign apart).
    virtual std::optional<MediaFile> find(std::string_view campaign, std::string_view sha256) = 0;
    /// False when there is none of that name.
    virtual bool remove(std::string_view campaign, std::string_view name) = 0;
};

}  // namespace ecoute::storage

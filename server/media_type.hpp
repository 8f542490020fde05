#pragma once
#include <cstddef>
#include <string_view>

namespace ecoute::server {

/// A recording of half a minute in the best quality a telephone makes; a label takes ten seconds.
inline constexpr std::size_t largest_recording_bytes = 2'000'000;
/// A photograph as wide as a telephone's screen; a question may show a dozen, on a poor network.
inline constexpr std::size_t largest_picture_bytes = 200'000;
/// What somebody asked to see larger, and waits for.
inline constexpr std::size_t largest_enlargement_bytes = 1'000'000;
/// A minute of a person who signs or shows, at a million bits a second.
inline constexpr std::size_t largest_film_bytes = 8'000'000;

enum class MediaKind : unsigned char { sound, picture, film };

struct MediaType {
    std::string_view type;       ///< "audio/mpeg"
    MediaKind kind;
    std::string_view extension;  ///< "mp3"
};

/// What a file is by its first bytes, whatever its name says: mp3, m4a, aac, ogg (Opus, Vorbis, FLAC, Speex), webm with sound alone; png, jpeg,
/// webp; films as mp4 and webm. nullptr for anything else: pictures that run scripts (svg) or move (gif, WCAG 2.2.2), films that
/// half of the browsers don't play (QuickTime, Theora), sound as heavy as wav.
const MediaType* media_type(std::string_view bytes) noexcept;

std::size_t largest_bytes(const MediaType& type) noexcept;

/// "mp3, m4a, aac, ogg, webm, png, jpg, webp, mp4": for the sentence of a refusal.
std::string_view accepted_media() noexcept;

}  // namespace ecoute::server

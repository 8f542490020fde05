#include "server/media_type.hpp"

#include <algorithm>
#include <initializer_list>

namespace ecoute::server {
namespace {

using Bytes = std::string_view;
using namespace std::string_view_literals;

unsigned char at(Bytes bytes, std::size_t place) { return static_cast<unsigned char>(bytes[place]); }

/// ISO/IEC 11172-3: eleven bits of ones, then a version and layer III; or an ID3v2 tag before it (id3.org).
bool is_mp3(Bytes bytes) {
    if (bytes.starts_with("ID3")) return true;
    return bytes.size() > 3 && at(bytes, 0) == 0xFF && (at(bytes, 1) & 0xE6) == 0xE2 && (at(bytes, 1) & 0x18) != 0x08;
}

/// ISO/IEC 13818-7: ADTS, twelve bits of ones and layer 0.
bool is_aac(Bytes bytes) { return bytes.size() > 7 && at(bytes, 0) == 0xFF && (at(bytes, 1) & 0xF6) == 0xF0; }

/// ISO/IEC 14496-12: a box "ftyp" first. The brand "qt  " is QuickTime's, which other browsers than its maker's don't play.
bool is_mpeg4(Bytes bytes) { return bytes.substr(4, 4) == "ftyp" && bytes.substr(8, 4) != "qt  "; }
/// A track whose handler is "vide".
bool has_mpeg4_pictures(Bytes bytes) {
    for (auto found = bytes.find("hdlr"); found != bytes.npos; found = bytes.find("hdlr", found + 4))
        if (bytes.substr(std::min(found + 12, bytes.size()), 4) == "vide") return true;
    return false;
}
bool is_m4a(Bytes bytes) { return is_mpeg4(bytes) && !has_mpeg4_pictures(bytes); }
bool is_mp4(Bytes bytes) { return is_mpeg4(bytes) && has_mpeg4_pictures(bytes); }

/// RFC 3533: the first packet of the first page says what is in it.
bool is_ogg(Bytes bytes) {
    if (!bytes.starts_with("OggS"sv) || bytes.size() < 36) return false;
    const auto packet = bytes.substr(std::min<std::size_t>(27U + at(bytes, 26), bytes.size()));
    return packet.starts_with("OpusHead") || packet.starts_with("\x01vorbis"sv) || packet.starts_with("\x7F""FLAC"sv) ||
           packet.starts_with("Speex   ");
}

/// RFC 8794: EBML, its DocType "webm".
bool is_webm(Bytes bytes) {
    constexpr std::size_t header = 64;
    return bytes.starts_with("\x1A\x45\xDF\xA3"sv) && bytes.substr(0, header).find("webm") != bytes.npos;
}
/// A track has one of these codecs (RFC 9559 and its registry). Whole names: two letters alone are met by chance among the bytes of a sound.
bool names_one(Bytes bytes, std::initializer_list<std::string_view> codecs) {
    constexpr std::size_t tracks = 8192;
    const auto start = bytes.substr(0, tracks);
    return std::any_of(codecs.begin(), codecs.end(), [&](std::string_view codec) { return start.find(codec) != start.npos; });
}
bool has_web_pictures(Bytes bytes) { return names_one(bytes, {"V_VP8"sv, "V_VP9"sv, "V_AV1"sv}); }
bool has_other_pictures(Bytes bytes) { return names_one(bytes, {"V_MPEG"sv, "V_THEORA"sv, "V_MJPEG"sv}); }
bool is_webm_film(Bytes bytes) { return is_webm(bytes) && has_web_pictures(bytes) && !has_other_pictures(bytes); }
bool is_webm_sound(Bytes bytes) { return is_webm(bytes) && !has_web_pictures(bytes) && !has_other_pictures(bytes); }

bool is_png(Bytes bytes) { return bytes.starts_with("\x89PNG\r\n\x1A\n"sv); }
bool is_jpeg(Bytes bytes) { return bytes.starts_with("\xFF\xD8\xFF"sv); }
bool is_webp(Bytes bytes) { return bytes.starts_with("RIFF") && bytes.substr(std::min<std::size_t>(8, bytes.size()), 4) == "WEBP"; }

struct Row {
    MediaType type;
    bool (*is)(Bytes);
};
constexpr Row table[] = {
    {{"image/png", MediaKind::picture, "png"}, is_png},    {{"image/jpeg", MediaKind::picture, "jpg"}, is_jpeg},
    {{"image/webp", MediaKind::picture, "webp"}, is_webp}, {{"audio/ogg", MediaKind::sound, "ogg"}, is_ogg},
    {{"audio/webm", MediaKind::sound, "webm"}, is_webm_sound},   {{"audio/mp4", MediaKind::sound, "m4a"}, is_m4a},
    {{"audio/aac", MediaKind::sound, "aac"}, is_aac},      {{"audio/mpeg", MediaKind::sound, "mp3"}, is_mp3},
    {{"video/mp4", MediaKind::film, "mp4"}, is_mp4},       {{"video/webm", MediaKind::film, "webm"}, is_webm_film},
};

/// What is shorter is no recording and no picture.
constexpr std::size_t fewest_bytes = 12;

}  // namespace

const MediaType* media_type(std::string_view bytes) noexcept {
    if (bytes.size() < fewest_bytes) return nullptr;
    for (const auto& row : table)
        if (row.is(bytes)) return &row.type;
    return nullptr;
}

std::size_t largest_bytes(const MediaType& type) noexcept {
    switch (type.kind) {
        case MediaKind::sound: return largest_recording_bytes;
        case MediaKind::film: return largest_film_bytes;
        case MediaKind::picture: break;
    }
    return largest_picture_bytes;
}

std::string_view accepted_media() noexcept { return "mp3, m4a, aac, ogg, webm, png, jpg, webp, mp4"; }

}  // namespace ecoute::server

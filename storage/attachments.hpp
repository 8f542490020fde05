#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "forms/problem.hpp"

namespace ecoute::storage {

using forms::Result;
enum class Kept : std::uint8_t;

/// What one response may bring: a walk of fifty stops with a photo and a voice at each.
inline constexpr std::int64_t most_attachments_of_response = 100;
inline constexpr std::int64_t most_attachment_bytes_of_response = 200'000'000;
/// Pieces of one file: a film of 40 MB in those of a tablet (web/tablet/files.js).
inline constexpr std::uint32_t most_attachment_pieces = 256;

/// A file that an answer names, on its way to the store.
struct NewAttachment {
    std::string campaign;
    std::string response;  ///< id of the response, UUID in lower case
    std::string question;  ///< name of the question; rows of repeats are told apart by the file's name
    std::string name;      ///< of the file, as the answer says it
    std::string type;      ///< "image/jpeg"
    std::string sha256;    ///< of the bytes, 64 hexadecimal digits
    std::string_view bytes;
};

/// One of the pieces that a large file comes in.
struct AttachmentPiece {
    std::string campaign, response, name;
    std::string sha256;  ///< of the whole
    std::uint32_t piece = 0, pieces = 1;
    std::string_view bytes;
};

/// A file without its bytes.
struct AttachmentName {
    std::string response, question, name, type, sha256;
    std::int64_t size = 0;  ///< bytes
};

struct AttachmentFile {
    std::string type, bytes;
};

/// Files that belong to responses, by the response's id and the file's name: what a tablet and OpenRosa know of them both. They go with
/// their response: erased with it, and with a correction that names them no more.
class Attachments {
public:
    virtual ~Attachments() = default;

    /// The latest revision of a response, or that it was erased; nullopt when it is not there.
    struct Owner {
        bool erased = false;
        std::string form_version, answers;  ///< JSON
    };
    virtual std::optional<Owner> owner(std::string_view campaign, std::string_view response) = 0;

    /// Keeps a file once: already_had_it when it is here, also when its response was erased (nothing is kept then, and the sender may
    /// forget it). response_unknown; response_conflict: another content under that name; media_too_large (fact "limit",
    /// in thousands of bytes): above the limits of a response. Its pieces, if it came in some, go at the same time.
    virtual Result<Kept> keep(const NewAttachment& file) = 0;

    /// Keeps one piece until the others are here. Gives the whole when this was the last one, else "": the caller looks at it, and keeps
    /// it or drops it. "" too when the file is here already or its response was erased. Refused as by keep().
    virtual Result<std::string> keep_piece(const AttachmentPiece& piece) = 0;
    /// Of a file that was refused: nothing of it stays.
    virtual void drop_pieces(std::string_view response, std::string_view name) = 0;

    virtual std::vector<AttachmentName> of(std::string_view campaign) = 0;  ///< by response and name
    virtual std::optional<AttachmentFile> find(std::string_view campaign, std::string_view response, std::string_view name) = 0;
    /// How many files answers to these questions name that are not here. Reads every response of the campaign.
    virtual std::int64_t awaited(std::string_view campaign, std::span<const std::string> questions) = 0;
};

}  // namespace ecoute::storage

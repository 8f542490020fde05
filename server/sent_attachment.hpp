#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "forms/problem.hpp"
#include "storage/attachments.hpp"

/// A file of an answer, or a piece of one, as a tablet writes it before it is sealed.
namespace ecoute::server {

/// A piece of a file on its way: with its sealing it stays under longest_sealed_bytes.
inline constexpr std::size_t longest_piece_bytes = 720'000;

/// What came for one answer: a file or a piece of one. `{"kind":"attachment","id","campaign","response","name","sha256","piece","pieces"}`, a
/// line feed, the bytes.
struct SentAttachment {
    std::string id;  ///< UUID of the sending, in lower case
    storage::AttachmentPiece piece;
    std::string bytes;
};

/// True for the clear text of an attachment, which is JSON only up to its first line feed.
bool is_attachment(std::string_view clear) noexcept;
/// response_malformed (subject: the member), response_id_invalid, media_too_large for a piece.
forms::Result<SentAttachment> read_attachment(std::string_view clear);

}  // namespace ecoute::server

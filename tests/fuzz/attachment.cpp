// The reader of files that tablets send: whatever was sealed, it answers, and what it takes is what the store may be given.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "forms/file_name.hpp"
#include "forms/response_json.hpp"
#include "server/sent_attachment.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace ecoute;
    const std::string_view clear{reinterpret_cast<const char*>(bytes), size};
    server::is_attachment(clear);
    const auto sent = server::read_attachment(clear);
    if (!sent) return 0;
    const auto& piece = sent->piece;
    if (!forms::is_uuid(sent->id) || !forms::is_uuid(piece.response) || !forms::is_file_name(piece.name) || piece.sha256.size() != 64) std::abort();
    if (piece.pieces == 0 || piece.pieces > storage::most_attachment_pieces || piece.piece >= piece.pieces) std::abort();
    if (sent->bytes.empty() || sent->bytes.size() > server::longest_piece_bytes || !clear.ends_with(sent->bytes)) std::abort();
    return 0;
}

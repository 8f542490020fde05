#include "server/sent_attachment.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "forms/file_name.hpp"
#include "forms/response_json.hpp"

namespace ecoute::server {
namespace {

using forms::Code;
using forms::Problem;
using nlohmann::json;

Problem malformed(const char* member) { return {Code::response_malformed, member, "", {{"what", "value"}}}; }

std::string text_of(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

std::uint32_t number_of(const json& object, const char* name, std::uint32_t otherwise) {
    const auto found = object.find(name);
    if (found == object.end()) return otherwise;
    return found->is_number_unsigned() && found->get<std::uint64_t>() <= storage::most_attachment_pieces ? found->get<std::uint32_t>()
                                                                                                         : storage::most_attachment_pieces + 1;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

bool is_hash(std::string_view text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

}  // namespace

bool is_attachment(std::string_view clear) noexcept {
    const auto head = clear.substr(0, clear.find('\n'));
    return clear.starts_with('{') && head.size() < clear.size() && head.find(R"("kind":"attachment")") != head.npos;
}

forms::Result<SentAttachment> read_attachment(std::string_view clear) {
    const auto end = clear.find('\n');
    const auto head = json::parse(clear.substr(0, end), nullptr, false);
    if (!head.is_object() || end == clear.npos) return Problem{Code::response_malformed, "", "", {{"what", "json"}}};
    const auto id = text_of(head, "id"), response = text_of(head, "response");
    if (!forms::is_uuid(id)) return Problem{Code::response_id_invalid, "id", "", {{"value", id}}};
    if (!forms::is_uuid(response)) return Problem{Code::response_id_invalid, "response", "", {{"value", response}}};
    SentAttachment sent{.id = lower(id), .piece = {}, .bytes = std::string{clear.substr(end + 1)}};
    sent.piece = {.campaign = text_of(head, "campaign"),
                  .response = lower(response),
                  .name = text_of(head, "name"),
                  .sha256 = text_of(head, "sha256"),
                  .piece = number_of(head, "piece", 0),
                  .pieces = number_of(head, "pieces", 1),
                  .bytes = {}};
    if (!forms::is_file_name(sent.piece.name)) return malformed("name");
    if (!is_hash(sent.piece.sha256)) return malformed("sha256");
    if (sent.piece.pieces == 0 || sent.piece.pieces > storage::most_attachment_pieces) return malformed("pieces");
    if (sent.piece.piece >= sent.piece.pieces || sent.bytes.empty()) return malformed("piece");
    if (sent.bytes.size() > longest_piece_bytes)
        return Problem{Code::media_too_large, sent.piece.name, "", {{"limit", std::to_string(longest_piece_bytes / 1000)}}};
    return sent;
}

}  // namespace ecoute::server

#include "server/attachment_type.hpp"

#include "server/attachments.hpp"
#include "server/media_type.hpp"

namespace ecoute::server {
namespace {

using forms::QuestionType;

struct Row {
    QuestionType question;
    std::size_t largest;
    std::string_view accepted;
    bool (*takes)(const MediaType&);
};
constexpr Row table[] = {
    {QuestionType::image, largest_photo_bytes, "jpg, png, webp", [](const MediaType& type) { return type.kind == MediaKind::picture; }},
    {QuestionType::audio, largest_voice_bytes, "webm, ogg, m4a, aac, mp3", [](const MediaType& type) { return type.kind == MediaKind::sound; }},
    {QuestionType::video, largest_footage_bytes, "mp4, webm", [](const MediaType& type) { return type.kind == MediaKind::film; }},
    {QuestionType::file, largest_document_bytes, "pdf, jpg, png, webp, webm, ogg, m4a, aac, mp3, mp4", [](const MediaType&) { return true; }},
};

const Row* row_of(QuestionType question) noexcept {
    for (const auto& row : table)
        if (row.question == question) return &row;
    return nullptr;
}

/// ISO 32000-1, 7.5.2.
bool is_pdf(std::string_view bytes) noexcept { return bytes.starts_with("%PDF-"); }

}  // namespace

std::string_view attachment_type(QuestionType question, std::string_view bytes) noexcept {
    const auto* row = row_of(question);
    if (!row) return {};
    if (question == QuestionType::file && is_pdf(bytes)) return "application/pdf";
    const auto* type = media_type(bytes);
    return type && row->takes(*type) ? type->type : std::string_view{};
}

std::size_t largest_attachment(QuestionType question) noexcept {
    const auto* row = row_of(question);
    return row ? row->largest : 0;
}

std::string_view accepted_attachments(QuestionType question) noexcept {
    const auto* row = row_of(question);
    return row ? row->accepted : std::string_view{};
}

}  // namespace ecoute::server

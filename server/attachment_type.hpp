#pragma once
#include <cstddef>
#include <string_view>

#include "forms/form.hpp"

namespace ecoute::server {

/// What a file is by its first bytes, when a question of that type takes such files: "image/jpeg"; "" for what it does not take. A photo is
/// jpeg, png or webp; a voice mp3, m4a, aac, ogg or webm with sound alone; a film mp4 or webm; a file any of these or a PDF.
std::string_view attachment_type(forms::QuestionType question, std::string_view bytes) noexcept;
std::size_t largest_attachment(forms::QuestionType question) noexcept;
/// "jpg, png, webp": for the sentence of a refusal.
std::string_view accepted_attachments(forms::QuestionType question) noexcept;

}  // namespace ecoute::server

#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "server/desk.hpp"
#include "server/sent_attachment.hpp"
#include "storage/attachments.hpp"
#include "storage/store.hpp"

/// Photos, voices, films and files that belong to answers: what may be kept of what a tablet (or, some day, OpenRosa) sends.
namespace ecoute::server {

/// A photo as wide as a screen, shrunk by the tablet: a few hundred kilobytes; one that was not shrunk still passes.
inline constexpr std::size_t largest_photo_bytes = 8'000'000;
/// A testimony of half an hour at 32 kbit/s, the tablet's recording.
inline constexpr std::size_t largest_voice_bytes = 10'000'000;
/// A minute of a tablet's camera.
inline constexpr std::size_t largest_footage_bytes = 40'000'000;
/// A document that somebody shows: a letter, a table.
inline constexpr std::size_t largest_document_bytes = 10'000'000;
/// Keeps a file or a piece, when an answer of the response names it and its bytes are of a type that the question takes. Refused as
/// storage::Attachments::keep, and with media_place_unknown, media_type_refused (fact "known"), media_too_large (fact "limit", in
/// thousands of bytes), response_malformed: then nothing of the file stays.
forms::Result<storage::Kept> keep_attachment(storage::Store& store, OpenForms& forms, const SentAttachment& sent);

/// The same of a whole file by the response's id and the file's name: all that OpenRosa says of one.
forms::Result<storage::Kept> keep_attachment(storage::Store& store, OpenForms& forms, std::string_view campaign, std::string_view response,
                                             std::string_view name, std::string_view bytes);

/// Names of the questions whose answers are files.
std::vector<std::string> file_questions(const forms::Form& form);

}  // namespace ecoute::server

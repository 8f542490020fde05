#include "server/attachments.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/attachment_type.hpp"
#include "server/hex_digest.hpp"
#include "storage/devices.hpp"

namespace ecoute::server {
namespace {

using forms::Code;
using forms::Problem;
using forms::QuestionType;
using nlohmann::json;
using storage::Attachments;
using storage::Kept;

/// The question of these whose answer is a file of that name, wherever repeats put it.
const std::string* asked_by(const json& answers, const std::vector<std::string>& questions, std::string_view name) {
    if (answers.is_array()) {
        for (const auto& row : answers)
            if (const auto* found = asked_by(row, questions, name)) return found;
        return nullptr;
    }
    if (!answers.is_object()) return nullptr;
    for (const auto& [key, value] : answers.items()) {
        const auto question = std::find(questions.begin(), questions.end(), key);
        if (question != questions.end() && value.is_string() && value.get_ref<const std::string&>() == name) return &*question;
        if (const auto* found = asked_by(value, questions, name)) return found;
    }
    return nullptr;
}

/// Who asked for the file: the response is there and names it.
struct Asked {
    bool erased = false;
    std::string question;
    QuestionType type = QuestionType::file;
};
forms::Result<Asked> asked_for(storage::Store& store, OpenForms& forms, std::string_view campaign, std::string_view response, std::string_view name) {
    const auto owner = store.devices().attachments().owner(campaign, response);
    if (!owner) return Problem{Code::response_unknown, "", "", {}};
    if (owner->erased) return Asked{.erased = true};
    const auto version = forms.version(campaign, owner->form_version);
    if (!version) return Problem{Code::response_version_unknown, owner->form_version, "", {}};
    const auto questions = file_questions(version->form);
    const auto* question = asked_by(json::parse(owner->answers, nullptr, false), questions, name);
    if (!question) return Problem{Code::media_place_unknown, std::string{name}, "", {}};
    return Asked{false, *question, version->form.questions[*version->form.find(*question)].type};
}

Problem too_large(std::string_view name, std::size_t limit) {
    return {Code::media_too_large, std::string{name}, "", {{"limit", std::to_string(limit / 1000)}}};
}

forms::Result<Kept> keep_whole(Attachments& kept, const Asked& asked, const storage::AttachmentPiece& file, std::string_view bytes) {
    if (bytes.size() > largest_attachment(asked.type)) return too_large(file.name, largest_attachment(asked.type));
    const auto type = attachment_type(asked.type, bytes);
    if (type.empty()) return Problem{Code::media_type_refused, file.name, "", {{"known", std::string{accepted_attachments(asked.type)}}}};
    if (hex_sha256(bytes) != file.sha256) return Problem{Code::response_malformed, "sha256", "", {{"what", "value"}}};
    return kept.keep({file.campaign, file.response, asked.question, file.name, std::string{type}, file.sha256, bytes});
}

}  // namespace

forms::Result<Kept> keep_attachment(storage::Store& store, OpenForms& forms, const SentAttachment& sent) {
    auto& kept = store.devices().attachments();
    auto piece = sent.piece;
    piece.bytes = sent.bytes;
    const auto asked = asked_for(store, forms, piece.campaign, piece.response, piece.name);
    if (!asked) return asked.error();
    if (asked->erased) return Kept::already_had_it;
    if (piece.pieces == 1) return keep_whole(kept, *asked, piece, sent.bytes);
    // A question's limit is told at the first piece of a file that will not fit: all but the last are equally long.
    const bool is_last = piece.piece + 1 == piece.pieces;
    if (!is_last && std::size_t{piece.pieces - 1} * sent.bytes.size() > largest_attachment(asked->type))
        return too_large(piece.name, largest_attachment(asked->type));
    const auto whole = kept.keep_piece(piece);
    if (!whole) return whole.error();
    if (whole->empty()) return Kept::first_time;
    auto outcome = keep_whole(kept, *asked, piece, *whole);
    if (!outcome) kept.drop_pieces(piece.response, piece.name);
    return outcome;
}

forms::Result<Kept> keep_attachment(storage::Store& store, OpenForms& forms, std::string_view campaign, std::string_view response,
                                    std::string_view name, std::string_view bytes) {
    const auto asked = asked_for(store, forms, campaign, response, name);
    if (!asked) return asked.error();
    if (asked->erased) return Kept::already_had_it;
    return keep_whole(store.devices().attachments(), *asked,
                      {.campaign = std::string{campaign}, .response = std::string{response}, .name = std::string{name}, .sha256 = hex_sha256(bytes), .bytes = bytes},
                      bytes);
}

std::vector<std::string> file_questions(const forms::Form& form) {
    std::vector<std::string> names;
    for (const auto& question : form.questions)
        if (forms::is_media(question.type)) names.push_back(question.name);
    return names;
}

}  // namespace ecoute::server

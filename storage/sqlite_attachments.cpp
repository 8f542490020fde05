#include "storage/sqlite_attachments.hpp"

#include "storage/store.hpp"

namespace ecoute::storage::sqlite {

using forms::Code;
using forms::Problem;

namespace {

bool was_erased(Database& database, std::string_view response) {
    Statement select{database, "SELECT 1 FROM tombstone WHERE id = ?1"};
    return select.bind(1, response).step();
}

bool is_there(Database& database, std::string_view campaign, std::string_view response) {
    Statement select{database, "SELECT 1 FROM response WHERE id = ?1 AND campaign = ?2"};
    return select.bind(1, response).bind(2, campaign).step();
}

/// The hash of the file that stands under a name.
std::optional<std::string> kept_hash(Database& database, std::string_view response, std::string_view name) {
    Statement select{database, "SELECT sha256 FROM attachment WHERE response = ?1 AND name = ?2"};
    if (!select.bind(1, response).bind(2, name).step()) return std::nullopt;
    return select.string(0);
}

/// What needs no look at the bytes: nothing when they are wanted.
std::optional<Result<Kept>> known_outcome(Database& database, std::string_view campaign, std::string_view response, std::string_view name,
                                          std::string_view sha256) {
    if (was_erased(database, response)) return Result<Kept>{Kept::already_had_it};
    if (!is_there(database, campaign, response)) return Result<Kept>{Problem{Code::response_unknown, "", "", {}}};
    const auto kept = kept_hash(database, response, name);
    if (!kept) return std::nullopt;
    if (*kept == sha256) return Result<Kept>{Kept::already_had_it};
    return Result<Kept>{Problem{Code::response_conflict, std::string{name}, "", {}}};
}

void forget_pieces(Database& database, std::string_view response, std::string_view name) {
    Statement{database, "DELETE FROM attachment_piece WHERE response = ?1 AND name = ?2"}.bind(1, response).bind(2, name).run();
}

/// With what is on its way, so that pieces fill no disk either.
bool has_room(Database& database, std::string_view response, std::string_view name, std::size_t more) {
    Statement sum{database, R"(
        SELECT (SELECT count(*) FROM attachment WHERE response = ?1),
               (SELECT coalesce(sum(size), 0) FROM attachment WHERE response = ?1) +
               (SELECT coalesce(sum(length(bytes)), 0) FROM attachment_piece WHERE response = ?1 AND name <> ?2))"};
    sum.bind(1, response).bind(2, name).step();
    return sum.number(0) < most_attachments_of_response &&
           sum.number(1) + static_cast<std::int64_t>(more) <= most_attachment_bytes_of_response;
}

Problem too_large(std::string_view name) {
    return {Code::media_too_large, std::string{name}, "", {{"limit", std::to_string(most_attachment_bytes_of_response / 1000)}}};
}

void insert(Database& database, const NewAttachment& file) {
    Statement insert{database, R"(
        INSERT INTO attachment (campaign, response, question, name, type, sha256, size, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8))"};
    insert.bind(1, file.campaign).bind(2, file.response).bind(3, file.question).bind(4, file.name).bind(5, file.type);
    insert.bind(6, file.sha256).bind(7, static_cast<std::int64_t>(file.bytes.size())).bind_blob(8, file.bytes).run();
}

/// False when the pieces that are here belong to another content.
bool insert_piece(Database& database, const AttachmentPiece& piece) {
    Statement other{database, "SELECT 1 FROM attachment_piece WHERE response = ?1 AND name = ?2 AND (sha256 <> ?3 OR pieces <> ?4) LIMIT 1"};
    other.bind(1, piece.response).bind(2, piece.name).bind(3, piece.sha256).bind(4, std::int64_t{piece.pieces});
    if (other.step()) return false;
    Statement insert{database, R"(
        INSERT INTO attachment_piece (campaign, response, name, sha256, piece, pieces, bytes) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (response, name, piece) DO NOTHING)"};
    insert.bind(1, piece.campaign).bind(2, piece.response).bind(3, piece.name).bind(4, piece.sha256);
    insert.bind(5, std::int64_t{piece.piece}).bind(6, std::int64_t{piece.pieces}).bind_blob(7, piece.bytes).run();
    return true;
}

/// All pieces one after the other, or "" while one is missing.
std::string whole_of(Database& database, const AttachmentPiece& piece) {
    Statement select{database, "SELECT bytes FROM attachment_piece WHERE response = ?1 AND name = ?2 ORDER BY piece"};
    select.bind(1, piece.response).bind(2, piece.name);
    std::string whole;
    std::uint32_t count = 0;
    for (; select.step(); ++count) whole += select.text(0);
    return count == piece.pieces ? whole : "";
}

}  // namespace

std::optional<Attachments::Owner> SqliteAttachments::owner(std::string_view campaign, std::string_view response) {
    const auto database = readers_.borrow();
    if (was_erased(*database, response)) return Owner{true, "", ""};
    Statement select{*database, "SELECT form_version, answers FROM response WHERE id = ?1 AND campaign = ?2"};
    if (!select.bind(1, response).bind(2, campaign).step()) return std::nullopt;
    return Owner{false, select.string(0), select.string(1)};
}

Result<Kept> SqliteAttachments::keep(const NewAttachment& file) {
    return writer_.change([&](Database& database) -> Result<Kept> {
        if (auto outcome = known_outcome(database, file.campaign, file.response, file.name, file.sha256)) {
            forget_pieces(database, file.response, file.name);
            return *std::move(outcome);
        }
        const bool room = has_room(database, file.response, file.name, file.bytes.size());
        forget_pieces(database, file.response, file.name);
        if (!room) return too_large(file.name);
        insert(database, file);
        return Kept::first_time;
    });
}

Result<std::string> SqliteAttachments::keep_piece(const AttachmentPiece& piece) {
    return writer_.change([&](Database& database) -> Result<std::string> {
        if (const auto outcome = known_outcome(database, piece.campaign, piece.response, piece.name, piece.sha256)) {
            if (!*outcome) return outcome->error();
            return std::string{};
        }
        if (!has_room(database, piece.response, piece.name, piece.bytes.size() * piece.pieces)) return too_large(piece.name);
        if (!insert_piece(database, piece)) return Problem{Code::response_conflict, piece.name, "", {}};
        return whole_of(database, piece);
    });
}

void SqliteAttachments::drop_pieces(std::string_view response, std::string_view name) {
    writer_.change([&](Database& database) { forget_pieces(database, response, name); });
}

std::vector<AttachmentName> SqliteAttachments::of(std::string_view campaign) {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT response, question, name, type, sha256, size FROM attachment WHERE campaign = ?1 ORDER BY response, name)"};
    select.bind(1, campaign);
    std::vector<AttachmentName> all;
    while (select.step())
        all.push_back({select.string(0), select.string(1), select.string(2), select.string(3), select.string(4), select.number(5)});
    return all;
}

std::optional<AttachmentFile> SqliteAttachments::find(std::string_view campaign, std::string_view response, std::string_view name) {
    const auto database = readers_.borrow();
    Statement select{*database, "SELECT type, bytes FROM attachment WHERE campaign = ?1 AND response = ?2 AND name = ?3"};
    if (!select.bind(1, campaign).bind(2, response).bind(3, name).step()) return std::nullopt;
    return AttachmentFile{select.string(0), select.string(1)};
}

std::int64_t SqliteAttachments::awaited(std::string_view campaign, std::span<const std::string> questions) {
    const auto database = readers_.borrow();
    // Answers of repeats stand deeper in the document; a refusal is no file.
    Statement count{*database, R"(
        SELECT count(*) FROM response r, json_tree(r.answers) answer
        WHERE r.campaign = ?1 AND r.refusal = 0 AND answer.key = ?2 AND answer.type = 'text' AND answer.value <> 'refused'
        AND NOT EXISTS (SELECT 1 FROM attachment a WHERE a.response = r.id AND a.name = answer.value))"};
    std::int64_t all = 0;
    for (const auto& question : questions) {
        count.bind(1, campaign).bind(2, question).step();
        all += count.number(0);
        count.reset();
    }
    return all;
}

void forget_attachments(Database& database, std::string_view response) {
    Statement{database, "DELETE FROM attachment WHERE response = ?1"}.bind(1, response).run();
    Statement{database, "DELETE FROM attachment_piece WHERE response = ?1"}.bind(1, response).run();
}

void forget_attachments_not_in(Database& database, std::string_view response, std::string_view answers) {
    constexpr const char* deletions[] = {
        "DELETE FROM attachment WHERE response = ?1 AND name NOT IN (SELECT value FROM json_tree(?2) WHERE type = 'text')",
        "DELETE FROM attachment_piece WHERE response = ?1 AND name NOT IN (SELECT value FROM json_tree(?2) WHERE type = 'text')"};
    for (const auto* deletion : deletions) Statement{database, deletion}.bind(1, response).bind(2, answers).run();
}

}  // namespace ecoute::storage::sqlite

#pragma once
#include "storage/attachments.hpp"
#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

/// Tables attachment and attachment_piece.
class SqliteAttachments final : public Attachments {
public:
    SqliteAttachments(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}
    std::optional<Owner> owner(std::string_view campaign, std::string_view response) override;
    Result<Kept> keep(const NewAttachment& file) override;
    Result<std::string> keep_piece(const AttachmentPiece& piece) override;
    void drop_pieces(std::string_view response, std::string_view name) override;
    std::vector<AttachmentName> of(std::string_view campaign) override;
    std::optional<AttachmentFile> find(std::string_view campaign, std::string_view response, std::string_view name) override;
    std::int64_t awaited(std::string_view campaign, std::span<const std::string> questions) override;

private:
    Writer& writer_;
    Readers& readers_;
};

/// All files of a response, within the caller's transaction.
void forget_attachments(Database& database, std::string_view response);
/// Those that the answers (JSON) name no more.
void forget_attachments_not_in(Database& database, std::string_view response, std::string_view answers);

}  // namespace ecoute::storage::sqlite

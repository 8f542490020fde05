#pragma once
#include "storage/media.hpp"
#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

/// Tables media and media_bytes.
class SqliteMedia final : public Media {
public:
    SqliteMedia(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}
    Result<void> keep(const std::vector<NewMedia>& files) override;
    std::vector<MediaName> of(std::string_view campaign) override;
    std::optional<MediaFile> find(std::string_view campaign, std::string_view sha256) override;
    bool remove(std::string_view campaign, std::string_view name) override;

private:
    Writer& writer_;
    Readers& readers_;
};

}  // namespace ecoute::storage::sqlite

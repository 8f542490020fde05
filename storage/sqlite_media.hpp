#pragma once
#include "storage/media.hpp"
#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

class SqliteMedia final : public Media {
public:
    SqliteMedia(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}

private:
    [[maybe_unused]] Writer& writer_;
    [[maybe_unused]] Readers& readers_;
};

}  // namespace ecoute::storage::sqlite

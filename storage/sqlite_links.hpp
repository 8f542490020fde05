#pragma once
#include "storage/links.hpp"
#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

class SqliteLinks final : public Links {
public:
    SqliteLinks(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}

private:
    [[maybe_unused]] Writer& writer_;
    [[maybe_unused]] Readers& readers_;
};

}  // namespace ecoute::storage::sqlite

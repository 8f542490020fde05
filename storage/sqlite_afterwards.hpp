#pragma once
#include <filesystem>

#include "storage/afterwards.hpp"
#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

/// Corrections and erasures, in tables response, response_past and tombstone.
class SqliteCorrections final : public Corrections {
public:
    /// `columns`: where derived columns stand, which forget who corrects or erases too.
    SqliteCorrections(Writer& writer, Readers& readers, std::filesystem::path columns)
        : writer_(writer), readers_(readers), columns_(std::move(columns)) {}
    Revised revise(std::int64_t seq, const NewResponse& correction, std::string_view replaced_at) override;
    bool erase(std::string_view receipt_hash, std::string_view day) override;
    bool was_erased(std::string_view receipt_hash) override;

private:
    Writer& writer_;
    Readers& readers_;
    std::filesystem::path columns_;
};

/// Table draft.
class SqliteDrafts final : public Drafts {
public:
    SqliteDrafts(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}
    bool keep(const Draft& draft, std::string_view today) override;
    std::optional<Draft> find(std::string_view code_hash, std::string_view today) override;
    void remove(std::string_view code_hash) override;

private:
    Writer& writer_;
    Readers& readers_;
};

}  // namespace ecoute::storage::sqlite

#pragma once
#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

/// Quartiers and survey areas, in table territory.
class SqliteTerritories final : public Territories {
public:
    SqliteTerritories(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}
    std::size_t import(std::span<const Territory> territories) override;
    std::vector<Territory> all() override;

private:
    Writer& writer_;
    Readers& readers_;
};

/// nullopt when no territory has the code.
std::optional<Territory> find_territory(Database& database, std::string_view code);

}  // namespace ecoute::storage::sqlite

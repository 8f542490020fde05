#include "storage/sqlite_territories.hpp"

namespace ecoute::storage::sqlite {
namespace {

std::int64_t number_of_territories(Database& database) {
    Statement count{database, "SELECT count(*) FROM territory"};
    count.step();
    return count.number(0);
}

void insert_or_replace(Database& database, const Territory& territory) {
    Statement upsert{database, R"(
        INSERT INTO territory (code, name, kind, generation, commune, parent, population, women_percent, youth_index,
                               source, vintage, status)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
        ON CONFLICT (code) DO UPDATE SET
            name = excluded.name, kind = excluded.kind, generation = excluded.generation, commune = excluded.commune,
            parent = excluded.parent, population = excluded.population, women_percent = excluded.women_percent,
            youth_index = excluded.youth_index, source = excluded.source, vintage = excluded.vintage,
            status = excluded.status)"};
    upsert.bind(1, territory.code).bind(2, territory.name).bind(3, territory.kind).bind(4, territory.generation);
    upsert.bind(5, territory.commune).bind(6, territory.parent).bind(7, territory.population);
    upsert.bind(8, territory.women_percent).bind(9, territory.youth_index).bind(10, territory.source);
    upsert.bind(11, territory.vintage).bind(12, territory.status).run();
}

Territory read_territory(const Statement& row) {
    return {.code = row.string(0),
            .name = row.string(1),
            .kind = row.string(2),
            .generation = row.string(3),
            .commune = row.string(4),
            .parent = row.string(5),
            .population = row.number_or_none(6),
            .women_percent = row.decimal_or_none(7),
            .youth_index = row.decimal_or_none(8),
            .source = row.string(9),
            .vintage = row.string(10),
            .status = row.string(11)};
}

constexpr std::string_view select_territory = R"(
    SELECT code, name, kind, generation, commune, parent, population, women_percent, youth_index, source, vintage, status
    FROM territory )";

}  // namespace

std::size_t SqliteTerritories::import(std::span<const Territory> territories) {
    return writer_.change([&](Database& database) {
        const auto before = number_of_territories(database);
        for (const auto& territory : territories) insert_or_replace(database, territory);
        return static_cast<std::size_t>(number_of_territories(database) - before);
    });
}

std::vector<Territory> SqliteTerritories::all() {
    const auto database = readers_.borrow();
    Statement select{*database, std::string{select_territory} + "ORDER BY position"};
    std::vector<Territory> territories;
    while (select.step()) territories.push_back(read_territory(select));
    return territories;
}

std::optional<Territory> find_territory(Database& database, std::string_view code) {
    Statement select{database, std::string{select_territory} + "WHERE code = ?1"};
    return select.bind(1, code).step() ? std::optional{read_territory(select)} : std::nullopt;
}

}  // namespace ecoute::storage::sqlite

#include "storage/sqlite_indicators.hpp"

#include <algorithm>

#include "storage/sqlite_territories.hpp"

namespace ecoute::storage::sqlite {
namespace {

Indicator read(const Statement& row) {
    return {row.string(0), row.string(1), row.decimal_or_none(2), row.string(3), row.string(4), row.string(5)};
}

}  // namespace

void SqliteIndicators::import(std::span<const Indicator> figures) {
    writer_.change([&](Database& database) {
        Statement upsert{database, R"(
            INSERT INTO indicator (territory, name, value, unit, year, source) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (territory, name) DO UPDATE SET
                value = excluded.value, unit = excluded.unit, year = excluded.year, source = excluded.source)"};
        for (const auto& figure : figures) {
            upsert.bind(1, figure.territory).bind(2, figure.name).bind(3, figure.value).bind(4, figure.unit);
            upsert.bind(5, figure.year).bind(6, figure.source).run();
            upsert.reset();
        }
    });
}

std::vector<Indicator> SqliteIndicators::of(std::string_view territory) {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT territory, name, value, unit, year, source FROM indicator WHERE territory = ?1 ORDER BY position)"};
    select.bind(1, territory);
    std::vector<Indicator> figures;
    while (select.step()) figures.push_back(read(select));
    return figures;
}

std::vector<Territory> SqliteIndicators::places(std::span<const std::string> codes) {
    const auto database = readers_.borrow();
    std::vector<Territory> places;
    const auto add = [&](const std::string& code) {
        const bool there = std::any_of(places.begin(), places.end(), [&](const auto& place) { return place.code == code; });
        if (auto found = there || code.empty() ? std::nullopt : find_territory(*database, code)) places.push_back(*std::move(found));
    };
    for (const auto& code : codes) add(code);
    for (std::size_t i = 0, asked = places.size(); i < asked; ++i) add(std::string{places[i].parent});
    return places;
}

std::vector<Indicator> SqliteIndicators::all() {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT i.territory, i.name, i.value, i.unit, i.year, i.source
        FROM indicator AS i JOIN territory AS t ON t.code = i.territory ORDER BY t.position, i.position)"};
    std::vector<Indicator> figures;
    while (select.step()) figures.push_back(read(select));
    return figures;
}

}  // namespace ecoute::storage::sqlite

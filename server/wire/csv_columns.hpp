#pragma once
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "forms/csv.hpp"

namespace ecoute::server {

/// A column by its own name and by those that public or French files give it; "" is none.
struct ColumnNames {
    std::string_view name;
    std::array<std::string_view, 4> aliases;
};

/// Where a file has each column, by its own name first; nothing where it has none.
template <std::size_t Columns>
std::array<std::optional<std::size_t>, Columns> places_of(const std::array<ColumnNames, Columns>& columns, const forms::CsvReader& file) {
    std::array<std::optional<std::size_t>, Columns> places;
    for (std::size_t i = 0; i < Columns; ++i) {
        places[i] = file.column(columns[i].name);
        for (const auto alias : columns[i].aliases)
            if (!places[i] && !alias.empty()) places[i] = file.column(alias);
    }
    return places;
}

}  // namespace ecoute::server

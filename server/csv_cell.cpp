#include "server/csv_cell.hpp"

namespace ecoute::server {

void put_csv_cell(std::string& line, std::string_view cell) {
    const bool formula = !cell.empty() && std::string_view{"=+-@\t\r"}.find(cell.front()) != std::string_view::npos &&
                         cell.find_first_not_of("+-0123456789.") != std::string_view::npos;
    const bool quote = cell.find_first_of(";\"\r\n") != std::string_view::npos;
    if (quote) line += '"';
    if (formula) line += '\'';
    for (const char c : cell) {
        if (c == '"') line += '"';
        line += c;
    }
    if (quote) line += '"';
}

}  // namespace ecoute::server

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "forms/csv.hpp"

/// Whatever the bytes, reading a CSV file ends, and every row has the cells of the header.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    auto file = ecoute::forms::CsvReader::open(text);
    if (!file) return 0;
    std::size_t line = 1, rows = 0;
    while (auto row = file->next()) {
        if (++rows > size + 1) std::abort();
        if (!*row) continue;
        if ((*row)->cells.size() != file->header().size() || (*row)->line < line) std::abort();
        line = (*row)->line;
    }
    return 0;
}

#pragma once
#include <cstdint>
#include <string_view>

namespace ecoute::forms::workbook {

/// What a number format shows of a serial number; neither for a plain number.
struct NumberFormat {
    bool has_day = false, has_hour = false;
    friend bool operator==(const NumberFormat&, const NumberFormat&) = default;
};

/// By the letters of a format code ("dd/mm/yyyy hh:mm"), outside of quotes, escapes and [brackets]; "m" is minutes
/// where only hours or seconds stand beside it. Elapsed time ("[h]:mm") is a number.
NumberFormat number_format(std::string_view code) noexcept;

/// The formats that every file has without writing them (ECMA-376 part 1, 18.8.30).
NumberFormat built_in_format(std::uint32_t id) noexcept;

}  // namespace ecoute::forms::workbook

#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "forms/workbook/workbook.hpp"

namespace ecoute::forms::workbook {

/// Takes the cells of a workbook one by one, within the limits of all its sheets together.
class Collector {
public:
    void begin_sheet(std::string_view name);
    /// A cell; a blank one is passed over. Cells come by ascending row, and those of a row by ascending column; one
    /// that does not is put in its place when the sheet ends.
    void add(std::uint32_t row, Cell cell);
    void merge(const Merge& merge);
    void end_sheet();
    bool full() const noexcept { return refusal_.has_value(); }
    Result<Workbook> finish(bool macros) &&;

private:
    Workbook workbook_;
    std::optional<Problem> refusal_;  ///< the first limit that was met
    std::size_t cells_ = 0, text_bytes_ = 0;
    bool in_order_ = true;
};

/// A number as the document says it: no exponent, "42" for 42.0; the text itself when it is no number.
std::string number_as_text(std::string_view written);

/// Days since 1899-12-30 (or 1904-01-01) as a date, an hour or both; nullopt beyond the years 1900 to 9999.
std::optional<std::string> date_of_serial(double serial, bool from_1904, bool has_day, bool has_hour);

}  // namespace ecoute::forms::workbook

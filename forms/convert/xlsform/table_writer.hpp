#pragma once
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "forms/convert/xlsform/columns.hpp"
#include "forms/workbook/workbook.hpp"

namespace ecoute::forms::xlsform {

/// Rows whose columns become known as they are filled; the sheet has those that are used, in the order of the list of
/// columns, languages side by side in the order of `languages`, and unknown headers at the end as they came.
class TableWriter {
public:
    TableWriter(std::span<const Column> known, const std::vector<std::string>& languages)
        : known_(known), languages_(languages) {}

    void next_row() { rows_.emplace_back(); }
    /// Puts a cell into the last row. The column is one of the known; `tag` is "" for a header without a language.
    void put(std::string_view column, std::string_view tag, workbook::Cell cell);
    /// The same for a header as it is.
    void put_under(const std::string& header, workbook::Cell cell);
    /// A column that is there even if nothing stands in it.
    void want(std::string_view column) { slot(column, {}); }
    bool empty() const noexcept { return rows_.empty(); }
    workbook::Sheet sheet(std::string name) const;

private:
    /// Position among the known columns, position among the languages, position among the unknown headers.
    using Slot = std::tuple<std::size_t, std::size_t, std::size_t>;
    struct Title {
        std::string header;
        int width;
    };
    Slot slot(std::string_view column, std::string_view tag);

    std::span<const Column> known_;
    const std::vector<std::string>& languages_;
    std::map<Slot, Title> titles_;
    std::map<std::string, std::size_t> unknown_;
    std::vector<std::map<Slot, workbook::Cell>> rows_;
};

}  // namespace ecoute::forms::xlsform

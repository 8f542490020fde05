#pragma once
#include <array>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "forms/problem.hpp"
#include "storage/store.hpp"

namespace ecoute::server {

/// Where the bytes of a file go, a piece at a time.
using Sink = std::function<void(std::string_view)>;

/// Columns before those of the questions.
inline constexpr std::array<std::string_view, 8> about_a_response{"id",         "form_version", "channel", "language",
                                                                  "started_at", "ended_at",     "minutes", "simulated"};

/// What a column beside the answers is called: by its own name, with underscores before it as long as a question is called so.
std::string beside_name(std::string_view name, const std::function<bool(std::string_view)>& is_question);

/// Every response of a campaign as a file, in the order in which they came: only for those with the right to see rows, and only where the
/// look is logged. Refuses with form_unknown or the mistakes of a questionnaire that no longer reads. Returns how many there were.
///
/// CSV: UTF-8 with BOM, ";", CRLF (trap T6: opens right in French Excel); a column a question by name, questions that only older versions
/// of the campaign's questionnaire asked last; no name twice (`beside_name`); several choices separated by a space;
/// blank when not asked or not answered; texts that a spreadsheet would run as a formula begin with an apostrophe. What `responses
/// import` reads back.
forms::Result<std::size_t> write_rows_csv(storage::Store& store, const storage::Campaign& campaign, const Sink& sink);

/// How many responses a workbook holds, and how many texts were too long for a cell of it.
struct WorkbookRows {
    std::size_t count = 0, cut = 0;
};
/// The same columns as one sheet of an .xlsx file: numbers are numbers, everything else is text, which no spreadsheet runs. Refuses too with
/// workbook_too_large (facts "what": "rows" or "columns", "limit") what no sheet can hold.
forms::Result<WorkbookRows> write_rows_xlsx(storage::Store& store, const storage::Campaign& campaign, const Sink& sink);

/// One submission a line, as the API takes it, with canonical answers: not asked is left out, no answer is null.
forms::Result<std::size_t> write_rows_ndjson(storage::Store& store, const storage::Campaign& campaign, const Sink& sink);

}  // namespace ecoute::server

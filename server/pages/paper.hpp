#pragma once
#include <string>
#include <string_view>

#include "forms/form.hpp"
#include "server/words.hpp"

namespace ecoute::server {

/// Most numbered copies in one file: what a copier does in one go; more make a file that browsers print slowly.
inline constexpr int most_sheets = 500;
/// Copies of a repeat when nothing says how many: the people of a household, mostly.
inline constexpr int usual_rows_on_paper = 3;
/// Longest list that is printed as boxes; longer ones are written down by hand.
inline constexpr std::size_t most_boxes = 60;

/// What a paper questionnaire is printed for.
struct PaperOrder {
    std::string language;  ///< "" : the questionnaire's own
    int sheets = 0;        ///< 0: one sheet, its number left blank; else as many numbered ones, each with its QR code
    int first = 1;         ///< number of the first
};

/// The questionnaire as one self-contained page to be printed on A4: boxes, lines, tables; conditions as instructions. The QR code of a sheet
/// says "id/version/number".
std::string paper_page(const Words& words, const forms::Form& form, const PaperOrder& order = {});

/// The text of a sheet's QR code.
std::string sheet_code(const forms::Form& form, int number);

}  // namespace ecoute::server

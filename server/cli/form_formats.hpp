#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "forms/convert/conversion.hpp"
#include "server/cli/shell.hpp"
#include "server/pages/paper.hpp"

namespace ecoute::server::cli {

/// A format in which questionnaires come in, go out, or both; one row each in form_formats.cpp.
struct Format {
    std::string_view extension;  ///< ".xlsx"
    /// A file of this format -> the document (JSON). nullptr when the format is only written.
    forms::Conversion (*read)(std::string_view bytes);
    /// A document without mistakes -> a file of this format. nullptr when the format is only read.
    forms::Conversion (*write)(std::string_view document, const Shell& shell);
    /// The same for paper, which is printed in one language and with numbers. nullptr for every other format.
    forms::Conversion (*print)(std::string_view document, const Shell& shell, const PaperOrder& order) = nullptr;
};

/// The format of a file by its extension, in any case; nullptr when there is none.
const Format* format_of(std::string_view path);

/// The extensions that can be read, or written: ".json, .xlsx", for sentences.
std::string readable_extensions();
std::string writable_extensions();

/// A questionnaire in any format, or by its name in the library, as a document with the places of its parts in the file. nullopt when there is no
/// such file or model. A file of no known extension is taken for a document.
std::optional<forms::Conversion> questionnaire(const std::string& file_or_name);

/// A problem's sentence, words of a conversion's report included.
std::string said(const Shell& shell, const forms::Problem& problem);

/// One line a problem, as a person reads it: file, kind, place, what is wrong.
std::string told(const Shell& shell, std::string_view file, std::string_view kind, const forms::Problems& problems);

}  // namespace ecoute::server::cli

#include "server/cli/form_formats.hpp"

#include <algorithm>
#include <array>

#include "forms/convert/xlsform.hpp"
#include "forms/convert/xform_in.hpp"
#include "forms/convert/xform_out.hpp"
#include "forms/form_json.hpp"
#include "server/cli/library.hpp"
#include "server/xlsx_file.hpp"

namespace ecoute::server::cli {
namespace {

forms::Conversion read_document(std::string_view bytes) { return {std::string{bytes}, {}, {}, {}}; }
forms::Conversion write_document(std::string_view document, const Shell&) { return read_document(document); }

forms::Conversion read_workbook(std::string_view bytes) { return forms::document_of_xlsform(bytes); }

forms::Conversion write_workbook(std::string_view document, const Shell&) {
    auto sheets = forms::xlsform_of_document(document);
    forms::Conversion written{{}, std::move(sheets.mistakes), std::move(sheets.report), {}};
    if (written.mistakes.empty()) written.bytes = xlsx_bytes(sheets.workbook);
    return written;
}

/// Sentences that Collect shows and the questionnaire does not have; only in languages that we speak.
std::string xform_words(const Words& words, std::string_view key, std::string_view language, std::string_view value) {
    const auto sentence = "convert.text." + std::string(key);
    return words.has(language, sentence) ? words.say(language, sentence, {{"value", std::string(value)}}) : std::string{};
}

forms::Conversion read_xform(std::string_view bytes) { return forms::document_of_xform(bytes); }

forms::Conversion write_xform(std::string_view document, const Shell& shell) {
    const auto reading = forms::read_form(document, {}, true);
    if (!reading.form) return {{}, reading.mistakes, {}, {}};
    return forms::xform_of(*reading.form, [&shell](auto key, auto language, auto value) { return xform_words(shell.words(), key, language, value); });
}

/// Refuses a language in which the questionnaire has no title.
forms::Conversion print_paper(std::string_view document, const Shell& shell, const PaperOrder& order) {
    const auto reading = forms::read_form(document, {}, true);
    if (!reading.form) return {{}, reading.mistakes, {}, {}};
    if (!order.language.empty() && !reading.form->title.contains(order.language))
        return {{}, {{forms::Code::form_translation_missing, order.language, "/title", {{"language", order.language}}}}, {}, {}};
    return {paper_page(shell.words(), *reading.form, order), {}, {}, {}};
}

forms::Conversion write_paper(std::string_view document, const Shell& shell) { return print_paper(document, shell, {}); }

constexpr std::array formats{
    Format{".json", read_document, write_document},
    Format{".xlsx", read_workbook, write_workbook},
    Format{".xlsm", read_workbook, nullptr},
    Format{".ods", read_workbook, nullptr},
    Format{".xml", read_xform, write_xform},
    Format{".html", nullptr, write_paper, print_paper},
};

bool same_letters(std::string_view a, std::string_view b) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](char x, char y) { return lower(x) == lower(y); });
}

template <class Member>
std::string extensions_with(Member Format::*member) {
    std::string all;
    for (const auto& format : formats)
        if (format.*member) all += (all.empty() ? "" : ", ") + std::string{format.extension};
    return all;
}

/// Words of a report are said in the language of the person at the terminal.
forms::Problem in_words(const Shell& shell, forms::Problem problem) {
    for (const auto& [fact, prefix] : {std::pair{"what", "convert.what."}, std::pair{"reason", "convert.because."}}) {
        const auto found = problem.facts.find(fact);
        if (found == problem.facts.end()) continue;
        const auto key = prefix + found->second;
        if (shell.words().has("fr", key)) found->second = shell.text(key);
    }
    return problem;
}

}  // namespace

const Format* format_of(std::string_view path) {
    const auto name = path.substr(path.rfind('/') + 1);
    const auto dot = name.rfind('.');
    if (dot == name.npos) return nullptr;
    for (const auto& format : formats)
        if (same_letters(format.extension, name.substr(dot))) return &format;
    return nullptr;
}

std::string readable_extensions() { return extensions_with(&Format::read); }
std::string writable_extensions() { return extensions_with(&Format::write); }

std::optional<forms::Conversion> questionnaire(const std::string& file_or_name) {
    const auto bytes = questionnaire_document(file_or_name);
    if (!bytes) return std::nullopt;
    const auto* format = format_of(file_or_name);
    return format && format->read ? format->read(*bytes) : read_document(*bytes);
}

std::string said(const Shell& shell, const forms::Problem& problem) { return shell.sentence(in_words(shell, problem)); }

std::string told(const Shell& shell, std::string_view file, std::string_view kind, const forms::Problems& problems) {
    std::string lines;
    for (const auto& problem : problems)
        lines += std::string{file} + ": " + shell.text(kind) + said(shell, problem) + " [" +
                 std::string{forms::name(problem.code)} + "]\n";
    return lines;
}

}  // namespace ecoute::server::cli

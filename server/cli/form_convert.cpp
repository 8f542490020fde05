#include "server/cli/form_convert.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <iostream>

#include "forms/form_json.hpp"
#include "server/cli/form_formats.hpp"
#include "server/cli/library.hpp"

namespace ecoute::server::cli {
namespace {

struct Request {
    std::string in, out;
    PaperOrder paper;
    bool is_for_paper = false;  ///< an option of paper was given
};

std::string count(const forms::Problems& report, forms::Code code) {
    return std::to_string(
        std::count_if(report.begin(), report.end(), [code](const auto& line) { return line.code == code; }));
}

/// The document of the file, checked; nullopt when it has mistakes, which are told.
std::optional<forms::Conversion> checked_document(const Shell& shell, const std::string& file) {
    auto source = questionnaire(file);
    if (!source) {
        shell.say("cli.no_file", {{"file", file}, {"known", library_names()}});
        return std::nullopt;
    }
    if (source->mistakes.empty())
        source->mistakes = forms::in_source(forms::read_form(source->bytes, {}, true).mistakes, source->places);
    std::cerr << told(shell, file, "cli.mistake", source->mistakes)
              << told(shell, file, "cli.form.note", source->report);
    if (source->mistakes.empty()) return source;
    shell.say("cli.form.not_converted", {{"file", file}});
    return std::nullopt;
}

int convert(const Shell& shell, const Request& request) {
    const auto* format = format_of(request.out);
    if (!format || !format->write) {
        shell.say("cli.form.no_format", {{"file", request.out}, {"known", writable_extensions()}});
        return wrong_usage;
    }
    if (request.is_for_paper && !format->print) {
        shell.say("cli.form.not_paper", {{"file", request.out}});
        return wrong_usage;
    }
    const auto source = checked_document(shell, request.in);
    if (!source) return input_has_problems;
    const auto written = format->print ? format->print(source->bytes, shell, request.paper) : format->write(source->bytes, shell);
    std::cerr << told(shell, request.out, "cli.mistake", written.mistakes) << told(shell, request.out, "cli.form.note", written.report);
    if (!written.mistakes.empty()) return input_has_problems;
    write_file(request.out, written.bytes);
    auto report = source->report;
    report.insert(report.end(), written.report.begin(), written.report.end());
    shell.say("cli.form.converted", {{"file", request.out},
                                     {"kept", count(report, forms::Code::convert_kept)},
                                     {"changed", count(report, forms::Code::convert_changed)},
                                     {"unused", count(report, forms::Code::convert_unused)}});
    return done;
}

}  // namespace

void add_form_convert(CLI::App& form, Shell& shell) {
    auto* converting = form.add_subcommand("convert", shell.text("cli.form.convert.about"))->fallthrough();
    auto request = std::make_shared<Request>();
    converting->add_option("in", request->in, shell.text("cli.form.convert.in", {{"known", readable_extensions()}}))->required()->type_name("IN");
    converting->add_option("out", request->out, shell.text("cli.form.convert.out", {{"known", writable_extensions()}}))->required()->type_name("OUT");
    const std::array options{
        converting->add_option("--language", request->paper.language, shell.text("cli.form.convert.language"))->type_name("ar"),
        converting->add_option("--sheets", request->paper.sheets, shell.text("cli.form.convert.sheets", {{"most", std::to_string(most_sheets)}}))->check(CLI::Range(1, most_sheets))->type_name("N"),
        converting->add_option("--first", request->paper.first, shell.text("cli.form.convert.first"))->check(CLI::Range(1, 9'999'999))->type_name("M"),
    };
    converting->callback([&shell, request, options] {
        for (const auto* option : options) request->is_for_paper = request->is_for_paper || option->count() > 0;
        shell.action = [&shell, request] { return convert(shell, *request); }; });
}

}  // namespace ecoute::server::cli

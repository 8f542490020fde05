#include "server/cli/form_check.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <iostream>
#include <nlohmann/json.hpp>

#include "forms/check/advice.hpp"
#include "forms/form_json.hpp"
#include "server/cli/form_formats.hpp"
#include "server/cli/library.hpp"
#include "server/cli/shell.hpp"
#include "server/in_words.hpp"

namespace ecoute::server::cli {
namespace {

using nlohmann::ordered_json;

/// Everything told of one file, places being those of its own format.
struct Checked {
    std::string file;
    forms::Problems mistakes, warnings, notes;
    std::size_t questions = 0;
    std::vector<std::string> to_review;  ///< languages that a native speaker has still to read
};

void append(forms::Problems& all, forms::Problems more) {
    all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

/// The grammar first, then advice on whatever could be read.
Checked checked(std::string file, forms::Conversion source) {
    Checked result{std::move(file), std::move(source.mistakes), {}, std::move(source.report), 0};
    // A workbook that gave no document has said why; one that gave a part of it has the mistakes of that part too.
    if (!result.mistakes.empty() && source.bytes.empty()) return result;
    auto reading = forms::read_form(source.bytes, {}, true);
    append(result.mistakes, forms::in_source(std::move(reading.mistakes), source.places));
    append(result.warnings, forms::in_source(std::move(reading.warnings), source.places));
    const auto& form = reading.form ? reading.form : reading.unfinished;
    if (!form) return result;
    auto advice = forms::advise(*form);
    append(result.mistakes, forms::in_source(std::move(advice.mistakes), source.places));
    append(result.warnings, forms::in_source(std::move(advice.warnings), source.places));
    result.questions = form->questions.size();
    result.to_review = forms::translations_to_review(source.bytes);
    return result;
}

void tell(const Shell& shell, const Checked& checked) {
    std::cout << told(shell, checked.file, "cli.mistake", checked.mistakes)
              << told(shell, checked.file, "cli.warning", checked.warnings)
              << told(shell, checked.file, "cli.form.note", checked.notes);
    if (!checked.to_review.empty())
        shell.say("cli.form.to_review", {{"file", checked.file}, {"languages", languages_in_words(shell.words(), checked.to_review)}});
    const Words::Facts facts{{"file", checked.file}, {"questions", std::to_string(checked.questions)},
                             {"mistakes", std::to_string(checked.mistakes.size())},
                             {"warnings", std::to_string(checked.warnings.size())}};
    shell.say(checked.mistakes.empty() ? "cli.form.good" : "cli.form.bad", facts);
}

ordered_json row(const Shell& shell, const std::string& file, const char* severity, const forms::Problem& problem) {
    ordered_json row{{"file", file}, {"severity", severity}, {"code", forms::name(problem.code)}, {"where", problem.where}};
    if (const auto offset = problem.facts.find("offset"); offset != problem.facts.end()) {
        std::size_t bytes = 0;
        const auto& text = offset->second;
        if (std::from_chars(text.data(), text.data() + text.size(), bytes).ec == std::errc{}) row["offset"] = bytes;
    }
    row["message"] = said(shell, problem);
    return row;
}

void tell_json(const Shell& shell, const std::vector<Checked>& files) {
    auto problems = ordered_json::array();
    std::size_t mistakes = 0, warnings = 0;
    for (const auto& file : files) {
        for (const auto& problem : file.mistakes) problems.push_back(row(shell, file.file, "mistake", problem));
        for (const auto& problem : file.warnings) problems.push_back(row(shell, file.file, "warning", problem));
        for (const auto& problem : file.notes) problems.push_back(row(shell, file.file, "note", problem));
        mistakes += file.mistakes.size();
        warnings += file.warnings.size();
    }
    const ordered_json all{{"problems", std::move(problems)}, {"files", files.size()}, {"mistakes", mistakes}, {"warnings", warnings}};
    std::cout << all.dump(2, ' ', false, ordered_json::error_handler_t::replace) << '\n';
}

int check(const Shell& shell, const std::vector<std::string>& files, bool as_json) {
    bool good = true;
    std::vector<Checked> all;
    for (const auto& file : files) {
        auto source = questionnaire(file);
        if (!source) {
            shell.say("cli.no_file", {{"file", file}, {"known", library_names()}});
            good = false;
            continue;
        }
        all.push_back(checked(file, *std::move(source)));
        good = good && all.back().mistakes.empty();
        if (!as_json) tell(shell, all.back());
    }
    if (as_json) tell_json(shell, all);
    return good ? done : input_has_problems;
}

}  // namespace

void add_form_check(CLI::App& form, Shell& shell) {
    auto* checking = form.add_subcommand("check", shell.text("cli.form.check.about"))->fallthrough();
    auto files = std::make_shared<std::vector<std::string>>();
    auto format = std::make_shared<std::string>("text");
    checking->add_option("files", *files)->required()->type_name("FILE...");
    checking->add_option("--format", *format, shell.text("cli.form.check.format"))->check(CLI::IsMember({"text", "json"}));
    checking->callback([&shell, files, format] {
        shell.action = [&shell, files, format] { return check(shell, *files, *format == "json"); };
    });
}

}  // namespace ecoute::server::cli

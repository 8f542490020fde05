#include <CLI/CLI.hpp>
#include <iostream>

#include "forms/expression/eval_line.hpp"
#include "forms/form_json.hpp"
#include "server/cli/form_convert.hpp"
#include "server/cli/form_formats.hpp"
#include "server/cli/library.hpp"
#include "server/cli/shell.hpp"

namespace ecoute::server::cli {
namespace {

/// Every mistake and warning of one questionnaire on stdout, one a line: file, place, what is wrong.
bool check_one(const Shell& shell, const std::string& file) {
    auto source = questionnaire(file);
    if (!source) {
        shell.say("cli.no_file", {{"file", file}, {"known", library_names()}});
        return false;
    }
    auto reading = forms::read_form(source->bytes, {}, true);
    if (source->mistakes.empty()) source->mistakes = forms::in_source(std::move(reading.mistakes), source->places);
    reading.warnings = forms::in_source(std::move(reading.warnings), source->places);
    std::cout << told(shell, file, "cli.mistake", source->mistakes) << told(shell, file, "cli.warning", reading.warnings)
              << told(shell, file, "cli.form.note", source->report);
    if (!source->mistakes.empty()) return false;
    shell.say("cli.form.good", {{"file", file}, {"questions", std::to_string(reading.form->questions.size())},
                                {"warnings", std::to_string(reading.warnings.size())}});
    return true;
}

int check(const Shell& shell, const std::vector<std::string>& files) {
    bool good = true;
    for (const auto& file : files) good = check_one(shell, file) && good;
    return good ? done : input_has_problems;
}

int evaluate(const Shell& shell) {
    std::string line;
    while (std::getline(std::cin, line)) {
        if (line.empty()) continue;
        std::cout << forms::expression::evaluate_line(line, shell.clock()) << '\n';
        if (std::cin.rdbuf()->in_avail() <= 0) std::cout.flush();
    }
    return done;
}

}  // namespace

void add_form(CLI::App& app, Shell& shell) {
    auto* form = app.add_subcommand("form", shell.text("cli.form.about"))->require_subcommand(1);
    form->fallthrough();
    auto* checking = form->add_subcommand("check", shell.text("cli.form.check.about"))->fallthrough();
    auto files = std::make_shared<std::vector<std::string>>();
    checking->add_option("files", *files)->required()->type_name("FILE...");
    checking->callback([&shell, files] { shell.action = [&shell, files] { return check(shell, *files); }; });
    add_form_convert(*form, shell);
    auto* evaluating = form->add_subcommand("eval", shell.text("cli.form.eval.about"))->fallthrough();
    evaluating->callback([&shell] { shell.action = [&shell] { return evaluate(shell); }; });
}

}  // namespace ecoute::server::cli

#include <CLI/CLI.hpp>
#include <iostream>

#include "forms/expression/eval_line.hpp"
#include "server/cli/form_audio.hpp"
#include "server/cli/form_check.hpp"
#include "server/cli/form_convert.hpp"
#include "server/cli/shell.hpp"

namespace ecoute::server::cli {
namespace {

/// A line without its end. One that is longer than any that is understood is cut: no line can fill the memory.
bool read_line(std::streambuf& in, std::string& line) {
    using Traits = std::streambuf::traits_type;
    line.clear();
    auto c = in.sbumpc();
    if (Traits::eq_int_type(c, Traits::eof())) return false;
    for (; !Traits::eq_int_type(c, Traits::eof()); c = in.sbumpc()) {
        if (c == '\n') return true;
        if (line.size() <= forms::expression::longest_line_bytes) line += Traits::to_char_type(c);
    }
    return true;
}

int evaluate(const Shell& shell) {
    std::ios::sync_with_stdio(false);
    std::string line;
    while (read_line(*std::cin.rdbuf(), line)) {
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
    add_form_check(*form, shell);
    add_form_convert(*form, shell);
    add_form_audio(*form, shell);
    auto* evaluating = form->add_subcommand("eval", shell.text("cli.form.eval.about"))->fallthrough();
    evaluating->callback([&shell] { shell.action = [&shell] { return evaluate(shell); }; });
}

}  // namespace ecoute::server::cli

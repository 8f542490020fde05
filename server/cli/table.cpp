#include <CLI/CLI.hpp>
#include <iostream>

#include "analysis/outputs.hpp"
#include "server/cli/at_desk.hpp"
#include "server/cli/spoken.hpp"
#include "server/table_view.hpp"

namespace ecoute::server::cli {
namespace {

struct Wanted {
    std::string campaign, question, protect = "team", format = "text", output, interval = "wilson", where, gap, chart = "bars", language;
    std::vector<std::string> by;
    bool weights = false;
};

/// One row a format: its name and what writes it.
struct Format {
    const char* name;
    std::string (*write)(const analysis::ProtectedTable&, const analysis::Heading&, analysis::ChartKind);
};
template <std::string (*write)(const analysis::ProtectedTable&, const analysis::Heading&)>
std::string plain(const analysis::ProtectedTable& table, const analysis::Heading& heading, analysis::ChartKind) {
    return write(table, heading);
}
constexpr Format formats[] = {
    {"text", plain<analysis::to_text>},
    {"csv", plain<analysis::to_csv>},
    {"json", plain<analysis::to_json>},
    {"jsonstat", plain<analysis::to_jsonstat>},
    {"xlsx", plain<analysis::to_workbook>},
    {"svg", [](const analysis::ProtectedTable& table, const analysis::Heading& heading, analysis::ChartKind kind) {
         return analysis::to_svg(table, heading, -1, analysis::Surroundings::title_and_notes, kind);
     }},
};

int show(Shell& shell, const Wanted& wanted) {
    AtDesk at{shell};
    const analysis::TableRequest asked{.question = wanted.question, .by = wanted.by, .weights = wanted.weights,
                                       .interval = *analysis::interval_kind(wanted.interval), .where = wanted.where, .gap = wanted.gap};
    const auto audience = *analysis::audience(wanted.protect);
    const auto view = table_view(at.desk, wanted.campaign, asked, audience, spoken_language(wanted.language, *at.forms, wanted.campaign), Shell::who());
    if (!view) return shell.refuse(view.error(), wanted.where);
    if (audience == analysis::Audience::exact)
        at.store->audit().add(shell.now(), Shell::who(), "table.exact", wanted.campaign + " " + wanted.question);
    const auto kind = *analysis::chart_kind(wanted.chart);
    for (const auto& format : formats)
        if (format.name == wanted.format) write_file(wanted.output, format.write(view->table, view->heading, kind));
    return done;
}

}  // namespace

void add_table(CLI::App& app, Shell& shell) {
    auto* verb = app.add_subcommand("table", shell.text("cli.table.about"))->fallthrough();
    auto wanted = std::make_shared<Wanted>();
    std::vector<std::string> names;
    for (const auto& format : formats) names.emplace_back(format.name);
    verb->add_option("--campaign", wanted->campaign, shell.text("cli.campaign_option"))->required()->type_name("ID");
    verb->add_option("--question", wanted->question, shell.text("cli.table.question"))->required()->type_name("Q");
    verb->add_option("--by", wanted->by, shell.text("cli.table.by"))->delimiter(',')->type_name("A,B");
    verb->add_option("--where", wanted->where, shell.text("cli.table.where"))->type_name("EXPR");
    verb->add_option("--gap", wanted->gap, shell.text("cli.table.gap"))->check(CLI::IsMember({"qpv", "rest", "all"}));
    verb->add_flag("--weights", wanted->weights, shell.text("cli.table.weights"));
    verb->add_option("--interval", wanted->interval, shell.text("cli.table.interval"))->check(CLI::IsMember({"wilson", "korn-graubard"}))->capture_default_str();
    verb->add_option("--protect", wanted->protect, shell.text("cli.table.protect"))->check(CLI::IsMember({"team", "public", "none"}))->capture_default_str();
    verb->add_option("--format", wanted->format, shell.text("cli.table.format"))->check(CLI::IsMember(names))->capture_default_str();
    verb->add_option("--chart", wanted->chart, shell.text("cli.table.chart"))->check(CLI::IsMember({"bars", "panels", "stacked"}))->capture_default_str();
    add_language(*verb, shell, wanted->language);
    verb->add_option("-o,--output", wanted->output, shell.text("cli.output"))->type_name("FILE");
    verb->callback([&shell, wanted] { shell.action = [&shell, wanted] { return show(shell, *wanted); }; });
}

}  // namespace ecoute::server::cli

#include <CLI/CLI.hpp>

#include "server/cli/at_desk.hpp"
#include "server/cli/spoken.hpp"
#include "server/comparison.hpp"

namespace ecoute::server::cli {
namespace {

struct Wanted {
    ComparisonRequest asked;
    std::vector<std::string> waves;
    std::string protect = "team", format = "text", output, language;
};

struct Format {
    const char* name;
    std::string (*write)(const Comparison&, const Words&, std::string_view);
};
constexpr Format formats[] = {{"text", comparison_text}, {"csv", comparison_csv}, {"json", comparison_json}};

int show(Shell& shell, Wanted& wanted) {
    if (wanted.waves.size() != 2) return shell.refuse({forms::Code::wave_too_few, "", "", {}});
    wanted.asked.earlier = wanted.waves[0];
    wanted.asked.later = wanted.waves[1];
    AtDesk at{shell};
    const auto audience = *analysis::audience(wanted.protect);
    const auto comparison = compare(at.desk, wanted.asked, audience, Shell::who());
    if (!comparison) return shell.refuse(comparison.error(), wanted.asked.where);
    if (audience == analysis::Audience::exact)
        at.store->audit().add(shell.now(), Shell::who(), "compare.exact",
                              wanted.waves[0] + " " + wanted.waves[1] + " " + wanted.asked.question);
    const auto language = spoken_language(wanted.language, *at.forms, comparison->later_campaign->campaign.id);
    for (const auto& format : formats)
        if (format.name == wanted.format) write_file(wanted.output, format.write(*comparison, shell.words(), language));
    return done;
}

}  // namespace

void add_compare(CLI::App& app, Shell& shell) {
    auto* verb = app.add_subcommand("compare", shell.text("cli.compare.about"))->fallthrough();
    auto wanted = std::make_shared<Wanted>();
    verb->add_option("--question", wanted->asked.question, shell.text("cli.compare.question"))->required()->type_name("Q");
    verb->add_option("--waves", wanted->waves, shell.text("cli.compare.waves"))->required()->delimiter(',')->type_name("A,B");
    verb->add_option("--by", wanted->asked.by, shell.text("cli.compare.by"))->type_name("V");
    verb->add_option("--where", wanted->asked.where, shell.text("cli.table.where"))->type_name("EXPR");
    verb->add_flag("--weights", wanted->asked.weights, shell.text("cli.table.weights"));
    verb->add_option("--protect", wanted->protect, shell.text("cli.table.protect"))->check(CLI::IsMember({"team", "public", "none"}))->capture_default_str();
    verb->add_option("--format", wanted->format, shell.text("cli.table.format"))->check(CLI::IsMember({"text", "csv", "json"}))->capture_default_str();
    add_language(*verb, shell, wanted->language);
    verb->add_option("-o,--output", wanted->output, shell.text("cli.output"))->type_name("FILE");
    verb->callback([&shell, wanted] { shell.action = [&shell, wanted] { return show(shell, *wanted); }; });
}

}  // namespace ecoute::server::cli

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>

#include "server/cli/shell.hpp"
#include "server/csv_cell.hpp"
#include "server/in_words.hpp"
#include "server/wire/indicator_csv.hpp"

namespace ecoute::server::cli {
namespace {

struct Wanted {
    std::string file, source, year, output;
};

std::string in_words(const Shell& shell, std::size_t number) { return number_in_words(shell.language(), static_cast<std::int64_t>(number)); }

/// Takes out the figures of territories that nobody imported: a national file has 1,600 quartiers, a town a dozen. How many, and of which for example.
std::pair<std::size_t, std::string> leave_out_unknown(storage::Store& store, std::vector<storage::Indicator>& figures) {
    std::set<std::string, std::less<>> known;
    for (const auto& territory : store.territories().all()) known.insert(territory.code);
    const auto is_unknown = [&](const storage::Indicator& figure) { return known.count(figure.territory) == 0; };
    const auto first = std::find_if(figures.begin(), figures.end(), is_unknown);
    const std::string example = first == figures.end() ? "" : first->territory;
    return {std::erase_if(figures, is_unknown), example};
}

/// The territory that would have more figures than a page of it can show, with how many; "" when there is none.
std::pair<std::string, std::size_t> overfull(storage::Indicators& kept, const std::vector<storage::Indicator>& figures) {
    std::map<std::string, std::set<std::string>> names;
    for (const auto& figure : figures) names[figure.territory].insert(figure.name);
    for (auto& [territory, of_it] : names) {
        for (const auto& figure : kept.of(territory)) of_it.insert(figure.name);
        if (of_it.size() > storage::most_indicators_of_a_territory) return {territory, of_it.size()};
    }
    return {};
}

int import(Shell& shell, const Wanted& wanted) {
    const auto text = read_file(wanted.file);
    if (!text) {
        shell.say("cli.margins.no_file", {{"file", wanted.file}});
        return input_has_problems;
    }
    forms::Problems problems;
    auto figures = indicators_from_csv(*text, wanted.year, wanted.source, problems);
    if (!problems.empty()) return shell.refuse(problems);
    auto store = shell.open_store();
    const auto [unknown, example] = leave_out_unknown(*store, figures);
    if (figures.empty()) return shell.refuse(forms::Problem{forms::Code::territory_unknown, example, "", {}});
    auto& kept = store->indicators();
    if (const auto [place, count] = overfull(kept, figures); count > 0) {
        shell.say("cli.indicators.too_many", {{"place", place}, {"count", in_words(shell, count)}, {"limit", in_words(shell, storage::most_indicators_of_a_territory)}});
        return input_has_problems;
    }
    kept.import(figures);
    store->audit().add(shell.now(), Shell::who(), "indicators.import", std::to_string(figures.size()));
    std::set<std::string> territories;
    for (const auto& figure : figures) territories.insert(figure.territory);
    shell.say("cli.indicators.imported", {{"count", in_words(shell, figures.size())}, {"territories", in_words(shell, territories.size())}});
    if (unknown > 0) shell.say(unknown == 1 ? "cli.indicators.left_out_one" : "cli.indicators.left_out", {{"count", in_words(shell, unknown)}, {"example", example}});
    return done;
}

/// For French spreadsheets, and as `import` reads it again.
std::string with_comma(const std::optional<double>& value) {
    if (!value) return "";
    std::array<char, 32> digits{};
    std::string text{digits.data(), std::to_chars(digits.data(), digits.data() + digits.size(), *value).ptr};
    std::replace(text.begin(), text.end(), '.', ',');
    return text;
}

int list(Shell& shell, const Wanted& wanted) {
    const auto store = shell.open_store();
    const auto figures = store->indicators().all();
    if (figures.empty()) {
        shell.say("cli.indicators.none");
        return done;
    }
    std::string csv = std::string{csv_begin} + "territory;indicator;value;unit;year;source\r\n";
    for (const auto& figure : figures) {
        put_csv_cell(csv, figure.territory);
        put_csv_cell(csv += ';', figure.name);
        csv += ';' + with_comma(figure.value);
        for (const auto& cell : {figure.unit, figure.year, figure.source}) put_csv_cell(csv += ';', cell);
        csv += "\r\n";
    }
    write_file(wanted.output, csv);
    return done;
}

}  // namespace

void add_indicators(CLI::App& app, Shell& shell) {
    auto* indicators = app.add_subcommand("indicators", shell.text("cli.indicators.about"))->require_subcommand(1);
    indicators->fallthrough();
    auto wanted = std::make_shared<Wanted>();
    auto* importing = indicators->add_subcommand("import", shell.text("cli.indicators.import.about"))->fallthrough();
    importing->add_option("file", wanted->file)->required()->type_name("FILE");
    importing->add_option("--source", wanted->source, shell.text("cli.indicators.source"))->type_name("T");
    importing->add_option("--year", wanted->year, shell.text("cli.indicators.year"))->type_name("T");
    importing->callback([&shell, wanted] { shell.action = [&shell, wanted] { return import(shell, *wanted); }; });
    auto* listing = indicators->add_subcommand("list", shell.text("cli.indicators.list.about"))->fallthrough();
    listing->add_option("-o,--output", wanted->output, shell.text("cli.output"))->type_name("FILE");
    listing->callback([&shell, wanted] { shell.action = [&shell, wanted] { return list(shell, *wanted); }; });
}

}  // namespace ecoute::server::cli

#include "server/cli/weights.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>

#include "analysis/grid.hpp"
#include "server/cli/at_desk.hpp"
#include "server/in_words.hpp"
#include "server/method_words.hpp"
#include "server/weightings.hpp"

namespace ecoute::server::cli {
namespace {

using Json = nlohmann::ordered_json;

struct Wanted {
    std::string campaign, bounds, format = "text", file;
    bool told = true;  ///< whether the diagnosis is printed
};

std::optional<double> number_of(std::string_view text) {
    double number = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size()) return std::nullopt;
    return number;
}

/// "0.33,3": below and above 1. nullopt when it is not that.
std::optional<analysis::Bounds> read_bounds(std::string_view text) {
    const auto comma = text.find(',');
    if (comma == std::string_view::npos) return std::nullopt;
    const auto low = number_of(text.substr(0, comma)), high = number_of(text.substr(comma + 1));
    if (!low || !high || !(*low >= 0 && *low < 1 && *high > 1 && *high <= 1000)) return std::nullopt;
    return analysis::Bounds{*low, *high};
}

/// Ids of the people in an extract, in its order.
std::vector<std::string> ids_of(storage::Store& store, const std::string& campaign, const forms::Columns& columns) {
    std::vector<std::string> ids;
    store.responses().read(campaign, 0, [&](const storage::StoredResponse& response) {
        if (response.seq > columns.last_seq) return false;
        const bool counted = !response.refusal && std::binary_search(columns.seqs.begin(), columns.seqs.end(), response.seq);
        if (counted) ids.push_back(response.id);
        return true;
    });
    if (ids.size() != columns.people)
        throw storage::StorageFault("responses were removed while the weights were computed: start again");
    return ids;
}

/// What a run found, as it is printed and kept.
struct Run {
    const Shell& shell;
    const CampaignForm& campaign;
    const analysis::Weighting& weighting;
    std::int64_t snapshot = 0;
    std::optional<analysis::Bounds> asked;
    std::string made_at;

    double lowest() const { return *std::min_element(weights().begin(), weights().end()); }
    double highest() const { return *std::max_element(weights().begin(), weights().end()); }
    double population() const {
        double sum = 0;
        for (const double weight : weights()) sum += weight;
        return sum;
    }
    double at_bound() const {
        return weighting.calibration ? analysis::share_at_bound(*weighting.calibration, weighting.sample.margins) : 0;
    }
    const std::vector<double>& weights() const { return weighting.sample.weights; }
    /// Who stands in no level of a margin for sure.
    std::int64_t unknown(std::size_t margin) const {
        auto left = static_cast<std::int64_t>(weights().size());
        for (const auto& level : weighting.levels)
            if (level.margin == margin) left -= level.respondents;
        return left;
    }
};

Json margins_json(const std::vector<analysis::Margin>& margins) {
    Json all = Json::array();
    for (const auto& margin : margins) {
        Json cells = Json::array();
        for (const auto& cell : margin.cells) cells.push_back({{"levels", cell.levels}, {"population", cell.population}});
        all.push_back({{"variables", margin.variables}, {"source", margin.source}, {"vintage", margin.vintage},
                       {"cells", cells}});
    }
    return all;
}

Json bounds_json(const std::optional<analysis::Bounds>& bounds) {
    return bounds ? Json::array({bounds->low, bounds->high}) : Json(nullptr);
}

Json diagnosis(const Run& run) {
    const auto& weighting = run.weighting;
    Json levels = Json::array();
    for (const auto& level : weighting.levels)
        levels.push_back({{"margin", weighting.margins[level.margin].variables},
                          {"level", level.name},
                          {"respondents", level.respondents},
                          {"population", level.population}});
    Json warnings = Json::array();
    for (const auto& warning : weighting.warnings)
        warnings.push_back({{"code", forms::name(warning.code)}, {"detail", run.shell.sentence(warning)}});
    Json found{{"campaign", run.campaign.campaign.id},
               {"made_at", run.made_at},
               {"snapshot", run.snapshot},
               {"respondents", run.weights().size()},
               {"population", run.population()},
               {"bounds_asked", bounds_json(run.asked)},
               {"weights",
                {{"min", run.lowest()},
                 {"max", run.highest()},
                 {"variation", analysis::variation(run.weights())},
                 {"kish", weighting.kish()},
                 {"effect", weighting.weighting_effect()},
                 {"share_at_bound", run.at_bound()}}},
               {"levels", levels},
               {"warnings", warnings}};
    if (!weighting.calibration) return found;
    found["bounds"] = bounds_json(weighting.calibration->bounds);
    found["misfit"] = weighting.calibration->misfit;
    found["steps"] = weighting.calibration->steps;
    return found;
}

/// Share of responses at a limit from which it is said what to do: one in twenty, our own figure.
constexpr double many_at_bound = 0.05;

std::string decimals(double number, int count, const Shell& shell) {
    char text[64];
    std::snprintf(text, sizeof text, "%.*f", count, number);
    std::string written = text;
    if (const auto point = written.find('.'); point != std::string::npos)
        written.replace(point, 1, shell.text("tables.decimal_mark"));
    return written;
}

/// A row a level: respondents and population, with the share of each.
std::string levels_text(const Run& run, std::size_t margin) {
    const auto& shell = run.shell;
    double people = 0, population = 0;
    for (const auto& level : run.weighting.levels)
        if (level.margin == margin) {
            people += static_cast<double>(level.respondents);
            population += level.population;
        }
    std::vector<analysis::GridColumn> columns{
        {margin_in_words(shell.words(), shell.language(), run.campaign.form, run.weighting.margins[margin]), {}, true}};
    for (const char* heading : {"respondents", "of_respondents", "population", "of_population"})
        columns.push_back({shell.text("cli.weights." + std::string{heading}), {}, false});
    const auto share = [&](double part, double whole) {
        return shell.text("tables.percent_value", {{"n", decimals(whole > 0 ? 100 * part / whole : 0, 1, shell)}});
    };
    for (const auto& level : run.weighting.levels) {
        if (level.margin != margin) continue;
        const std::string cells[] = {level.name, number_in_words(shell.language(), level.respondents),
                                     share(static_cast<double>(level.respondents), people),
                                     number_in_words(shell.language(), std::llround(level.population)),
                                     share(level.population, population)};
        for (std::size_t i = 0; i < columns.size(); ++i) columns[i].cells.push_back(cells[i]);
    }
    constexpr std::size_t terminal_columns = 100;
    return analysis::grid_text(columns, 1, terminal_columns);
}

void print(const Run& run) {
    const auto& shell = run.shell;
    const auto& weighting = run.weighting;
    const auto line = [&](const char* key, const Words::Facts& facts) {
        std::cout << shell.text("cli.weights." + std::string{key}, facts) << '\n';
    };
    const auto whole = [&](double number) { return number_in_words(shell.language(), std::llround(number)); };
    line("title", {{"title", run.campaign.campaign.title},
                   {"people", whole(static_cast<double>(run.weights().size()))},
                   {"population", whole(run.population())},
                   {"snapshot", std::to_string(run.snapshot)}});
    for (std::size_t m = 0; m < weighting.margins.size(); ++m) {
        std::cout << '\n' << levels_text(run, m);
        if (const auto count = run.unknown(m); count > 0)
            line(count == 1 ? "unknown_one" : "unknown", {{"count", number_in_words(shell.language(), count)}});
    }
    std::cout << '\n';
    line("range", {{"mean", decimals(run.population() / static_cast<double>(run.weights().size()), 1, shell)},
                   {"low", decimals(run.lowest(), 1, shell)},
                   {"high", decimals(run.highest(), 1, shell)},
                   {"variation", whole(100 * analysis::variation(run.weights()))}});
    line("kish", {{"people", whole(static_cast<double>(run.weights().size()))},
                  {"kish", whole(weighting.kish())},
                  {"effect", decimals(weighting.weighting_effect(), 2, shell)}});
    if (weighting.calibration && weighting.calibration->bounds)
        line("bounds", {{"low", decimals(weighting.calibration->bounds->low, 2, shell)},
                        {"high", decimals(weighting.calibration->bounds->high, 2, shell)},
                        {"share", decimals(100 * run.at_bound(), 1, shell)}});
    if (run.at_bound() > many_at_bound) line("many_at_bound", {});
    if (weighting.calibration) line("met", {});
    for (const auto& warning : weighting.warnings)
        std::cout << shell.text("cli.warning") << shell.sentence(warning) << '\n';
    line("model", {});
}

void keep(storage::Store& store, const Run& run, const std::vector<std::string>& ids) {
    storage::KeptWeighting kept{.campaign = run.campaign.campaign.id,
                                .made_at = run.made_at,
                                .last_seq = run.snapshot,
                                .people = static_cast<std::int64_t>(ids.size()),
                                .margins = margins_json(run.weighting.margins).dump(),
                                .diagnosis = diagnosis(run).dump(-1, ' ', false, Json::error_handler_t::replace)};
    if (run.asked) {
        kept.low = run.asked->low;
        kept.high = run.asked->high;
    }
    std::vector<storage::ResponseWeight> weights;
    for (std::size_t i = 0; i < ids.size(); ++i) weights.push_back({ids[i], run.weights()[i]});
    store.margins().keep(kept, weights);
}

std::string csv_of(const Run& run, const std::vector<std::string>& ids) {
    std::string csv = "id,weight\n";
    for (std::size_t i = 0; i < ids.size(); ++i) {
        char weight[40];
        std::snprintf(weight, sizeof weight, "%.12g", run.weights()[i]);
        csv += ids[i] + "," + weight + "\n";
    }
    return csv;
}

int compute(Shell& shell, const Wanted& wanted) {
    std::optional<analysis::Bounds> bounds = analysis::Bounds{};
    if (wanted.bounds == "none")
        bounds.reset();
    else if (!wanted.bounds.empty() && !(bounds = read_bounds(wanted.bounds))) {
        shell.say("cli.weights.bad_bounds", {{"value", wanted.bounds}});
        return wrong_usage;
    }
    AtDesk at{shell};
    const auto campaign = at.desk.forms.find(wanted.campaign);
    if (!campaign) return shell.refuse({forms::Code::campaign_unknown, wanted.campaign, "", {}});
    const auto margins = margins_of(*at.store, wanted.campaign);
    if (margins.empty() && campaign->form.design.weight == forms::none)
        return shell.refuse({forms::Code::weights_none, wanted.campaign, "", {}});

    const auto columns = at.desk.snapshots.columns(*campaign);
    forms::Problems mistakes = margins_that_no_longer_fit(campaign->form, margins);
    if (!mistakes.empty()) return shell.refuse(mistakes);
    const auto weighting = analysis::weigh(campaign->form, *columns, margins, bounds, mistakes);
    if (!weighting) return shell.refuse(mistakes);

    const Run run{shell, *campaign, *weighting, columns->last_seq, bounds, shell.now()};
    const auto ids = ids_of(*at.store, wanted.campaign, *columns);
    keep(*at.store, run, ids);
    at.store->audit().add(shell.now(), Shell::who(), "weights.compute", wanted.campaign);
    if (!wanted.file.empty()) {
        at.store->audit().add(shell.now(), Shell::who(), "weights.export", wanted.campaign);
        write_file(wanted.file, csv_of(run, ids));
    }
    if (!wanted.told) return done;
    if (wanted.format == "json")
        std::cout << diagnosis(run).dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    else
        print(run);
    return done;
}

}  // namespace

int keep_weights(Shell& shell, std::string_view campaign) {
    Wanted wanted;
    wanted.campaign = campaign;
    wanted.told = false;
    return compute(shell, wanted);
}

void add_weights(CLI::App& app, Shell& shell) {
    auto* verb = app.add_subcommand("weights", shell.text("cli.weights.about"))->fallthrough();
    auto wanted = std::make_shared<Wanted>();
    verb->add_option("--campaign", wanted->campaign, shell.text("cli.campaign_option"))->required()->type_name("ID");
    verb->add_option("--bounds", wanted->bounds, shell.text("cli.weights.bounds_option"))->type_name("0.33,3|none");
    verb->add_option("--format", wanted->format, shell.text("cli.weights.format"))
        ->check(CLI::IsMember({"text", "json"}))->capture_default_str();
    verb->add_option("--export", wanted->file, shell.text("cli.weights.export"))->type_name("FILE");
    verb->callback([&shell, wanted] { shell.action = [&shell, wanted] { return compute(shell, *wanted); }; });
}

}  // namespace ecoute::server::cli

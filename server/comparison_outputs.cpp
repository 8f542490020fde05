#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "analysis/axis.hpp"
#include "analysis/grid.hpp"
#include "analysis/wording.hpp"
#include "server/comparison.hpp"
#include "server/in_words.hpp"
#include "server/table_condition.hpp"

namespace ecoute::server {
namespace {

using Json = nlohmann::ordered_json;

constexpr double chance = 0.05;

/// Words of a comparison around the later wave's table.
struct Reading {
    Reading(const Comparison& of, const Words& all_words, std::string_view in_language)
        : comparison(of), words(all_words), language(in_language) {
        heading.language = language;
        heading.default_language = of.later_campaign->form.default_language;
        heading.words = words.all(language, "tables.");
        heading.where = of.where;
        if (!of.where.empty()) heading.among = condition_in_words(words, language, of.later_campaign->form, of.where);
    }
    const Comparison& comparison;
    const Words& words;
    std::string language;
    analysis::Heading heading;
    analysis::Wording wording{comparison.later, heading};

    std::string say(std::string_view key, const Words::Facts& facts = {}) const {
        return words.say(language, "compare." + std::string{key}, facts);
    }
    std::string answer(const ComparedFigure& figure) const {
        const auto& question = comparison.later.question();
        if (is_mean(figure)) return wording.say("tables.mean");
        return wording.label(question, question.categories[figure.answer]);
    }
    /// "+6", "−2".
    std::string points(double difference) const {
        const auto rounded = std::llround(difference);
        return (rounded > 0 ? "+" : rounded < 0 ? "\u2212" : "") + std::to_string(std::llabs(rounded));
    }
    bool is_mean(const ComparedFigure& figure) const { return comparison.is_mean(figure); }
    std::string difference(const ComparedFigure& figure, double difference) const {
        return is_mean(figure) ? wording.difference(difference, false) : points(difference);
    }
    std::string value(const ComparedFigure& figure, const analysis::Cell& cell, const std::optional<analysis::Estimate>& mean) const {
        if (is_mean(figure)) return mean ? wording.decimal(mean->value) : "\u2014";
        return cell.percent ? wording.percent(*cell.percent) : "\u2014";
    }

    /// The interval first, then what may be said.
    std::string change(const ComparedFigure& figure) const {
        if (comparison.is_broken(figure)) return say("not_comparable");
        if (figure.before != ComparedFigure::Before::known) return say(name(figure.before));
        if (figure.too_few) return say("too_few");
        if (!figure.change) return "\u2014";
        return say("points", {{"difference", difference(figure, figure.change->difference)},
                              {"low", difference(figure, figure.change->low)},
                              {"high", difference(figure, figure.change->high)}});
    }
    std::string verdict(const ComparedFigure& figure) const {
        if (!figure.change) return "";
        const double p = figure.p_holm.value_or(figure.change->p);
        if (p >= chance) return say("maybe_chance");
        return say(figure.change->difference > 0 ? "up" : "down");
    }
};

std::string reasons(const Reading& reading) {
    std::string text;
    for (const auto reason : reading.comparison.breaks)
        text += (text.empty() ? "" : ", ") + reading.say("break." + std::string{analysis::name(reason)});
    return text;
}

/// "Vague 2024 : 400 réponses, enquête menée du 3 au 17 mai 2024, 12 refus de participer. Source : Conseil citoyen."
std::string wave_in_words(const Reading& reading, const CampaignForm& campaign, const WaveFacts& facts) {
    const auto number = [&](std::int64_t count) { return number_in_words(reading.language, count); };
    Words::Facts said{{"wave", campaign.campaign.title}, {"count", number(facts.people)}, {"refusals", number(facts.refusals)}, {"snapshot", facts.snapshot}};
    if (auto dates = period_in_words(reading.words, reading.language, facts.from, facts.to); !dates.empty()) said["dates"] = std::move(dates);
    if (!campaign.campaign.organisation.empty()) said["organisation"] = campaign.campaign.organisation;
    return reading.say("wave", said);
}

/// A quartier by its name; by its code where no questionnaire has it.
std::string place(const Reading& reading, const std::string& code) {
    for (const auto* campaign : {reading.comparison.later_campaign.get(), reading.comparison.earlier_campaign.get()}) {
        const auto quartier = campaign->form.breakdowns.quartier;
        if (quartier == forms::none) continue;
        const auto variable = analysis::variable_of(campaign->form, quartier);
        for (const auto& category : variable.categories)
            if (category.name == code) return reading.wording.label(variable, category);
    }
    return code;
}

/// Passed whole into a quartier that got a part of another one, too: "grown".
std::string_view what_became(const Comparison& comparison, const analysis::Fate& fate) {
    using Kind = analysis::Fate::Kind;
    const bool whole = fate.kind == Kind::followed || fate.kind == Kind::merged;
    return whole && analysis::has_part_of_another(comparison.fates, fate.targets.front()) ? "grown" : analysis::name(fate.kind);
}

std::vector<std::string> notes_of(const Reading& reading) {
    const auto& comparison = reading.comparison;
    const auto& later = comparison.later;
    std::vector<std::string> notes;
    if (!comparison.breaks.empty()) notes.push_back(reading.say("broken", {{"reasons", reasons(reading)}}));
    if (comparison.breaks.empty() && comparison.scores_changed) notes.push_back(reading.say("broken_mean"));
    if (!comparison.where.empty()) notes.push_back(reading.wording.say("tables.note.among", {{"condition", reading.heading.among}}));
    for (const auto& fate : comparison.fates) {
        const auto what = what_became(comparison, fate);
        if (what == "followed" && fate.targets.front() == fate.source) continue;
        std::string targets;
        for (const auto& target : fate.targets) targets += (targets.empty() ? "" : ", ") + place(reading, target);
        notes.push_back(reading.say("fate." + std::string{what}, {{"source", place(reading, fate.source)}, {"targets", targets}}));
    }
    if (comparison.breaks.empty()) notes.push_back(reading.say("interval"));
    bool families = false;
    for (const auto& figure : comparison.figures) families = families || figure.p_holm;
    if (families) notes.push_back(reading.say("holm"));
    if (!later.question().categories.empty()) notes.push_back(reading.wording.say(later.multiple() ? "tables.note.multiple" : "tables.note.base"));
    notes.push_back(reading.say(later.weighted() ? "weighted" : "unweighted"));
    if (comparison.earlier.anything_hidden() || comparison.later.anything_hidden()) notes.push_back(reading.say("hidden"));
    if (auto protection = reading.wording.protection(); !protection.empty()) notes.push_back(std::move(protection));
    notes.push_back(wave_in_words(reading, *comparison.earlier_campaign, comparison.earlier_wave));
    notes.push_back(wave_in_words(reading, *comparison.later_campaign, comparison.later_wave));
    return notes;
}

Json figure_json(const analysis::Cell& cell, const std::optional<std::int64_t>& base) {
    Json figure = Json::object();
    if (base) figure["base"] = *base;
    if (cell.count) figure["count"] = *cell.count;
    if (cell.percent) figure["percent"] = *cell.percent;
    if (cell.low) figure["low"] = *cell.low;
    if (cell.high) figure["high"] = *cell.high;
    if (cell.se) figure["se"] = *cell.se;
    figure["suppressed"] = cell.suppressed;
    return figure;
}

Json mean_json(const std::optional<analysis::Estimate>& mean, const std::optional<std::int64_t>& base) {
    Json figure = Json::object();
    if (base) figure["base"] = *base;
    figure["suppressed"] = !mean;
    if (!mean) return figure;
    figure["mean"] = mean->value;
    if (mean->low) figure["low"] = *mean->low;
    if (mean->high) figure["high"] = *mean->high;
    if (mean->se) figure["se"] = *mean->se;
    return figure;
}

Json change_json(const analysis::Change& change) {
    return {{"difference", change.difference}, {"low", change.low},  {"high", change.high},
            {"se", change.se},                 {"df", change.degrees_of_freedom}, {"p", change.p}};
}

Json key_json(const Comparison& comparison, const std::vector<int>& key) {
    Json named = Json::object();
    for (std::size_t v = 0; v < key.size(); ++v)
        if (key[v] != analysis::all_of_them)
            named[comparison.later.by()[v].asked] =
                comparison.later.by()[v].categories[static_cast<std::size_t>(key[v])].name;
    return named;
}

Json wave_json(const CampaignForm& campaign) {
    return {{"campaign", campaign.campaign.id}, {"title", campaign.campaign.title}, {"wave", campaign.campaign.wave}};
}

/// A number as French spreadsheets read it, at most two decimals; blank when there is none.
std::string cell(const Reading& reading, const std::optional<double>& number) {
    return number ? reading.wording.number(*number, 2) : "";
}
std::string cell(const Reading&, const std::optional<std::int64_t>& number) { return number ? std::to_string(*number) : ""; }

/// Quoted where the format asks for it; an apostrophe before what a spreadsheet would run (trap T6).
std::string quoted(const std::string& text) {
    std::string written = !text.empty() && std::string_view{"=+-@"}.find(text.front()) != std::string_view::npos ? "'" : "";
    written += text;
    if (written.find_first_of(";\"\r\n") == std::string::npos) return written;
    std::string result = "\"";
    for (const char sign : written) result.append(sign == '"' ? 2 : 1, sign);
    return result + "\"";
}

std::string csv_line(const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) line += (i == 0 ? "" : ";") + cells[i];
    return line + "\r\n";
}

std::string remark(const Reading& reading, const ComparedFigure& figure) {
    if (!figure.change) return reading.change(figure);
    return reading.verdict(figure);
}

}  // namespace

std::vector<ComparedRow> compared_rows(const Comparison& comparison, const Words& words, std::string_view language) {
    const Reading reading{comparison, words, language};
    std::vector<ComparedRow> rows;
    for (const auto& figure : comparison.figures) {
        const bool total = !figure.key.empty() && figure.key.front() == analysis::all_of_them;
        rows.push_back({reading.answer(figure), comparison.later.by().empty() ? "" : reading.wording.key(figure.key),
                        reading.value(figure, figure.earlier, figure.earlier_mean), reading.value(figure, figure.later, figure.later_mean), reading.change(figure),
                        reading.verdict(figure), total});
    }
    return rows;
}

std::vector<std::string> comparison_notes(const Comparison& comparison, const Words& words, std::string_view language) {
    return notes_of(Reading{comparison, words, language});
}

std::string comparison_title(const Comparison& comparison, const Words& words, std::string_view language) {
    return Reading{comparison, words, language}.wording.title();
}

std::string comparison_csv(const Comparison& comparison, const Words& words, std::string_view language) {
    const Reading reading{comparison, words, language};
    std::vector<std::string> head;
    if (!comparison.later.by().empty()) head.push_back(quoted(reading.wording.heading(comparison.later.by().front())));
    for (const char* word : {"answer", "earlier_base", "earlier_percent", "later_base", "later_percent", "difference", "low", "high",
                             "p_holm", "verdict"})
        head.push_back(quoted(reading.say(word)));
    const bool means = comparison.earlier.has_mean() && comparison.later.has_mean();
    if (means)
        for (const char* word : {"earlier_mean", "later_mean"}) head.push_back(quoted(reading.say(word)));
    std::string out = "\xEF\xBB\xBF" + csv_line(head);
    for (const auto& figure : comparison.figures) {
        std::vector<std::string> cells;
        if (!comparison.later.by().empty()) cells.push_back(quoted(reading.wording.key(figure.key)));
        cells.push_back(quoted(reading.answer(figure)));
        cells.push_back(cell(reading, figure.earlier_base));
        cells.push_back(cell(reading, figure.earlier.percent));
        cells.push_back(cell(reading, figure.later_base));
        cells.push_back(cell(reading, figure.later.percent));
        for (const auto of : {&analysis::Change::difference, &analysis::Change::low, &analysis::Change::high})
            cells.push_back(cell(reading, figure.change ? std::optional{(*figure.change).*of} : std::nullopt));
        cells.push_back(cell(reading, figure.p_holm));
        cells.push_back(quoted(remark(reading, figure)));
        if (means)
            for (const auto& mean : {figure.earlier_mean, figure.later_mean})
                cells.push_back(cell(reading, mean ? std::optional{mean->value} : std::nullopt));
        out += csv_line(cells);
    }
    out += "\r\n" + csv_line({quoted(reading.wording.title())}) +
           csv_line({quoted(reading.say("waves", {{"earlier", comparison.earlier_campaign->campaign.title},
                                                  {"later", comparison.later_campaign->campaign.title}}))});
    for (const auto& note : notes_of(reading)) out += csv_line({quoted(note)});
    return out;
}

std::string comparison_text(const Comparison& comparison, const Words& words, std::string_view language) {
    const Reading reading{comparison, words, language};
    constexpr std::size_t terminal_columns = 100;
    std::string out = reading.wording.title() + "\n" +
                      reading.say("waves", {{"earlier", comparison.earlier_campaign->campaign.title},
                                            {"later", comparison.later_campaign->campaign.title}}) +
                      "\n\n";
    std::vector<analysis::GridColumn> columns{{reading.say("answer"), {}, true}};
    if (!comparison.later.by().empty()) columns.push_back({reading.say("group"), {}, true});
    for (const char* heading : {"earlier", "later", "change", "verdict"})
        columns.push_back({reading.say(heading), {}, std::string_view{heading} == "verdict"});
    for (const auto& row : compared_rows(comparison, words, language)) {
        std::vector<std::string> cells{row.answer};
        if (!comparison.later.by().empty()) cells.push_back(row.group);
        for (const auto* part : {&row.earlier, &row.later, &row.change, &row.verdict}) cells.push_back(*part);
        for (std::size_t i = 0; i < columns.size(); ++i) columns[i].cells.push_back(cells[i]);
    }
    out += analysis::grid_text(columns, columns.size() - 4, terminal_columns) + "\n";
    for (const auto& note : notes_of(reading))
        for (const auto& line : analysis::wrapped(note, terminal_columns)) out += line + "\n";
    return out;
}

std::string comparison_json(const Comparison& comparison, const Words& words, std::string_view language) {
    const Reading reading{comparison, words, language};
    Json breaks = Json::array(), figures = Json::array(), fates = Json::array();
    Json broken_mean = breaks;
    for (const auto reason : comparison.breaks) breaks.push_back(analysis::name(reason));
    if (comparison.scores_changed) broken_mean.push_back(analysis::name(analysis::Break::scores));
    for (const auto& figure : comparison.figures) {
        Json row{{"key", key_json(comparison, figure.key)}};
        if (reading.is_mean(figure)) {
            row["earlier"] = mean_json(figure.earlier_mean, figure.earlier_base);
            row["later"] = mean_json(figure.later_mean, figure.later_base);
        } else {
            row["answer"] = comparison.later.question().categories[figure.answer].name;
            row["earlier"] = figure_json(figure.earlier, figure.earlier_base);
            row["later"] = figure_json(figure.later, figure.later_base);
        }
        row["too_few"] = figure.too_few;
        if (figure.before != ComparedFigure::Before::known) row["before"] = name(figure.before);
        if (figure.change) row["change"] = change_json(*figure.change);
        if (figure.p_holm) row["change"]["p_holm"] = *figure.p_holm;
        figures.push_back(row);
    }
    for (const auto& fate : comparison.fates)
        fates.push_back({{"source", fate.source}, {"fate", analysis::name(fate.kind)}, {"targets", fate.targets}});
    const Json document{{"question", comparison.later.question().name},
                        {"title", reading.wording.title()},
                        {"waves", Json::array({wave_json(*comparison.earlier_campaign), wave_json(*comparison.later_campaign)})},
                        {"where", comparison.where},
                        {"weighted", comparison.later.weighted()},
                        {"broken", breaks},
                        {"broken_mean", broken_mean},
                        {"figures", figures},
                        {"territories", fates},
                        {"notes", notes_of(reading)}};
    return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace ecoute::server

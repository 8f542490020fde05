#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/protect.hpp"

namespace ecoute::analysis {

/// A figure of a territory that somebody else publishes ("Taux de pauvreté", 42.1 %, 2021, INSEE): it stands beside a table by quartier, is no
/// part of it, and is never joined to its figures.
struct OfficialFigure {
    std::string territory, place;  ///< code and name
    std::string indicator, unit, year, source;
    std::optional<double> value;  ///< nothing: its source publishes none here
};

/// What stands around a table on paper: campaign, dates, source. Written on every output.
struct Heading {
    std::string campaign_id, campaign_title;
    std::string language = "fr";  ///< language of labels and of the words around them
    std::string default_language = "fr";
    std::string fieldwork;  ///< "du 3 au 17 mai 2026", or ""
    std::string source;     ///< "Enquête écoute habitants 2026, 1 495 réponses"
    std::string snapshot;   ///< what data it was computed from: "2026-05-17.3", or the last seq
    /// Words around the figures ("Ensemble", "Base"...), by key, in `language`; the keys are those of
    /// server/text/fr/tables.json.
    std::map<std::string, std::string> words;
    std::string where;  ///< the condition as it was asked, or ""
    std::string among;  ///< the same in words: "genre « Femme »"
    std::vector<std::string> remarks;  ///< further notes, whole sentences: "La question a été reformulée le 3 mai 2026."
    /// How the sample was weighted and how people answered, in whole sentences; written among the notes.
    std::vector<std::string> method;
    /// Of the quartiers that the table is split by, and of the territories around them; none when it is split otherwise.
    std::vector<OfficialFigure> official;
    bool invented = false;  ///< demonstration data: each output says so
};

/// DESIGN.md section 7 ("a table in JSON"). Full precision; suppressed cells carry "suppressed": true and no figure.
std::string to_json(const ProtectedTable& table, const Heading& heading);
/// For French Excel: UTF-8 with BOM, ";", decimal comma, CRLF (trap T6). A hidden figure is an empty cell followed by
/// its reason in the last column. Text cells that a spreadsheet would run as a formula are defused with a leading
/// apostrophe.
std::string to_csv(const ProtectedTable& table, const Heading& heading);
/// JSON-stat 2.0, one dataset: the breakdowns (with their totals, "_T"), the answers, and the figures as metric. What is
/// hidden is null with the status "c" (confidential), what can't be computed null with "m".
std::string to_jsonstat(const ProtectedTable& table, const Heading& heading);
/// An .xlsx workbook, as bytes: the table as people print it with a native chart, every figure with its interval, and the
/// method. What is hidden is a text, never a number. Throws std::runtime_error when there is no memory for it.
std::string to_workbook(const ProtectedTable& table, const Heading& heading);
/// For a terminal: aligned columns, counts, base and percent.
std::string to_text(const ProtectedTable& table, const Heading& heading);
/// What a chart brings along: alone in a file it says its question and its notes; in a page that says them beside it,
/// only what is drawn ("« amélioré », par quartier"), laid out for a desk or for a telephone, where names stand above their bars.
enum class Surroundings { title_and_notes, subtitle, subtitle_on_phone };

/// How a table is drawn: bars; one small panel a quartier, all on one scale; one bar a group, its answers end to end.
enum class ChartKind { bars, panels, stacked };
std::optional<ChartKind> chart_kind(std::string_view name);  ///< "bars", "panels", "stacked"
std::string_view name(ChartKind kind) noexcept;

/// With <title> and <desc>; colours from look.css. `answer`: which answer category is drawn, -1 for the whole distribution of
/// the question. A compared table is drawn as gaps, and a kind that the table can't be drawn as (panels.hpp) as bars.
std::string to_svg(const ProtectedTable& table, const Heading& heading, int answer = -1,
                   Surroundings surroundings = Surroundings::title_and_notes, ChartKind kind = ChartKind::bars);

}  // namespace ecoute::analysis

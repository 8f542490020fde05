#pragma once
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/change.hpp"
#include "analysis/protect.hpp"
#include "analysis/series.hpp"
#include "server/desk.hpp"

namespace ecoute::server {

/// What is compared: one question of two waves, the earlier first. A wave is the id of a campaign, or the name of a wave
/// that only one campaign has.
struct ComparisonRequest {
    std::string question;  ///< as it is called in the later wave
    std::string earlier, later;
    std::string by;  ///< "" for everybody
    bool weights = false;
    std::string where = {};  ///< one group, as of a table, in the names of the later wave; "" for everybody
};

/// One figure of both waves; what a table may not show is not there.
struct ComparedFigure {
    std::vector<int> key;  ///< of the later wave's table
    std::size_t answer = 0;  ///< past the last one: the mean of a number or of points
    analysis::Cell earlier, later;  ///< of an answer
    std::optional<analysis::Estimate> earlier_mean, later_mean;
    std::optional<std::int64_t> earlier_base, later_base;
    std::optional<analysis::Change> change;  ///< in points; nothing when the series is broken or a figure is hidden
    std::optional<double> p_holm;            ///< of the family of groups that this answer is compared over
    bool too_few = false;                    ///< fewer than fewest_to_compare in one of the waves
    /// Why a quartier of the later wave has no wave before: it was made, its people are part of one that was shared out, or it grew by
    /// such a part, so that the figure before is of others.
    enum class Before { known, shared, fresh, grown } before = Before::known;
};

/// When one wave was in the field, how many answered and how many refused to.
struct WaveFacts {
    std::string from, to;  ///< days, or ""
    std::int64_t people = 0, refusals = 0;
    std::string snapshot;
};

struct Comparison {
    std::shared_ptr<const CampaignForm> earlier_campaign, later_campaign;
    std::vector<analysis::Break> breaks;  ///< of the whole series
    bool scores_changed = false;          ///< breaks the series of the mean alone
    analysis::ProtectedTable earlier, later;
    std::vector<ComparedFigure> figures;  ///< answer by answer, everybody last; then the means
    std::vector<analysis::Fate> fates;    ///< of the earlier wave's quartiers, when split or narrowed by quartier or by their kind
    std::string only_quartier;            ///< that the filter keeps, by its code; else ""
    std::string where;                    ///< as it was asked
    WaveFacts earlier_wave = {}, later_wave = {};

    bool is_mean(const ComparedFigure& figure) const noexcept { return figure.answer == later.question().categories.size(); }
    bool is_broken(const ComparedFigure& figure) const noexcept { return !breaks.empty() || (scores_changed && is_mean(figure)); }
};
std::string_view name(ComparedFigure::Before before) noexcept;  ///< "known", "shared", "fresh", "grown"

/// Compares two waves (STATISTICS.md A11). Both tables pass the gate for `audience` first, and changes are computed from what
/// they show alone. Both count as asked for by `who` (table_gate.hpp). Samples are separate, so that C = 0.
/// Refuses with wave_unknown ("known"), wave_too_few (twice the same), and what tables refuse; a question that the earlier wave lacks is table_question_unknown.
forms::Result<Comparison> compare(Desk& desk, const ComparisonRequest& request, analysis::Audience audience,
                                  std::string_view who, bool limited = false);

/// Other campaigns of the same series whose wave came before, the latest first: by the day they opened.
std::vector<std::shared_ptr<const CampaignForm>> earlier_waves(Desk& desk, const CampaignForm& campaign);

/// One line of a comparison in words: "38 %", "44 %", "+6 (−2 à +14)", "peut venir du hasard".
struct ComparedRow {
    std::string answer, group, earlier, later, change, verdict;
    bool total = false;  ///< everybody
};
std::vector<ComparedRow> compared_rows(const Comparison& comparison, const Words& words, std::string_view language);
/// Why a series is broken, what became of quartiers, how intervals are to be read.
std::vector<std::string> comparison_notes(const Comparison& comparison, const Words& words, std::string_view language);
std::string comparison_title(const Comparison& comparison, const Words& words, std::string_view language);

/// As a person reads it, as a spreadsheet does (BOM, ";", decimal comma, CRLF), and as a program does.
std::string comparison_text(const Comparison& comparison, const Words& words, std::string_view language);
std::string comparison_csv(const Comparison& comparison, const Words& words, std::string_view language);
std::string comparison_json(const Comparison& comparison, const Words& words, std::string_view language);

}  // namespace ecoute::server

#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "analysis/wording.hpp"
#include "server/table_view.hpp"

/// A protected table as the page shows it: which variable goes down, which goes across, and what stands in each cell.
namespace ecoute::server::admin {

/// A table with the words around its figures (analysis) and those of the page (admin.table.*).
/// What shares in the cells are of: the group, all who gave the answer, all who answered.
enum class PercentOf { group, answer, all };
PercentOf percent_of(std::string_view name) noexcept;  ///< "answer", "all"; anything else is the group
std::string_view name(PercentOf of) noexcept;

struct Reading {
    Reading(const TableView& view, const Words& all_words, PercentOf shares_of = PercentOf::group)
        : table(view.table), heading(view.heading), wording(view.table, view.heading), words(all_words), of(shares_of) {}
    const analysis::ProtectedTable& table;
    const analysis::Heading& heading;
    analysis::Wording wording;
    const Words& words;
    PercentOf of = PercentOf::group;
    std::string say(std::string_view key, const Words::Facts& facts = {}) const;  ///< key without "admin.table."
};

/// Answers go across and groups down (nested when there are two breakdowns), because a reader compares groups; answers
/// go down when there is no breakdown, or when one has fewer groups than there are answers and these would not fit
/// across a page.
bool answers_go_down(const analysis::ProtectedTable& table);
inline constexpr std::size_t most_answers_across = 7;

/// {"columns":[{"label"}], "corner", "bodies":[{"group","span","rows":[{"label","total","cells":[...]}]}]}; a cell is
/// {"percent","count"}, {"hidden","span"} or {"figure"}.
nlohmann::json grid(const Reading& reading);

/// Of a rank question, what people put first and mean places: {"bodies":[{"group","rows":[{"label","cited","first","mean"}]}]}.
nlohmann::json ranking(const Reading& reading);

/// How far each group is from the reference: {"title","caption","corner","columns":[{"label"}],"rows":[{"label",
/// "cells":[{"figure","firm"}]}]}; firm: more than chance, after Holm.
nlohmann::json gaps(const Reading& reading);

/// Who has not answered: {"total":{"not_asked","no_answer","refused"}, "rows":[{"label",...}]}; a hidden figure is a
/// sentence.
nlohmann::json missing(const Reading& reading);

/// How precise a figure is, group by group: {"title","about","corner","base","figure","interval","rows":[{"label","total","base","figure",
/// "interval"}]}; of a share also "size": {"effective","effect","about"}, and {"effective","effect"} in each row. Of the answer that is
/// drawn (`drawn`, -1 for none), else of the mean, the median date or the answer given most. null when nothing is shown.
nlohmann::json precision(const Reading& reading, int drawn);

/// The sentences under the chart: base, the answer given most (or the one drawn), how far groups are apart. No claim
/// that a difference is more than chance. `answer`: index of the one that is drawn, -1 for all.
nlohmann::json sentences(const Reading& reading, int answer);

}  // namespace ecoute::server::admin

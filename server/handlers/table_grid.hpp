#pragma once
#include <cstddef>
#include <nlohmann/json_fwd.hpp>

#include "server/handlers/reading.hpp"

/// A protected table as the page shows it: which variable goes down, which goes across, and what stands in each cell.
namespace ecoute::server::admin {

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

}  // namespace ecoute::server::admin

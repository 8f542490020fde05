#pragma once
#include <nlohmann/json_fwd.hpp>

#include "server/handlers/reading.hpp"

/// What a protected table says in words, and how sure one may be of a figure.
namespace ecoute::server::admin {

/// How precise a figure is, group by group: {"title","about","corner","base","figure","interval","rows":[{"label","total","base","figure",
/// "interval"}]}; of a share also "size": {"effective","effect","about"}, and {"effective","effect"} in each row. Of the answer that is
/// drawn (`drawn`, -1 for none), else of the mean, the median date or the answer given most. null when nothing is shown.
nlohmann::json precision(const Reading& reading, int drawn);

/// The sentences under the chart: base, the answer given most (or the one drawn), between which groups it lies where a test of this answer
/// allows naming them, and what the groups' gaps allow one to say. `answer`: index of the one that is drawn, -1 for all.
nlohmann::json sentences(const Reading& reading, int answer);

}  // namespace ecoute::server::admin

#pragma once
#include <string_view>

#include "analysis/outputs.hpp"

namespace ecoute::server::admin {

/// In an address: draw every answer.
inline constexpr std::string_view every_answer = "*";

/// Index of the answer that an address asks to draw, -1 for all of them. When it names none of this question: all of
/// them without breakdown and for a number (whose groups are compared by their mean), else the one given most by
/// everybody, because a chart of groups compares one thing.
int drawn_answer(const analysis::ProtectedTable& table, std::string_view name) noexcept;

/// How an address asks a table to be drawn ("chart"); bars when it says nothing, something else, or what this table can't be
/// drawn as.
analysis::ChartKind drawn_kind(const analysis::ProtectedTable& table, std::string_view name);

}  // namespace ecoute::server::admin

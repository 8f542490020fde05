#pragma once
#include <string_view>

#include "analysis/protect.hpp"

namespace ecoute::server::admin {

/// In an address: draw every answer.
inline constexpr std::string_view every_answer = "*";

/// Index of the answer that an address asks to draw, -1 for all of them. When it names none of this question: all of
/// them without breakdown and for a number (whose groups are compared by their mean), else the one given most by
/// everybody, because a chart of groups compares one thing.
int drawn_answer(const analysis::ProtectedTable& table, std::string_view name) noexcept;

}  // namespace ecoute::server::admin

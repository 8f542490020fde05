#pragma once
#include <string_view>

#include "analysis/protect.hpp"

namespace ecoute::server::admin {

/// Index of the answer an address asks to draw; -1 (all of them) when it names none of this question.
int drawn_answer(const analysis::ProtectedTable& table, std::string_view name) noexcept;

}  // namespace ecoute::server::admin

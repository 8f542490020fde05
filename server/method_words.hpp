#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analysis/weighting.hpp"
#include "server/words.hpp"
#include "storage/store.hpp"

namespace ecoute::server {

/// "quartier (INSEE, 2020)", "âge et genre".
std::string margin_in_words(const Words& words, std::string_view language, const forms::Form& form,
                            const analysis::Margin& margin);

/// "tablette 60 %, lien 40 %", the commonest first.
std::string channels_in_words(const Words& words, std::string_view language, std::vector<storage::Count> channels);

/// What must be read with every weighted figure: what was weighted to, what weights cost, how people answered, and what
/// the interval does not cover (STATISTICS.md A4, A12).
std::vector<std::string> method_in_words(const Words& words, std::string_view language, const forms::Form& form,
                                         const analysis::Weighting& weighting,
                                         const std::vector<storage::Count>& channels);

}  // namespace ecoute::server

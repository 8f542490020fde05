#pragma once
#include <string>
#include <string_view>

#include "analysis/wording.hpp"
#include "server/table_view.hpp"
#include "server/words.hpp"

namespace ecoute::server::admin {

/// What shares in the cells are of: the group, all who gave the answer, all who answered.
enum class PercentOf { group, answer, all };
PercentOf percent_of(std::string_view name) noexcept;  ///< "answer", "all"; anything else is the group
std::string_view name(PercentOf of) noexcept;

/// A table with the words around its figures (analysis) and those of the page (admin.table.*).
struct Reading {
    static constexpr std::string_view nothing = "\u2013";  ///< stands where there is no figure, and none is hidden

    Reading(const TableView& view, const Words& all_words, PercentOf shares_of = PercentOf::group)
        : table(view.table), heading(view.heading), wording(view.table, view.heading), words(all_words), of(shares_of) {}
    const analysis::ProtectedTable& table;
    const analysis::Heading& heading;
    analysis::Wording wording;
    const Words& words;
    PercentOf of = PercentOf::group;
    std::string say(std::string_view key, const Words::Facts& facts = {}) const;  ///< key without "admin.table."
};

}  // namespace ecoute::server::admin

#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "analysis/published_set.hpp"

namespace ecoute::analysis {

/// A set that is audited by itself, and what it is called: the question, or "" for the one set of a file.
struct NamedSet {
    std::string name;
    PublishedSet set;
};

/// Reads published tables (DESIGN.md of this room, "A file of published tables"): an object with "tables", or with "sets" of such; or one table
/// of ours (DESIGN.md section 7), or a list of them. Of our tables, those of one question make one set, and each option
/// of a multiple choice makes its own; the noise and the threshold are those that the table says it was protected with.
///
/// Refuses with tables_malformed: `where` is the JSON pointer of what is at fault, fact "expected" what should stand
/// there ("{...}", "[...]", "text", "count or null", or the names that are known).
forms::Result<std::vector<NamedSet>> read_sets(std::string_view json);

/// Sets as read_sets reads them again: {"sets": [...]}, one table a set.
std::string write_sets(const std::vector<NamedSet>& sets);

}  // namespace ecoute::analysis

#pragma once
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "forms/form.hpp"
#include "server/table_condition.hpp"

namespace ecoute::server {

/// One place of a variable that a table speaks of: a category, or several together (a kind, a broad age, the rest of the town).
struct AskedPlace {
    std::string variable, place;
};

/// A noted condition: the reader's filter, the condition of a reference's people (see gated_table), and the places that both keep.
struct AskedCondition {
    std::string where, reference;
    std::vector<AskedPlace> places;
};

/// The keys of asked tables in the words of one audit: kinds, broad ages and references are groups of the quartier's and the age's
/// categories, and where a table speaks of one variable in two ways (kinds among the quartiers of the QPV, a broad age
/// within an age), a cell's key is what both have in common.
class AskedKeys {
public:
    AskedKeys(const forms::Form& form, std::vector<PossibleConditions> possible);

    /// Quartiers with their kinds and ages with their broad classes, as a file of tables declares variables.
    nlohmann::ordered_json variables() const;
    /// What a noted condition was asked by; nothing for one that is neither a filter of pages nor a reference's.
    std::optional<AskedCondition> read(const std::string& condition) const;
    /// Puts the filter into the key of each cell, and takes away cells that nobody can be in.
    void rewrite(nlohmann::ordered_json& table, const std::vector<AskedPlace>& within) const;

private:
    using Categories = std::set<std::string>;
    struct Variable {
        std::vector<std::string> categories;
        std::map<std::string, Categories> groups;
    };
    std::optional<std::vector<AskedPlace>> group(const std::string& condition) const;
    std::string common(const std::string& variable, const std::string& one, const std::string& other) const;
    bool add(nlohmann::ordered_json& key, const std::string& asked, const std::string& place) const;

    const forms::Form& form_;
    std::vector<PossibleConditions> possible_;
    std::map<std::string, Variable> variables_;      ///< of quartier and age, by question
    std::map<std::string, std::string> question_of_;  ///< "kind", "ages" and roles: the question behind
    std::vector<std::pair<std::string, std::string>> references_;  ///< condition, group of the quartier
};

}  // namespace ecoute::server

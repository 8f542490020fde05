#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "server/pages/questionnaire.hpp"

namespace ecoute::server {

/// One questionnaire being turned into a model: what every part of it needs.
struct Pen {
    const forms::Form& form;
    const Words& words;
    const Filling& filling;

    std::string say(std::string_view key, const Words::Facts& facts = {}) const;
    /// A text of the form as HTML; in another language than the reader's it says which (trap T11).
    std::string html(const forms::Text& text) const;
    const std::vector<std::string>& values(const forms::Question& question) const;
    bool has(const forms::Question& question, std::string_view value) const;
    /// What was typed in a field: the first value that is not the word of a refusal.
    std::string typed(const forms::Question& question) const;
    /// The mistake beside the question, as HTML: the form's own sentence when it has one for this mistake; "" for none.
    std::string why(const forms::Question& question) const;
};

/// Top-level groups are the sections; questions between them make sections of their own, under the questionnaire's
/// title. Sections without anything to show are left out.
nlohmann::json sections(const Pen& pen);

}  // namespace ecoute::server

#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "server/pages/known.hpp"
#include "server/pages/questionnaire.hpp"

namespace ecoute::server {

/// One questionnaire being turned into a model: what every part of it needs.
struct Pen {
    const forms::Form& form;
    const Words& words;
    const Filling& filling;
    const Known& known;
    nlohmann::json& mistakes;  ///< found so far, in the order of the page: field, label and sentence
    Rows at;                   ///< the row of repeats that is being drawn

    std::string say(std::string_view key, const Words::Facts& facts = {}) const;
    /// A text of the form as HTML; in another language than the reader's it says which (trap T11). Values named in it
    /// (${prenom}) stand in elements that the script keeps up to date.
    std::string html(const forms::Text& text) const;
    /// The same without markup: for an option.
    std::string plain(std::string_view text) const;
    std::string field(const forms::Question& question) const { return field_name(form, index(question), at); }
    std::uint32_t index(const forms::Question& question) const {
        return static_cast<std::uint32_t>(&question - form.questions.data());
    }
    const std::vector<std::string>& values(const forms::Question& question) const;
    bool has(const forms::Question& question, std::string_view value) const;
    /// What was typed in a field: the first value that is not the word of a refusal.
    std::string typed(const forms::Question& question) const;
    /// The mistake beside the question, as HTML: the form's own sentence when it has one for this mistake; "" for none.
    std::string why(const forms::Question& question) const;
    /// A row of the repeat that is drawn next.
    Pen in_row(std::uint32_t row) const {
        Pen inner = *this;
        inner.at.push_back(row);
        return inner;
    }
};

/// True for a question that the page does not show and whose answer it carries: known by the address or a default, or
/// drawn by chance or the clock.
bool is_carried(const forms::Form& form, std::uint32_t question) noexcept;

/// Indexes of a question's choices in the order in which this person sees them.
std::vector<std::uint32_t> order_of_choices(const Pen& pen, const forms::Question& question);

/// Top-level groups are the sections; questions between them make sections of their own, under the questionnaire's
/// title. Sections without anything to show are left out.
nlohmann::json sections(const Pen& pen);

}  // namespace ecoute::server

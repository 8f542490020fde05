#pragma once
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "server/pages/audience.hpp"
#include "server/pages/known.hpp"
#include "server/words.hpp"

namespace ecoute::server {

class CampaignMedia;

/// One questionnaire being turned into a model: what every part of it needs.
struct Pen {
    const forms::Form& form;
    const Words& words;
    const Filling& filling;
    const Known& known;
    nlohmann::json& mistakes;  ///< found so far, in the order of the page: field, label and sentence
    Rows at;                   ///< the row of repeats that is being drawn
    std::vector<std::uint32_t> repeats;  ///< those repeats, outermost first
    Audience audience = Audience::resident;
    const CampaignMedia* media = nullptr;  ///< recordings and pictures, when the campaign has some
    std::string_view campaign = {};        ///< its id, for their addresses

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
    /// For a row of a repeat that stands where this one is.
    Pen in_row(std::uint32_t repeat, std::uint32_t row) const {
        Pen inner = *this;
        inner.at.push_back(row);
        inner.repeats.push_back(repeat);
        return inner;
    }
};

/// Indexes of a question's choices in the order in which this person sees them.
/// True for "randomize=true" without a seed: each person's order comes from the id of their response.
bool is_drawn_by_person(const forms::Question& question);
std::vector<std::uint32_t> order_of_choices(const Pen& pen, const forms::Question& question);

}  // namespace ecoute::server

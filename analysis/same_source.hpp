#pragma once
#include <cstdint>
#include <set>
#include <utility>

#include "forms/form.hpp"

namespace ecoute::analysis {

/// The texts that both have a language for are the same; a text without any language in common is not.
bool same_text(const forms::Text& a, const forms::Text& b);
/// The same choices by name, order and text, refusals being refusals in both; or no list on either side.
bool same_choices(const forms::Form& earlier, std::uint32_t a, const forms::Form& later, std::uint32_t b);

/// Whether conditions and calculations of one wave are those of another, whatever their spaces and brackets: operators, values and
/// functions are compared, and each question that one reads by what it became in the later wave. One object answers one question.
class SameSource {
public:
    SameSource(const forms::Form& earlier, const forms::Form& later) : earlier_(earlier), later_(later) {}

    /// Both are asked of the same people: the same conditions around them, over questions that stayed the same, and both or neither
    /// behind the second consent.
    bool asked_alike(std::uint32_t a, std::uint32_t b);
    /// Both are answered (asked, and for calculates calculated) alike, and texts, types and choices are the same.
    bool same_answers(std::uint32_t a, std::uint32_t b);
    /// The same calculation over questions that stayed the same.
    bool same_calculation(std::uint32_t a, std::uint32_t b);

private:
    using Pair = std::pair<std::uint32_t, std::uint32_t>;
    bool same(const forms::expression::Expression& a, const forms::expression::Expression& b);
    bool same_reads(const forms::expression::Expression& a);
    const forms::Form& earlier_;
    const forms::Form& later_;
    std::set<Pair> looked_at_;  ///< each pair is looked at once: one that differs has ended the whole question already
};

}  // namespace ecoute::analysis

#pragma once
#include <cstddef>
#include <span>
#include <string_view>

#include "forms/record.hpp"

namespace ecoute::forms {

/// Evaluates what one question says of itself, on answers that may change between two calls. `instances`: the row of each
/// repeat around it, outermost first.
class OneQuestion {
public:
    using Instances = std::span<const std::uint32_t>;

    OneQuestion(const Form& form, const Answers& answers, const Clock& clock, std::string_view language);
    OneQuestion(const OneQuestion&) = delete;
    OneQuestion& operator=(const OneQuestion&) = delete;

    /// Its own condition, whatever that of the group around it.
    bool relevant(std::uint32_t question, Instances instances);
    /// What its calculation gives, as an answer of its type: choices as far as the list has them, blank for what is none.
    Answer calculated(std::uint32_t question, Instances instances);
    /// What its default gives: a literal or computed value that its type does not take is blank.
    Answer initial(std::uint32_t question, Instances instances);
    /// Takes choices that choice_filter leaves out off an answer; the order of the rest stays. True when there were any.
    bool filter(std::uint32_t question, Instances instances, Answer& answer);
    /// Rows that repeat_count asks for: decimals cut off, nothing for less than one and what is no number, and no more
    /// than `most_repeat_rows`.
    std::size_t count(std::uint32_t repeat, Instances instances);
    /// True when some question that triggers it is answered.
    bool triggered(std::uint32_t question, Instances instances) const;

private:
    const expression::Context& at(std::uint32_t question, Instances instances);
    bool keeps(std::uint32_t question, ChoiceIndex choice);
    Answer typed(std::uint32_t question, const expression::Expression& expression);

    const Form& form_;
    FormRecord record_;
    expression::Context context_;
};

}  // namespace ecoute::forms

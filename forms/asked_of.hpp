#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "forms/form.hpp"

namespace ecoute::forms {

/// One question whose answer decides whether another one is asked.
struct AskedOf {
    std::uint32_t question = none;
    std::vector<bool> choices;  ///< one a choice of its list: who gave it may be asked
    bool blank = false;         ///< so may who gave none
    friend bool operator==(const AskedOf&, const AskedOf&) = default;
};

/// Answers that are tried to find out what conditions mean: six questions of five choices, and a few lists of places.
inline constexpr std::size_t most_trials = 20'000;

/// Whom a question is asked of: who answers each of these so. Its own condition and those of the groups around it are tried with every
/// combination of answers, so that it does not matter how they are written (=, or, selected(), not()...). What decides nothing is left out, and
/// so is the consent: who is counted agreed. Empty: everybody.
///
/// `passing`: questions that are looked past: who is asked for some answer to these counts as asked. They are not in the list.
///
/// Nothing where it can't be put that way: a condition that reads anything but single choices, a clock, or needs one answer *or* another of two
/// questions, and more than `most_trials` combinations.
std::optional<std::vector<AskedOf>> asked_of(const Form& form, std::uint32_t question, std::span<const std::uint32_t> passing = {});

/// What those conditions read, ascending, without the consent.
std::vector<std::uint32_t> asked_by(const Form& form, std::uint32_t question);

}  // namespace ecoute::forms

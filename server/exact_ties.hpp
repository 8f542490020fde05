#pragma once
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "forms/asked_of.hpp"

namespace ecoute::server {

/// How the questions of an exact set hang together by what they ask of whom (analysis/DESIGN.md, "Follow-ups"): how many answered
/// "pourquoi ?" is how many said no before.
struct ExactTies {
    std::vector<std::uint32_t> questions;                 ///< those that may stand in the set, parents before their follow-ups
    std::map<std::uint32_t, forms::AskedOf> follow_ups;   ///< by follow-up: the one question of the set that decides it
};

/// `asked`: questions of the form that are wanted. Left out are
/// - the question of the second consent, and *gates*: questions that more than half of the others stand behind in a way that can't be linked
///   ("who lives elsewhere ends here"). What stands behind a gate stays;
/// - what is asked by a breakdown, by a question that is not in the set, by a count, a multiple choice or two questions at once, and of those who did not answer;
/// - a sensitive question behind one that is not: its limits are others;
/// - what takes its choices or its constraint from another question.
ExactTies exact_ties(const forms::Form& form, std::span<const std::string> asked);

}  // namespace ecoute::server

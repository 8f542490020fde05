#pragma once
#include <map>
#include <span>
#include <string>
#include <vector>

#include "analysis/published_set.hpp"

namespace ecoute::analysis {

/// A figure of one of the questions that are linked.
struct LinkedFigure {
    SetKey line;
    std::string of;  ///< which people: a name of LinkedQuestions::sums
    std::int64_t count = 0;
    bool shown = false;                ///< published; else it is small, and must not be found out
    std::vector<std::int64_t> before;  ///< of each earlier release: of those who were in it and still are
};

/// A question, its follow-up, and that one's (DESIGN.md of this room, "Follow-ups") as one variable of a set: everybody who answered the first one stands in one
/// cell, told by what he answered to each as far as their figures tell people apart. Who was asked a follow-up and did not answer
/// has cells of his own, so that its base is no more than a lower bound.
struct LinkedQuestions {
    std::string name;                                          ///< "logement + logement_problemes"
    std::vector<std::string> cells;                            ///< categories of the variable
    std::vector<std::uint32_t> silent;                         ///< cells of people who did not answer some follow-up
    std::map<std::string, std::vector<std::uint32_t>> sums;    ///< "logement": who answered it; "logement = peu"
    std::vector<LinkedFigure> figures;                         ///< of the questions that were decided

    SetVariable variable() const;
    /// The place of one of the sums in a key of that variable.
    int place(const std::string& sum) const;
};

/// The name of who gave an answer.
std::string answer_sum(const std::string& question, const std::string& answer);

/// The first question: its cells are its answers.
LinkedQuestions first_question(const std::string& name, const std::vector<std::string>& answers);

/// With a follow-up: who stands in `asked` gave it one of these answers, or none. `parts` empty: nothing is told of it but who answered.
LinkedQuestions with_follow_up(const LinkedQuestions& before, std::span<const std::string> asked, const std::string& name, const std::vector<std::string>& parts);

}  // namespace ecoute::analysis

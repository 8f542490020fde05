#pragma once
#include <optional>
#include <vector>

#include "forms/answers.hpp"

namespace ecoute::forms {

/// Answers given under one version of a questionnaire, as those of another: questions and choices are found by name, since the same
/// position may mean another thing. A question that the older version does not have was not asked; a choice that the
/// younger one lacks is left out, and an answer of nothing else becomes no answer. A question whose type changed in
/// kind was not asked. Rows of a repeat are left out: they have no columns. Both forms must outlive it.
class Translation {
public:
    Translation(const Form& from, const Form& to);
    Answers operator()(const Answers& answers) const;

private:
    struct Way {
        std::uint32_t from = none;  ///< none: not in the older version
        bool same_list = true;      ///< choices have the same positions
        std::vector<std::optional<ChoiceIndex>> choices;
    };
    Answer translated(const Way& way, const Answer& answer) const;
    std::vector<Way> ways_;
};

}  // namespace ecoute::forms

#pragma once
#include <cstdint>
#include <string>

#include "forms/answers.hpp"
#include "forms/form.hpp"
#include "server/simulate/chance.hpp"
#include "server/simulate/plan.hpp"

namespace ecoute::server {

/// What is around a made-up interview.
struct Setting {
    std::string channel, language;
    std::chrono::sys_seconds started_at{};
    int minutes = 0;
};

/// The answer of one person to one question, as the plan says, given what they answered before. `attempt` counts
/// answers that the questionnaire refused: numbers are then looked for elsewhere.
/// `must_answer` leaves out the ways of not answering.
forms::Answer draw_answer(const forms::Form& form, const Plan& plan, std::uint32_t question,
                          const forms::Answers& before, const Setting& setting, bool must_answer, int attempt,
                          Chance& chance);

}  // namespace ecoute::server

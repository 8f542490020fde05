#pragma once
#include <chrono>
#include <cstdint>
#include <vector>

#include "forms/answers.hpp"
#include "forms/clock.hpp"
#include "forms/form.hpp"
#include "server/simulate/draw.hpp"

namespace ecoute::server {

/// One made-up person going through a questionnaire from top to bottom, asked only what applies to them.
class Interview {
public:
    /// A question answered in advance: the quartier, the consent.
    struct Given {
        std::uint32_t question = forms::none;
        forms::ChoiceIndex choice = 0;
    };

    Interview(const forms::Form& form, const Plan& plan, const Setting& setting, std::vector<Given> given,
              Chance& chance);

    /// All answers, as validation leaves them.
    forms::Answers answers();

private:
    /// The clock stands still at the start of the interview.
    struct StoppedClock final : forms::Clock {
        std::chrono::sys_seconds at{};
        std::chrono::sys_time<std::chrono::milliseconds> now() const override { return at; }
        std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return std::chrono::hours{2}; }
    };

    /// Answers of one person, or of one instance of a repeat: `first` is the question of the first of them.
    struct Place {
        forms::Answers* answers = nullptr;
        std::uint32_t first = 0;
        forms::Answer& operator[](std::uint32_t question) const { return answers->by_question[question - first]; }
    };
    /// On the way from the person's answers into instances of repeats, outermost first.
    struct Step {
        std::uint32_t repeat = 0;
        std::size_t instance = 0;
    };

    void ask(std::uint32_t begin, std::uint32_t end);
    void ask_repeat(std::uint32_t repeat);
    void ask_one(std::uint32_t question);
    forms::Answer reply(std::uint32_t question, bool must_answer, int attempt);
    bool is_put(const forms::Question& question) const;
    Place here();
    void settle();
    void mend();
    void redraw(Place place, std::uint32_t question, int attempt);

    const forms::Form& form_;
    const Plan& plan_;
    const Setting& setting_;
    const std::vector<Given> given_;
    Chance& chance_;
    StoppedClock clock_;
    std::vector<bool> decides_;  ///< questions that what applies depends on
    bool unsettled_ = true;
    std::vector<Step> path_;
    forms::Answers answers_;
};

}  // namespace ecoute::server

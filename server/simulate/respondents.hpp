#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/answers.hpp"
#include "forms/form.hpp"
#include "server/simulate/chance.hpp"
#include "server/simulate/draw.hpp"
#include "server/simulate/plan.hpp"

namespace ecoute::server {

/// Made-up people who answer a questionnaire, for demonstrations and load: the same form, plan, seed and count give the
/// same bytes, on any machine, and other ones other UUIDs.
///
///     Respondents people{form, plan_json, 2016, 2'400};
///     while (auto line = people.next()) send(*line);
class Respondents {
public:
    /// `form` must outlive it. `plan_json` is a plan of the library, or "" for answers of chance alone. `count` people
    /// agree to begin, spread over the quartiers as the plan says (in proportion, when it states another number); the
    /// people who refuse come on top, among them.
    Respondents(const forms::Form& form, std::string_view plan_json, std::uint64_t seed, std::size_t count);

    /// The next submission as one line of JSON, as POST /api/v1/campaigns/{id}/responses takes it: every one passes
    /// validation (short of a required answer that a constraint makes next to impossible to guess). nullopt at the end.
    std::optional<std::string> next();

    /// How many lines there are in all, refusals included, and how many of them refuse.
    std::size_t total() const noexcept { return deck_.size(); }
    std::size_t refusals() const noexcept { return refusals_; }
    /// What the plan says and this form can't follow.
    const forms::Problems& plan_problems() const noexcept { return plan_.problems; }

private:
    Setting setting(bool refuses);
    std::chrono::sys_seconds start_of_interview();

    const forms::Form& form_;
    Plan plan_;
    Chance chance_;
    std::vector<std::uint32_t> deck_;  ///< who comes when: the choice of their quartier, or a refusal
    std::size_t at_ = 0, refusals_ = 0;
    std::vector<double> day_weights_;
};

}  // namespace ecoute::server

#include "server/simulate/respondents.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <numeric>

#include "server/simulate/interview.hpp"

namespace ecoute::server {
namespace {

/// A person of the deck who does not agree to begin; below it are choices of the quartier question.
constexpr std::uint32_t refusal = forms::none;

/// The seed's numbers and everything that decides what comes out.
std::uint64_t seed_of(const forms::Form& form, std::string_view plan, std::uint64_t seed, std::size_t count) {
    const std::array parts{seed, std::uint64_t{count}, text_number(form.id), text_number(form.version),
                           text_number(plan)};
    return mixed_seed(parts);
}

/// `count` people shared in proportion to `wanted`, by largest remainders: exactly `wanted` when that is its sum.
std::vector<std::size_t> shared_out(const std::vector<std::size_t>& wanted, std::size_t count) {
    const auto sum = std::accumulate(wanted.begin(), wanted.end(), std::size_t{0});
    std::vector<std::size_t> shares(wanted.size()), order(wanted.size());
    std::vector<double> rests(wanted.size());
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const double exact = static_cast<double>(wanted[i]) * static_cast<double>(count) / static_cast<double>(sum);
        shares[i] = static_cast<std::size_t>(exact);
        rests[i] = exact - static_cast<double>(shares[i]);
        order[i] = i;
    }
    std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return rests[a] > rests[b]; });
    auto left = count - std::accumulate(shares.begin(), shares.end(), std::size_t{0});
    for (std::size_t i = 0; left > 0; i = (i + 1) % order.size(), --left) ++shares[order[i]];
    return shares;
}

/// Who comes, not yet shuffled.
std::vector<std::uint32_t> deck_of(const Plan& plan, std::size_t count, std::size_t refusals) {
    std::vector<std::uint32_t> deck(refusals, refusal);
    deck.reserve(count + refusals);
    auto wanted = plan.quartiers;
    if (wanted.empty()) wanted = {1};  // no quartier question: the choice is never used
    if (std::all_of(wanted.begin(), wanted.end(), [](auto n) { return n == 0; }))
        std::fill(wanted.begin(), wanted.end(), 1);
    const auto shares = shared_out(wanted, count);
    for (std::uint32_t choice = 0; choice < shares.size(); ++choice) deck.insert(deck.end(), shares[choice], choice);
    return deck;
}

std::string picked(Chance& chance, const std::vector<std::pair<std::string, double>>& mix) {
    std::vector<double> weights;
    for (const auto& [word, weight] : mix) weights.push_back(weight);
    const auto index = chance.pick(weights);
    return index < mix.size() ? mix[index].first : "";
}

std::string written(std::chrono::sys_seconds at) {
    using namespace std::chrono;
    const auto day = floor<days>(at);
    const year_month_day date{day};
    const hh_mm_ss time{at - day};
    std::array<char, 64> text{};
    const auto size = std::snprintf(text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ",
                                    static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                                    static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                                    static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()));
    return {text.data(), static_cast<std::size_t>(size)};
}

/// How likely each day of the fieldwork is.
std::vector<double> day_weights(const Fieldwork& fieldwork) {
    std::vector<double> weights;
    for (auto day = fieldwork.from; day <= fieldwork.to; day += std::chrono::days{1})
        weights.push_back(fieldwork.week[std::chrono::weekday{day}.iso_encoding() - 1]);
    return weights;
}

/// The choice of somebody who does not agree: by the plan's weights, the agreement itself left out.
forms::ChoiceIndex refused_choice(const forms::Form& form, const Plan& plan, Chance& chance) {
    auto weights = plan.by_question[form.consent->question].weights;
    weights[form.consent->agrees] = 0;
    const auto index = chance.pick(weights);
    return static_cast<forms::ChoiceIndex>(index < weights.size() ? index : form.consent->agrees == 0 ? 1 : 0);
}

/// Refusing needs a consent question with another choice than yes.
bool can_refuse(const forms::Form& form) {
    return form.consent && form.questions[form.consent->question].type == forms::QuestionType::select_one &&
           form.list_of(form.consent->question).choices.size() > 1;
}

std::vector<Interview::Given> given_of(const forms::Form& form, const Plan& plan, std::uint32_t card, Chance& chance) {
    if (card == refusal) return {{form.consent->question, refused_choice(form, plan, chance)}};
    std::vector<Interview::Given> given;
    if (form.consent) given.push_back({form.consent->question, form.consent->agrees});
    if (!plan.quartiers.empty()) given.push_back({form.breakdowns.quartier, static_cast<forms::ChoiceIndex>(card)});
    return given;
}

std::string submission(const forms::Form& form, const std::string& id, const Setting& setting,
                       const std::string& answers) {
    const nlohmann::ordered_json beside{
        {"id", id},
        {"form_version", form.version},
        {"language", setting.language},
        {"channel", setting.channel},
        {"started_at", written(setting.started_at)},
        {"ended_at", written(setting.started_at + std::chrono::minutes{setting.minutes})},
        {"simulated", true}};
    auto line = beside.dump();
    line.pop_back();
    return line + R"(,"answers":)" + answers + '}';
}

}  // namespace

Respondents::Respondents(const forms::Form& form, std::string_view plan_json, std::uint64_t seed, std::size_t count)
    : form_(form),
      plan_(read_plan(form, plan_json)),
      chance_(seed_of(form, plan_json, seed, count)),
      day_weights_(day_weights(plan_.fieldwork)) {
    count = std::min(count, most_respondents);
    if (can_refuse(form))
        refusals_ = static_cast<std::size_t>(static_cast<double>(count) * plan_.refusals_per_100 / 100 + 0.5);
    deck_ = deck_of(plan_, count, refusals_);
    chance_.shuffle(deck_);
}

std::optional<std::string> Respondents::next() {
    if (at_ == deck_.size()) return std::nullopt;
    const auto card = deck_[at_++];
    const auto id = chance_.uuid();
    const auto around = setting(card == refusal);
    Interview interview{form_, plan_, around, given_of(form_, plan_, card, chance_), chance_};
    return submission(form_, id, around, forms::answers_to_json(form_, interview.answers()));
}

Setting Respondents::setting(bool refuses) {
    Setting setting;
    setting.channel = picked(chance_, plan_.channels);
    setting.language = picked(chance_, plan_.languages);
    setting.started_at = start_of_interview();
    // The mean of two throws: most interviews take a middling time.
    const double spread = (chance_.share() + chance_.share()) / 2;
    const auto& fieldwork = plan_.fieldwork;
    setting.minutes = refuses
                          ? 0
                          : fieldwork.fewest_minutes +
                                static_cast<int>(spread * (fieldwork.most_minutes - fieldwork.fewest_minutes) + 0.5);
    return setting;
}

std::chrono::sys_seconds Respondents::start_of_interview() {
    using namespace std::chrono;
    const auto& fieldwork = plan_.fieldwork;
    auto day = chance_.pick(day_weights_);
    if (day == day_weights_.size()) day = 0;
    const auto seconds_open = static_cast<std::size_t>(fieldwork.last_hour - fieldwork.first_hour) * 3'600;
    const auto local = fieldwork.from + days{day} + hours{fieldwork.first_hour} + seconds{chance_.below(seconds_open)};
    return local - hours{2};  // French summer time; rounded to the half-day before it is kept
}

}  // namespace ecoute::server

// What it costs to look again at a questionnaire after one answer, step by step (forms/session), against a whole evaluation of
// the same answers in the same run; and what a very large questionnaire costs to read. Visits are questions evaluated.
#include <chrono>
#include <cstdio>

#include "forms/form_json.hpp"
#include "forms/session.hpp"
#include "forms/validate.hpp"
#include "tests/bench/long_questionnaire.hpp"

namespace f = ecoute::forms;

namespace {

struct StandingClock final : f::Clock {
    std::chrono::sys_time<std::chrono::milliseconds> now() const override {
        return std::chrono::sys_days{std::chrono::year{2026} / 5 / 17};
    }
    std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return std::chrono::minutes{120}; }
};

double microseconds_since(std::chrono::steady_clock::time_point began) {
    return std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - began).count();
}

/// A different answer each time, so that each is a change.
f::Answer answer_of(const f::Question& question, int round) {
    const bool odd = round % 2 == 1;
    switch (question.type) {
        case f::QuestionType::select_one:
            return {f::State::answered, f::ChoiceIndex(odd ? 0 : 1)};
        case f::QuestionType::select_multiple:
            return {f::State::answered, std::vector<f::ChoiceIndex>{f::ChoiceIndex(odd ? 3 : 1)}};
        case f::QuestionType::integer:
            return {f::State::answered, odd ? 40.0 : 7.0};
        default:
            return {f::State::answered, std::string(odd ? "un" : "deux")};
    }
}

/// Answers every question of the person in turn, several times over.
void fill_in(const f::Form& form, const StandingClock& clock) {
    f::Session session(form, clock, "fr");
    const std::size_t loading = session.visits();
    std::size_t steps = 0, most = 0;
    const auto began = std::chrono::steady_clock::now();
    for (int round = 0; round < 6; ++round) {
        for (std::uint32_t q = 0; q < form.questions.size(); ++q) {
            if (!f::is_asked(form.questions[q].type)) continue;
            const auto before = session.visits();
            session.set({q, {}}, answer_of(form.questions[q], round));
            most = std::max(most, session.visits() - before);
            ++steps;
        }
    }
    const double step = microseconds_since(began) / static_cast<double>(steps);
    const auto visits = static_cast<double>(session.visits() - loading) / static_cast<double>(steps);
    constexpr int times = 50;
    const auto whole_began = std::chrono::steady_clock::now();
    for (int i = 0; i < times; ++i) {
        auto answers = session.answers();
        f::evaluate(form, answers, clock, "fr");
    }
    const double whole = microseconds_since(whole_began) / times;
    std::printf("  after one answer   %8.2f us  %6.1f visits, %zu at most; 1/%.0f of a whole evaluation\n", step, visits, most,
                whole / step);
    std::printf("  whole evaluation   %8.2f us  %6zu visits\n", whole, form.evaluation_order.size());
}

void measure(int questions, int places) {
    const auto document = ecoute::bench::long_questionnaire(questions, places);
    const auto began = std::chrono::steady_clock::now();
    const auto reading = f::read_form(document);
    const double read = microseconds_since(began);
    if (!reading.form) {
        std::fprintf(stderr, "the questionnaire has a mistake at %s\n", reading.mistakes.front().where.c_str());
        return;
    }
    std::printf("%d questions, a list of %d, %zu kB: checked and compiled in %.1f ms\n", questions, places, document.size() / 1024,
                read / 1000);
    fill_in(*reading.form, StandingClock{});
}

}  // namespace

int main() {
    measure(60, 0);
    measure(600, 0);
    measure(5000, 10'000);
}

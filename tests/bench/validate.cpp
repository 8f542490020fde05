// What one submission costs before it reaches the disk: reading, validating, writing its canonical form, laying it out
// in columns. Prints microseconds and, in the same run, the ratio to a bare pass of simdjson over the same bytes.
#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "forms/columns.hpp"
#include "forms/form_json.hpp"
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

/// Best of many rounds, in microseconds: what the machine can do when nobody disturbs it.
template <class Work>
double microseconds(const Work& work) {
    double best = 1e9;
    for (int round = 0; round < 30; ++round) {
        constexpr int times = 100;
        const auto begin = std::chrono::steady_clock::now();
        for (int i = 0; i < times; ++i) work();
        const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
        best = std::min(best, took.count() / times);
    }
    return best;
}

std::string answers(int questions) {
    std::string text = "{";
    for (int q = 0; q < questions; ++q) {
        static const char* values[] = {R"("oui")", "42", R"(["theme_1","theme_3"])", R"("Quelques mots de plus")",
                                       R"("theme_7")"};
        text += (q ? ",\"question_" : "\"question_") + std::to_string(q) + "\":" + values[q % 5];
    }
    return text + "}";
}

void measure(int questions) {
    const std::string json = answers(questions);
    const auto began = std::chrono::steady_clock::now();
    const auto reading = f::read_form(ecoute::bench::long_questionnaire(questions));
    const std::chrono::duration<double, std::milli> compiling = std::chrono::steady_clock::now() - began;
    if (!reading.form) {
        std::fprintf(stderr, "the questionnaire has a mistake at %s\n", reading.mistakes.front().where.c_str());
        return;
    }
    const f::Form& form = *reading.form;
    const auto conditions =
        std::count_if(form.questions.begin(), form.questions.end(), [](const auto& q) { return !q.relevant.empty(); });
    f::Problems problems;
    const StandingClock clock;
    auto read = f::answers_from_json(form, json, problems);
    f::validate(form, read, clock, "fr", problems);
    const std::string kept = f::answers_to_json(form, read);

    simdjson::dom::parser parser;
    const simdjson::padded_string padded(json);
    const double bare = microseconds([&] { (void)parser.parse(padded).error(); });
    const double reads = microseconds([&] { (void)f::answers_from_json(form, json, problems); });
    const double copies = microseconds([&] { auto copy = read; });
    const double validates = microseconds([&] {
                                 auto copy = read;
                                 f::validate(form, copy, clock, "fr", problems);
                             }) -
                             copies;
    const double writes = microseconds([&] { (void)f::answers_to_json(form, read); });
    const double columns = microseconds([&] {
                               auto table = f::columns_of(form);
                               for (int i = 0; i < 100; ++i)
                                   f::append(table, form, f::answers_from_json(form, kept, problems));
                           }) /
                           100;
    std::printf("%d questions, %d conditions, %zu bytes, %zu problems; checked and compiled in %.1f ms\n", questions,
                static_cast<int>(conditions), json.size(), problems.size(), compiling.count());
    const auto line = [bare](const char* what, double took) {
        std::printf("  %-34s %8.2f us  %6.1f x bare\n", what, took, took / bare);
    };
    line("bare simdjson pass", bare);
    line("read into answers", reads);
    line("validate", validates);
    line("write canonical", writes);
    line("stored response into columns", columns);
}

}  // namespace

int main() {
    measure(60);
    measure(600);
}

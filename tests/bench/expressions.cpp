// What expressions cost: one condition, and a questionnaire of 600 questions with 420 conditions (read, then a response
// to it validated). Prints one line a measure, best of several rounds, in one run.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>

#include "forms/expression/expression.hpp"
#include "forms/form_json.hpp"
#include "forms/record.hpp"
#include "forms/scope.hpp"
#include "forms/validate.hpp"

namespace {

namespace f = ecoute::forms;
using Steady = std::chrono::steady_clock;

struct FixedClock : f::Clock {
    std::chrono::sys_time<std::chrono::milliseconds> now() const override {
        return std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(1'768'478'400'000));
    }
    std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return std::chrono::minutes(60); }
};

/// Sections of 10 questions: a choice that opens the next seven, and an age that opens one more.
std::string document(int questions) {
    std::string text = R"({"ecoute":1,"id":"bench","version":"1","title":{"fr":"Banc"},"default_language":"fr",
        "choices":{"oui_non":[{"name":"oui","label":{"fr":"Oui"}},{"name":"non","label":{"fr":"Non"}}],
        "plus":[{"name":"a","label":{"fr":"A"}},{"name":"b","label":{"fr":"B"}},{"name":"c","label":{"fr":"C"}}]},"questions":[)";
    for (int i = 0; i < questions; ++i) {
        const std::string name = "q" + std::to_string(i), first = "q" + std::to_string(i / 10 * 10);
        if (i > 0) text += ',';
        text += R"({"name":")" + name + R"(","label":{"fr":"Question"},)";
        if (i % 10 == 0)
            text += R"("type":"select_one","choices":"oui_non"})";
        else if (i % 10 == 1)
            text += R"("type":"integer","constraint":". >= 15 and . <= 110"})";
        else if (i % 10 == 2)
            text += R"("type":"select_multiple","choices":"plus"})";
        else if (i % 10 == 3)
            text += R"("type":"text","relevant":"selected(${q)" + std::to_string(i - 1) + R"(}, 'b') and ${q)" +
                    std::to_string(i - 2) + R"(} >= 18"})";
        else
            text += R"("type":"select_one","choices":"oui_non","relevant":"${)" + first + R"(} = 'oui'"})";
    }
    return text + "]}";
}

std::string answers(int questions) {
    std::string text = "{";
    for (int i = 0; i < questions; ++i) {
        if (i > 0) text += ',';
        text += "\"q" + std::to_string(i) + "\":";
        text += i % 10 == 1 ? "34" : i % 10 == 2 ? R"(["a","b"])" : i % 10 == 3 ? "\"texte\"" : "\"oui\"";
    }
    return text + "}";
}

template <class F>
double best_us(int rounds, F work) {
    double best = 1e18;
    for (int i = 0; i < rounds; ++i) {
        const auto start = Steady::now();
        work();
        best = std::min(best, std::chrono::duration<double, std::micro>(Steady::now() - start).count());
    }
    return best;
}

}  // namespace

int main() {
    const FixedClock clock;
    const auto text = document(600);
    const double read = best_us(10, [&] { (void)f::read_form(text); });
    const auto reading = f::read_form(text);
    if (!reading.form) {
        for (const auto& mistake : reading.mistakes)
            std::printf("%s %s\n", std::string(f::name(mistake.code)).c_str(), mistake.where.c_str());
        return 1;
    }
    const auto& form = *reading.form;
    f::Problems problems;
    const auto given = f::answers_from_json(form, answers(600), problems);

    const double validated = best_us(200, [&] {
        auto copy = given;
        f::validate(form, copy, clock, "fr", problems);
    });
    const double copied = best_us(200, [&] { auto copy = given; });

    const f::FormScope scope(form);
    const f::FormRecord record(form, given, "fr");
    f::expression::Context context;
    context.record = &record;
    context.clock = &clock;
    std::size_t held = 0;
    for (const auto* expression : {"${q0} = 'oui'", "${q1} >= 18", "selected(${q2}, 'b') and ${q1} >= 18",
                                   "regex('0612345678', '0[1-9][0-9]{8}')", "if(${q1} > 17, 'adulte', 'mineur')"}) {
        const auto compiled = f::expression::compile(expression, scope);
        const double one = best_us(20, [&] {
            for (int i = 0; i < 10'000; ++i) held += compiled->test(context) ? 1 : 0;
        });
        std::printf("%-45s %8.0f ns\n", expression, one / 10);
    }
    const double compiled = best_us(20, [&] {
        for (int i = 0; i < 10'000; ++i) held += f::expression::compile("${q0} = 'oui'", scope)->empty() ? 1 : 0;
    });
    std::printf("%-45s %8.0f ns\n", "compile ${q0} = 'oui'", compiled / 10);
    std::printf(
        "600 questions, 420 conditions: read %.2f ms, a response validated in %.1f us (and %.1f us to copy it)\n",
        read / 1000, validated - copied, copied);
    return held == 0 ? 1 : 0;
}

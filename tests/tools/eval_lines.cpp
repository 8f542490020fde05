// Evaluates lines as `ecoute form eval` does, with a clock that stands still at 2026-01-15T12:00Z: what the browser's
// evaluator is compared with. With the word "functions" it lists them, and the module of the browser that has each.
#include <iostream>
#include <string>

#include "forms/expression/eval_line.hpp"
#include "forms/expression/functions.hpp"

namespace {

struct StoppedClock : ecoute::forms::Clock {
    std::chrono::sys_time<std::chrono::milliseconds> now() const override {
        return std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(1'768'478'400'000));
    }
    std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return std::chrono::minutes(0); }
};

int list_functions() {
    namespace e = ecoute::forms::expression;
    for (const auto name : e::function_names())
        std::cout << name << (e::find_function(name)->browser == e::Browser::core ? " core" : " more") << '\n';
    return 0;
}

}  // namespace

int main(int count, char** words) {
    std::ios::sync_with_stdio(false);
    if (count > 1 && std::string_view(words[1]) == "functions") return list_functions();
    const StoppedClock clock;
    for (std::string line; std::getline(std::cin, line);)
        std::cout << ecoute::forms::expression::evaluate_line(line, clock) << '\n';
}

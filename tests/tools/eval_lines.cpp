// Evaluates lines as `ecoute form eval` does, with a clock that stands still at 2026-01-15T12:00Z: what the browser's
// evaluator is compared with.
#include <iostream>
#include <string>

#include "forms/expression/eval_line.hpp"

namespace {

struct StoppedClock : ecoute::forms::Clock {
    std::chrono::sys_time<std::chrono::milliseconds> now() const override {
        return std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(1'768'478'400'000));
    }
    std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return std::chrono::minutes(0); }
};

}  // namespace

int main() {
    std::ios::sync_with_stdio(false);
    const StoppedClock clock;
    for (std::string line; std::getline(std::cin, line);)
        std::cout << ecoute::forms::expression::evaluate_line(line, clock) << '\n';
}

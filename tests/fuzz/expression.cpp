#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "forms/expression/eval_line.hpp"
#include "forms/expression/expression.hpp"
#include "forms/problem.hpp"
#include "tests/forms/expression/small_form.hpp"

namespace {

namespace f = ecoute::forms;
namespace e = ecoute::forms::expression;

struct FixedClock : f::Clock {
    std::chrono::sys_time<std::chrono::milliseconds> now() const override {
        return std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(1'768'478'400'000));
    }
    std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return std::chrono::minutes(60); }
};

}  // namespace

/// Whatever the text, a line of `ecoute form eval` gets its answer, and compiling it ends with an expression or a
/// refusal whose offset lies in it, and evaluating it on a blank record ends. What is evaluated twice gives the same,
/// but for chance.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const FixedClock clock;
    if (text.starts_with('{')) {
        (void)e::evaluate_line(text, clock);
        return 0;
    }
    const SmallForm form;
    const auto compiled = e::compile(text, form, 1);
    if (!compiled) {
        if (std::stoull(compiled.error().facts.at("offset")) > size) std::abort();
        return 0;
    }
    e::Context context;
    context.record = &form;
    context.clock = &clock;
    context.current = e::Node{1, {0}};
    context.language = "fr";
    const bool chance = text.find("random") != text.npos || text.find("uuid") != text.npos;
    if (compiled->string(context) != compiled->string(context) && !chance) std::abort();
    (void)compiled->test(context);
    (void)compiled->number(context);
    (void)compiled->to_json().dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return 0;
}

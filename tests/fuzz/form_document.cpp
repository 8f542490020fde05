// Any bytes as a questionnaire: a form or mistakes, and what was read can be compiled and answered with nothing.
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "forms/form_json.hpp"
#include "forms/validate.hpp"

namespace f = ecoute::forms;

namespace {
struct StandingClock final : f::Clock {
    std::chrono::sys_time<std::chrono::milliseconds> now() const override { return {}; }
    std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return {}; }
};
}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size) {
    const auto reading = f::read_form({reinterpret_cast<const char*>(bytes), size}, {}, true);
    if (reading.form.has_value() != reading.mistakes.empty()) std::abort();
    if (!reading.form) return 0;
    (void)f::compiled_json(*reading.form).dump();
    f::Problems problems;
    auto answers = f::answers_from_json(*reading.form, "{}", problems);
    f::validate(*reading.form, answers, StandingClock{}, "fr", problems);
    const auto kept = f::answers_to_json(*reading.form, answers);
    problems.clear();
    if (f::answers_to_json(*reading.form, f::answers_from_json(*reading.form, kept, problems)) != kept) std::abort();
    return 0;
}

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "forms/expression/eval_line.hpp"

// The vectors are shared with the browser's evaluator (tests/web/expression.test.mjs). Their values come from
// LANGUAGE.md, not from either engine.

namespace {

namespace f = ecoute::forms;
using nlohmann::json;

/// 2026-01-15T12:00Z, at UTC: what "now" is for vectors that don't say.
struct FixedClock : f::Clock {
    std::chrono::sys_time<std::chrono::milliseconds> now() const override {
        return std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(1'768'478'400'000));
    }
    std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return std::chrono::minutes(0); }
};

/// Numbers agree to the last digits that mathematics libraries may differ in.
bool agree(const json& got, const json& wanted) {
    if (!got.is_number() || !wanted.is_number()) return got == wanted;
    const double a = got.get<double>(), b = wanted.get<double>();
    return a == b || std::fabs(a - b) <= 1e-12 * std::fabs(b);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(vectors)

BOOST_AUTO_TEST_CASE(every_vector_gives_its_value_and_type) {
    const FixedClock clock;
    std::size_t count = 0;
    for (const auto& file : std::filesystem::directory_iterator(ECOUTE_SOURCE_DIR "/tests/forms/vectors")) {
        if (file.path().extension() != ".json") continue;
        std::ifstream stream(file.path());
        for (const auto& vector : json::parse(stream)) {
            ++count;
            const auto out = json::parse(f::expression::evaluate_line(vector.dump(), clock));
            BOOST_TEST_CONTEXT(file.path().filename().string() << ": " << vector.dump() << " -> " << out.dump()) {
                if (vector.contains("error")) {
                    BOOST_TEST(out.value("error", "") == vector["error"].get<std::string>());
                    BOOST_TEST((!vector.contains("offset") || out["offset"] == vector["offset"]));
                } else {
                    BOOST_TEST(agree(out.value("value", json()), vector["value"]));
                    BOOST_TEST(out.value("type", "") == vector["type"].get<std::string>());
                }
            }
        }
    }
    BOOST_TEST(count >= 1'500);
}

BOOST_AUTO_TEST_SUITE_END()

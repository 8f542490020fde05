#include <array>
#include <cmath>
#include <limits>
#include <numbers>

#include "forms/expression/convert.hpp"
#include "forms/expression/evaluation.hpp"

namespace ecoute::forms::expression {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

Value number(Arguments& a) { return a.number(0); }
Value int_(Arguments& a) { return std::trunc(a.number(0)); }
Value round(Arguments& a) { return rounded(a.number(0), a.size() > 1 ? a.number(1) : 0); }
Value floor_(Arguments& a) { return std::floor(a.number(0)); }
Value ceiling(Arguments& a) { return std::ceil(a.number(0)); }
Value abs_(Arguments& a) { return std::fabs(a.number(0)); }
Value sqrt_(Arguments& a) { return std::sqrt(a.number(0)); }

/// pow(x, y) as browsers have it: 1 to the NaN or to infinity is NaN, where C says 1.
Value pow_(Arguments& a) {
    const double base = a.number(0), exponent = a.number(1);
    if (std::isnan(exponent) || (std::fabs(base) == 1 && std::isinf(exponent))) return not_a_number;
    return std::pow(base, exponent);
}

Value log_(Arguments& a) { return std::log(a.number(0)); }
Value log10_(Arguments& a) { return std::log10(a.number(0)); }
Value exp_(Arguments& a) { return std::exp(a.number(0)); }
Value exp10_(Arguments& a) { return std::pow(10, a.number(0)); }
Value pi(Arguments&) { return std::numbers::pi; }
Value sin_(Arguments& a) { return std::sin(a.number(0)); }
Value cos_(Arguments& a) { return std::cos(a.number(0)); }
Value tan_(Arguments& a) { return std::tan(a.number(0)); }
Value asin_(Arguments& a) { return std::asin(a.number(0)); }
Value acos_(Arguments& a) { return std::acos(a.number(0)); }
Value atan_(Arguments& a) { return std::atan(a.number(0)); }
Value atan2_(Arguments& a) { return std::atan2(a.number(0), a.number(1)); }

constexpr std::array table{
    Function{"number", 1, 1, Gives::number, number},
    Function{"int", 1, 1, Gives::number, int_},
    Function{"round", 1, 2, Gives::number, round},
    Function{"floor", 1, 1, Gives::number, floor_, Wants::values, Browser::more},
    Function{"ceiling", 1, 1, Gives::number, ceiling, Wants::values, Browser::more},
    Function{"abs", 1, 1, Gives::number, abs_, Wants::values, Browser::more},
    Function{"sqrt", 1, 1, Gives::number, sqrt_, Wants::values, Browser::more},
    Function{"pow", 2, 2, Gives::number, pow_, Wants::values, Browser::more},
    Function{"log", 1, 1, Gives::number, log_, Wants::values, Browser::more},
    Function{"log10", 1, 1, Gives::number, log10_, Wants::values, Browser::more},
    Function{"exp", 1, 1, Gives::number, exp_, Wants::values, Browser::more},
    Function{"exp10", 1, 1, Gives::number, exp10_, Wants::values, Browser::more},
    Function{"pi", 0, 0, Gives::number, pi, Wants::values, Browser::more},
    Function{"sin", 1, 1, Gives::number, sin_, Wants::values, Browser::more},
    Function{"cos", 1, 1, Gives::number, cos_, Wants::values, Browser::more},
    Function{"tan", 1, 1, Gives::number, tan_, Wants::values, Browser::more},
    Function{"asin", 1, 1, Gives::number, asin_, Wants::values, Browser::more},
    Function{"acos", 1, 1, Gives::number, acos_, Wants::values, Browser::more},
    Function{"atan", 1, 1, Gives::number, atan_, Wants::values, Browser::more},
    Function{"atan2", 2, 2, Gives::number, atan2_, Wants::values, Browser::more},
};

}  // namespace

std::span<const Function> number_functions() noexcept { return table; }

}  // namespace ecoute::forms::expression

#include <array>
#include <cmath>

#include "forms/expression/convert.hpp"
#include "forms/expression/evaluation.hpp"

namespace ecoute::forms::expression {
namespace {

/// if(condition, a, b): only the branch taken is evaluated, and is not converted.
Value if_(Arguments& a) { return a.value(a.truth(0) ? 1 : 2); }

/// coalesce(a, b): the first that is not empty. NaN is no value either, so coalesce(${a} + ${b}, 0) is a number.
Value coalesce(Arguments& a) {
    Value first = a.value(0);
    const auto* number = std::get_if<double>(&first);
    const bool blank = number != nullptr ? std::isnan(*number) : a.evaluation().to_text(first).empty();
    return blank ? a.value(1) : first;
}

Value not_(Arguments& a) { return !a.truth(0); }
Value true_(Arguments&) { return true; }
Value false_(Arguments&) { return false; }
Value boolean(Arguments& a) { return a.truth(0); }

/// boolean-from-string(x): true for "true" and "1" only.
Value boolean_from_string(Arguments& a) {
    const auto text = a.text(0);
    const auto word = trimmed(text);
    return word == "true" || word == "1";
}

/// once(x): what the question already holds, else x.
Value once(Arguments& a) {
    Value held = a.evaluation().own_value();
    return a.evaluation().to_text(held).empty() ? a.value(0) : held;
}

/// checklist(least, most, answers...): true when that many are true; -1 is no bound.
Value checklist(Arguments& a) {
    double count = 0;
    for (std::size_t i = 2; i < a.size(); ++i) count += a.truth(i) ? 1 : 0;
    const double least = a.number(0), most = a.number(1);
    return (least == -1 || count >= least) && (most == -1 || count <= most);
}

/// weighted-checklist(least, most, (answer, weight)...): the same with weights. An answer without weight weighs
/// nothing.
Value weighted_checklist(Arguments& a) {
    double weight = 0;
    for (std::size_t i = 2; i + 1 < a.size(); i += 2) weight += a.truth(i) ? a.number(i + 1) : 0;
    const double least = a.number(0), most = a.number(1);
    return (least == -1 || weight >= least) && (most == -1 || weight <= most);
}

/// depend(value, others...): the value; the others are only watched.
Value depend(Arguments& a) { return a.value(0); }

constexpr std::array table{
    Function{"if", 3, 3, Gives::same, if_},
    Function{"coalesce", 2, 2, Gives::same, coalesce},
    Function{"not", 1, 1, Gives::boolean, not_},
    Function{"true", 0, 0, Gives::boolean, true_},
    Function{"false", 0, 0, Gives::boolean, false_},
    Function{"boolean", 1, 1, Gives::boolean, boolean},
    Function{"boolean-from-string", 1, 1, Gives::boolean, boolean_from_string},
    Function{"once", 1, 1, Gives::same, once},
    Function{"checklist", 2, no_limit, Gives::boolean, checklist, Wants::values, Browser::more},
    Function{"weighted-checklist", 2, no_limit, Gives::boolean, weighted_checklist, Wants::values, Browser::more},
    Function{"depend", 1, no_limit, Gives::same, depend, Wants::values, Browser::more},
};

}  // namespace

std::span<const Function> logic_functions() noexcept { return table; }

}  // namespace ecoute::forms::expression

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "forms/expression/convert.hpp"
#include "forms/expression/evaluation.hpp"

namespace ecoute::forms::expression {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// Calls `each(number)` for every item that is not blank (LANGUAGE.md section 7: blanks are skipped, other texts that
/// are no numbers stay NaN).
template <class F>
void numbers(Arguments& a, std::size_t i, F each) {
    a.items(i, [&](const Value& item) {
        const auto* text = std::get_if<std::string>(&item);
        if (text == nullptr || !trimmed(*text).empty()) each(a.evaluation().to_number(item));
    });
}

Value sum(Arguments& a) {
    double total = 0;
    numbers(a, 0, [&](double item) { total += item; });
    return total;
}

/// min(...) and max(...): NaN as soon as an item is, and of nothing.
template <bool lowest>
Value extreme(Arguments& a) {
    double best = not_a_number;
    bool begun = false;
    for (std::size_t i = 0; i < a.size(); ++i)
        numbers(a, i, [&](double item) {
            if (!begun || std::isnan(item) || (lowest ? item < best : item > best))
                best = std::isnan(best) && begun ? best : item;
            begun = true;
        });
    return best;
}

/// count(nodes). A value that is no node counts as one item.
Value count(Arguments& a) { return a.is_node(0) ? static_cast<double>(a.nodes(0).size()) : 1.0; }

Value count_non_empty(Arguments& a) {
    double total = 0;
    a.items(0, [&](const Value& item) { total += a.evaluation().to_text(item).empty() ? 0 : 1; });
    return total;
}

/// position(node?): place among the instances of its repeat, from 1; without a node, place in the predicate.
Value position(Arguments& a) {
    const auto* focus = a.evaluation().focus();
    if (a.size() == 0) return focus != nullptr ? static_cast<double>(focus->position) : 1.0;
    const auto found = a.nodes(0);
    if (found.empty()) return not_a_number;
    const auto& node = found.front();
    if (Evaluation::is_row(node)) return static_cast<double>(node.instances.front() + 1);
    return a.evaluation().is_instance(node) ? static_cast<double>(node.instances.back() + 1) : 1.0;
}

Value last(Arguments& a) {
    const auto* focus = a.evaluation().focus();
    return focus != nullptr ? static_cast<double>(focus->size) : 1.0;
}

/// indexed-repeat(question, repeat, i, ...): its value in the i-th instance of that repeat, from 1; "" beyond.
Value indexed_repeat(Arguments& a) {
    const auto& context = a.context();
    const auto* wanted = a.evaluation().reference_of(a.branch(0));
    if (wanted == nullptr || context.record == nullptr) return std::string();
    Node node{wanted->question, context.current ? context.current->instances : std::vector<std::uint32_t>{}};
    node.instances.resize(wanted->depth);
    for (std::size_t i = 1; i + 1 < a.size(); i += 2) {
        const auto* repeat = a.evaluation().reference_of(a.branch(i));
        const double index = std::trunc(a.number(i + 1));
        if (repeat == nullptr || repeat->depth >= node.instances.size() || !(index >= 1 && index < 4e9))
            return std::string();
        node.instances[repeat->depth] = static_cast<std::uint32_t>(index) - 1;
    }
    const auto there = context.record->nodes(node.question, node.instances);
    return there.empty() ? Value(std::string()) : a.evaluation().value_of(there.front());
}

constexpr std::array table{
    Function{"sum", 1, 1, Gives::number, sum},
    Function{"min", 1, no_limit, Gives::number, extreme<true>},
    Function{"max", 1, no_limit, Gives::number, extreme<false>},
    Function{"count", 1, 1, Gives::number, count},
    Function{"count-non-empty", 1, 1, Gives::number, count_non_empty},
    Function{"position", 0, 1, Gives::number, position, Wants::node},
    Function{"last", 0, 0, Gives::number, last},
    Function{"indexed-repeat", 3, 7, Gives::same, indexed_repeat, Wants::repeats, Browser::more},
};

}  // namespace

std::span<const Function> set_functions() noexcept { return table; }

}  // namespace ecoute::forms::expression

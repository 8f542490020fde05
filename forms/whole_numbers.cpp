#include "forms/whole_numbers.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "forms/expression/functions.hpp"
#include "forms/expression/tree.hpp"

namespace ecoute::forms {
namespace {

using expression::Branch;
using expression::Op;
using expression::Tree;

constexpr std::array<std::string_view, 5> whole_results{"int", "count", "count-selected", "count-non-empty", "string-length"};

bool is_whole(const Form& form, const Tree& tree, std::uint32_t index) {
    const Branch& branch = tree.branches[index];
    const auto children = tree.children_of(branch);
    const auto whole_from = [&](std::size_t first) {
        return std::all_of(children.begin() + static_cast<std::ptrdiff_t>(first), children.end(),
                           [&](std::uint32_t child) { return is_whole(form, tree, child); });
    };
    switch (branch.op) {
        case Op::number:
            return branch.number == std::floor(branch.number);
        case Op::reference:
            return form.questions[tree.references[branch.index].question].type == QuestionType::integer;
        case Op::add:
        case Op::subtract:
        case Op::multiply:
        case Op::negate:
            return whole_from(0);
        case Op::call: {
            const auto called = branch.function->name;
            if (called == "round") return children.size() == 1;
            if (called == "if") return whole_from(1);
            return std::find(whole_results.begin(), whole_results.end(), called) != whole_results.end();
        }
        default:
            return false;
    }
}

}  // namespace

bool holds_whole_number(const Form& form, std::uint32_t question) {
    const Question& asked = form.questions[question];
    if (asked.type != QuestionType::calculate) return asked.type == QuestionType::integer;
    const Tree* tree = asked.calculation.tree();
    const bool whole_bands = std::all_of(asked.bands.begin(), asked.bands.end(), [](double bound) { return bound == std::floor(bound); });
    return tree && !asked.bands.empty() && whole_bands && is_whole(form, *tree, tree->top);
}

}  // namespace ecoute::forms

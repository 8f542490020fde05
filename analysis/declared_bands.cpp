#include "analysis/declared_bands.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "forms/expression/tree.hpp"
#include "forms/whole_numbers.hpp"

namespace ecoute::analysis {
namespace {

using forms::expression::Branch;
using forms::expression::Op;
using forms::expression::Tree;

constexpr double infinity = std::numeric_limits<double>::infinity();

struct Range {
    double least = -infinity, greatest = infinity;
    void at_least(double number) noexcept { least = std::max(least, number); }
    void at_most(double number) noexcept { greatest = std::min(greatest, number); }
};

/// "12" or "-12".
std::optional<double> number_in(const Tree& tree, const Branch& branch) {
    if (branch.op == Op::number) return branch.number;
    if (branch.op != Op::negate) return std::nullopt;
    const auto within = number_in(tree, tree.branches[tree.children_of(branch)[0]]);
    return within ? std::optional{-*within} : std::nullopt;
}

Op turned(Op op) noexcept {
    switch (op) {
        case Op::less:
            return Op::greater;
        case Op::less_equal:
            return Op::greater_equal;
        case Op::greater:
            return Op::less;
        case Op::greater_equal:
            return Op::less_equal;
        default:
            return op;
    }
}

/// Whole numbers beside a strict bound begin one further.
void narrow(Range& range, const Tree& tree, const Branch& branch, bool whole) {
    if (branch.op == Op::and_) {
        for (const auto child : tree.children_of(branch)) narrow(range, tree, tree.branches[child], whole);
        return;
    }
    if (branch.count != 2) return;
    const auto &left = tree.branches[tree.children_of(branch)[0]], &right = tree.branches[tree.children_of(branch)[1]];
    const bool forward = left.op == Op::self;
    if (!forward && right.op != Op::self) return;
    const auto number = number_in(tree, forward ? right : left);
    if (!number) return;
    const double next = whole ? 1 : 0;
    switch (forward ? branch.op : turned(branch.op)) {
        case Op::less:
            return range.at_most(*number - next);
        case Op::less_equal:
            return range.at_most(*number);
        case Op::greater:
            return range.at_least(*number + next);
        case Op::greater_equal:
            return range.at_least(*number);
        default:
            return;
    }
}

}  // namespace

std::optional<std::pair<double, double>> declared_range(const forms::Question& question) {
    const auto* tree = question.constraint.tree();
    if (tree == nullptr || tree->branches.empty()) return std::nullopt;
    Range range;
    narrow(range, *tree, tree->branches[tree->top], question.type == forms::QuestionType::integer);
    if (!std::isfinite(range.least) || !std::isfinite(range.greatest) || !(range.least < range.greatest)) return std::nullopt;
    return std::pair{range.least, range.greatest};
}

std::vector<double> round_bands(double least, double greatest, bool whole) {
    const double span = greatest - least + (whole ? 1 : 0);
    double width = whole ? 1 : std::pow(10, std::floor(std::log10(span / most_round_bands)));
    // 1, 2, 5, 10, 20, 50...
    for (int i = 0; std::ceil(span / width - 1e-9) > most_round_bands; ++i) width *= i % 3 == 1 ? 2.5 : 2;
    std::vector<double> bounds{least};
    for (double bound = (std::floor(least / width + 1e-9) + 1) * width; bound < greatest + (whole ? 0.5 : -1e-9); bound += width) {
        const bool narrow_start = bounds.size() == 1 && bound - least < width / 2;
        const bool narrow_end = greatest + (whole ? 1 : 0) - bound < width / 2;
        if (!narrow_start && !narrow_end) bounds.push_back(bound);
    }
    return bounds;
}

std::vector<double> lower_bounds(const forms::Form& form, std::uint32_t index) {
    const auto& question = form.questions[index];
    const bool whole = question.type == forms::QuestionType::integer;
    if (!question.bands.empty() || !(whole || question.type == forms::QuestionType::decimal)) return question.bands;
    const auto range = declared_range(question);
    return range ? round_bands(range->first, range->second, whole) : question.bands;
}

}  // namespace ecoute::analysis

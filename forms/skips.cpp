#include "forms/skips.hpp"

#include <algorithm>

#include "forms/expression/functions.hpp"
#include "forms/expression/tree.hpp"

namespace ecoute::forms {
namespace {

using expression::Branch;
using expression::Op;
using expression::Tree;

Truth opposite(Truth truth) {
    if (truth == Truth::unknown) return truth;
    return truth == Truth::yes ? Truth::no : Truth::yes;
}

Truth as_truth(bool value) { return value ? Truth::yes : Truth::no; }

/// A condition while one answer is known. Walks the tree, which is no deeper than deepest_expression.
struct Supposed {
    const Tree& tree;
    std::uint32_t question;
    std::string_view choice;

    const Branch& child(const Branch& branch, std::size_t i) const { return tree.branches[tree.children_of(branch)[i]]; }

    bool is_question(const Branch& branch) const {
        return branch.op == Op::reference && tree.references[branch.index].question == question && !tree.references[branch.index].many;
    }

    /// Question and text, in this order or the other; nullptr when it is not that.
    const std::string* compared(const Branch& branch) const {
        if (branch.count != 2) return nullptr;
        const Branch &a = child(branch, 0), &b = child(branch, 1);
        if (is_question(a) && b.op == Op::text) return &tree.texts[b.index];
        if (is_question(b) && a.op == Op::text) return &tree.texts[a.index];
        return nullptr;
    }

    Truth called(const Branch& branch) const {
        const auto name = branch.function->name;
        if (name == "true" || name == "false") return as_truth(name == "true");
        if (name == "not") return opposite(of(child(branch, 0)));
        const bool asks = name == "selected" && branch.count == 2 && is_question(child(branch, 0)) && child(branch, 1).op == Op::text;
        return asks ? as_truth(tree.texts[child(branch, 1).index] == choice) : Truth::unknown;
    }

    /// `deciding`: the value of one operand that settles the whole.
    Truth all(const Branch& branch, Truth deciding) const {
        Truth result = opposite(deciding);
        for (std::size_t i = 0; i < branch.count; ++i) {
            const auto one = of(child(branch, i));
            if (one == deciding) return deciding;
            if (one == Truth::unknown) result = Truth::unknown;
        }
        return result;
    }

    Truth of(const Branch& branch) const {
        switch (branch.op) {
            case Op::and_: return all(branch, Truth::no);
            case Op::or_: return all(branch, Truth::yes);
            case Op::call: return called(branch);
            case Op::equal:
            case Op::unequal: {
                const auto* text = compared(branch);
                if (!text) return Truth::unknown;
                return as_truth((*text == choice) == (branch.op == Op::equal));
            }
            default: return Truth::unknown;
        }
    }
};

/// What excludes people from a question: its own condition and those of the groups around it.
template <class Each>
void conditions_of(const Form& form, std::uint32_t question, Each each) {
    for (auto one = question; one != none; one = form.questions[one].parent)
        if (!form.questions[one].relevant.empty()) each(form.questions[one].relevant);
}

bool is_excluded(const Form& form, std::uint32_t question, std::uint32_t by, std::string_view choice) {
    bool excluded = false;
    conditions_of(form, question, [&](const auto& condition) { excluded = excluded || given(condition, by, choice) == Truth::no; });
    return excluded;
}

std::size_t after(const Form& form, std::span<const std::uint32_t> order, std::size_t from, std::string_view choice) {
    auto to = from + 1;
    while (to < order.size() && is_excluded(form, order[to], order[from], choice)) ++to;
    return to;
}

/// The parts that must all hold.
void conjuncts(const Tree& tree, const Branch& branch, std::vector<const Branch*>& parts) {
    if (branch.op != Op::and_) return parts.push_back(&branch);
    for (const auto child : tree.children_of(branch)) conjuncts(tree, tree.branches[child], parts);
}

bool may_jump(const Form& form, std::uint32_t question) {
    return form.questions[question].type == QuestionType::select_one && form.questions[question].repeat == none;
}

/// True when one of the printed questions before `at` decides this part, and sends everybody past `at` whom it excludes.
bool is_jumped(const Form& form, std::span<const std::uint32_t> order, std::size_t at, const Tree& tree, const Branch& part) {
    for (std::size_t from = 0; from < at; ++from) {
        if (!may_jump(form, order[from])) continue;
        const auto& choices = form.list_of(order[from]).choices;
        const auto gives = [&](const Choice& choice) { return Supposed{tree, order[from], choice.name}.of(part); };
        if (choices.empty() || std::any_of(choices.begin(), choices.end(), [&](const Choice& one) { return gives(one) == Truth::unknown; })) continue;
        return std::all_of(choices.begin(), choices.end(), [&](const Choice& one) { return gives(one) == Truth::yes || after(form, order, from, one.name) > at; });
    }
    return false;
}

}  // namespace

Truth given(const expression::Expression& condition, std::uint32_t question, std::string_view choice) {
    if (!condition.tree()) return Truth::yes;
    const Tree& tree = *condition.tree();
    return Supposed{tree, question, choice}.of(tree.branches[tree.top]);
}

std::vector<Jump> jumps(const Form& form, std::span<const std::uint32_t> order, std::size_t from) {
    std::vector<Jump> all;
    if (!may_jump(form, order[from])) return all;
    const auto& choices = form.list_of(order[from]).choices;
    for (std::size_t i = 0; i < choices.size(); ++i)
        if (const auto to = after(form, order, from, choices[i].name); to != from + 1) all.push_back({order[from], static_cast<ChoiceIndex>(i), to});
    return all;
}

bool is_said_by_jumps(const Form& form, std::span<const std::uint32_t> order, std::size_t at) {
    bool said = true;
    conditions_of(form, order[at], [&](const expression::Expression& condition) {
        const Tree& tree = *condition.tree();
        std::vector<const Branch*> parts;
        conjuncts(tree, tree.branches[tree.top], parts);
        for (const auto* part : parts) said = said && is_jumped(form, order, at, tree, *part);
    });
    return said;
}

}  // namespace ecoute::forms

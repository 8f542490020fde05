#include "analysis/same_source.hpp"

#include <algorithm>
#include <vector>

#include "analysis/series.hpp"
#include "forms/expression/tree.hpp"

namespace ecoute::analysis {
namespace {

using forms::expression::Branch;
using forms::expression::Expression;
using forms::expression::Op;
using forms::expression::Tree;

bool has_text(Op op) noexcept { return op == Op::text || op == Op::column || op == Op::rows || op == Op::cell; }
bool has_reference(Op op) noexcept { return op == Op::reference || op == Op::child; }

/// Two trees side by side; no deeper than deepest_expression.
struct Walk {
    const forms::Form &earlier, &later;
    const Tree &a, &b;

    bool same(const Branch& one, const Branch& other) const {
        if (one.op != other.op || one.function != other.function || one.count != other.count) return false;
        if (one.op == Op::number && one.number != other.number) return false;
        if (one.op == Op::path && one.index != other.index) return false;  // one node, or all of a set
        if (has_text(one.op) && a.texts[one.index] != b.texts[other.index]) return false;
        if (has_reference(one.op) && same_question(later, b.references[other.index].question, earlier) != a.references[one.index].question) return false;
        const auto ones = a.children_of(one), others = b.children_of(other);
        return std::equal(ones.begin(), ones.end(), others.begin(), others.end(),
                          [&](std::uint32_t x, std::uint32_t y) { return same(a.branches[x], b.branches[y]); });
    }
};

/// Conditions of a question and of what it stands in, its own first.
std::vector<const Expression*> conditions_of(const forms::Form& form, std::uint32_t question) {
    std::vector<const Expression*> conditions;
    for (auto at = question; at != forms::none; at = form.questions[at].parent)
        if (!form.questions[at].relevant.empty()) conditions.push_back(&form.questions[at].relevant);
    return conditions;
}

bool behind_second_consent(const forms::Form& form, std::uint32_t question) {
    return form.sensitive_consent && form.questions[question].sensitive;
}

}  // namespace

bool same_text(const forms::Text& a, const forms::Text& b) {
    bool any = a.empty() && b.empty();
    for (const auto& [language, text] : a) {
        const auto other = b.find(language);
        if (other == b.end()) continue;
        if (other->second != text) return false;
        any = true;
    }
    return any;
}

bool same_choices(const forms::Form& earlier, std::uint32_t a, const forms::Form& later, std::uint32_t b) {
    const bool lists = earlier.questions[a].list != forms::none;
    if (lists != (later.questions[b].list != forms::none)) return false;
    if (!lists) return true;
    const auto &ones = earlier.list_of(a).choices, &others = later.list_of(b).choices;
    return std::equal(ones.begin(), ones.end(), others.begin(), others.end(), [](const forms::Choice& x, const forms::Choice& y) {
        return x.name == y.name && same_text(x.label, y.label) && x.refusal == y.refusal;
    });
}

bool SameSource::same(const Expression& a, const Expression& b) {
    if (a.empty() || b.empty()) return a.empty() == b.empty();
    const Walk walk{earlier_, later_, *a.tree(), *b.tree()};
    return walk.same(a.tree()->branches[a.tree()->top], b.tree()->branches[b.tree()->top]) && same_reads(a);
}

/// Quartiers are followed by their codes, whatever is in the list.
bool SameSource::same_reads(const Expression& a) {
    const auto reads = a.depends_on();
    return std::all_of(reads.begin(), reads.end(), [&](std::uint32_t question) {
        if (question == earlier_.breakdowns.quartier) return true;
        const auto continued = same_question(earlier_, question, later_);
        return continued && same_answers(question, *continued);
    });
}

bool SameSource::asked_alike(std::uint32_t a, std::uint32_t b) {
    const auto ones = conditions_of(earlier_, a), others = conditions_of(later_, b);
    return behind_second_consent(earlier_, a) == behind_second_consent(later_, b) &&
           std::equal(ones.begin(), ones.end(), others.begin(), others.end(), [&](const Expression* x, const Expression* y) { return same(*x, *y); });
}

bool SameSource::same_calculation(std::uint32_t a, std::uint32_t b) {
    return same(earlier_.questions[a].calculation, later_.questions[b].calculation);
}

bool SameSource::same_answers(std::uint32_t a, std::uint32_t b) {
    if (!looked_at_.insert({a, b}).second) return true;
    const auto &one = earlier_.questions[a], &other = later_.questions[b];
    return one.type == other.type && same_text(one.label, other.label) && same_choices(earlier_, a, later_, b) && same_calculation(a, b) && asked_alike(a, b);
}

}  // namespace ecoute::analysis

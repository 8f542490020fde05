#include "server/pages/paper_conditions.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "forms/expression/comparisons.hpp"
#include "forms/expression/functions.hpp"
#include "forms/expression/tree.hpp"

namespace ecoute::server {
namespace {

using forms::expression::Branch;
using forms::expression::Op;
using forms::expression::Tree;

constexpr std::array<std::pair<Op, std::string_view>, 6> sentences{{
    {Op::equal, "paper.if.equal"},
    {Op::unequal, "paper.if.unequal"},
    {Op::less, "paper.if.less"},
    {Op::less_equal, "paper.if.less_equal"},
    {Op::greater, "paper.if.greater"},
    {Op::greater_equal, "paper.if.greater_equal"},
}};

std::string_view sentence_of(Op op) {
    return std::find_if(sentences.begin(), sentences.end(), [&](const auto& row) { return row.first == op; })->second;
}

}  // namespace

/// Walks one condition; nullopt for what has no plain words.
struct PaperConditions::Walk {
    const PaperConditions& of;
    const Tree& tree;

    const Branch& child(const Branch& branch, std::size_t i) const { return tree.branches[tree.children_of(branch)[i]]; }

    std::optional<std::string> question(const Branch& branch) const {
        if (branch.op != Op::reference || tree.references[branch.index].many) return std::nullopt;
        return of.number_of(tree.references[branch.index].question);
    }

    /// A value that stands in the condition: the label of the choice, when the question has it.
    std::optional<std::string> value(const Branch& branch, const Branch& asked) const {
        if (branch.op == Op::number) return forms::expression::number_text(branch.number);
        if (branch.op != Op::text) return std::nullopt;
        const auto& text = tree.texts[branch.index];
        const auto& one = of.form_.questions[tree.references[asked.index].question];
        if (one.list == forms::none) return text;
        const auto& list = of.form_.lists[one.list];
        const auto choice = list.find(text);
        if (!choice) return text;
        return std::string(forms::shown(list.choices[*choice].label, of.language_, of.form_.default_language).text);
    }

    std::optional<std::string> sentence(std::string_view key, const Branch& asked, const std::optional<std::string>& value) const {
        const auto number = question(asked);
        if (!number || !value) return std::nullopt;
        return of.words_.say(of.language_, key, {{"question", *number}, {"value", *value}});
    }

    std::optional<std::string> compared(const Branch& branch, bool contrary) const {
        const auto found = forms::expression::compared_question(tree, branch);
        if (!found || !question(*found->question)) return std::nullopt;
        const Op op = contrary ? forms::expression::comparison(found->op)->contrary : found->op;
        const bool is_blank = found->with->op == Op::text && tree.texts[found->with->index].empty();
        if (is_blank && (op == Op::equal || op == Op::unequal))
            return sentence(op == Op::equal ? "paper.if.blank" : "paper.if.answered", *found->question, std::string{});
        return sentence(sentence_of(op), *found->question, value(*found->with, *found->question));
    }

    std::optional<std::string> called(const Branch& branch, bool contrary) const {
        const auto name = branch.function->name;
        if (name == "not") return said(child(branch, 0), !contrary);
        if (name != "selected" || branch.count != 2 || !question(child(branch, 0))) return std::nullopt;
        return sentence(contrary ? "paper.if.not_ticked" : "paper.if.ticked", child(branch, 0), value(child(branch, 1), child(branch, 0)));
    }

    /// Several conditions; those of another kind inside stand in brackets.
    std::optional<std::string> joined(const Branch& branch, bool contrary) const {
        const bool is_and = (branch.op == Op::and_) != contrary;
        std::string all;
        for (std::size_t i = 0; i < branch.count; ++i) {
            const Branch& part = child(branch, i);
            const auto one = said(part, contrary);
            if (!one) return std::nullopt;
            const bool mixed = (part.op == Op::and_ || part.op == Op::or_) && part.op != branch.op;
            if (i > 0) all += of.words_.say(of.language_, is_and ? "paper.if.and" : "paper.if.or");
            all += mixed ? "(" + *one + ")" : *one;
        }
        return all;
    }

    std::optional<std::string> said(const Branch& branch, bool contrary = false) const {
        if (branch.op == Op::and_ || branch.op == Op::or_) return joined(branch, contrary);
        if (branch.op == Op::call) return called(branch, contrary);
        return compared(branch, contrary);
    }
};

std::string PaperConditions::number_of(std::uint32_t question) const {
    const auto found = numbers_.find(question);
    if (found != numbers_.end()) return found->second;
    // A calculation or what was not printed: by its label, or its name.
    const auto label = forms::shown(form_.questions[question].label, language_, form_.default_language).text;
    return "« " + (label.empty() ? form_.questions[question].name : std::string(label)) + " »";
}

std::string PaperConditions::as_written(std::string_view text) const {
    std::string out;
    while (!text.empty()) {
        const auto open = text.find("${");
        const auto close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos) break;
        out += text.substr(0, open);
        const auto question = form_.find(text.substr(open + 2, close - open - 2));
        out += question ? words_.say(language_, "paper.question_number", {{"question", number_of(*question)}}) : std::string(text.substr(open, close + 1 - open));
        text.remove_prefix(close + 1);
    }
    return out + std::string(text);
}

std::string PaperConditions::said(const forms::expression::Expression& condition) const {
    if (!condition.tree()) return {};
    const Tree& tree = *condition.tree();
    if (auto words = Walk{*this, tree}.said(tree.branches[tree.top])) return *words;
    return words_.say(language_, "paper.if.written", {{"value", as_written(condition.text())}});
}

std::string PaperConditions::filled(std::string_view text) const { return as_written(text); }

}  // namespace ecoute::server

#include "server/condition_words.hpp"

#include <algorithm>
#include <optional>

#include "analysis/axis.hpp"
#include "forms/expression/comparisons.hpp"
#include "forms/expression/expression.hpp"
#include "forms/expression/functions.hpp"
#include "forms/expression/tree.hpp"
#include "forms/scope.hpp"
#include "server/table_condition.hpp"

namespace ecoute::server {
namespace {

using forms::expression::Branch;
using forms::expression::Op;
using forms::expression::Tree;

/// Walks the tree of a condition; nothing where it is not one of the shapes that have words.
class Telling {
public:
    Telling(const Words& words, std::string_view language, const forms::Form& form, const Tree& tree)
        : words_(words), language_(language), form_(form), tree_(tree) {}

    std::optional<std::string> top() const { return tell(tree_.branches[tree_.top], false); }

private:
    using Told = std::optional<std::string>;

    Told tell(const Branch& branch, bool inside) const {
        switch (branch.op) {
            case Op::and_:
                if (auto band = told_band(branch)) return band;
                return joined(branch, "tables.and", false);
            case Op::or_:
                return joined(branch, "tables.or", inside);
            case Op::equal:
            case Op::unequal:
            case Op::less:
            case Op::less_equal:
            case Op::greater:
            case Op::greater_equal:
                return comparison(branch);
            case Op::call:
                return call(branch);
            default:
                return std::nullopt;
        }
    }

    const Branch& child(const Branch& branch, std::size_t at) const {
        return tree_.branches[tree_.children_of(branch)[at]];
    }

    Told joined(const Branch& branch, const char* word, bool brackets) const {
        std::string all;
        for (std::size_t i = 0; i < branch.count; ++i) {
            const auto part = tell(child(branch, i), true);
            if (!part) return std::nullopt;
            all += (i == 0 ? "" : words_.say(language_, word)) + *part;
        }
        return brackets ? "(" + all + ")" : all;
    }

    std::optional<std::uint32_t> question(const Branch& branch) const {
        if (branch.op != Op::reference) return std::nullopt;
        return tree_.references[branch.index].question;
    }

    std::string name(std::uint32_t question) const { return label_of_question(words_, language_, form_, question); }

    /// What a literal means beside a question: the label of a choice, a number, or blank.
    Told value(std::uint32_t question, const Branch& literal) const {
        if (literal.op == Op::number) return forms::expression::number_text(literal.number);
        if (literal.op != Op::text) return std::nullopt;
        const auto& text = tree_.texts[literal.index];
        const auto& asked = form_.questions[question];
        if (asked.list == forms::none) return text;
        const auto& list = form_.list_of(question);
        const auto found = list.index.find(text);
        if (found == list.index.end()) return text;
        const std::string label{forms::shown(list.choices[found->second].label, language_, form_.default_language).text};
        return label.empty() ? text : label;
    }

    std::string say(const char* key, std::uint32_t question, const std::string& value) const {
        return words_.say(language_, key, {{"question", name(question)}, {"value", value}});
    }

    Told comparison(const Branch& branch) const {
        static constexpr std::pair<Op, const char*> signs[] = {
            {Op::equal, "tables.condition.is"},        {Op::unequal, "tables.condition.is_not"},
            {Op::less, "tables.condition.less"},       {Op::less_equal, "tables.condition.at_most"},
            {Op::greater, "tables.condition.greater"}, {Op::greater_equal, "tables.condition.at_least"}};
        const auto found = forms::expression::compared_question(tree_, branch);
        if (!found) return told_kind(branch);
        const auto asked = question(*found->question);
        const auto written = value(*asked, *found->with);
        if (!written) return std::nullopt;
        if (written->empty() && found->op == Op::equal) return say("tables.condition.blank", *asked, "");
        const auto* sign = std::find_if(std::begin(signs), std::end(signs), [&](const auto& one) { return one.first == found->op; });
        return say(sign->second, *asked, *written);
    }

    /// pulldata('quartiers', 'kind', 'name', ${quartier}) = 'QPV'
    Told told_kind(const Branch& branch) const {
        const auto& pulled = child(branch, 0);
        if (branch.op != Op::equal || pulled.op != Op::call || pulled.function->name != "pulldata" || pulled.count != 4) return std::nullopt;
        const auto text = [&](const Branch& one) { return one.op == Op::text ? tree_.texts[one.index] : ""; };
        const auto asked = question(child(pulled, 3));
        if (asked != form_.breakdowns.quartier || text(child(pulled, 1)) != "kind") return std::nullopt;
        return kind_in_words(text(child(branch, 1)));
    }

    std::string kind_in_words(const std::string& kind) const {
        const auto key = "tables.kind." + kind;
        return words_.say(language_, "tables.condition.kind",
                          {{"value", words_.has(language_, key) ? words_.say(language_, key) : kind}});
    }

    Told call(const Branch& branch) const {
        if (branch.function->name == "not" && branch.count == 1) {
            const auto part = tell(child(branch, 0), true);
            return part ? Told{words_.say(language_, "tables.condition.not", {{"condition", *part}})} : std::nullopt;
        }
        if (branch.function->name != "selected" || branch.count != 2) return std::nullopt;
        const auto asked = question(child(branch, 0));
        if (!asked) return std::nullopt;
        const auto written = value(*asked, child(branch, 1));
        return written ? Told{say("tables.condition.is", *asked, *written)} : std::nullopt;
    }

    /// A lower and an upper bound of the same number that are those of a band.
    Told told_band(const Branch& branch) const {
        if (branch.count != 2) return std::nullopt;
        const auto &from = child(branch, 0), &to = child(branch, 1);
        if (from.op != Op::greater_equal || (to.op != Op::less && to.op != Op::less_equal)) return std::nullopt;
        const auto asked = question(child(from, 0));
        if (!asked || asked != question(child(to, 0))) return std::nullopt;
        const auto &low = child(from, 1), &high = child(to, 1);
        if (low.op != Op::number || high.op != Op::number) return std::nullopt;
        for (const auto& band : analysis::bands_of(form_, *asked)) {
            if (!band.from || !band.to || *band.from != low.number) continue;
            const double end = to.op == Op::less && band.whole ? high.number - 1 : high.number;
            if (*band.to == end)
                return say("tables.condition.is", *asked, band_in_words(words_, language_, band, *asked == form_.breakdowns.age));
        }
        return std::nullopt;
    }

    const Words& words_;
    std::string_view language_;
    const forms::Form& form_;
    const Tree& tree_;
};

}  // namespace

std::string label_of_question(const Words& words, std::string_view language, const forms::Form& form,
                              std::uint32_t question) {
    const std::pair<const char*, std::uint32_t> roles[] = {{"tables.role.quartier", form.breakdowns.quartier},
                                                           {"tables.role.age", form.breakdowns.age},
                                                           {"tables.role.gender", form.breakdowns.gender}};
    for (const auto& [key, asked] : roles)
        if (asked == question) return words.say(language, key);
    const auto& asked = form.questions[question];
    const std::string label{forms::shown(asked.label, language, form.default_language).text};
    return label.empty() ? asked.name : label;
}

/// A band in words: "25 à 59 ans".
std::string band_in_words(const Words& words, std::string_view language, const analysis::Category& band, bool age) {
    const auto number = [](double value) { return forms::expression::number_text(value); };
    const std::string prefix = age ? "tables.age." : "tables.band.";
    const Words::Facts facts{{"from", number(*band.from)}, {"to", band.to ? number(*band.to) : ""}};
    if (!band.to) return words.say(language, prefix + "over", facts);
    if (!band.whole) return words.say(language, prefix + "below", facts);
    return words.say(language, prefix + (*band.from == *band.to ? "one" : "between"), facts);
}

std::string condition_in_words(const Words& words, std::string_view language, const forms::Form& form,
                               std::string_view text) {
    const auto compiled = forms::expression::compile(text, forms::FormScope{form});
    const auto told = compiled && compiled->tree() ? Telling{words, language, form, *compiled->tree()}.top() : std::nullopt;
    return told ? *told : words.say(language, "tables.condition.as_written", {{"condition", std::string{text}}});
}

}  // namespace ecoute::server

#include "forms/check/traps.hpp"

#include <algorithm>
#include <array>

#include "forms/document/names.hpp"

namespace ecoute::forms::check {
namespace {

using expression::Reference;

const Reference* reference(const Site& site, const Branch& branch) {
    return branch.op == Op::reference ? &site.tree.references[branch.index] : nullptr;
}
const std::string* literal(const Site& site, const Branch& branch) {
    return branch.op == Op::text ? &site.tree.texts[branch.index] : nullptr;
}
bool is_equality(const Branch& branch) { return branch.op == Op::equal || branch.op == Op::unequal; }
bool is_order(const Branch& branch) { return branch.op >= Op::less && branch.op <= Op::greater_equal; }
bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// A question that a person may leave blank.
bool may_be_blank(const Form& form, std::uint32_t question) {
    return is_asked(form.questions[question].type) && !form.questions[question].always_required;
}

/// The two sides of a comparison, a question first: `${q} = 'x'` and `'x' = ${q}`.
struct Compared {
    const Reference* question;
    const Branch& other;
};
std::optional<Compared> compared(const Spot& spot) {
    for (std::size_t i = 0; i < 2; ++i)
        if (const auto* question = reference(spot.site, spot.child(i))) return Compared{question, spot.child(1 - i)};
    return std::nullopt;
}

/// Several ticked choices are one text, "a b": it equals 'a' only for who ticked nothing else.
Found equals_many(const Spot& spot) {
    if (!is_equality(spot.branch)) return {};
    const auto sides = compared(spot);
    if (!sides) return {};
    const auto type = sides->question->type;
    if (type != expression::Type::select_multiple && type != expression::Type::rank) return {};
    const auto* value = literal(spot.site, sides->other);
    if (value && value->empty()) return {};
    Facts facts = named(sides->question->name);
    facts["choice"] = value ? document::excerpt(*value) : "...";
    return facts;
}

/// Whether a blank answer is true differs between tablets and browsers (LANGUAGE.md section 5).
Found bare_condition(const Spot& spot) {
    const auto* asked = reference(spot.site, spot.branch);
    if (!asked || asked->type == expression::Type::boolean) return {};
    const Branch* around = spot.parent ? &spot.parent->branch : nullptr;
    const auto called = spot.parent ? spot.parent->called() : std::string_view{};
    const bool condition = !around ? spot.site.member.condition
                                   : around->op == Op::and_ || around->op == Op::or_ || called == "not" ||
                                         called == "boolean" || (called == "if" && spot.position == 0);
    if (!condition) return {};
    return named(asked->name);
}

/// Blanks are passed over here and on tablets, and make the whole NaN in Enketo and Web Forms.
Found optional_total(const Spot& spot) {
    constexpr std::array<std::string_view, 3> totals{"sum", "min", "max"};
    if (!is_one_of(spot.called(), totals)) return {};
    for (std::size_t i = 0; i < spot.branch.count; ++i) {
        const auto* asked = reference(spot.site, spot.child(i));
        if (!asked || !may_be_blank(spot.site.form, asked->question)) continue;
        Facts facts = named(asked->name);
        facts["function"] = spot.called();
        return facts;
    }
    return {};
}

/// A half is rounded away from zero here and in browsers, upwards on tablets: they differ below zero.
Found round_negative(const Spot& spot) {
    if (spot.called() != "round") return {};
    const Op op = spot.child(0).op;
    if (op != Op::negate && op != Op::subtract) return {};
    return Facts{};
}

/// Enketo and Web Forms look for the pattern anywhere in the text; here and on tablets it is the whole text.
Found pattern_unanchored(const Spot& spot) {
    if (spot.called() != "regex") return {};
    const auto* pattern = literal(spot.site, spot.child(1));
    if (!pattern || (pattern->starts_with('^') && pattern->ends_with('$'))) return {};
    return Facts{{"value", document::excerpt(*pattern)}};
}

/// Computed anew with every answer: the number drawn, or the hour, is another each time.
Found changing_calculation(const Spot& spot) {
    constexpr std::array<std::string_view, 3> changing{"random", "uuid", "now"};
    if (!spot.site.is("calculation") || !is_one_of(spot.called(), changing)) return {};
    if (!spot.site.self().triggers.empty() || spot.is_inside("once")) return {};
    return Facts{{"function", std::string(spot.called())}};
}

bool is_own_length(const Spot& spot, const Branch& branch) {
    return branch.op == Op::call && branch.function->name == "string-length" &&
           spot.site.tree.branches[spot.site.tree.children_of(branch)[0]].op == Op::self;
}

/// A constraint is not asked of a blank answer, so it can't tell one.
Found constraint_of_blank(const Spot& spot) {
    if (!spot.site.is("constraint") || !(is_equality(spot.branch) || is_order(spot.branch))) return {};
    for (std::size_t i = 0; i < 2; ++i) {
        const Branch &tested = spot.child(i), &with = spot.child(1 - i);
        const auto* text = literal(spot.site, with);
        const bool blank = is_equality(spot.branch) && tested.op == Op::self && text && text->empty();
        const bool no_length = is_own_length(spot, tested) && with.op == Op::number && with.number == 0;
        if (blank || no_length) return Facts{};
    }
    return {};
}

/// Questions of a repeat, read from outside, are many values: here the first one counts, elsewhere any of them.
Found outside_repeat(const Spot& spot) {
    constexpr std::array<std::string_view, 12> takes_many{
        "sum",  "min",      "max",       "count",    "count-non-empty", "join", "concat", "indexed-repeat", "position",
        "area", "distance", "randomize"};
    const auto* asked = reference(spot.site, spot.branch);
    if (!asked || !asked->many) return {};
    if (spot.parent) {
        const Op around = spot.parent->branch.op;
        if (around == Op::path || around == Op::union_ || is_one_of(spot.parent->called(), takes_many)) return {};
    }
    return Facts{{"value", asked->name}};
}

Found unknown_choice(const Site& site, const Reference& asked, const std::string& value) {
    const Question& question = site.form.questions[asked.question];
    if (value.empty() || question.list == none || question.type == QuestionType::grid) return {};
    const ChoiceList& list = site.form.lists[question.list];
    if (list.choices.empty() || list.find(value)) return {};  // an empty list comes with the campaign
    Facts facts{{"value", document::excerpt(value)}, {"question", asked.name}, {"list", list.name}};
    std::vector<std::string_view> names;
    for (const Choice& choice : list.choices) names.push_back(choice.name);
    if (auto known = document::nearest(value, names)) facts["known"] = *std::move(known);
    return facts;
}

/// Compared with a choice that its list does not have: never true.
Found value_never_given(const Spot& spot) {
    if (is_equality(spot.branch)) {
        const auto sides = compared(spot);
        const auto* value = sides ? literal(spot.site, sides->other) : nullptr;
        return value ? unknown_choice(spot.site, *sides->question, *value) : Found{};
    }
    if (spot.called() != "selected") return {};
    const auto* asked = reference(spot.site, spot.child(0));
    const auto* value = literal(spot.site, spot.child(1));
    return asked && value ? unknown_choice(spot.site, *asked, *value) : Found{};
}

/// True when the expression asks somewhere whether the question is blank.
bool asks_for_blank(const Site& site, std::uint32_t question) {
    return std::any_of(site.tree.branches.begin(), site.tree.branches.end(), [&](const Branch& branch) {
        if (!is_equality(branch)) return false;
        const auto sides = compared({site, branch});
        const auto* text = sides ? literal(site, sides->other) : nullptr;
        return text && text->empty() && sides->question->question == question;
    });
}

/// `${x} > 5` is false for a blank, so not() makes it true.
Found not_of_blank(const Spot& spot) {
    if (spot.called() != "not" || !is_order(spot.child(0))) return {};
    const auto sides = compared({spot.site, spot.child(0)});
    if (!sides || !may_be_blank(spot.site.form, sides->question->question)) return {};
    if (asks_for_blank(spot.site, sides->question->question)) return {};
    return named(sides->question->name);
}

Found function_absent(const Spot& spot) {
    struct Absent {
        std::string_view name, instead;
    };
    constexpr std::array absent{Absent{"floor", "int"}, Absent{"ceiling", "round"}, Absent{"last", "count"},
                                Absent{"substring", "substr"}};
    for (const Absent& row : absent)
        if (spot.called() == row.name) return Facts{{"value", std::string(row.name)}, {"known", std::string(row.instead)}};
    return {};
}

Found number_selected(const Spot& spot) {
    if (spot.called() != "selected" || spot.child(1).op != Op::number) return {};
    return Facts{{"value", expression::number_text(spot.child(1).number)}};
}

constexpr std::array all{
    Trap{Code::check_equals_many, equals_many},
    Trap{Code::check_bare_condition, bare_condition},
    Trap{Code::check_optional_total, optional_total},
    Trap{Code::check_round_negative, round_negative},
    Trap{Code::check_pattern_unanchored, pattern_unanchored},
    Trap{Code::check_changing_calculation, changing_calculation},
    Trap{Code::check_constraint_of_blank, constraint_of_blank},
    Trap{Code::check_outside_repeat, outside_repeat},
    Trap{Code::check_value_never_given, value_never_given},
    Trap{Code::check_not_of_blank, not_of_blank},
    Trap{Code::check_function_absent, function_absent},
    Trap{Code::check_number_selected, number_selected},
};

}  // namespace

std::span<const Trap> traps() noexcept { return all; }

}  // namespace ecoute::forms::check

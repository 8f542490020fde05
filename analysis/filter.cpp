#include "analysis/filter.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "analysis/axis.hpp"
#include "analysis/crosstab.hpp"
#include "analysis/date_classes.hpp"
#include "analysis/one_group.hpp"
#include "forms/record.hpp"
#include "forms/scope.hpp"

namespace ecoute::analysis {
namespace {

using forms::Answer;
using forms::Code;
using forms::Column;
using forms::Problem;
using forms::QuestionType;
using forms::State;

/// Two people who answered the questions of a condition alike have the same number.
using Kinds = std::vector<std::uint32_t>;

/// What one column says of one person, as 64 bits that differ when the answers do.
std::uint64_t said(const Column& column, std::size_t person, std::uint32_t word) {
    if (!column.codes.empty()) return column.codes[person];
    if (!column.ticks.empty()) return column.ticks[person * column.words + word];
    const double number = column.numbers[person];
    return std::isnan(number) ? ~std::uint64_t{0} : std::hash<double>{}(number);
}

/// Splits kinds by one more thing that was said.
template <class Said>
void refine(Kinds& kinds, std::uint32_t& count, Said&& what) {
    struct Pair {
        std::uint64_t kind, said;
        bool operator==(const Pair&) const = default;
    };
    struct Hash {
        std::size_t operator()(const Pair& pair) const noexcept {
            return static_cast<std::size_t>((pair.said ^ pair.kind << 32) * 0x9E3779B97F4A7C15u);
        }
    };
    std::unordered_map<Pair, std::uint32_t, Hash> known;
    Pair last{~std::uint64_t{0}, 0};
    std::uint32_t last_kind = 0;
    for (std::size_t person = 0; person < kinds.size(); ++person) {
        const Pair pair{kinds[person], what(person)};
        if (pair != last) {  // neighbours are often alike
            last = pair;
            last_kind = known.emplace(pair, static_cast<std::uint32_t>(known.size())).first->second;
        }
        kinds[person] = last_kind;
    }
    count = static_cast<std::uint32_t>(known.size());
}

/// The same by codes, looked up in a table of all pairs of kind and code; false when that would be large.
bool refine_by_codes(Kinds& kinds, std::uint32_t& count, const forms::Codes& codes) {
    constexpr std::size_t most_pairs = std::size_t{1} << 18;
    constexpr std::uint32_t unknown = ~std::uint32_t{0};
    return codes.visit([&]<class Code>(std::span<const Code> all) {
        constexpr std::size_t possible = std::size_t{1} << 8 * sizeof(Code);
        if (count * possible > most_pairs) return false;
        std::vector<std::uint32_t> known(count * possible, unknown);
        count = 0;
        for (std::size_t person = 0; person < kinds.size(); ++person) {
            auto& kind = known[kinds[person] * possible + all[person]];
            if (kind == unknown) kind = count++;
            kinds[person] = kind;
        }
        return true;
    });
}

void refine_by_column(Kinds& kinds, std::uint32_t& count, const Column& column) {
    if (column.codes.size() == kinds.size() && !kinds.empty() && refine_by_codes(kinds, count, column.codes)) return;
    if (!column.states.empty())
        refine(kinds, count, [&](std::size_t person) { return static_cast<std::uint64_t>(column.states[person]); });
    const std::uint32_t words = column.ticks.empty() ? 1 : column.words;
    if (!column.codes.empty() || !column.ticks.empty() || !column.numbers.empty())
        for (std::uint32_t word = 0; word < words; ++word)
            refine(kinds, count, [&](std::size_t person) { return said(column, person, word); });
}

State state_of(std::uint16_t code) noexcept {
    switch (code) {
        case forms::code_not_asked:
            return State::not_asked;
        case forms::code_no_answer:
            return State::no_answer;
        case forms::code_refused:
            return State::refused;
        default:
            return State::answered;
    }
}

Answer answer_of(const Column& column, std::size_t person) {
    Answer answer;
    if (!column.codes.empty()) {
        answer.state = state_of(column.codes[person]);
        if (answer.state == State::answered) answer.value = static_cast<forms::ChoiceIndex>(column.codes[person]);
        return answer;
    }
    answer.state = column.states[person];
    if (answer.state != State::answered) return answer;
    if (!column.numbers.empty()) answer.value = column.numbers[person];
    if (column.ticks.empty()) return answer;
    std::vector<forms::ChoiceIndex> ticked;
    for (std::uint32_t choice = 0; choice < column.words * 64; ++choice)
        if (column.ticks[person * column.words + choice / 64] >> (choice % 64) & 1u)
            ticked.push_back(static_cast<forms::ChoiceIndex>(choice));
    answer.value = std::move(ticked);
    return answer;
}

bool has_column(const forms::Columns& columns, std::uint32_t question) {
    const auto& column = columns.by_question[question];
    const auto people = columns.people;
    return column.codes.size() == people || column.numbers.size() == people ||
           (column.words > 0 && column.ticks.size() == people * column.words);
}

class Filter {
public:
    Filter(const forms::Form& form, const forms::Columns& columns, const forms::expression::Expression& condition,
           const forms::Clock& clock)
        : form_(form), columns_(columns), condition_(condition), clock_(clock), answers_{{form.questions.size(), Answer{}}} {}

    Mask mask() {
        Kinds kinds(columns_.people, 0);
        std::uint32_t count = 1;
        for (const auto question : condition_.depends_on()) refine_by_column(kinds, count, columns_.by_question[question]);
        constexpr std::uint8_t unknown = 2;
        std::vector<std::uint8_t> of_kind(std::max(count, 1u), unknown);
        Mask mask(columns_.people);
        for (std::size_t person = 0; person < mask.size(); ++person) {
            auto& holds = of_kind[kinds[person]];
            if (holds == unknown) holds = holds_for(person);
            mask[person] = holds;
        }
        return mask;
    }
    /// Whether it holds for somebody who gave this answer to the one question that it reads.
    bool holds_of(std::uint32_t question, Answer answer) {
        answers_.by_question[question] = std::move(answer);
        const forms::FormRecord record{form_, answers_, form_.default_language};
        return condition_.test({.record = &record, .clock = &clock_, .language = form_.default_language});
    }

private:
    bool holds_for(std::size_t person) {
        for (const auto question : condition_.depends_on())
            answers_.by_question[question] = answer_of(columns_.by_question[question], person);
        const forms::FormRecord record{form_, answers_, form_.default_language};
        return condition_.test({.record = &record, .clock = &clock_, .language = form_.default_language});
    }

    const forms::Form& form_;
    const forms::Columns& columns_;
    const forms::expression::Expression& condition_;
    const forms::Clock& clock_;
    forms::Answers answers_;
};

}  // namespace

forms::Result<Mask> mask_of(const forms::Form& form, const forms::Columns& columns, std::string_view condition,
                            const forms::Clock& clock, bool levels_only) {
    const forms::FormScope scope{form};
    const auto compiled = forms::expression::compile(condition, scope);
    if (!compiled) return compiled.error();
    const auto levels = breakdowns(form);
    for (const auto question : compiled->depends_on()) {
        const auto& asked = form.questions[question];
        if (!has_column(columns, question) || holds_days(asked)) return Problem{Code::table_filter_unfit, asked.name, "", {}};
        const bool is_level = asked.type == QuestionType::select_multiple ||
                              std::find(levels.begin(), levels.end(), question) != levels.end();
        if (levels_only && !is_level) return Problem{Code::table_filter_too_fine, asked.name, "", {}};
    }
    Filter filter{form, columns, *compiled, clock};
    if (!levels_only) return filter.mask();
    const auto reads = compiled->depends_on();
    const auto group = reads.size() != 1 ? std::nullopt : one_group(form, reads.front(), [&](Answer answer) { return filter.holds_of(reads.front(), std::move(answer)); });
    if (!group) return Problem{Code::table_filter_too_fine, std::string(condition), "", {}};
    return people_of(form, columns, reads.front(), *group);
}

}  // namespace ecoute::analysis

#pragma once
#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "forms/answers.hpp"
#include "forms/codes.hpp"
#include "forms/form.hpp"
#include "forms/ranks.hpp"

namespace ecoute::forms {

/// Answers of many people to one question. Exactly the vectors that its type needs are filled, each with one entry a
/// person (`ticks`: `words` entries a person).
struct Column {
    Codes codes;                       ///< select_one, acknowledge, calculate with choices: choice index or a code of codes.hpp
    std::vector<State> states;         ///< select_multiple, rank, numbers, dates, texts, places, files
    std::vector<std::uint64_t> ticks;  ///< select_multiple: bit i of word i/64 is choice i
    std::uint32_t words = 0;           ///< words of `ticks` a person
    std::vector<double> numbers;       ///< integer, decimal, range; calculate and hidden where they hold a number; of a
                                       ///< date, dateTime or today its day since 1970-01-01. NaN unless answered
    Ranks ranks;                     ///< rank
    std::vector<std::string> texts;  ///< of the questions that hold stratum and cluster of a drawn sample, when they
                                     ///< are no choices; "" without answer
};

/// Calls use(choice, place) for what a person ticked, all at place 0, or ranked, from place 0 on.
template <class Use>
void for_each_choice(const Column& column, std::size_t person, Use use) {
    if (!column.ranks.empty()) {
        const auto rank = column.ranks[person];
        for (std::size_t place = 0; place < rank.size(); ++place) use(std::size_t{rank[place]}, place);
    }
    for (std::uint32_t word = 0; word < column.words; ++word)
        for (auto bits = column.ticks[person * column.words + word]; bits != 0; bits &= bits - 1)
            use(word * std::size_t{64} + static_cast<std::size_t>(std::countr_zero(bits)), std::size_t{0});
}

/// Answers of many people, one column a question, empty for groups, grids (their rows have columns), notes, unused
/// types, repeats and what stands in a repeat. A choice that means "prefers not
/// to say" is code_refused.
struct Columns {
    std::size_t people = 0;
    std::vector<Column> by_question;
    std::int64_t last_seq = 0;  ///< of the youngest response in it
    /// Of each person, the seq of the response and its record key (analysis/cell_keys.hpp); both empty in columns that
    /// were not read from the store.
    std::vector<std::int64_t> seqs;
    std::vector<std::uint32_t> record_keys;
};

/// Empty columns of a form, to be filled by append.
Columns columns_of(const Form& form);

/// The people for whom `keep` is true, in the same order.
Columns selected(const Columns& columns, const std::vector<bool>& keep);

/// Adds one person. `answers` are canonical, as stored.
void append(Columns& columns, const Form& form, const Answers& answers);

}  // namespace ecoute::forms

#include "forms/stored_answers.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <span>
#include <type_traits>
#include <utility>

#include "forms/answer_values.hpp"
#include "forms/answers.hpp"
#include "forms/column_shape.hpp"
#include "forms/numbers.hpp"
#include "forms/stored_codes.hpp"
#include "forms/stored_values.hpp"

namespace ecoute::forms {
namespace {

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// What must be known of a question to read its answer.
struct Asked {
    std::uint32_t question = 0;
    QuestionType type{};
    bool refused_is_word = true;         ///< "refused" is the reserved answer, not a choice of that name
    bool names_part_of_sample = false;
    bool must_be_number = false;
    const TokenTable* choices = nullptr;  ///< of a rank
    std::uint32_t first_word = 0;         ///< of ticks, among those of a person
    bool has_long_list = false;           ///< its codes do not all fit a byte
};

/// People that are held back: their answers stay in the second cache, what is known of a question in the first.
constexpr std::size_t most_held_back = 32;

}  // namespace

class StoredAnswers::Reader {
public:
    Reader(const Form& form, LongWay long_way) : form_(form), values_(form), long_way_(std::move(long_way)), people_(most_held_back) {
        for (std::uint32_t q = 0; q < form.questions.size(); ++q) {
            asked_[static_cast<std::size_t>(column_shape(form.questions[q]))].push_back(asked(q));
            if (names_a_part_of_the_sample(form, q)) parts_of_sample_.push_back(asked(q));
        }
    }

    void make_room(Columns& columns, std::size_t people) const {
        for (std::size_t shape = 0; shape < std::size(asked_); ++shape)
            for (const auto& asked : asked_[shape]) make_room(columns.by_question[asked.question], static_cast<ColumnShape>(shape), people);
    }

    void append(Columns& columns, std::string_view answers) {
        if (values_.find(answers, people_[held_back_])) {
            if (++held_back_ == people_.size()) flush(columns);
            return;
        }
        flush(columns);
        long_way_(columns, answers);
    }

    void flush(Columns& columns) {
        const auto held_back = std::exchange(held_back_, 0);
        if (append_some(columns, 0, held_back)) return;
        for (std::size_t i = 0; i < held_back; ++i)
            if (!append_some(columns, i, 1)) long_way_(columns, people_[i].tokens.json());
    }

private:
    using Person = StoredValues::Person;
    using At = JsonTokens::At;

    static void make_room(Column& column, ColumnShape shape, std::size_t people) {
        if (shape == ColumnShape::codes) return column.codes.reserve(people);
        if (shape == ColumnShape::nothing) return;
        column.states.reserve(people);
        if (shape == ColumnShape::ticks) column.ticks.reserve(people * column.words);
        if (shape == ColumnShape::numbers || shape == ColumnShape::days) column.numbers.reserve(people);
        if (shape == ColumnShape::ranks) column.ranks.reserve(people);
    }

    /// Adds people of those held back, or changes nothing.
    bool append_some(Columns& columns, std::size_t first, std::size_t count) {
        some_ = {people_.data() + first, count};
        columns_ = columns.by_question.data();
        before_ = columns.people;
        take_codes();
        take_ticks();
        const bool read = each<&Reader::read_rank>(ColumnShape::ranks) && each<&Reader::read_number>(ColumnShape::numbers) &&
                          each<&Reader::read_state>(ColumnShape::states) && each<&Reader::read_day>(ColumnShape::days) &&
                          each_of<&Reader::read_name>(parts_of_sample_);
        if (read)
            columns.people += count;
        else
            undo(columns);
        return read;
    }

    const std::vector<Asked>& of(ColumnShape shape) const noexcept { return asked_[static_cast<std::size_t>(shape)]; }
    template <auto read>
    bool each(ColumnShape shape) {
        for (const auto& asked : of(shape)) add_entries(columns_[asked.question], shape);
        return each_of<read>(of(shape));
    }
    template <auto read>
    bool each_of(const std::vector<Asked>& questions) {
        for (const auto& asked : questions) {
            auto& column = columns_[asked.question];
            auto at = before_;
            for (const auto& person : some_)
                if (!(this->*read)(asked, person.tokens, person.values[asked.question], column, at++)) return false;
        }
        return true;
    }

    /// One for each person, to be written over; ranks are added as they are read.
    void add_entries(Column& column, ColumnShape shape) const {
        const auto people = before_ + some_.size();
        column.states.resize(people);
        if (shape == ColumnShape::ticks) column.ticks.resize(people * column.words);
        if (shape == ColumnShape::numbers || shape == ColumnShape::days) column.numbers.resize(people);
    }

    Asked asked(std::uint32_t q) const {
        const auto& question = form_.questions[q];
        Asked made;
        made.question = q;
        made.type = question.type;
        made.names_part_of_sample = names_a_part_of_the_sample(form_, q);
        made.must_be_number = question.type == QuestionType::calculate && holds_number(question);
        made.first_word = values_.first_word(q);
        if (question.list == none) return made;
        made.choices = &values_.choices(question.list);
        made.has_long_list = form_.lists[question.list].choices.size() > choices_in_a_byte;
        made.refused_is_word = !has_choice(form_.lists[question.list], refused_word);
        return made;
    }

    /// `answered` for any value that does not say that there is none.
    static State state_of(const Asked& asked, const JsonTokens& tokens, At at) noexcept {
        if (at == tokens.nothing()) return State::not_asked;
        return state_said(tokens.token(at), asked.refused_is_word);
    }

    void take_codes() {
        for (const auto& asked : of(ColumnShape::codes)) {
            auto& codes = columns_[asked.question].codes;
            if (asked.has_long_list) codes.widen();
            codes.extend(some_.size(), [&](auto* into) {
                for (const auto& person : some_) *into++ = static_cast<std::decay_t<decltype(*into)>>(person.codes[asked.question]);
            });
        }
    }

    static State state_of(std::uint16_t code) noexcept {
        if (code == code_not_asked) return State::not_asked;
        if (code == code_no_answer) return State::no_answer;
        return code == code_refused ? State::refused : State::answered;
    }

    void take_ticks() {
        for (const auto& asked : of(ColumnShape::ticks)) {
            auto& column = columns_[asked.question];
            add_entries(column, ColumnShape::ticks);
            auto* state = column.states.data() + before_;
            auto* words = column.ticks.data() + before_ * column.words;
            for (const auto& person : some_) {
                const auto* from = person.ticks.data() + asked.first_word;
                *state = state_of(person.codes[asked.question]);
                for (std::uint32_t i = 0; i < column.words; ++i) *words++ = *state == State::answered ? from[i] : 0;
                ++state;
            }
        }
    }

    // What reads a value writes the entry of a person to its column, and is false when the value is not as canonical answers are.

    bool read_rank(const Asked& asked, const JsonTokens& tokens, At at, Column& column, std::size_t person) {
        auto& state = column.states[person];
        state = state_of(asked, tokens, at);
        chosen_.clear();
        if (state == State::answered && !read_choices_of_rank(asked, tokens, at, state)) return false;
        column.ranks.push_back(state == State::answered ? Ranks::Rank{chosen_} : Ranks::Rank{});
        return true;
    }

    bool read_choices_of_rank(const Asked& asked, const JsonTokens& tokens, At at, State& state) {
        if (tokens.kind(at) != '[') return false;
        do {
            const int code = asked.choices->find(tokens.token(++at));
            if (code == TokenTable::unknown) return false;
            const auto choice = static_cast<ChoiceIndex>(code);
            if (choice == code_refused)
                state = State::refused;
            else if (std::find(chosen_.begin(), chosen_.end(), choice) != chosen_.end())
                return false;
            else
                chosen_.push_back(choice);
        } while (tokens.kind(++at) == ',');
        return tokens.kind(at) == ']';
    }

    bool read_number(const Asked& asked, const JsonTokens& tokens, At at, Column& column, std::size_t person) {
        const auto state = state_of(asked, tokens, at);
        auto& entry = column.numbers[person];
        column.states[person] = state;
        entry = not_a_number;
        if (state != State::answered) return true;
        if (const auto text = inside_quotes(tokens.token(at))) return read_number_in_text(asked, *text, entry);
        const auto number = json_number(tokens.token(at));
        if (!number || asked.names_part_of_sample) return false;
        entry = *number;
        return asked.type != QuestionType::integer || std::trunc(*number) == *number;
    }

    /// What a calculation gave, or what was hidden, may be any text.
    static bool read_number_in_text(const Asked& asked, std::string_view text, double& into) {
        const bool unseen = asked.type == QuestionType::calculate || asked.type == QuestionType::hidden;
        if (!unseen || text.empty() || text.front() <= ' ' || text.find('\\') != text.npos) return false;
        const auto number = plain_number(text);
        into = number ? *number + 0.0 : not_a_number;
        return number || !asked.must_be_number;
    }

    /// Canonical texts begin with what is seen. Those that must look like something are looked at as a submission is.
    bool read_state(const Asked& asked, const JsonTokens& tokens, At at, Column& column, std::size_t person) {
        const auto state = state_of(asked, tokens, at);
        column.states[person] = state;
        if (state != State::answered) return true;
        const auto text = inside_quotes(tokens.token(at));
        if (!text || text->empty() || asked.names_part_of_sample) return false;
        const auto first = text->front();
        if (first == '\\' || (first >= 0 && first <= ' ')) return false;
        return asked.type == QuestionType::text || of_text_.of_text(asked.question, *text).state == State::answered;
    }

    bool read_day(const Asked& asked, const JsonTokens& tokens, At at, Column& column, std::size_t person) {
        const bool read = read_state(asked, tokens, at, column, person);
        const bool has_day = read && column.states[person] == State::answered;
        column.numbers[person] = has_day ? day_in(inside_quotes(tokens.token(at)).value_or("")) : not_a_number;
        return read;
    }

    /// Strata and clusters are told apart by what they are called.
    bool read_name(const Asked& asked, const JsonTokens& tokens, At at, Column& column, std::size_t) {
        const bool has_text = state_of(asked, tokens, at) == State::answered && !column.numbers.empty();
        column.texts.emplace_back(has_text ? inside_quotes(tokens.token(at)).value_or("") : "");
        return true;
    }

    /// Takes back what was added of a person who could not be read.
    static void undo(Columns& columns) {
        const auto people = columns.people;
        const auto cut = [](auto& entries, std::size_t size) {
            if (entries.size() > size) entries.resize(size);
        };
        for (auto& column : columns.by_question) {
            column.codes.cut(people);
            cut(column.states, people);
            cut(column.ticks, people * column.words);
            cut(column.numbers, people);
            column.ranks.cut(people);
            cut(column.texts, people);
        }
    }

    const Form& form_;
    StoredValues values_;
    LongWay long_way_;
    std::vector<Asked> asked_[7];  ///< by shape
    std::vector<Asked> parts_of_sample_;
    Problems passed_over_;
    AnswerValues of_text_{form_, passed_over_};
    std::vector<Person> people_;
    std::size_t held_back_ = 0;
    std::span<const Person> some_;  ///< who is being added
    Column* columns_ = nullptr;
    std::size_t before_ = 0;           ///< people in them
    std::vector<ChoiceIndex> chosen_;  ///< by one of them, in order
};

StoredAnswers::StoredAnswers(const Form& form, LongWay long_way) : reader_(std::make_unique<Reader>(form, std::move(long_way))) {}
StoredAnswers::~StoredAnswers() = default;
StoredAnswers::StoredAnswers(StoredAnswers&&) noexcept = default;
StoredAnswers& StoredAnswers::operator=(StoredAnswers&&) noexcept = default;

void StoredAnswers::make_room(Columns& columns, std::size_t people) const { reader_->make_room(columns, people); }
void StoredAnswers::append(Columns& columns, std::string_view answers) { reader_->append(columns, answers); }
void StoredAnswers::flush(Columns& columns) { reader_->flush(columns); }

void append(Columns& columns, Columns&& more) {
    const auto add = [](auto& all, auto& others) {
        all.insert(all.end(), std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
    };
    for (std::size_t q = 0; q < columns.by_question.size(); ++q) {
        auto& column = columns.by_question[q];
        auto& others = more.by_question[q];
        column.codes.append(others.codes, 0, others.codes.size());
        add(column.states, others.states);
        add(column.ticks, others.ticks);
        add(column.numbers, others.numbers);
        column.ranks.append(others.ranks, 0, others.ranks.size());
        add(column.texts, others.texts);
    }
    add(columns.seqs, more.seqs);
    add(columns.record_keys, more.record_keys);
    columns.people += more.people;
    columns.last_seq = more.last_seq;
}

}  // namespace ecoute::forms

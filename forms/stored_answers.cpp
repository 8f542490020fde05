#include "forms/stored_answers.hpp"

#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <charconv>
#include <cmath>
#include <cstring>
#include <iterator>
#include <limits>

#include "forms/answer_values.hpp"
#include "forms/answers.hpp"
#include "forms/column_shape.hpp"
#include "forms/numbers.hpp"

namespace ecoute::forms {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// Codes of a list's choices by their names: open addressing, since the look-up is most of the work.
class Codes {
public:
    explicit Codes(const ChoiceList& list) : slots_(std::bit_ceil(list.choices.size() * 2 + 2)) {
        for (std::size_t i = 0; i < list.choices.size(); ++i) {
            const auto& choice = list.choices[i];
            auto at = place_of(choice.name);
            while (slots_[at].taken) at = (at + 1) & (slots_.size() - 1);
            slots_[at] = {choice.name, static_cast<ChoiceIndex>(i), choice.refusal, true};
        }
    }
    struct Slot {
        std::string_view name;
        ChoiceIndex choice = 0;
        bool refusal = false, taken = false;
    };
    /// nullptr when no choice is called so.
    const Slot* find(std::string_view name) const noexcept {
        for (auto at = place_of(name); slots_[at].taken; at = (at + 1) & (slots_.size() - 1))
            if (slots_[at].name == name) return &slots_[at];
        return nullptr;
    }

private:
    std::size_t place_of(std::string_view name) const noexcept {
        std::uint64_t head = 0, tail = 0;
        const auto bytes = std::min<std::size_t>(name.size(), 8);
        std::memcpy(&head, name.data(), bytes);
        std::memcpy(&tail, name.data() + name.size() - bytes, bytes);
        const auto mixed = (head ^ (tail * 0x9E3779B97F4A7C15ull) ^ name.size()) * 0xD6E8FEB86659FD93ull;
        return static_cast<std::size_t>(mixed >> 32) & (slots_.size() - 1);
    }
    std::vector<Slot> slots_;
};

/// What must be known of a question to read its answer.
struct Asked {
    std::string_view key;  ///< as it stands in the JSON; of a row of a grid, behind the grid's name
    ColumnShape shape = ColumnShape::nothing;
    QuestionType type{};
    const Codes* codes = nullptr;
    std::uint32_t end = 0;
    bool stands = false;          ///< a key of the JSON may name it
    bool refused_is_word = true;  ///< "refused" is the reserved answer, not a choice of that name
    bool has_texts = false;
};

}  // namespace

class StoredAnswers::Reader {
public:
    explicit Reader(const Form& form) : form_(form) {
        codes_.reserve(form.lists.size());
        for (const auto& list : form.lists) codes_.emplace_back(list);
        for (std::uint32_t q = 0; q < form.questions.size(); ++q) {
            asked_.push_back(asked(q));
            longest_key_ = std::max(longest_key_, asked_.back().key.size() + 1);
        }
    }

    bool append(Columns& columns, std::string_view answers) {
        columns_ = &columns;
        const auto room = answers.size() + simdjson::SIMDJSON_PADDING + longest_key_;
        if (buffer_.size() < room) buffer_.resize(2 * room);
        std::memcpy(buffer_.data(), answers.data(), answers.size());
        ondemand::document document;
        ondemand::object object;
        const bool read = parser_.iterate(buffer_.data(), answers.size(), buffer_.size()).get(document) == simdjson::SUCCESS &&
                          document.get_object().get(object) == simdjson::SUCCESS &&
                          read_object(object, 0, static_cast<std::uint32_t>(asked_.size()));
        if (read)
            ++columns.people;
        else
            undo();
        return read;
    }

private:
    Asked asked(std::uint32_t q) const {
        const auto& question = form_.questions[q];
        const bool row = question.parent != none && form_.questions[question.parent].type == QuestionType::grid;
        Asked made;
        made.key = question.name;
        if (row) made.key.remove_prefix(form_.questions[question.parent].name.size() + 1);
        made.shape = column_shape(question);
        made.type = question.type;
        made.end = question.end;
        made.stands = question.type != QuestionType::group && question.type != QuestionType::note && question.type != QuestionType::unused;
        made.has_texts = names_a_part_of_the_sample(form_, q);
        if (question.list == none) return made;
        made.codes = &codes_[question.list];
        made.refused_is_word = made.codes->find(refused_word) == nullptr;
        return made;
    }

    /// Members of an object, which name questions from `next` to `last` in their order; those that are not named were not
    /// asked.
    bool read_object(ondemand::object object, std::uint32_t next, std::uint32_t last) {
        for (auto field : object) {
            ondemand::raw_json_string key;
            ondemand::value value;
            if (field.key().get(key) != simdjson::SUCCESS || field.value().get(value) != simdjson::SUCCESS) return false;
            while (next < last && !is_named(next, key.raw())) pass(next, last);
            if (next == last || !read_question(value, next)) return false;
            next = asked_[next].end;
        }
        while (next < last) pass(next, last);
        return true;
    }

    bool is_named(std::uint32_t q, const char* key) const noexcept {
        const auto& asked = asked_[q];
        return asked.stands && std::memcmp(key, asked.key.data(), asked.key.size()) == 0 && key[asked.key.size()] == '"';
    }

    /// A question that the answers do not name. The questions of a group may be named all the same, rows of a grid and of
    /// a repeat not without theirs.
    void pass(std::uint32_t& q, std::uint32_t last) {
        const auto& asked = asked_[q];
        const auto end = asked.type == QuestionType::grid || asked.type == QuestionType::repeat ? std::min(asked.end, last) : q + 1;
        for (; q < end; ++q) put_missing(q, State::not_asked);
    }

    bool read_question(ondemand::value value, std::uint32_t q) {
        const auto& asked = asked_[q];
        if (asked.type == QuestionType::grid) return read_grid(value, q);
        if (asked.type == QuestionType::repeat) {  // its rows have no columns
            for (auto inside = q; inside < asked.end; ++inside) put_missing(inside, State::not_asked);
            return true;
        }
        std::string_view token = value.raw_json_token();
        while (!token.empty() && static_cast<unsigned char>(token.back()) <= ' ') token.remove_suffix(1);
        if (token == "null") return put_missing(q, State::no_answer);
        if (token.front() != '"') return token.front() == '[' ? read_choices(value, q) : read_other(token, q);
        const auto text = token.substr(1, token.size() - 2);
        if (text == refused_word && asked.refused_is_word) return put_missing(q, State::refused);
        return read_text(text, q);
    }

    bool read_grid(ondemand::value value, std::uint32_t grid) {
        ondemand::object rows;
        return value.get_object().get(rows) == simdjson::SUCCESS && read_object(rows, grid + 1, asked_[grid].end);
    }

    bool read_text(std::string_view text, std::uint32_t q) {
        const auto& asked = asked_[q];
        auto& column = columns_->by_question[q];
        switch (asked.shape) {
            case ColumnShape::codes: {
                if (!asked.codes) return text == "OK" && put_code(column, q, 0);  // an acknowledge
                const auto* choice = asked.codes->find(text);
                return choice && put_code(column, q, choice->refusal ? code_refused : choice->choice);
            }
            case ColumnShape::numbers: {
                const bool unseen = asked.type == QuestionType::calculate || asked.type == QuestionType::hidden;
                if (!unseen || text.empty() || text.front() <= ' ' || text.find('\\') != text.npos) return false;
                const auto number = plain_number(text);
                if (!number && asked.type == QuestionType::calculate && asks_number(q)) return false;
                return put_number(column, q, number ? *number + 0.0 : not_a_number, text);
            }
            case ColumnShape::states:
                return !asked.has_texts && put_text(column, q, text);
            default:
                return asked.shape == ColumnShape::nothing;
        }
    }

    /// Canonical texts begin with what is seen. Those that must look like something are looked at as a submission is.
    bool put_text(Column& column, std::uint32_t q, std::string_view text) {
        const auto first = text.empty() ? '\\' : text.front();
        if (first == '\\' || (first >= 0 && first <= ' ')) return false;
        if (asked_[q].type != QuestionType::text && values_.of_text(q, text).state != State::answered) return false;
        column.states.push_back(State::answered);
        return true;
    }

    bool asks_number(std::uint32_t q) const noexcept { return holds_number(form_.questions[q]); }

    /// A number, true or false.
    bool read_other(std::string_view token, std::uint32_t q) {
        const auto& asked = asked_[q];
        double number = 0;
        const auto end = std::from_chars(token.data(), token.data() + token.size(), number);
        const bool whole = end.ec == std::errc{} && end.ptr == token.data() + token.size() && std::isfinite(number);
        if (asked.shape != ColumnShape::numbers || !whole || asked.has_texts) return false;
        if (asked.type == QuestionType::integer && std::trunc(number) != number) return false;
        return put_number(columns_->by_question[q], q, number + 0.0, token);
    }

    bool read_choices(ondemand::value value, std::uint32_t q) {
        const auto& asked = asked_[q];
        ondemand::array items;
        if ((asked.shape != ColumnShape::ticks && asked.shape != ColumnShape::ranks) || value.get_array().get(items) != simdjson::SUCCESS)
            return false;
        chosen_.clear();
        bool refused = false;
        for (auto item : items) {
            std::string_view token;
            if (item.raw_json_token().get(token) != simdjson::SUCCESS) return false;
            while (static_cast<unsigned char>(token.back()) <= ' ') token.remove_suffix(1);
            const auto* choice = token.size() > 2 && token.front() == '"' ? asked.codes->find(token.substr(1, token.size() - 2)) : nullptr;
            if (!choice) return false;
            refused = refused || choice->refusal;
            if (asked.shape == ColumnShape::ranks && std::find(chosen_.begin(), chosen_.end(), choice->choice) != chosen_.end()) return false;
            chosen_.push_back(choice->choice);
        }
        if (chosen_.empty()) return false;
        if (refused) return put_missing(q, State::refused);
        return asked.shape == ColumnShape::ticks ? put_ticks(q) : put_rank(q);
    }

    bool put_ticks(std::uint32_t q) {
        auto& column = columns_->by_question[q];
        column.states.push_back(State::answered);
        const auto first = column.ticks.size();
        column.ticks.resize(first + column.words);
        for (const auto choice : chosen_) column.ticks[first + choice / 64] |= std::uint64_t{1} << (choice % 64);
        return true;
    }

    bool put_rank(std::uint32_t q) {
        auto& column = columns_->by_question[q];
        column.states.push_back(State::answered);
        column.ranks.push_back(chosen_);
        return true;
    }

    bool put_code(Column& column, std::uint32_t q, std::uint16_t code) {
        if (asked_[q].has_texts) column.texts.emplace_back();
        column.codes.push_back(code);
        return true;
    }

    bool put_number(Column& column, std::uint32_t q, double number, std::string_view text) {
        if (asked_[q].has_texts) column.texts.emplace_back(text);
        column.states.push_back(State::answered);
        column.numbers.push_back(number);
        return true;
    }

    bool put_missing(std::uint32_t q, State state) {
        constexpr std::uint16_t codes[] = {code_not_asked, code_no_answer, code_refused};
        auto& column = columns_->by_question[q];
        const auto& asked = asked_[q];
        if (asked.has_texts) column.texts.emplace_back();
        if (asked.shape == ColumnShape::nothing) return true;
        if (asked.shape == ColumnShape::codes) {
            column.codes.push_back(codes[static_cast<std::size_t>(state)]);
            return true;
        }
        column.states.push_back(state);
        if (asked.shape == ColumnShape::numbers) column.numbers.push_back(not_a_number);
        if (asked.shape == ColumnShape::ticks) column.ticks.resize(column.ticks.size() + column.words);
        if (asked.shape == ColumnShape::ranks) column.ranks.emplace_back();
        return true;
    }

    /// Takes back what was added of a person who could not be read.
    void undo() {
        const auto people = columns_->people;
        const auto cut = [](auto& entries, std::size_t size) {
            if (entries.size() > size) entries.resize(size);
        };
        for (auto& column : columns_->by_question) {
            cut(column.codes, people);
            cut(column.states, people);
            cut(column.ticks, people * column.words);
            cut(column.numbers, people);
            cut(column.ranks, people);
            cut(column.texts, people);
        }
    }

    const Form& form_;
    std::vector<Codes> codes_;
    std::vector<Asked> asked_;
    Problems passed_over_;
    AnswerValues values_{form_, passed_over_};
    std::size_t longest_key_ = 0;  ///< with its quote; so much may be read behind a shorter one
    ondemand::parser parser_;
    std::vector<char> buffer_;
    std::vector<ChoiceIndex> chosen_;
    Columns* columns_ = nullptr;
};

StoredAnswers::StoredAnswers(const Form& form) : reader_(std::make_unique<Reader>(form)) {}
StoredAnswers::~StoredAnswers() = default;
StoredAnswers::StoredAnswers(StoredAnswers&&) noexcept = default;
StoredAnswers& StoredAnswers::operator=(StoredAnswers&&) noexcept = default;

bool StoredAnswers::append(Columns& columns, std::string_view answers) { return reader_->append(columns, answers); }

void append(Columns& columns, Columns&& more) {
    const auto add = [](auto& all, auto& others) {
        all.insert(all.end(), std::make_move_iterator(others.begin()), std::make_move_iterator(others.end()));
    };
    for (std::size_t q = 0; q < columns.by_question.size(); ++q) {
        auto& column = columns.by_question[q];
        auto& others = more.by_question[q];
        add(column.codes, others.codes);
        add(column.states, others.states);
        add(column.ticks, others.ticks);
        add(column.numbers, others.numbers);
        add(column.ranks, others.ranks);
        add(column.texts, others.texts);
    }
    add(columns.seqs, more.seqs);
    add(columns.record_keys, more.record_keys);
    columns.people += more.people;
    columns.last_seq = more.last_seq;
}

}  // namespace ecoute::forms

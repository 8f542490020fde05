#include "forms/session.hpp"

#include <algorithm>

#include "forms/answer_values.hpp"

namespace ecoute::forms {
namespace {

using Rows = std::vector<Answers>;

Answers blank(const Form& form) {
    Answers answers;
    make_blank(form, 0, static_cast<std::uint32_t>(form.questions.size()), answers);
    for (Answer& answer : answers.by_question) answer.state = State::not_asked;
    return answers;
}

Answers blank_row(const Form& form, std::uint32_t repeat) {
    Answers row;
    row.by_question.resize(form.questions[repeat].end - repeat - 1);
    for (Answer& answer : row.by_question) answer.state = State::not_asked;
    return row;
}

Rows& rows_in(Answer& answer) {
    auto* rows = std::get_if<Rows>(&answer.value);
    return rows ? *rows : answer.value.emplace<Rows>();
}

std::size_t row_count(const Answer& answer) {
    const auto* rows = std::get_if<Rows>(&answer.value);
    return rows ? rows->size() : 0;
}

/// The state of a repeat follows from its rows.
void tidy(Answer& repeat) {
    if (row_count(repeat) == 0) repeat.value = {};
    repeat.state = row_count(repeat) == 0 ? State::no_answer : State::answered;
}

Answer asked(Answer answer) {
    if (answer.state == State::not_asked) answer.state = State::no_answer;
    return answer;
}

}  // namespace

Session::Session(const Form& form, const Clock& clock, std::string language)
    : Session(form, clock, std::move(language), blank(form), false) {
    begin_response();
    settle_all();
}

Session::Session(const Form& form, const Clock& clock, std::string language, Answers begun)
    : Session(form, clock, std::move(language), std::move(begun), true) {
    settle_all();
}

Session::Session(const Form& form, const Clock& clock, std::string language, Answers given, bool begun_before)
    : form_(form), language_(std::move(language)), given_(std::move(given)), seen_(blank(form)),
      one_(form, seen_, clock, language_), fired_(form.questions.size()), fires_now_(form.questions.size()),
      begun_before_(begun_before) {}

Answer* Session::entry(Answers& answers, std::uint32_t question, const Instances& instances) const {
    Answers* holder = &answers;
    const auto repeats = enclosing_repeats(form_, question);
    if (instances.size() < repeats.size()) return nullptr;
    for (std::size_t level = 0; level < repeats.size(); ++level) {
        auto* rows = std::get_if<Rows>(&holder->by_question[entry_of(form_, repeats[level])].value);
        if (!rows || instances[level] >= rows->size()) return nullptr;
        holder = &(*rows)[instances[level]];
    }
    return &holder->by_question[entry_of(form_, question)];
}

/// Every question from `first` to `last` with a default of one kind, but what stands in a repeat, which waits for its row.
template <class Each>
void Session::with_default(std::uint32_t first, std::uint32_t last, bool dynamic, Each each) const {
    for (auto q = first; q < last; ++q) {
        const Question& question = form_.questions[q];
        if (question.type == QuestionType::repeat)
            q = question.end - 1;
        else if (!question.default_value.empty() && question.default_is_dynamic == dynamic)
            each(q);
    }
}

/// First the values that are written, then those that are computed, which read them as if all applied.
void Session::begin_response() {
    for (const bool dynamic : {false, true})
        with_default(0, static_cast<std::uint32_t>(form_.questions.size()), dynamic, [&](std::uint32_t q) {
            given_.by_question[q] = seen_.by_question[q] = one_.initial(q, {});
        });
    seen_ = blank(form_);
}

/// The values that are written, at once; those that are computed wait in `beginning_` until all that they may read has
/// settled.
void Session::begin_row(std::uint32_t repeat, const Instances& row) {
    with_default(repeat + 1, form_.questions[repeat].end, false,
                 [&](std::uint32_t q) { *entry(given_, q, row) = one_.initial(q, row); });
    beginning_.emplace_back(repeat, row);
}

void Session::compute_defaults(std::uint32_t repeat, const Instances& row) {
    with_default(repeat + 1, form_.questions[repeat].end, true, [&](std::uint32_t q) {
        Answer* given = entry(given_, q, row);
        if (!given) return;  // the row went before it had begun
        *given = one_.initial(q, row);
        Answer* seen = entry(seen_, q, row);
        if (!seen || seen->state == State::not_asked || *seen == asked(*given)) return;
        *seen = asked(*given);
        push(q, row);
        changed(q, row, true);
    });
}

void Session::settle_all() {
    for (std::uint32_t q = 0; q < form_.questions.size(); ++q) push(q, {});
    settle();
    loading_ = false;
}

void Session::set(const Node& node, Answer answer) {
    Answer* given = entry(given_, node.question, node.instances);
    if (!given || form_.questions[node.question].type == QuestionType::repeat) return;
    if (answer.state == State::not_asked) answer.state = State::no_answer;
    *given = std::move(answer);
    Answer* seen = entry(seen_, node.question, node.instances);
    if (!seen || seen->state == State::not_asked || *seen == *given) return;
    *seen = *given;
    if (!form_.questions[node.question].choice_filter.empty()) push(node.question, node.instances);
    changed(node.question, node.instances, true);
    settle();
}

void Session::add_row(const Node& repeat) {
    const Question& question = form_.questions[repeat.question];
    if (question.type != QuestionType::repeat || !question.repeat_count.empty()) return;
    const Answer* seen = entry(seen_, repeat.question, repeat.instances);
    if (!seen || seen->state == State::not_asked) return;
    resize(repeat.question, repeat.instances, row_count(*seen) + 1);
    settle();
}

void Session::remove_row(const Node& row) {
    const Question& repeat = form_.questions[row.question];
    if (repeat.type != QuestionType::repeat || !repeat.repeat_count.empty() || row.instances.empty()) return;
    const Instances outer(row.instances.begin(), row.instances.end() - 1);
    for (Answers* answers : {&given_, &seen_}) {
        Answer* held = entry(*answers, row.question, outer);
        if (!held || row.instances.back() >= row_count(*held)) continue;
        Rows& rows = rows_in(*held);
        rows.erase(rows.begin() + row.instances.back());
        if (held->state != State::not_asked) tidy(*held);
    }
    // The rows behind it have moved up: their positions, and all that reads them, are others.
    changed(row.question, outer);
    for (auto inside = row.question + 1; inside < repeat.end; ++inside) changed(inside, outer);
    push_inside(row.question, outer);
    settle();
}

void Session::push(std::uint32_t question, const Instances& within) {
    const auto [place, is_new] = waiting_.try_emplace(form_.rank[question], question, within);
    if (is_new) return;
    Instances& known = place->second.second;
    const auto same = std::mismatch(known.begin(), known.end(), within.begin(), within.end());
    known.erase(same.first, known.end());
}

void Session::push_inside(std::uint32_t question, const Instances& within) {
    for (auto inside = question + 1; inside < form_.questions[question].end; ++inside) push(inside, within);
}

void Session::changed(std::uint32_t question, const Instances& instances, bool set_anew) {
    const auto rows_of = [&](std::uint32_t other) {
        const auto shared = shared_instances(form_, other, question, instances);
        return Instances(shared.begin(), shared.end());
    };
    for (const auto dependent : form_.dependents[question]) push(dependent, rows_of(dependent));
    for (const auto triggered : form_.triggered_by[question]) {
        if (!set_anew || loading_ || fired_[triggered]) continue;
        fired_[triggered] = fires_now_[triggered] = true;
        push(triggered, rows_of(triggered));
    }
}

void Session::settle() {
    while (!waiting_.empty() || !beginning_.empty()) {
        if (waiting_.empty()) {
            const auto [repeat, row] = std::move(beginning_.front());
            beginning_.pop_front();
            compute_defaults(repeat, row);
            continue;
        }
        const auto [question, within] = std::move(waiting_.begin()->second);
        waiting_.erase(waiting_.begin());
        Instances instances;
        visit_rows(question, within, enclosing_repeats(form_, question), instances);
        fires_now_[question] = false;
    }
    std::fill(fired_.begin(), fired_.end(), false);
}

void Session::visit_rows(std::uint32_t question, const Instances& within, const std::vector<std::uint32_t>& repeats,
                         Instances& instances) {
    const std::size_t level = instances.size();
    if (level == repeats.size()) return visit(question, instances);
    const Answer* repeat = entry(seen_, repeats[level], instances);
    const auto rows = repeat ? static_cast<std::uint32_t>(row_count(*repeat)) : 0;
    for (std::uint32_t row = 0; row < rows; ++row) {
        if (level < within.size() && within[level] != row) continue;
        instances.push_back(row);
        visit_rows(question, within, repeats, instances);
        instances.pop_back();
    }
}

void Session::visit(std::uint32_t question, const Instances& instances) {
    ++visits_;
    const Question& asked_now = form_.questions[question];
    const bool in_repeat = asked_now.parent != none && form_.questions[asked_now.parent].type == QuestionType::repeat;
    const Answer* above = asked_now.parent == none || in_repeat ? nullptr : entry(seen_, asked_now.parent, instances);
    const Answer* seen = entry(seen_, question, instances);
    const bool was = seen->state != State::not_asked;
    const bool is = (!above || above->state != State::not_asked) && one_.relevant(question, instances);
    if (was && !is) hide(question, instances);
    if (!was && is) show(question, instances);
    if (!is) return;
    if (!asked_now.repeat_count.empty()) return count(question, instances);
    Answer* given = entry(given_, question, instances);
    if (is_calculated_now(question, *given)) calculate(question, instances);
    if (!one_.filter(question, instances, *given)) return;
    *entry(seen_, question, instances) = asked(*given);
    changed(question, instances, true);
}

/// What a question holds goes with it: no expression sees it from now on.
void Session::hide(std::uint32_t question, const Instances& instances) {
    for (auto inside = question; inside < form_.questions[question].end; ++inside) {
        changed(inside, instances);
        if (form_.questions[inside].repeat == form_.questions[question].repeat)
            *entry(seen_, inside, instances) = {State::not_asked, {}};
    }
}

void Session::show(std::uint32_t question, const Instances& instances) {
    const Answer* given = entry(given_, question, instances);
    Answer* seen = entry(seen_, question, instances);
    if (form_.questions[question].type == QuestionType::repeat) {
        seen->value = Rows(row_count(*given), blank_row(form_, question));
        tidy(*seen);
    } else {
        *seen = asked(*given);
    }
    changed(question, instances);
    push_inside(question, instances);
}

/// What a trigger makes waits for it; what clock or chance made before is kept.
bool Session::is_calculated_now(std::uint32_t question, const Answer& given) const {
    const Question& asked_now = form_.questions[question];
    if (asked_now.calculation.empty()) return false;
    if (loading_ && begun_before_ && asked_now.keeps_sent && given.state == State::answered) return false;
    return asked_now.triggers.empty() || fires_now_[question];
}

void Session::calculate(std::uint32_t question, const Instances& instances) {
    Answer answer = one_.calculated(question, instances);
    Answer* seen = entry(seen_, question, instances);
    *entry(given_, question, instances) = answer;
    if (*seen == answer) return;
    *seen = std::move(answer);
    changed(question, instances, true);
}

void Session::count(std::uint32_t repeat, const Instances& instances) {
    resize(repeat, instances, one_.count(repeat, instances));
}

/// A repeat that applies has `wanted` rows from now on: the last go, or new ones begin.
void Session::resize(std::uint32_t repeat, const Instances& instances, std::size_t wanted) {
    Answer &given = *entry(given_, repeat, instances), &seen = *entry(seen_, repeat, instances);
    const auto before = row_count(given);
    wanted = std::min(wanted, most_repeat_rows);
    if (wanted == before) return;
    for (Answer* held : {&given, &seen}) {
        rows_in(*held).resize(wanted, blank_row(form_, repeat));
        tidy(*held);
    }
    changed(repeat, instances);
    for (auto inside = repeat + 1; inside < form_.questions[repeat].end; ++inside) changed(inside, instances);
    Instances row = instances;
    row.push_back(0);
    for (row.back() = static_cast<std::uint32_t>(before); row.back() < wanted; ++row.back()) {
        begin_row(repeat, row);
        push_inside(repeat, row);
    }
}

}  // namespace ecoute::forms

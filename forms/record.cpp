#include "forms/record.hpp"

#include <algorithm>

namespace ecoute::forms {
namespace {

using expression::Node;
using expression::NodeSet;
using expression::Value;

const std::vector<Answers>* rows_of(const Form& form, std::uint32_t repeat, const Answers& holder) {
    return std::get_if<std::vector<Answers>>(&holder.by_question[entry_of(form, repeat)].value);
}

/// The row of `repeat` that `instances` name, the person's answers for `none`; nullptr when there is no such row.
const Answers* row_of(const Form& form, const Answers& answers, std::uint32_t repeat,
                      std::span<const std::uint32_t> instances) {
    if (repeat == none) return &answers;
    if (instances.empty()) return nullptr;
    const Answers* holder = row_of(form, answers, form.questions[repeat].repeat, instances.first(instances.size() - 1));
    const auto* rows = holder ? rows_of(form, repeat, *holder) : nullptr;
    return rows && instances.back() < rows->size() ? &(*rows)[instances.back()] : nullptr;
}

/// Collects the nodes of a question, repeat by repeat from the outermost.
struct Collector {
    const Form& form;
    std::uint32_t question;
    std::span<const std::uint32_t> within;
    std::vector<std::uint32_t> repeats;
    std::vector<std::uint32_t> instances;
    NodeSet found;

    void collect(const Answers& holder) {
        if (instances.size() == repeats.size()) return collect_here(holder);
        const std::size_t level = instances.size();
        const auto* rows = rows_of(form, repeats[level], holder);
        if (!rows) return;
        for (std::uint32_t i = 0; i < rows->size(); ++i) {
            if (level < within.size() && within[level] != i) continue;
            instances.push_back(i);
            collect((*rows)[i]);
            instances.pop_back();
        }
    }

    void collect_here(const Answers& holder) {
        const Answer& answer = holder.by_question[entry_of(form, question)];
        if (answer.state == State::not_asked) return;
        if (form.questions[question].type != QuestionType::repeat) {
            found.push_back({question, instances});
            return;
        }
        const auto* rows = std::get_if<std::vector<Answers>>(&answer.value);
        for (std::uint32_t i = 0; rows && i < rows->size(); ++i) {
            found.push_back({question, instances});
            found.back().instances.push_back(i);
        }
    }
};

std::string names_of(const ChoiceList& list, const std::vector<ChoiceIndex>& choices) {
    std::string names;
    for (const ChoiceIndex choice : choices) {
        if (!names.empty()) names += ' ';
        names += list.choices[choice].name;
    }
    return names;
}

}  // namespace

std::vector<std::uint32_t> enclosing_repeats(const Form& form, std::uint32_t question) {
    std::vector<std::uint32_t> repeats;
    for (auto repeat = form.questions[question].repeat; repeat != none; repeat = form.questions[repeat].repeat)
        repeats.push_back(repeat);
    std::reverse(repeats.begin(), repeats.end());
    return repeats;
}

std::span<const std::uint32_t> shared_instances(const Form& form, std::uint32_t other, std::uint32_t question,
                                                std::span<const std::uint32_t> instances) {
    if (instances.empty()) return {};
    const auto theirs = enclosing_repeats(form, other), ours = enclosing_repeats(form, question);
    const auto [mine, different] = std::mismatch(ours.begin(), ours.end(), theirs.begin(), theirs.end());
    const auto shared = static_cast<std::size_t>(mine - ours.begin());
    return instances.first(std::min(shared, instances.size()));
}

std::uint32_t entry_of(const Form& form, std::uint32_t question) noexcept {
    const std::uint32_t repeat = form.questions[question].repeat;
    return repeat == none ? question : question - repeat - 1;
}

Value FormRecord::value(const Node& node) const {
    const Answers* holder = row_of(form_, answers_, form_.questions[node.question].repeat, node.instances);
    if (!holder) return {};
    const Answer& answer = holder->by_question[entry_of(form_, node.question)];
    if (answer.state != State::answered) return {};
    if (const auto* number = std::get_if<double>(&answer.value)) return *number;
    if (const auto* choice = std::get_if<ChoiceIndex>(&answer.value))
        return form_.list_of(node.question).choices[*choice].name;
    if (const auto* text = std::get_if<std::string>(&answer.value)) return *text;
    if (const auto* choices = std::get_if<std::vector<ChoiceIndex>>(&answer.value))
        return names_of(form_.list_of(node.question), *choices);
    return {};
}

NodeSet FormRecord::nodes(std::uint32_t question, std::span<const std::uint32_t> within) const {
    Collector collector{form_, question, within, enclosing_repeats(form_, question), {}, {}};
    collector.collect(answers_);
    return std::move(collector.found);
}

std::string FormRecord::choice_label(std::uint32_t question, std::string_view choice) const {
    if (form_.questions[question].list == none) return {};
    const ChoiceList& list = form_.list_of(question);
    const auto index = list.find(choice);
    if (!index) return {};
    return std::string(shown(list.choices[*index].label, language_, form_.default_language).text);
}

std::optional<std::uint32_t> FormRecord::row_count(std::string_view list) const {
    const ChoiceList* found = form_.find_list(list);
    if (!found) return std::nullopt;
    return static_cast<std::uint32_t>(found->choices.size());
}

std::optional<std::string> FormRecord::cell(std::string_view list, std::uint32_t row, std::string_view column) const {
    const ChoiceList* found = form_.find_list(list);
    if (!found || row >= found->choices.size()) return std::nullopt;
    const Choice& choice = found->choices[row];
    // A file's own column "name" or "label", beside others that name and label the choice, is what its author means.
    if (const auto cell = choice.columns.find(column); cell != choice.columns.end()) return cell->second;
    if (column == "name") return choice.name;
    if (column == "label") return std::string(shown(choice.label, language_, form_.default_language).text);
    return std::nullopt;
}

}  // namespace ecoute::forms

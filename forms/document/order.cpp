#include <algorithm>
#include <array>
#include <numeric>

#include "forms/document/logic.hpp"

namespace ecoute::forms::document {
namespace {

struct Reads {
    expression::Expression Question::*expression;
    std::string_view member;
    bool may_read_itself;
};
constexpr std::array reads{
    Reads{&Question::relevant, "relevant", false},           Reads{&Question::calculation, "calculation", true},
    Reads{&Question::required, "required", false},           Reads{&Question::read_only, "read_only", false},
    Reads{&Question::choice_filter, "choice_filter", false}, Reads{&Question::repeat_count, "repeat_count", false},
};

bool is_evaluated(const Question& question) {
    return !question.relevant.empty() || !question.calculation.empty() || !question.repeat_count.empty() ||
           !question.choice_filter.empty();
}

/// Who waits for whom: a question for the questions that its expressions read, and for the group around it.
class Waiting {
public:
    explicit Waiting(const Form& form) : form_(form), needs_(form.questions.size()) {
        for (std::uint32_t q = 0; q < needs_.size(); ++q) {
            for (const Reads& row : reads)
                for (const auto read : (form.questions[q].*row.expression).depends_on())
                    if (read != q || !row.may_read_itself) needs_[q].push_back(read);
            if (form.questions[q].parent != none) needs_[q].push_back(form.questions[q].parent);
            std::sort(needs_[q].begin(), needs_[q].end());
            needs_[q].erase(std::unique(needs_[q].begin(), needs_[q].end()), needs_[q].end());
        }
    }

    /// Kahn's order: first what waits for nothing, in document order. What is missing in it stands on a circle or
    /// behind one.
    std::vector<std::uint32_t> order() const {
        std::vector<std::vector<std::uint32_t>> needed_by(needs_.size());
        std::vector<std::size_t> waits(needs_.size());
        std::vector<std::uint32_t> ready;
        for (std::uint32_t q = 0; q < needs_.size(); ++q) {
            waits[q] = needs_[q].size();
            if (waits[q] == 0) ready.push_back(q);
            for (const auto other : needs_[q]) needed_by[other].push_back(q);
        }
        for (std::size_t i = 0; i < ready.size(); ++i)
            for (const auto other : needed_by[ready[i]])
                if (--waits[other] == 0) ready.push_back(other);
        return ready;
    }

    /// One circle for each group of questions that can't be ordered; `ordered` are those that can.
    std::vector<std::vector<std::uint32_t>> circles(const std::vector<std::uint32_t>& ordered) const {
        constexpr std::uint32_t never = 0, done = none;
        std::vector<std::uint32_t> met(needs_.size(), never);  // number of the walk that met it
        for (const auto q : ordered) met[q] = done;
        std::vector<std::vector<std::uint32_t>> found;
        std::uint32_t walk = 0;
        for (std::uint32_t start = 0; start < needs_.size(); ++start) {
            if (met[start] != never) continue;
            std::vector<std::uint32_t> path;
            std::uint32_t at = start;
            for (++walk; met[at] == never; at = first_not_ordered(at, met)) {
                met[at] = walk;
                path.push_back(at);
            }
            if (met[at] != walk) continue;
            found.emplace_back(std::find(path.begin(), path.end(), at), path.end());
        }
        return found;
    }

private:
    /// Something that `q` waits for and that can't be ordered either; there is always one.
    std::uint32_t first_not_ordered(std::uint32_t q, const std::vector<std::uint32_t>& met) const {
        for (const auto other : needs_[q])
            if (met[other] != none) return other;
        return q;
    }

    const Form& form_;
    std::vector<std::vector<std::uint32_t>> needs_;
};

/// The member whose expression makes `q` read `other`; "" when only the group around it does.
std::string_view member_that_reads(const Question& question, std::uint32_t other) {
    for (const Reads& row : reads) {
        const auto read = (question.*row.expression).depends_on();
        if (std::binary_search(read.begin(), read.end(), other)) return row.member;
    }
    return {};
}

void tell_circle(Draft& draft, std::vector<std::uint32_t> circle) {
    const auto& questions = draft.form.questions;
    // It begins at an expression, not at a group's hold on what it contains.
    for (std::size_t turns = 0; turns < circle.size(); ++turns) {
        if (!member_that_reads(questions[circle[0]], circle[1 % circle.size()]).empty()) break;
        std::rotate(circle.begin(), circle.begin() + 1, circle.end());
    }
    std::string names;
    for (const auto q : circle) names += questions[q].name + " -> ";
    const Question& first = questions[circle[0]];
    const auto member = member_that_reads(first, circle[1 % circle.size()]);
    draft.mistake(Code::expression_cycle, first.name, first.pointer + "/" + std::string(member),
                  {{"cycle", names + first.name}});
}

/// Who must be looked at again when a question changes. A triggered calculation waits for its trigger only.
void fill_dependents(Form& form) {
    form.dependents.resize(form.questions.size());
    form.triggered_by.resize(form.questions.size());
    for (std::uint32_t q = 0; q < form.questions.size(); ++q) {
        const Question& question = form.questions[q];
        for (const Reads& row : reads) {
            if (row.expression == &Question::calculation && !question.triggers.empty()) continue;
            for (const auto read : (question.*row.expression).depends_on())
                if (read != q) form.dependents[read].push_back(q);
        }
        for (const auto trigger : question.triggers)
            if (trigger != q) form.triggered_by[trigger].push_back(q);
    }
    const auto before = [&](std::uint32_t a, std::uint32_t b) { return form.rank[a] < form.rank[b]; };
    for (auto& dependents : form.dependents) {
        std::sort(dependents.begin(), dependents.end(), before);
        dependents.erase(std::unique(dependents.begin(), dependents.end()), dependents.end());
    }
}

bool is_unseen_default(const Question& question) {
    const bool unseen = question.type == QuestionType::hidden || question.type == QuestionType::calculate;
    return unseen && question.repeat == none && question.calculation.empty() && !question.default_value.empty();
}

}  // namespace

void order_evaluation(Draft& draft) {
    const Waiting waiting(draft.form);
    const auto ordered = waiting.order();
    for (const auto q : ordered)
        if (is_evaluated(draft.form.questions[q])) draft.form.evaluation_order.push_back(q);
    Form& form = draft.form;
    for (std::uint32_t q = 0; q < form.questions.size(); ++q)
        if (is_unseen_default(form.questions[q])) form.unseen_defaults.push_back(q);
    form.rank.resize(form.questions.size());
    for (std::uint32_t place = 0; place < ordered.size(); ++place) form.rank[ordered[place]] = place;
    if (ordered.size() == form.questions.size()) return fill_dependents(form);
    for (auto& circle : waiting.circles(ordered)) tell_circle(draft, std::move(circle));
}

}  // namespace ecoute::forms::document

#include "server/exact_ties.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "server/sensitive.hpp"

namespace ecoute::server {
namespace {

using forms::AskedOf;

class Tying {
public:
    Tying(const forms::Form& form, std::span<const std::string> asked) : form_(form) {
        if (form.sensitive_consent) passing_.push_back(form.sensitive_consent->question);
        for (const auto& name : asked)
            if (const auto found = form.find(name); found && !is_passing(*found) && !takes_from_another(*found)) wanted_.push_back(*found);
    }

    ExactTies run() {
        find_gates();
        wanted_.erase(std::remove_if(wanted_.begin(), wanted_.end(), [&](auto one) { return is_passing(one); }), wanted_.end());
        for (const auto gate : passing_) note_usual(gate);
        for (const auto one : wanted_) place(one);
        return std::move(ties_);
    }

private:
    bool is_passing(std::uint32_t question) const { return std::find(passing_.begin(), passing_.end(), question) != passing_.end(); }

    bool says_who_answers(std::uint32_t question) const {
        const auto& by = form_.breakdowns;
        return question == by.quartier || question == by.age || question == by.gender;
    }

    bool takes_from_another(std::uint32_t question) const {
        const auto reads_another = [&](const forms::expression::Expression& expression) {
            const auto reads = expression.depends_on();
            return std::any_of(reads.begin(), reads.end(), [&](std::uint32_t read) { return read != question; });
        };
        const auto& asked = form_.questions[question];
        return reads_another(asked.choice_filter) || reads_another(asked.constraint);
    }

    bool may_be_gate(std::uint32_t question) const {
        return !says_who_answers(question) && forms::is_asked(form_.questions[question].type) && forms::holds_one_choice(form_.questions[question]) &&
               !is_sensitive(form_, question);
    }

    void find_gates() {
        std::map<std::uint32_t, std::size_t> behind;
        for (const auto one : wanted_) {
            const auto conditions = asked_of(form_, one, passing_);
            if (!conditions)
                for (const auto read : asked_by(form_, one)) ++behind[read];
            else
                for (const auto& condition : *conditions) behind[condition.question] += condition.blank;
        }
        for (const auto& [question, count] : behind)
            if (2 * count > wanted_.size() && may_be_gate(question) && !is_passing(question)) passing_.push_back(question);
    }

    /// What a question asks of a gate, all else apart; empty when nothing. Nothing that can be said: nullopt.
    std::optional<std::vector<AskedOf>> of_gate(std::uint32_t question, std::uint32_t gate) const {
        auto others = asked_by(form_, question);
        others.erase(std::remove(others.begin(), others.end(), gate), others.end());
        return asked_of(form_, question, others);
    }

    /// How most questions behind a gate are asked: two that stand behind different answers of it would share the people out between them.
    void note_usual(std::uint32_t gate) {
        std::map<std::vector<bool>, std::size_t> times;
        std::size_t most = 0;
        for (const auto one : wanted_) {
            const auto condition = of_gate(one, gate);
            if (!condition || condition->empty()) continue;
            auto answers = condition->front().choices;
            answers.push_back(condition->front().blank);
            if (++times[answers] <= most) continue;
            most = times[answers];
            usual_[gate] = condition->front();
        }
    }

    bool is_usual(std::uint32_t question) const {
        return std::all_of(usual_.begin(), usual_.end(), [&](const auto& usual) {
            const auto condition = of_gate(question, usual.first);
            return condition && (condition->empty() || condition->front() == usual.second);
        });
    }

    /// What a question asks, and what the gates ask that must have been answered before. Nothing that can be said: nullopt.
    std::optional<std::vector<AskedOf>> conditions_of(std::uint32_t question) const {
        auto conditions = asked_of(form_, question, passing_);
        for (const auto gate : passing_) {
            const auto through = of_gate(question, gate);
            if (!conditions || !through) return std::nullopt;
            if (gate == question || through->empty() || through->front().blank) continue;
            const auto before = conditions_of(gate);
            if (!before) return std::nullopt;
            for (const auto& one : *before) add(one, *conditions);
        }
        return conditions;
    }

    static void add(const AskedOf& condition, std::vector<AskedOf>& conditions) {
        const auto found = std::find_if(conditions.begin(), conditions.end(), [&](const AskedOf& one) { return one.question == condition.question; });
        if (found == conditions.end()) return conditions.push_back(condition);
        for (std::size_t i = 0; i < found->choices.size(); ++i) found->choices[i] = found->choices[i] && condition.choices[i];
        found->blank = found->blank && condition.blank;
    }

    /// True when the question stands in the set. Parents come first; expressions may not read in circles.
    bool place(std::uint32_t question) {
        if (const auto known = placed_.find(question); known != placed_.end()) return known->second;
        placed_[question] = false;
        if (std::find(wanted_.begin(), wanted_.end(), question) == wanted_.end() || !is_usual(question)) return false;
        auto conditions = conditions_of(question);
        if (!conditions) return false;
        for (const auto& one : *conditions)
            if (!may_be_linked(one) || !place(one.question)) return false;
        leave_out_implied(*conditions);
        if (conditions->size() > 1) return false;
        if (!conditions->empty()) {
            const auto parent = conditions->front().question;
            if (is_sensitive(form_, question) && !is_sensitive(form_, parent) && !form_.sensitive) return false;
            ties_.follow_ups.emplace(question, std::move(conditions->front()));
        }
        ties_.questions.push_back(question);
        return placed_[question] = true;
    }

    /// A choice that counts as refused has no figure.
    bool may_be_linked(const AskedOf& condition) const {
        if (says_who_answers(condition.question) || condition.blank) return false;
        const auto& choices = form_.list_of(condition.question).choices;
        bool any = false;
        for (std::size_t i = 0; i < choices.size(); ++i) {
            if (condition.choices[i] && choices[i].refusal) return false;
            any = any || condition.choices[i];
        }
        return any;
    }

    /// A group's condition holds for whoever was asked a question of the group.
    void leave_out_implied(std::vector<AskedOf>& conditions) const {
        const auto all = conditions;
        conditions.erase(std::remove_if(conditions.begin(), conditions.end(), [&](const AskedOf& one) {
            return std::any_of(all.begin(), all.end(), [&](const AskedOf& other) { return other.question != one.question && implies(other.question, one); });
        }), conditions.end());
    }

    bool implies(std::uint32_t question, const AskedOf& condition) const {
        for (auto found = ties_.follow_ups.find(question); found != ties_.follow_ups.end(); found = ties_.follow_ups.find(found->second.question)) {
            const auto& its = found->second;
            if (its.question != condition.question) continue;
            for (std::size_t i = 0; i < its.choices.size(); ++i)
                if (its.choices[i] && !condition.choices[i]) return false;
            return true;
        }
        return false;
    }

    const forms::Form& form_;
    std::vector<std::uint32_t> wanted_, passing_;
    std::map<std::uint32_t, AskedOf> usual_;  ///< by gate
    std::map<std::uint32_t, bool> placed_;
    ExactTies ties_;
};

}  // namespace

ExactTies exact_ties(const forms::Form& form, std::span<const std::string> asked) { return Tying{form, asked}.run(); }

}  // namespace ecoute::server

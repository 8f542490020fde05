#include "server/sensitive.hpp"

#include <algorithm>
#include <vector>

namespace ecoute::server {
namespace {

/// Looks at each question once: expressions may not read in circles, groups do.
class Sensitivity {
public:
    explicit Sensitivity(const forms::Form& form) : form_(form), seen_(form.questions.size(), false) {}

    bool of(std::uint32_t question) {
        if (form_.questions[question].sensitive) return true;
        if (seen_[question]) return false;
        seen_[question] = true;
        const auto& asked = form_.questions[question];
        return any(asked.calculation) || any(asked.choice_filter) || of_relevance(question);
    }

    bool of_relevance(std::uint32_t question) {
        for (auto at = question; at != forms::none; at = form_.questions[at].parent)
            if (any(form_.questions[at].relevant)) return true;
        return false;
    }

private:
    bool any(const forms::expression::Expression& expression) {
        const auto reads = expression.depends_on();
        return std::any_of(reads.begin(), reads.end(), [&](std::uint32_t question) { return of(question); });
    }
    const forms::Form& form_;
    std::vector<bool> seen_;
};

bool says_who_answers(const forms::Form& form, std::uint32_t question) noexcept {
    const auto& by = form.breakdowns;
    return question == by.quartier || question == by.age || question == by.gender;
}

}  // namespace

bool is_sensitive(const forms::Form& form, std::uint32_t question) { return Sensitivity{form}.of(question); }

bool tells_something_sensitive(const forms::Form& form, std::uint32_t question) {
    return is_sensitive(form, question) || (form.sensitive && !says_who_answers(form, question));
}

bool is_asked_of_sensitive(const forms::Form& form, std::uint32_t question) {
    if (Sensitivity{form}.of_relevance(question)) return true;
    if (!form.sensitive) return false;
    for (auto at = question; at != forms::none; at = form.questions[at].parent)
        for (const auto read : form.questions[at].relevant.depends_on())
            if (!says_who_answers(form, read) && !(form.consent && form.consent->question == read) && !(form.sensitive_consent && form.sensitive_consent->question == read)) return true;
    return false;
}

}  // namespace ecoute::server

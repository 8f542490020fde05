#include "forms/versions.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "forms/check/plain_words.hpp"
#include "forms/document/names.hpp"

namespace ecoute::forms {
namespace {

using enum ChangeKind;

struct Row {
    ChangeKind kind;
    std::string_view name;
    bool mixes;
};
/// One row a kind, in the order of the enumeration.
constexpr std::array rows{
    Row{title_reworded, "title_reworded", false},
    Row{notice_reworded, "notice_reworded", false},
    Row{language_added, "language_added", false},
    Row{language_removed, "language_removed", false},
    Row{question_added, "question_added", false},
    Row{question_removed, "question_removed", false},
    Row{questions_reordered, "questions_reordered", false},
    Row{question_reworded, "question_reworded", false},
    Row{hint_reworded, "hint_reworded", false},
    Row{message_reworded, "message_reworded", false},
    Row{condition_changed, "condition_changed", false},
    Row{constraint_changed, "constraint_changed", false},
    Row{required_changed, "required_changed", false},
    Row{filter_changed, "filter_changed", false},
    Row{limit_changed, "limit_changed", false},
    Row{type_widened, "type_widened", false},
    Row{made_sensitive, "made_sensitive", false},
    Row{choice_added, "choice_added", false},
    Row{choice_reworded, "choice_reworded", false},
    Row{choices_reordered, "choices_reordered", false},
    Row{choice_removed, "choice_removed", false},
    Row{bands_changed, "bands_changed", false},
    Row{breakdown_added, "breakdown_added", false},
    Row{question_replaced, "question_replaced", true},
    Row{type_changed, "type_changed", true},
    Row{repeat_changed, "repeat_changed", true},
    Row{calculation_changed, "calculation_changed", true},
    Row{range_changed, "range_changed", true},
    Row{choice_replaced, "choice_replaced", true},
    Row{answered_choice_removed, "answered_choice_removed", true},
    Row{attached_choice_removed, "attached_choice_removed", true},
    Row{refusal_changed, "refusal_changed", true},
    Row{breakdown_bands_changed, "breakdown_bands_changed", true},
    Row{breakdown_changed, "breakdown_changed", true},
    Row{protection_lowered, "protection_lowered", true},
    Row{consent_changed, "consent_changed", true},
};

consteval bool in_order() {
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (rows[i].kind != static_cast<ChangeKind>(i)) return false;
    return rows.back().kind == consent_changed;
}
static_assert(in_order(), "one row a kind, in the order of the enumeration");

// ---- texts

/// Words that carry a meaning: four letters or more; all of them when there are no such words.
std::set<std::string> weighty_words(std::string_view text) {
    constexpr std::size_t least_letters = 4;
    const auto words = check::plain_words(text);
    std::set<std::string> heavy;
    for (const auto& word : words)
        if (word.size() >= least_letters) heavy.insert(word);
    return heavy.empty() ? std::set<std::string>(words.begin(), words.end()) : heavy;
}

/// True when the younger text is not the older one in other words, as far as letters tell.
bool is_another(std::string_view before, std::string_view after) {
    const auto old_words = weighty_words(before), new_words = weighty_words(after);
    if (old_words.empty() || new_words.empty()) return false;
    for (const auto& word : new_words)
        if (old_words.contains(word)) return false;
    const std::array<std::string_view, 1> candidate{before};
    return !document::nearest(after, candidate).has_value();
}

/// The language in which both texts exist and differ; the document's own first.
std::vector<std::string> reworded_languages(const Text& before, const Text& after) {
    std::vector<std::string> languages;
    for (const auto& [language, text] : before) {
        const auto now = after.find(language);
        if (now != after.end() && now->second != text) languages.push_back(language);
    }
    return languages;
}

/// Compares two forms; what is found is kept in the order of the younger document.
class Comparison {
public:
    Comparison(const Form& before, const Form& after, const WasGiven& was_given)
        : before_(before), after_(after), was_given_(was_given) {}

    std::vector<Change> run() {
        whole();
        for (std::uint32_t q = 0; q < after_.questions.size(); ++q) {
            const auto old = before_.find(after_.questions[q].name);
            if (old)
                question(before_.questions[*old], after_.questions[q], *old);
            else
                tell(question_added, after_.questions[q].name, after_.questions[q].pointer,
                     {{"after", own_text(after_, after_.questions[q].label)}});
        }
        for (const Question& old : before_.questions)
            if (!after_.find(old.name))
                tell(question_removed, old.name, old.pointer, {{"before", own_text(before_, old.label)}});
        order();
        return std::move(changes_);
    }

private:
    using Facts = std::map<std::string, std::string>;

    void tell(ChangeKind kind, std::string subject, std::string where, Facts facts = {}) {
        if (changes_.size() < most_changes) changes_.push_back({kind, std::move(subject), std::move(where), std::move(facts)});
    }
    static std::string own_text(const Form& form, const Text& text) {
        return document::excerpt(shown(text, form.default_language, form.default_language).text);
    }
    static Facts both(std::string_view before, std::string_view after) {
        return {{"before", document::excerpt(before)}, {"after", document::excerpt(after)}};
    }

    // -- the questionnaire as a whole

    void whole() {
        texts(before_.title, after_.title, title_reworded, "", "/title");
        texts(before_.notice, after_.notice, notice_reworded, "", "/notice");
        languages();
        if (before_.sensitive != after_.sensitive)
            tell(after_.sensitive ? made_sensitive : protection_lowered, "", "/sensitive");
        consent(before_.consent, after_.consent, "/consent");
        consent(before_.sensitive_consent, after_.sensitive_consent, "/sensitive_consent");
        breakdown("quartier", &Breakdowns::quartier);
        breakdown("age", &Breakdowns::age);
        breakdown("gender", &Breakdowns::gender);
    }

    void languages() {
        const auto has = [](const Form& form, const std::string& language) {
            return std::find(form.languages.begin(), form.languages.end(), language) != form.languages.end();
        };
        for (const auto& language : after_.languages)
            if (!has(before_, language)) tell(language_added, "", "/title/" + language, {{"language", language}});
        for (const auto& language : before_.languages)
            if (!has(after_, language)) tell(language_removed, "", "/title/" + language, {{"language", language}});
    }

    static std::string asked(const Form& form, std::uint32_t question) {
        return question == none ? std::string() : form.questions[question].name;
    }
    /// "question = choice", or "" when the form does not ask.
    static std::string agreement(const Form& form, const std::optional<Consent>& consent) {
        if (!consent) return {};
        const Question& question = form.questions[consent->question];
        if (question.list == none) return question.name;
        return question.name + " = " + form.list_of(consent->question).choices[consent->agrees].name;
    }

    void consent(const std::optional<Consent>& before, const std::optional<Consent>& after, const std::string& where) {
        const auto was = agreement(before_, before), is = agreement(after_, after);
        if (was != is) tell(consent_changed, asked(after_, after ? after->question : none), where, both(was, is));
    }

    void breakdown(std::string_view role, std::uint32_t Breakdowns::*question) {
        const auto was = asked(before_, before_.breakdowns.*question), is = asked(after_, after_.breakdowns.*question);
        if (was == is) return;
        tell(was.empty() ? breakdown_added : breakdown_changed, std::string(role), "/breakdowns/" + std::string(role), both(was, is));
    }

    // -- one question

    void question(const Question& was, const Question& is, std::uint32_t old_index) {
        if (was.type != is.type) return other_type(was, is);
        if (asked(before_, was.repeat) != asked(after_, is.repeat)) return tell(repeat_changed, is.name, is.pointer);
        label(was, is, question_reworded, question_replaced);
        texts(was.hint, is.hint, hint_reworded, is.name, is.pointer + "/hint");
        texts(was.constraint_message, is.constraint_message, message_reworded, is.name, is.pointer + "/constraint_message");
        texts(was.required_message, is.required_message, message_reworded, is.name, is.pointer + "/required_message");
        formulas(was, is);
        numbers(was, is);
        if (was.sensitive != is.sensitive) tell(is.sensitive ? made_sensitive : protection_lowered, is.name, is.pointer);
        if (was.most_choices != is.most_choices) tell(limit_changed, is.name, is.pointer + "/parameters");
        if (was.list != none && is.list != none && before_.questions[old_index].type != QuestionType::grid) lists(was, is, old_index);
    }

    void other_type(const Question& was, const Question& is) {
        const bool wider = was.type == QuestionType::integer && is.type == QuestionType::decimal;
        tell(wider ? type_widened : type_changed, is.name, is.pointer + "/type", both(name(was.type), name(is.type)));
    }

    void label(const Question& was, const Question& is, ChangeKind reworded, ChangeKind replaced) {
        for (const auto& language : reworded_languages(was.label, is.label)) {
            const auto &old = was.label.find(language)->second, &now = is.label.find(language)->second;
            Facts facts = both(old, now);
            facts["language"] = language;
            tell(is_another(old, now) ? replaced : reworded, is.name, is.pointer + "/label/" + language, std::move(facts));
        }
    }

    void texts(const Text& was, const Text& is, ChangeKind kind, const std::string& subject, const std::string& where) {
        for (const auto& language : reworded_languages(was, is)) {
            Facts facts = both(was.find(language)->second, is.find(language)->second);
            facts["language"] = language;
            tell(kind, subject, where + "/" + language, std::move(facts));
        }
        if (was.empty() != is.empty()) tell(kind, subject, where, both(own_text(before_, was), own_text(after_, is)));
    }

    void formulas(const Question& was, const Question& is) {
        struct Formula {
            expression::Expression Question::*place;
            const char* member;
            ChangeKind kind;
        };
        static constexpr std::array all{
            Formula{&Question::relevant, "/relevant", condition_changed},
            Formula{&Question::constraint, "/constraint", constraint_changed},
            Formula{&Question::required, "/required", required_changed},
            Formula{&Question::choice_filter, "/choice_filter", filter_changed},
            Formula{&Question::calculation, "/calculation", calculation_changed},
        };
        for (const Formula& formula : all) {
            const auto &old = (was.*formula.place).text(), &now = (is.*formula.place).text();
            if (old != now) tell(formula.kind, is.name, is.pointer + formula.member, both(old, now));
        }
        if (was.always_required != is.always_required)
            tell(required_changed, is.name, is.pointer + "/required", both(was.always_required ? "yes" : "", is.always_required ? "yes" : ""));
    }

    void numbers(const Question& was, const Question& is) {
        if (was.bands != is.bands) {
            const auto index = after_.find(is.name);
            const bool splits = index && *index == after_.breakdowns.age;
            tell(splits ? breakdown_bands_changed : bands_changed, is.name, is.pointer + "/bands");
        }
        const bool other_range = was.range_start != is.range_start || was.range_end != is.range_end || was.range_step != is.range_step;
        if (is.type == QuestionType::range && other_range)
            tell(range_changed, is.name, is.pointer + "/parameters", both(range_of(was), range_of(is)));
    }
    static std::string range_of(const Question& question) {
        using expression::number_text;
        return number_text(question.range_start) + "-" + number_text(question.range_end) + " / " + number_text(question.range_step);
    }

    // -- choices; what is shared by many questions is told once

    void lists(const Question& was, const Question& is, std::uint32_t old_index) {
        const ChoiceList &old = before_.lists[was.list], &now = after_.lists[is.list];
        if (old.choices.empty() || now.choices.empty()) return;  // comes with the campaign
        removed_choices(old, now, is, old_index);
        if (!compared_.emplace(was.list, is.list).second) return;
        for (std::size_t i = 0; i < now.choices.size(); ++i) choice(old, now, i);
        if (!same_order(old, now)) tell(choices_reordered, now.name, "/choices/" + now.name);
    }

    /// True when the choices that both lists have stand in one order.
    static bool same_order(const ChoiceList& old, const ChoiceList& now) {
        std::vector<ChoiceIndex> places;
        for (const Choice& choice : now.choices)
            if (const auto place = old.find(choice.name)) places.push_back(*place);
        return std::is_sorted(places.begin(), places.end());
    }

    void choice(const ChoiceList& old, const ChoiceList& now, std::size_t index) {
        const Choice& is = now.choices[index];
        const std::string where = "/choices/" + now.name + "/" + std::to_string(index);
        const auto place = old.find(is.name);
        if (!place)
            return tell(choice_added, now.name, where, {{"choice", is.name}, {"after", own_text(after_, is.label)}});
        const Choice& was = old.choices[*place];
        if (was.refusal != is.refusal) tell(refusal_changed, now.name, where, {{"choice", is.name}});
        for (const auto& language : reworded_languages(was.label, is.label)) {
            const auto &before = was.label.find(language)->second, &after = is.label.find(language)->second;
            Facts facts = both(before, after);
            facts["language"] = language;
            facts["choice"] = is.name;
            tell(is_another(before, after) ? choice_replaced : choice_reworded, now.name, where + "/label/" + language, std::move(facts));
        }
    }

    void removed_choices(const ChoiceList& old, const ChoiceList& now, const Question& is, std::uint32_t old_index) {
        for (std::size_t i = 0; i < old.choices.size(); ++i) {
            const Choice& was = old.choices[i];
            if (now.find(was.name)) continue;
            const bool given = !was_given_ || was_given_(old_index, static_cast<ChoiceIndex>(i));
            if (!given && !removed_.emplace(old.name, was.name).second) continue;
            Facts facts{{"choice", was.name}, {"before", own_text(before_, was.label)}};
            if (given)
                tell(answered_choice_removed, is.name, is.pointer + "/choices", std::move(facts));
            else
                tell(choice_removed, old.name, "/choices/" + old.name, std::move(facts));
        }
    }

    void order() {
        std::vector<std::uint32_t> places;
        for (const Question& question : after_.questions)
            if (const auto place = before_.find(question.name)) places.push_back(*place);
        if (!std::is_sorted(places.begin(), places.end())) tell(questions_reordered, "", "/questions");
    }

    const Form &before_, &after_;
    const WasGiven& was_given_;
    std::vector<Change> changes_;
    std::set<std::pair<std::uint32_t, std::uint32_t>> compared_;
    std::set<std::pair<std::string, std::string>> removed_;
};

}  // namespace

std::string_view name(ChangeKind kind) noexcept { return rows[static_cast<std::size_t>(kind)].name; }
bool mixes_meanings(ChangeKind kind) noexcept { return rows[static_cast<std::size_t>(kind)].mixes; }

std::vector<ChangeKind> all_change_kinds() {
    std::vector<ChangeKind> kinds;
    for (const Row& row : rows) kinds.push_back(row.kind);
    return kinds;
}

std::vector<Change> changes_between(const Form& before, const Form& after, const WasGiven& was_given) {
    return Comparison(before, after, was_given).run();
}

}  // namespace ecoute::forms

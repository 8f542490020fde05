#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "forms/check/law_terms.hpp"
#include "forms/check/plain_words.hpp"
#include "forms/check/rules.hpp"
#include "forms/numbers.hpp"

namespace ecoute::forms::check {
namespace {

using Words = std::vector<std::string>;

/// Name and labels of a question, each as plain words: a phrase never runs from one into the other.
std::vector<Words> spoken(const Form& form, std::string_view name, const Text& label) {
    std::vector<Words> texts{plain_words(name)};
    for (const auto& [language, text] : label)
        if (is_read(language, form)) texts.push_back(plain_words(text));
    return texts;
}
bool one_says(const std::vector<Words>& texts, std::span<const std::string_view> phrases) {
    return std::any_of(texts.begin(), texts.end(), [&](const Words& words) { return says_any(words, phrases); });
}
bool one_says(const std::vector<Words>& texts, std::string_view phrase) { return one_says(texts, {&phrase, 1}); }

/// What a question says; a row of a grid says its grid's words too.
std::vector<Words> spoken(const Form& form, const Question& question) {
    auto texts = spoken(form, question.name, question.label);
    if (question.parent == none) return texts;
    const Question& above = form.questions[question.parent];
    if (above.type != QuestionType::grid) return texts;
    for (auto& words : spoken(form, above.name, above.label)) texts.push_back(std::move(words));
    return texts;
}

bool is_free(QuestionType type) {
    return type != QuestionType::select_one && type != QuestionType::select_multiple && type != QuestionType::rank &&
           type != QuestionType::grid && type != QuestionType::acknowledge && type != QuestionType::note;
}

/// Types that are personal by themselves, whatever their label says.
struct PersonalType {
    std::string_view type;
    Code code;
};
constexpr std::array personal_types{
    PersonalType{"geopoint", Code::check_position},   PersonalType{"geotrace", Code::check_position},
    PersonalType{"geoshape", Code::check_position},   PersonalType{"email", Code::check_contact},
    PersonalType{"phonenumber", Code::check_contact}, PersonalType{"deviceid", Code::check_identifier},
    PersonalType{"username", Code::check_person_name},
};

bool is_refused(Code code) { return code == Code::check_origin || code == Code::check_religion; }

void tell(Findings& found, Code code, const Question& question) {
    if (is_refused(code))
        found.mistake(code, question.name, question.pointer);
    else
        found.warning(code, question.name, question.pointer);
}

/// The first protected matter that a question asks about, in the order of the terms.
void protected_matter(const Form& form, const Question& question, Findings& found) {
    for (const PersonalType& row : personal_types)
        if (name(question.type) == row.type) return tell(found, row.code, question);
    if (!is_asked(question.type)) return;
    const auto texts = spoken(form, question);
    if (one_says(texts, felt_discrimination())) return;
    for (const Term& term : law_terms()) {
        if (term.asks == Asks::free_text && !is_free(question.type)) continue;
        if (one_says(texts, term.phrase)) return tell(found, term.code, question);
    }
}

/// A face and a voice identify a person (article 4 of the RGPD), and may tell what article 9 protects. What is drawn with a finger
/// shows neither; a signature is a name.
void face_or_voice(const Question& question, Findings& found) {
    const bool taken = question.type == QuestionType::image || question.type == QuestionType::audio || question.type == QuestionType::video;
    if (!taken) return;
    const auto appearance = plain_words(question.appearance);
    if (says_any(appearance, std::array<std::string_view, 1>{"draw"})) return;
    tell(found, says_any(appearance, std::array<std::string_view, 1>{"signature"}) ? Code::check_person_name : Code::check_face_or_voice, question);
}

/// "AME" as a word of its own, in capitals ("âme" is none).
bool names_ame(std::string_view label) {
    for (auto at = label.find("AME"); at != std::string_view::npos; at = label.find("AME", at + 1)) {
        const auto is_letter = [&](std::size_t i) {
            return i < label.size() && (std::isalpha(static_cast<unsigned char>(label[i])) || label[i] & 0x80);
        };
        if ((at == 0 || !is_letter(at - 1)) && !is_letter(at + 3)) return true;
    }
    return false;
}

/// The AME is for people without papers: to tick it is to say so.
bool is_ame(const Form& form, const Choice& choice) {
    constexpr std::array<std::string_view, 3> said{"aide medicale d etat", "aide medicale de l etat",
                                                   "state medical aid"};
    const bool labelled = std::any_of(choice.label.begin(), choice.label.end(),
                                      [](const auto& label) { return names_ame(label.second); });
    return choice.name == "ame" || labelled || one_says(spoken(form, choice.name, choice.label), said);
}

/// How many of the choices say a word of a table.
std::size_t saying(const Form& form, const ChoiceList& list, std::span<const std::string_view> phrases) {
    return static_cast<std::size_t>(std::count_if(list.choices.begin(), list.choices.end(), [&](const Choice& choice) {
        return one_says(spoken(form, choice.name, choice.label), phrases);
    }));
}

/// Longer lists sort no people: they are places, dishes, countries.
constexpr std::size_t longest_category_list = 60;

/// What a list offers, looked at once however many questions share it.
struct Offered {
    bool religions = false, origins = false, other = false;
    const Choice* ame = nullptr;
};
Offered offered(const Form& form, const ChoiceList& list) {
    Offered found;
    if (list.choices.size() > longest_category_list) return found;
    const auto words = plain_words(list.name);
    found.other = says_any(words, felt_discrimination()) || says_any(words, other_categories());
    found.religions = saying(form, list, religions()) >= 2;
    const auto named_origins = saying(form, list, origins());
    found.origins = named_origins > 0 && named_origins + saying(form, list, skins()) >= 2;
    for (const Choice& choice : list.choices)
        if (!found.ame && is_ame(form, choice)) found.ame = &choice;
    return found;
}

/// A question whose choices sort people by religion or origin, whatever its label says.
void category_list(const Form& form, const Question& question, const Offered& list, Findings& found) {
    if (list.other || !(list.religions || list.origins)) return;
    const auto texts = spoken(form, question);
    if (one_says(texts, felt_discrimination()) || one_says(texts, other_categories())) return;
    const Facts facts{{"list", form.lists[question.list].name}};
    if (list.religions)
        found.mistake(Code::check_religion, question.name, question.pointer + "/choices", facts);
    else if (one_says(texts, own_category()))
        found.mistake(Code::check_origin, question.name, question.pointer + "/choices", facts);
}

void coverage(const Form& form, const Question& question, const Offered& list, Findings& found) {
    if (list.ame)
        found.warning(Code::check_coverage, question.name, question.pointer + "/choices",
                      {{"value", list.ame->name}, {"list", form.lists[question.list].name}});
}

// ---- article 9: consent, and the mark that asks for it

bool depends_on_consent(const Form& form, std::uint32_t question, std::uint32_t consent, std::set<std::uint32_t>& seen) {
    if (question == consent) return true;
    if (!seen.insert(question).second) return false;
    for (std::uint32_t around = question; around != none; around = form.questions[around].parent) {
        const Question& carries = form.questions[around];
        for (const auto* expression : {&carries.relevant, &carries.calculation})
            for (const auto read : expression->depends_on())
                if (depends_on_consent(form, read, consent, seen)) return true;
    }
    return false;
}

/// True when the sensitive question is within another that was told already.
bool is_within_sensitive(const Form& form, const Question& question) {
    return question.parent != none && form.questions[question.parent].sensitive;
}

void consents(const Form& form, Findings& found) {
    const auto first = std::find_if(form.questions.begin(), form.questions.end(),
                                    [](const Question& question) { return question.sensitive; });
    if (!form.sensitive && first == form.questions.end()) return;
    if (!form.sensitive_consent)
        return found.warning(Code::check_consent_missing, first == form.questions.end() ? form.id : first->name,
                             first == form.questions.end() ? "/sensitive" : first->pointer);
    for (std::uint32_t q = 0; q < form.questions.size(); ++q) {
        const Question& question = form.questions[q];
        if (!question.sensitive || is_within_sensitive(form, question)) continue;
        std::set<std::uint32_t> seen;
        if (!depends_on_consent(form, q, form.sensitive_consent->question, seen))
            found.warning(Code::check_consent_unread, question.name, question.pointer,
                          named(form.questions[form.sensitive_consent->question].name));
    }
}

/// Who is asked something sensitive must be able to say no to that question too.
void sensitive_but_required(const Form& form, const Question& question, Findings& found) {
    if (!question.sensitive || !question.always_required || !is_asked(question.type)) return;
    if (question.list != none) {
        const auto& choices = form.lists[question.list].choices;
        if (std::any_of(choices.begin(), choices.end(), [](const Choice& choice) { return choice.refusal; })) return;
    }
    found.warning(Code::check_sensitive_required, question.name, question.pointer + "/required");
}

void sensitive_but_unmarked(const Form& form, const Question& question, Findings& found) {
    if (form.sensitive || question.sensitive || !is_asked(question.type)) return;
    const auto index = static_cast<std::uint32_t>(&question - form.questions.data());
    if (form.sensitive_consent && form.sensitive_consent->question == index) return;
    if (one_says(spoken(form, question), sensitive_matters()))
        found.warning(Code::check_sensitive_unmarked, question.name, question.pointer);
}

// ---- minors

/// The age from which a person agrees to an online service alone (article 45 of the law of 6 January 1978).
constexpr double age_of_consent = 15;

/// "11_14", "moins_15", "0-14": a band of people under that age. "75_plus" and "15_17" are none.
bool is_under_age(const Choice& choice) {
    const auto words = plain_words(choice.name);
    for (std::size_t i = 0; i < words.size(); ++i) {
        const auto number = plain_number(words[i]);
        if (!number) continue;
        const bool below = i > 0 && (words[i - 1] == "moins" || words[i - 1] == "under");
        return below ? *number <= age_of_consent : *number < age_of_consent;
    }
    return false;
}

bool takes_under_age(const Form& form, const Question& age) {
    if (age.list != none) {
        const auto& choices = form.lists[age.list].choices;
        return std::any_of(choices.begin(), choices.end(), is_under_age);
    }
    if (age.constraint.empty()) return true;
    if (!age.constraint.depends_on().empty()) return false;  // it can't be told
    expression::Context context;
    context.candidate = "14";
    return age.constraint.test(context);
}

void minors(const Form& form, Findings& found) {
    auto age = form.breakdowns.age;
    if (age == none) age = form.find("age").value_or(none);
    if (age == none || !is_asked_of_people(form.questions[age])) return;
    const Question& question = form.questions[age];
    const bool is_age = question.list != none || question.type == QuestionType::integer ||
                        question.type == QuestionType::decimal || question.type == QuestionType::range;
    const bool from_fifteen = question.type == QuestionType::range &&
                              std::min(question.range_start, question.range_end) >= age_of_consent;
    if (is_age && !from_fifteen && takes_under_age(form, question))
        found.warning(Code::check_minors, question.name, question.pointer);
}

}  // namespace

void check_law(const Form& form, Findings& found) {
    std::vector<Offered> lists;
    for (const ChoiceList& list : form.lists) lists.push_back(offered(form, list));
    for (const Question& question : form.questions) {
        protected_matter(form, question, found);
        face_or_voice(question, found);
        sensitive_but_unmarked(form, question, found);
        sensitive_but_required(form, question, found);
        if (question.list == none || !is_asked(question.type)) continue;
        category_list(form, question, lists[question.list], found);
        coverage(form, question, lists[question.list], found);
    }
    consents(form, found);
    minors(form, found);
}

}  // namespace ecoute::forms::check

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <set>

#include "forms/check/plain_words.hpp"
#include "forms/check/rules.hpp"
#include "forms/expression/tree.hpp"

namespace ecoute::forms::check {
namespace {

/// DOMAIN.md section 5: an interview at the door takes 12 minutes for 30 questions. More questions are not finished.
constexpr int most_asked = 30;
constexpr double minutes_a_question = 12.0 / 30;
/// Questions before a variable by which tables are split: quartier, gender, age and what the person does here come
/// first (DOMAIN.md section 7, block A), so that who stops early is still counted somewhere.
constexpr int most_before_breakdown = 5;
/// Characters of a label: three lines of a phone; longer ones are not read aloud in one breath. Ours.
constexpr std::size_t longest_label = 160;

bool is_consent(const Form& form, std::uint32_t question) {
    return (form.consent && form.consent->question == question) ||
           (form.sensitive_consent && form.sensitive_consent->question == question);
}

/// One thing that a person reads and answers: a grid is one, its rows are not.
bool counts(const Form& form, std::uint32_t index) {
    const Question& question = form.questions[index];
    if (question.field_sheet || is_consent(form, index)) return false;
    if (question.type == QuestionType::grid) return true;
    const bool is_row = question.parent != none && form.questions[question.parent].type == QuestionType::grid;
    return is_asked(question.type) && !is_row;
}

// ---- length

/// `${q} = 'a'` as the whole condition, or as one of several that must all hold: the question is for those alone who chose 'a'.
struct Branch {
    std::uint32_t question;
    std::string choice;
};
std::optional<Branch> branch_of(const expression::Tree& tree, std::uint32_t index) {
    using expression::Op;
    const auto& branch = tree.branches[index];
    const auto children = tree.children_of(branch);
    if (branch.op == Op::and_) {
        for (const auto child : children)
            if (auto found = branch_of(tree, child)) return found;
        return std::nullopt;
    }
    if (branch.op != Op::equal) return std::nullopt;
    const auto &left = tree.branches[children[0]], &right = tree.branches[children[1]];
    if (left.op != Op::reference || right.op != Op::text) return std::nullopt;
    return Branch{tree.references[left.index].question, tree.texts[right.index]};
}

/// The most questions that one person can be asked: of questions that hang on different choices of one select_one, only
/// the choice with the most of them counts. Anything else that is conditional counts as asked.
int most_for_one_person(const Form& form) {
    int always = 0;
    std::map<std::uint32_t, std::map<std::string, int>> by_choice;
    for (std::uint32_t q = 0; q < form.questions.size(); ++q) {
        if (!counts(form, q)) continue;
        const auto* tree = form.questions[q].relevant.tree();
        const auto branch = tree ? branch_of(*tree, tree->top) : std::nullopt;
        const bool one_of = branch && form.questions[branch->question].type == QuestionType::select_one &&
                            !is_consent(form, branch->question);
        ++(one_of ? by_choice[branch->question][branch->choice] : always);
    }
    for (const auto& [question, choices] : by_choice)
        always += std::max_element(choices.begin(), choices.end(), [](const auto& a, const auto& b) {
                      return a.second < b.second;
                  })->second;
    return always;
}

void length(const Form& form, Findings& found) {
    const int asked = most_for_one_person(form);
    if (asked <= most_asked) return;
    const auto minutes = static_cast<int>(std::ceil(asked * minutes_a_question));
    found.warning(Code::check_too_many_questions, form.id, "/questions",
                  {{"count", std::to_string(asked)}, {"limit", std::to_string(most_asked)}, {"minutes", std::to_string(minutes)}});
}

// ---- breakdowns, notice

struct Role {
    std::string_view name;
    std::uint32_t Breakdowns::*question;
};
constexpr std::array roles{Role{"quartier", &Breakdowns::quartier}, Role{"age", &Breakdowns::age},
                           Role{"gender", &Breakdowns::gender}};

void breakdowns(const Form& form, Findings& found) {
    for (const Role& role : roles) {
        const std::uint32_t question = form.breakdowns.*role.question;
        if (question == none) {
            found.warning(Code::check_breakdown_missing, std::string(role.name), "/breakdowns");
            continue;
        }
        int before = 0;
        for (std::uint32_t q = 0; q < question; ++q) before += counts(form, q) ? 1 : 0;
        if (counts(form, question) && before > most_before_breakdown)
            found.warning(Code::check_breakdown_late, form.questions[question].name, form.questions[question].pointer,
                          {{"value", std::string(role.name)}, {"count", std::to_string(before)}, {"limit", std::to_string(most_before_breakdown)}});
    }
}

void notice(const Form& form, Findings& found) {
    if (form.notice.empty()) found.warning(Code::check_notice_missing, "", "/notice");
}

// ---- wording

std::size_t characters(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

constexpr std::array<std::string_view, 15> leading{
    "ne pensez vous pas", "ne trouvez vous pas", "ne croyez vous pas", "n etes vous pas d accord", "n estimez vous pas",
    "n est ce pas",       "ne faut il pas",      "ne faudrait il pas", "ne devrait on pas",        "n avez vous pas l impression",
    "don t you think",    "don t you agree",     "wouldn t you agree", "wouldn t you say",         "isn t it"};

/// Only what these rules can be sure of: "et/ou" asks two things at once, "ne pensez-vous pas" says what to answer.
void wording(const Form& form, const Question& question, Findings& found) {
    for (const auto& [language, text] : question.label) {
        const std::string where = question.pointer + "/label/" + language;
        if (characters(text) > longest_label)
            found.warning(Code::check_label_long, question.name, where,
                          {{"count", std::to_string(characters(text))}, {"limit", std::to_string(longest_label)}});
        if (!is_read(language, form)) continue;
        for (const std::string_view both : {"et/ou", "and/or"})
            if (text.find(both) != std::string::npos)
                found.warning(Code::check_double_question, question.name, where, {{"value", std::string(both)}});
        if (says_any(plain_words(text), leading)) found.warning(Code::check_leading_question, question.name, where);
    }
}

// ---- scales

using Scale = std::span<const std::string_view>;
constexpr std::array<std::string_view, 4> satisfaction{"pas du tout", "peu", "assez", "tres"};
constexpr std::array<std::string_view, 4> agreement{"pas du tout", "plutot pas", "plutot", "tout a fait"};
constexpr std::array<std::string_view, 5> frequency{"jamais", "rarement", "parfois", "souvent", "toujours"};
constexpr std::array<std::string_view, 5> quality{"tres mauvais*", "mauvais*", "moyen*", "bon*", "tres bon*"};
constexpr std::array<std::string_view, 5> frequency_english{"never", "rarely", "sometimes", "often", "always"};
constexpr std::array<std::string_view, 4> agreement_english{"strongly disagree", "disagree", "agree", "strongly agree"};
constexpr std::array scales{Scale{satisfaction},      Scale{agreement}, Scale{frequency}, Scale{quality},
                            Scale{frequency_english}, Scale{agreement_english}};
/// Fewer choices of a scale may be there by chance.
constexpr std::size_t least_of_scale = 3;

/// The point of a scale that a label begins with; of "plutôt" and "plutôt pas", the longer.
std::optional<std::size_t> point_of(Scale scale, std::string_view label) {
    const auto words = plain_words(label);
    std::optional<std::size_t> best;
    for (std::size_t i = 0; i < scale.size(); ++i) {
        const auto length = static_cast<std::size_t>(1 + std::count(scale[i].begin(), scale[i].end(), ' '));
        if (words.size() < length) continue;
        const std::string whole = "=" + std::string(scale[i]);
        if (says({words.data(), length}, whole) && (!best || scale[i].size() > scale[*best].size())) best = i;
    }
    return best;
}

/// The points of the scale that most choices stand for, in the order of the list; empty when the list is no scale.
std::vector<std::size_t> points_of(const Form& form, const ChoiceList& list) {
    std::vector<std::size_t> most;
    for (const Scale scale : scales) {
        std::vector<std::size_t> points;
        for (const Choice& choice : list.choices)
            if (const auto point = point_of(scale, shown(choice.label, form.default_language, form.default_language).text))
                points.push_back(*point);
        const bool each_once = std::set<std::size_t>(points.begin(), points.end()).size() == points.size();
        if (each_once && points.size() >= least_of_scale && points.size() > most.size()) most = std::move(points);
    }
    return most;
}

bool lets_pass(const Choice& choice) {
    constexpr std::array<std::string_view, 7> ways{"nsp", "sais pas", "sait pas", "sans avis", "sans opinion", "sans objet", "don t know"};
    if (choice.refusal || says_any(plain_words(choice.name), ways)) return true;
    return std::any_of(choice.label.begin(), choice.label.end(),
                       [&](const auto& label) { return says_any(plain_words(label.second), ways); });
}

/// Longer lists are no scales.
constexpr std::size_t longest_scale = 12;

void scale_of(const Form& form, const Question& question, Findings& found) {
    if (question.list == none || !is_asked_of_people(question)) return;
    const ChoiceList& list = form.lists[question.list];
    if (list.choices.size() > longest_scale) return;
    const auto points = points_of(form, list);
    if (points.empty()) return;
    const bool ordered = std::is_sorted(points.begin(), points.end()) || std::is_sorted(points.rbegin(), points.rend());
    if (!ordered)
        found.warning(Code::check_scale_order, question.name, question.pointer + "/choices", {{"list", list.name}});
    if (question.always_required && std::none_of(list.choices.begin(), list.choices.end(), lets_pass))
        found.warning(Code::check_scale_without_way_out, question.name, question.pointer + "/choices",
                      {{"list", list.name}});
}

// ---- open questions

bool has_pattern(const Question& question) {
    if (question.constraint.empty()) return false;
    const auto& branches = question.constraint.tree()->branches;
    return std::any_of(branches.begin(), branches.end(), [](const auto& branch) { return branch.op == expression::Op::call; }) &&
           question.constraint.text().find("regex") != std::string::npos;
}

/// People write names and addresses into open questions unless they are asked not to.
void open_question(const Form& form, const Question& question, Findings& found) {
    constexpr std::array<std::string_view, 7> warned{"nom", "noms", "nommer", "adresse", "name", "names", "address"};
    if (question.type != QuestionType::text || question.field_sheet || question.name.ends_with("_other")) return;
    if (has_pattern(question)) return;
    for (const auto* text : {&question.label, &question.hint})
        for (const auto& [language, said] : *text)
            if (is_read(language, form) && says_any(plain_words(said), warned)) return;
    found.warning(Code::check_open_question, question.name, question.pointer + "/hint");
}

}  // namespace

void check_fieldwork(const Form& form, Findings& found) {
    notice(form, found);
    breakdowns(form, found);
    length(form, found);
    for (const Question& question : form.questions) {
        if (is_asked_of_people(question) || question.type == QuestionType::grid) wording(form, question, found);
        scale_of(form, question, found);
        open_question(form, question, found);
    }
}

}  // namespace ecoute::forms::check

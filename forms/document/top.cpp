#include "forms/document/top.hpp"

#include <algorithm>

#include "forms/document/names.hpp"

namespace ecoute::forms::document {
namespace {

/// The format that this program reads, the value of "ecoute".
constexpr std::int64_t format_version = 1;

void read_format(Draft& draft, const Members& top) {
    const auto written = top.find("ecoute");
    std::int64_t version = 0;
    if (!written)
        draft.warning(Code::form_field_missing, "ecoute", top.pointer());
    else if (written->get_int64().get(version) != simdjson::SUCCESS || version != format_version)
        top.wrong_type("ecoute", "1");
}

std::string read_identifier(const Members& top, std::string_view key) {
    std::string text = top.text(key);
    if (!top.has(key))
        top.missing(key);
    else if (top.find(key)->is_string() && !is_identifier(text))
        top.wrong_type(key, "identifier");
    return text;
}

/// The language that the document names, or else French, or else the first that the title has.
std::string default_language(const Members& top, const Text& title) {
    if (top.has("default_language")) {
        std::string tag = top.text("default_language");
        if (top.find("default_language")->is_string() && !is_language_tag(tag))
            top.wrong_type("default_language", "language tag");
        return tag;
    }
    return title.empty() || title.contains("fr") ? "fr" : title.begin()->first;
}

/// The question that a role names; `none`, with a mistake of `code`, when there is no such question outside of repeats.
std::uint32_t question_named(Draft& draft, const Members& members, std::string_view key, Code code) {
    if (!members.has(key)) return none;
    const std::string written = members.text(key);
    const auto found = draft.form.find(written);
    if (found && draft.form.questions[*found].repeat == none) return *found;
    if (!members.find(key)->is_string()) return none;
    std::map<std::string, std::string> facts{{"value", excerpt(written)}};
    std::vector<std::string_view> names;
    for (const Question& question : draft.form.questions) names.push_back(question.name);
    draft.add_known(facts, written, names);
    draft.mistake(code, std::string(key), members.pointer(key), std::move(facts));
    return none;
}

/// A breakdown has few classes: choices, or numbers in bands; asked or derived.
std::uint32_t read_breakdown(Draft& draft, const Members& members, std::string_view key, bool numbers_too) {
    const auto question = question_named(draft, members, key, Code::form_breakdown_unknown);
    if (question == none) return none;
    const Question& named = draft.form.questions[question];
    if (named.type == QuestionType::select_one || holds_one_choice(named) || (numbers_too && holds_number(named)))
        return question;
    members.wrong_type(key, numbers_too ? "select_one or number" : "select_one");
    return none;
}

void read_breakdowns(Draft& draft, const Members& top) {
    static constexpr std::array<std::string_view, 3> known{"quartier", "age", "gender"};
    const auto object = top.object("breakdowns");
    if (!object) return;
    const Members members(draft, *object, top.pointer("breakdowns"), known);
    Breakdowns& breakdowns = draft.form.breakdowns;
    breakdowns.quartier = read_breakdown(draft, members, "quartier", false);
    breakdowns.age = read_breakdown(draft, members, "age", true);
    breakdowns.gender = read_breakdown(draft, members, "gender", false);
    if (breakdowns.age == none) return;
    Question& age = draft.form.questions[breakdowns.age];
    if (holds_number(age) && age.bands.empty()) age.bands.assign(usual_age_bands.begin(), usual_age_bands.end());
}

std::optional<Consent> read_consent(Draft& draft, const Members& top, std::string_view key) {
    static constexpr std::array<std::string_view, 2> known{"question", "agrees"};
    const auto object = top.object(key);
    if (!object) return std::nullopt;
    const Members members(draft, *object, top.pointer(key), known);
    if (!members.has("question")) members.missing("question");
    const auto question = question_named(draft, members, "question", Code::form_question_unknown);
    if (question == none) return std::nullopt;
    const QuestionType type = draft.form.questions[question].type;
    if (type == QuestionType::acknowledge) return Consent{question, 0};
    if (type != QuestionType::select_one || draft.form.questions[question].list == none) {
        members.wrong_type("question", "select_one or acknowledge");
        return std::nullopt;
    }
    if (!members.has("agrees")) members.missing("agrees");
    const auto choice = draft.form.list_of(question).find(members.text("agrees"));
    if (!choice && members.has("agrees"))
        draft.mistake(Code::form_choice_invalid, std::string(key), members.pointer("agrees"),
                      {{"value", excerpt(members.text("agrees"))}});
    return Consent{question, choice.value_or(0)};
}

void read_design(Draft& draft, const Members& top) {
    static constexpr std::array<std::string_view, 3> known{"weight", "stratum", "cluster"};
    const auto object = top.object("design");
    if (!object) return;
    const Members members(draft, *object, top.pointer("design"), known);
    draft.form.design.weight = question_named(draft, members, "weight", Code::form_question_unknown);
    draft.form.design.stratum = question_named(draft, members, "stratum", Code::form_question_unknown);
    draft.form.design.cluster = question_named(draft, members, "cluster", Code::form_question_unknown);
}

/// "translations": {"ar": "to_review"}. Nothing of the form depends on it: translations_to_review gives it to who asks.
void check_marks(Draft& draft, const Members& top) {
    const auto object = top.object("translations");
    if (!object) return;
    const Members members(draft, *object, top.pointer("translations"), {});
    for (const auto& [language, state] : members.all()) {
        if (!is_language_tag(language) || !state.is_string() || members.text(language) != "to_review")
            members.wrong_type(language, "language tag: \"to_review\"");
    }
}

/// A bit for each language in which everything that is always shown exists.
std::uint64_t complete_languages(const Draft& draft) {
    std::uint64_t complete = ~std::uint64_t{0};
    for (const WrittenText& text : draft.texts)
        if (text.shown_always) complete &= text.languages;
    return complete;
}

void warn_of_missing(Draft& draft, const WrittenText& text) {
    for (std::size_t i = 0; i < draft.languages.size(); ++i) {
        if (text.languages >> i & 1) continue;
        const std::string& language = draft.languages[i];
        if (text.shown_always && language == draft.form.default_language)
            draft.mistake(Code::form_translation_missing, language, text.pointer, {{"language", language}});
        else
            draft.warning(Code::form_translation_missing, language, text.pointer, {{"language", language}});
    }
}

}  // namespace

void read_top(Draft& draft, const Members& top) {
    Form& form = draft.form;
    read_format(draft, top);
    form.id = read_identifier(top, "id");
    form.version = read_identifier(top, "version");
    form.title = top.by_language("title", true);
    if (!top.has("title")) top.missing("title");
    form.default_language = default_language(top, form.title);
    form.notice = top.by_language("notice");
    form.sensitive = top.yes("sensitive");
    form.kept = top.kept("kept");
    check_marks(draft, top);
}

void read_roles(Draft& draft, const Members& top) {
    read_breakdowns(draft, top);
    draft.form.consent = read_consent(draft, top, "consent");
    draft.form.sensitive_consent = read_consent(draft, top, "sensitive_consent");
    read_design(draft, top);
}

void check_translations(Draft& draft) {
    for (const WrittenText& text : draft.texts) warn_of_missing(draft, text);
    const std::uint64_t complete = complete_languages(draft);
    auto& languages = draft.form.languages;
    languages.push_back(draft.form.default_language);
    for (std::size_t i = 0; i < draft.languages.size(); ++i)
        if ((complete >> i & 1) && draft.languages[i] != draft.form.default_language)
            languages.push_back(draft.languages[i]);
}

}  // namespace ecoute::forms::document

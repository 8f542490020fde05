#include "forms/document/or_other.hpp"

#include <algorithm>
#include <array>

#include "forms/document/lists.hpp"
#include "forms/document/names.hpp"

namespace ecoute::forms::document {
namespace {

struct Words {
    std::string_view language, choice, question;
};
constexpr std::array words_by_language{
    Words{"fr", "Autre", "Précisez"},          Words{"en", "Other", "Please specify"},
    Words{"ar", "غير ذلك", "يرجى التحديد"},    Words{"tr", "Diğer", "Lütfen belirtin"},
    Words{"pt", "Outro", "Especifique, por favor"},
};

/// "pt-BR" is spoken to in "pt".
const Words* words_of(std::string_view tag) {
    const auto primary = tag.substr(0, tag.find('-'));
    for (const Words& words : words_by_language)
        if (words.language == primary) return &words;
    return nullptr;
}

Text text_in(const std::vector<std::string>& languages, std::string_view Words::*member) {
    Text text;
    for (const std::string& language : languages)
        if (const Words* words = words_of(language)) text.emplace(language, words->*member);
    return text;
}

}  // namespace

bool has_other(Draft& draft, const Members& members, const Question& select) {
    const bool takes_it = select.type == QuestionType::select_one || select.type == QuestionType::select_multiple;
    if (!members.yes("or_other") || !takes_it || select.list == none || !is_name(select.name)) return false;
    if (!members.has("choice_filter")) return true;
    draft.mistake(Code::form_members_clash, "or_other", members.pointer("or_other"), {{"value", "choice_filter"}});
    return false;
}

std::uint32_t list_with_other(Draft& draft, std::uint32_t list) {
    if (draft.form.lists[list].find(other_choice)) return list;
    const std::string name = draft.form.lists[list].name + ".or_other";
    if (const auto found = draft.lists.find(name); found != draft.lists.end()) return found->second;
    ChoiceList copy = draft.form.lists[list];
    copy.name = name;
    copy.choices.push_back({.name = std::string(other_choice)});
    index_choices(copy);
    const auto position = static_cast<std::uint32_t>(draft.form.lists.size());
    draft.lists.emplace(name, position);
    draft.form.lists.push_back(std::move(copy));
    draft.blank_in_names.push_back(draft.blank_in_names[list]);
    draft.lists_with_other.push_back(position);
    return position;
}

Question question_on_other(const Question& select) {
    Question text;
    text.type = QuestionType::text;
    text.name = select.name + std::string(other_suffix);
    text.parent = select.parent;
    text.repeat = select.repeat;
    text.sensitive = select.sensitive;
    text.field_sheet = select.field_sheet;
    text.volet = select.volet;
    text.theme = select.theme;
    text.of_or_other = true;
    text.pointer = select.pointer + "/or_other";
    return text;
}

WrittenExpression relevant_of_other(const Question& select, std::uint32_t position) {
    return {position, &Question::relevant, "selected(${" + select.name + "}, '" + std::string(other_choice) + "')",
            select.pointer + "/or_other"};
}

void translate_other(Draft& draft) {
    std::vector<std::string> languages = draft.languages;
    if (std::find(languages.begin(), languages.end(), draft.form.default_language) == languages.end())
        languages.push_back(draft.form.default_language);
    for (const auto list : draft.lists_with_other)
        draft.form.lists[list].choices.back().label = text_in(languages, &Words::choice);
    for (Question& question : draft.form.questions) {
        if (!question.of_or_other) continue;
        question.label = text_in(languages, &Words::question);
        for (const std::string& language : languages)
            if (!question.label.contains(language))
                draft.warning(Code::form_translation_missing, language, question.pointer, {{"language", language}});
    }
}

}  // namespace ecoute::forms::document

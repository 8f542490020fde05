#include "forms/document/lists.hpp"

#include <algorithm>
#include <array>

#include "forms/answers.hpp"
#include "forms/file_name.hpp"
#include "forms/document/names.hpp"

namespace ecoute::forms::document {
namespace {

using simdjson::dom::element;

constexpr std::array<std::string_view, 9> own_members{"name",  "label", "exclusive", "missing", "image",
                                                      "audio", "video", "big-image", "kept"};

bool has_blank(const Choice& choice) { return choice.name.find_first_of(" \t\r\n;") != std::string::npos; }

bool is_own(std::string_view key) {
    return std::find(own_members.begin(), own_members.end(), key) != own_members.end();
}

/// Everything else on a choice is a column that expressions can read; its score is one too, so that they can add scores up.
void read_columns(Draft& draft, const Members& members, Choice& choice) {
    for (const auto& [key, value] : members.all()) {
        if (is_own(key)) continue;
        if (auto text = scalar_text(value))
            choice.columns.emplace(key, *std::move(text));
        else
            draft.warning(Code::form_field_unknown, excerpt(key), members.pointer(excerpt(key)),
                          {{"value", excerpt(key)}});
    }
}

void read_choice_name(Draft& draft, const Members& members, Choice& choice) {
    if (!members.has("name")) return members.missing("name");
    choice.name = members.text("name");
    const bool reserved = choice.name == refused_word && !choice.refusal;
    if (choice.name.empty() || reserved)
        draft.mistake(Code::form_choice_invalid, choice.name, members.pointer("name"), {{"value", choice.name}});
    else if (has_blank(choice))
        draft.warning(Code::form_choice_invalid, excerpt(choice.name), members.pointer("name"),
                      {{"value", excerpt(choice.name)}});
}

std::optional<double> read_score(const Members& members) {
    const auto written = members.find("score");
    if (!written) return std::nullopt;
    double score = 0;
    if (written->get_double().get(score) == simdjson::SUCCESS) return score;
    members.wrong_type("score", "number");
    return std::nullopt;
}

Choice read_choice(Draft& draft, simdjson::dom::object object, const std::string& pointer) {
    const Members members(draft, object, pointer, {});
    Choice choice;
    if (members.has("missing")) {
        choice.refusal = members.text("missing") == refused_word;
        if (!choice.refusal) members.wrong_type("missing", "refused");
    }
    read_choice_name(draft, members, choice);
    choice.label = members.by_language("label", true);
    if (choice.label.empty()) draft.warning(Code::form_field_missing, "label", pointer);
    choice.exclusive = members.yes("exclusive");
    choice.image = members.by_language("image");
    choice.audio = members.by_language("audio");
    choice.video = members.by_language("video");
    choice.big_image = members.by_language("big-image");
    choice.score = read_score(members);
    choice.kept = members.kept("kept");
    read_columns(draft, members, choice);
    return choice;
}

ChoiceList read_list(Draft& draft, std::string_view name, simdjson::dom::array choices, const std::string& pointer) {
    ChoiceList list;
    list.name = name;
    std::size_t position = 0;
    for (const element item : choices) {
        const std::string place = pointer + "/" + std::to_string(position++);
        simdjson::dom::object object;
        if (list.choices.size() == longest_list) {
            draft.mistake(Code::form_too_large, list.name, pointer, {{"limit", std::to_string(longest_list)}});
            break;
        }
        if (item.get_object().get(object) != simdjson::SUCCESS) {
            draft.mistake(Code::form_field_wrong_type, "", place, {{"expected", "object"}});
            continue;
        }
        Choice choice = read_choice(draft, object, place);
        const auto index = static_cast<ChoiceIndex>(list.choices.size());
        if (!choice.name.empty() && !list.index.emplace(choice.name, index).second)
            draft.mistake(Code::form_choice_twice, excerpt(choice.name), place + "/name", {{"list", excerpt(name)}});
        else
            list.choices.push_back(std::move(choice));
    }
    return list;
}

void keep(Draft& draft, ChoiceList list) {
    const auto [place, first] = draft.lists.emplace(list.name, static_cast<std::uint32_t>(draft.form.lists.size()));
    if (first) {
        draft.form.lists.emplace_back();
        draft.blank_in_names.emplace_back();
    }
    draft.blank_in_names[place->second] = std::any_of(list.choices.begin(), list.choices.end(), has_blank);
    draft.form.lists[place->second] = std::move(list);
}

void read_written_lists(Draft& draft, simdjson::dom::object lists, const std::string& pointer) {
    for (const auto [name, value] : lists) {
        const std::string place = pointer + pointer_step(excerpt(name));
        simdjson::dom::array choices;
        if (!is_name(name)) draft.mistake(Code::form_name_invalid, excerpt(name), place, {{"value", excerpt(name)}});
        if (draft.lists.contains(name))
            draft.mistake(Code::form_name_twice, excerpt(name), place);
        else if (value.get_array().get(choices) != simdjson::SUCCESS)
            draft.mistake(Code::form_field_wrong_type, excerpt(name), place, {{"expected", "array"}});
        else
            keep(draft, read_list(draft, name, choices, place));
    }
}

AttachedList read_attached_list(Draft& draft, std::string_view name, simdjson::dom::object object,
                                const std::string& pointer) {
    static constexpr std::array<std::string_view, 3> known{"file", "value", "label"};
    const Members members(draft, object, pointer, known);
    AttachedList list{std::string(name), members.text("file")};
    if (!members.has("file")) members.missing("file");
    if (members.has("file") && !is_file_name(list.file)) members.wrong_type("file", "file name");
    if (members.has("value")) list.value = members.text("value");
    if (members.has("label")) list.label = members.text("label");
    return list;
}

/// "attached": lists that come with the campaign, by name.
void read_attached(Draft& draft, simdjson::dom::object lists, const std::string& pointer) {
    const Members members(draft, lists, pointer, {});
    for (const auto& [name, value] : members.all()) {
        const std::string place = members.pointer(excerpt(name));
        simdjson::dom::object object;
        if (!is_name(name)) draft.mistake(Code::form_name_invalid, excerpt(name), place, {{"value", excerpt(name)}});
        if (value.get_object().get(object) != simdjson::SUCCESS)
            draft.mistake(Code::form_field_wrong_type, excerpt(name), place, {{"expected", "object"}});
        else
            draft.form.attached.push_back(read_attached_list(draft, name, object, place));
    }
}

}  // namespace

void read_lists(Draft& draft, const Members& top, const std::vector<ChoiceList>& attached) {
    if (const auto lists = top.object("choices")) read_written_lists(draft, *lists, top.pointer("choices"));
    if (const auto lists = top.object("attached")) read_attached(draft, *lists, top.pointer("attached"));
    for (ChoiceList list : attached) {
        index_choices(list);
        keep(draft, std::move(list));
    }
}

void index_choices(ChoiceList& list) {
    list.index.clear();
    for (std::size_t i = 0; i < list.choices.size(); ++i)
        list.index.emplace(list.choices[i].name, static_cast<ChoiceIndex>(i));
}

}  // namespace ecoute::forms::document

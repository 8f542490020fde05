#pragma once
#include <deque>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "forms/convert/xform/paths_out.hpp"
#include "forms/convert/xform_out.hpp"

namespace ecoute::forms::xform {

/// One entry of itext, ready to be written: values by form ("" for the text) and language.
struct Said {
    std::string id;
    std::uint32_t self = none;  ///< whose paths ${names} in it take
    std::vector<std::pair<std::string, const Text*>> forms;
};

/// An XForm while it is being written. Parts are written in one pass over the questions, then put together.
struct Writing {
    const Form& form;
    const XformWords& words;
    Nodes nodes;
    std::vector<std::string> languages;  ///< all that any text has, the default first
    std::string binds, actions, body;
    std::vector<Said> texts;
    std::deque<Text> made;               ///< texts that the document does not have
    std::map<std::uint32_t, std::map<std::string, std::string>> own_expressions;  ///< as they were before other words
    std::multimap<std::uint32_t, std::uint32_t> triggered;  ///< question -> those computed when it changes
    std::map<std::string, std::size_t> own;                 ///< members kept in our own namespace: how often
    Problems report;
    std::string notice;                  ///< name of the note that says it; "" when there is none
    std::set<std::string, std::less<>> names;  ///< taken in the record, at any depth

    bool is_translated() const { return languages.size() > 1; }
};

/// Most places of a rank that takes some of many: beyond, all are ranked.
inline constexpr std::uint16_t most_places = 20;

/// texts_out.cpp
std::vector<std::string> languages_of(const Form& form);
/// The text with its ${names} as outputs, escaped.
std::string with_outputs(const Writing& writing, std::string_view text, std::uint32_t self);
/// <label>, or <label ref="jr:itext('...')"/> when there are translations, media or guidance.
std::string text_element(Writing& writing, std::string_view element, const std::string& id, std::uint32_t self,
                         std::vector<std::pair<std::string, const Text*>> forms);
/// A message as the value of an attribute.
std::string message_value(Writing& writing, const std::string& id, std::uint32_t self, const Text& text);
std::string itext(const Writing& writing);
/// The sentence of a key in each language of the form.
Text made_text(const Writing& writing, std::string_view key, std::string_view value = {});

/// lists_out.cpp
std::string secondary_instances(Writing& writing);
/// Where the choices of a list are: "instance('villes')/root/item", with the columns of their names and labels.
struct ListPlace {
    std::string nodeset, value, label;
};
ListPlace place_of_list(const Writing& writing, std::uint32_t list);

/// binds_out.cpp
void write_bind(Writing& writing, std::uint32_t question);
std::string expression_in(Writing& writing, std::uint32_t self, std::string_view text, std::string_view member, bool in_row = false);
std::string attribute_text(std::string_view name, std::string_view value);
/// The same; "" when the value is.
std::string attribute_if(std::string_view name, std::string_view value);
/// True for attributes whose prefix every XForm of ours declares.
bool is_declared(std::string_view attribute);
/// A rank that takes some of many, which XForms can't say: one select a place.
bool has_places(const Form& form, const Question& question);
std::string group_of_places(const Writing& writing, std::uint32_t rank);
/// True for an audit, which stands in "meta".
bool is_in_meta(const Question& question);

/// body_out.cpp
void write_body(Writing& writing);


}  // namespace ecoute::forms::xform

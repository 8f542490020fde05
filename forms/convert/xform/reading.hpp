#pragma once
#include <map>
#include <nlohmann/json.hpp>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "forms/convert/conversion.hpp"
#include "forms/convert/xform/instance.hpp"

namespace ecoute::forms::xform {

using Json = nlohmann::ordered_json;

/// One entry of itext: its forms ("" for the text itself, "image", "guidance"...) by language.
using Entry = std::map<std::string, std::map<std::string, pugi::xml_node, std::less<>>, std::less<>>;

/// An element of the body and the node of the record that it fills.
struct Control {
    pugi::xml_node element;
    std::string kind;  ///< "input", "select1", "group", "repeat"...; "" for a node that no control shows
    std::uint32_t node = none;
    std::vector<Control> inside;
    pugi::xml_node group;  ///< around a repeat, when it only gives it a label
};

/// An XForm while it is being read.
struct Reading {
    pugi::xml_node model, body, head;
    std::string language;                          ///< of texts outside itext
    std::map<std::string, std::string> languages;  ///< as the XForm writes them -> tags
    std::string own_prefix;                        ///< of our namespace, "ecoute:"; "" when it has none
    Instance instance;
    std::map<std::string, Entry, std::less<>> texts;
    std::map<std::string, pugi::xml_node, std::less<>> lists;           ///< secondary instances by id
    std::multimap<std::uint32_t, pugi::xml_node> actions;               ///< setvalue and its like, by target
    std::multimap<std::uint32_t, std::uint32_t> triggers;               ///< target -> node whose change fires
    std::map<std::string, std::string> same_items;                      ///< inline lists met, by content
    Json choices = Json::object(), attached = Json::object();
    Problems mistakes, report;
    Places places;
};

/// Most lines of a report and most mistakes: who has a thousand mends the first hundred before the next try.
inline constexpr std::size_t most_lines = 1'000;

void mistake(Reading& reading, Code code, std::string_view value, std::string where);
void told(Reading& reading, Problem line);
/// Where a control stands, for mistakes and reports; groups without a node of their own are in the body alone.
std::string place_of(const Reading& reading, const Control& control);

/// An attribute of our own namespace; empty when there is none.
pugi::xml_attribute own_attribute(const Reading& reading, const pugi::xml_node& element, std::string_view name);
/// The members that are kept in attributes of our namespace, as they were.
void restore_members(Reading& reading, const pugi::xml_node& element, bool of_form, Json& into);

/// texts_in.cpp
void read_itext(Reading& reading);
/// The text of a label, hint or value element: outputs become ${names}.
std::string text_of(Reading& reading, const pugi::xml_node& element, std::uint32_t self, const std::string& where);
/// A label or hint element (by itext or plain) into `member`, its media beside it, guidance into guidance_hint.
void put_text(Reading& reading, const pugi::xml_node& element, std::uint32_t self, std::string_view member, Json& into);
/// The entry of an itext id into `member`; false when there is none.
bool put_entry(Reading& reading, std::string_view id, std::uint32_t self, std::string_view member, Json& into,
               const std::string& where);
/// A message of a bind: a text or jr:itext('id').
void put_message(Reading& reading, const pugi::xml_attribute& message, std::uint32_t self, std::string_view member, Json& into);

/// lists_in.cpp
void read_secondary_instances(Reading& reading);
/// The choices of a select: "choices", and "choice_filter" and the seed when there are.
void put_choices(Reading& reading, const Control& control, Json& question);

/// controls_in.cpp
std::vector<Control> read_body(Reading& reading);
void add_unseen(Reading& reading, std::vector<Control>& controls);
/// A list of questions in which each row is read from the same choices, under a row of labels: pyxform's table-list.
bool is_table_list(const Reading& reading, const Control& group);

/// questions_in.cpp
void name_nodes(Reading& reading, std::vector<Control>& controls);
Json questions_of(Reading& reading, const std::vector<Control>& controls, const std::string& pointer);
/// An expression with its paths turned into ${names}; a path that leads nowhere is a mistake.
std::string expression_of(Reading& reading, std::string_view text, std::uint32_t self, const std::string& where);

}  // namespace ecoute::forms::xform

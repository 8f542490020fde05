#include <algorithm>
#include <array>
#include <set>

#include "forms/convert/xform/paths_in.hpp"
#include "forms/convert/xform/reading.hpp"
#include "forms/convert/xform/vocabulary.hpp"
#include "forms/document/names.hpp"

namespace ecoute::forms::xform {
namespace {

struct Typed {
    std::string_view control, bind, type;
};
/// By control and type of the bind; "" for any.
constexpr std::array types{
    Typed{"input", "int", "integer"},        Typed{"input", "integer", "integer"},    Typed{"input", "decimal", "decimal"},
    Typed{"input", "date", "date"},          Typed{"input", "time", "time"},          Typed{"input", "dateTime", "dateTime"},
    Typed{"input", "geopoint", "geopoint"},  Typed{"input", "geotrace", "geotrace"},  Typed{"input", "geoshape", "geoshape"},
    Typed{"input", "barcode", "barcode"},    Typed{"input", "", "text"},              Typed{"secret", "", "text"},
    Typed{"textarea", "", "text"},           Typed{"select1", "", "select_one"},      Typed{"select", "odk:rank", "rank"},
    Typed{"select", "", "select_multiple"},  Typed{"rank", "", "rank"},               Typed{"range", "", "range"},
    Typed{"trigger", "", "acknowledge"},     Typed{"group", "", "group"},             Typed{"repeat", "", "repeat"},
};

std::string upload_type(std::string_view mediatype) {
    for (const std::string_view kind : {"image", "audio", "video"})
        if (mediatype.starts_with(kind)) return std::string(kind);
    return "file";
}

bool is_yes(std::string_view expression) { return expression == "true()"; }

/// A control that can't be answered and computes nothing is a note.
bool is_note(const Reading& reading, const Control& control) {
    const auto& bind = reading.instance[control.node].bind;
    return control.kind == "input" && is_yes(trimmed(attribute(bind, "readonly").value())) && !attribute(bind, "calculate") &&
           !attribute(bind, "constraint") && std::string_view(bind.attribute("type").value()) != "int" &&
           std::string_view(bind.attribute("type").value()) != "decimal";
}

std::string unseen_type(const Reading& reading, const Node& node, std::uint32_t index) {
    const std::string_view preload = attribute(node.bind, "preload").value(), parameter = attribute(node.bind, "preloadParams").value();
    for (const Preload& row : preloads())
        if (row.preload == preload && (row.parameters == parameter || parameter.empty())) return std::string(row.type);
    const auto [from, to] = reading.actions.equal_range(index);
    for (auto one = from; one != to; ++one) {
        const auto action = local_name(one->second.name());
        if (action == "setgeopoint") return reading.triggers.contains(index) ? "background-geopoint" : "start-geopoint";
        if (action == "recordaction") return "background-audio";
    }
    return attribute(node.bind, "calculate") || reading.triggers.contains(index) ? "calculate" : "hidden";
}

std::string type_of(const Reading& reading, const Control& control) {
    if (control.kind.empty()) return unseen_type(reading, reading.instance[control.node], control.node);
    if (control.kind == "upload") return upload_type(control.element.attribute("mediatype").value());
    if (control.node != none && is_note(reading, control)) return "note";
    const std::string_view bind = control.node == none ? "" : attribute(reading.instance[control.node].bind, "type").value();
    for (const Typed& row : types)
        if (row.control == control.kind && (row.bind.empty() || row.bind == bind)) return std::string(row.type);
    return "text";
}

void add_parameter(Json& question, std::string_view name, std::string_view value) {
    std::string all = question.value("parameters", "");
    if (!all.empty()) all += ' ';
    question["parameters"] = all + std::string(name) + "=" + std::string(value);
}

void put_expression(Reading& reading, const pugi::xml_node& bind, std::string_view written, std::string_view member, std::uint32_t self,
                    Json& question) {
    const auto found = attribute(bind, written);
    const auto text = trimmed(found.value());
    if (text.empty() || text == "false()") return;
    const bool is_switch = member == "required" || member == "read_only";
    if (member == "relevant" && is_yes(text)) return;
    question[std::string(member)] = is_switch && is_yes(text) ? "yes" : expression_of(reading, text, self, reading.instance[self].path);
}

bool is_known(std::string_view local) {
    constexpr std::array<std::string_view, 16> known{"nodeset", "ref",         "id",          "type",    "relevant",      "required",   "readonly", "constraint",
                                                     "calculate", "constraintMsg", "requiredMsg", "preload", "preloadParams", "appearance", "mediatype", "bind"};
    return std::find(known.begin(), known.end(), local) != known.end() || local == "count" || local == "noAddRemove";
}

/// Attributes that mean a parameter become one; those that nobody knows are kept, as a workbook's bind::x and body::x.
void put_attributes(Reading& reading, const pugi::xml_node& element, bool of_bind, std::uint32_t self, Json& question) {
    for (const auto& one : element.attributes()) {
        const std::string_view name = one.name();
        if (is_known(local_name(name)) || name.starts_with("xmlns")) continue;
        if (!reading.own_prefix.empty() && name.starts_with(reading.own_prefix)) continue;
        const auto row = std::find_if(parameters().begin(), parameters().end(), [&](const Parameter& parameter) {
            return parameter.of_bind == of_bind && local_name(parameter.attribute) == local_name(name);
        });
        if (row != parameters().end()) {
            add_parameter(question, row->parameter, one.value());
            continue;
        }
        const auto column = std::string(of_bind ? "bind::" : "body::") + std::string(name);
        question["kept"][column] = one.value();
        told(reading, convert_kept("attribute", column, self == none ? "body" : reading.instance[self].path));
    }
}

/// The text of the node in the record, or the value that an action gives it.
void put_default(Reading& reading, std::uint32_t self, Json& question) {
    const Node& node = reading.instance[self];
    if (node.children.empty())
        if (auto text = trimmed(node.element.text().get()); !text.empty()) question["default"] = std::move(text);
    const auto [from, to] = reading.actions.equal_range(self);
    for (auto one = from; one != to; ++one) {
        if (local_name(one->second.name()) != "setvalue") continue;
        const auto value = attribute(one->second, "value");
        auto said = value ? expression_of(reading, value.value(), self, node.path) : trimmed(one->second.text().get());
        question[reading.triggers.contains(self) ? "calculation" : "default"] = std::move(said);
    }
    std::string triggers;
    const auto [first, last] = reading.triggers.equal_range(self);
    for (auto one = first; one != last; ++one)
        triggers += (triggers.empty() ? "${" : ", ${") + reading.instance[one->second].name + "}";
    if (!triggers.empty()) question["trigger"] = triggers;
    if (question["type"] == "calculate" && question.contains("default") && !question.contains("calculation") && triggers.empty())
        question["type"] = "hidden";
}

void put_bind(Reading& reading, std::uint32_t self, Json& question) {
    const auto& bind = reading.instance[self].bind;
    constexpr std::array<std::pair<std::string_view, std::string_view>, 5> expressions{
        {{"relevant", "relevant"}, {"required", "required"}, {"constraint", "constraint"}, {"calculate", "calculation"}, {"readonly", "read_only"}}};
    for (const auto& [written, member] : expressions) put_expression(reading, bind, written, member, self, question);
    if (question["type"] == "note") question.erase("read_only");
    put_message(reading, attribute(bind, "constraintMsg"), self, "constraint_message", question);
    put_message(reading, attribute(bind, "requiredMsg"), self, "required_message", question);
    put_attributes(reading, bind, true, self, question);
}

void put_control(Reading& reading, const Control& control, Json& question) {
    const auto& labelled = control.group ? control.group : control.element;
    put_text(reading, child(labelled, "label"), control.node, "label", question);
    put_text(reading, child(labelled, "hint"), control.node, "hint", question);
    const std::string type = question["type"];
    if (type == "select_one" || type == "select_multiple" || type == "rank") put_choices(reading, control, question);
    const std::string appearance = trimmed(labelled.attribute("appearance").value());
    if (!appearance.empty()) question["appearance"] = appearance;
    if (control.kind == "secret") question["appearance"] = trimmed("masked " + appearance);
    if (const auto count = trimmed(attribute(control.element, "count").value()); control.kind == "repeat" && !count.empty())
        question["repeat_count"] = expression_of(reading, count, control.node, place_of(reading, control));
    put_attributes(reading, control.element, false, control.node, question);
}

/// The members in the order in which a person would write them.
Json in_order(const Json& question) {
    constexpr std::array<std::string_view, 9> first{"type", "choices", "name", "label", "hint", "guidance_hint", "required", "relevant", "constraint"};
    Json ordered = Json::object();
    for (const auto member : first)
        if (const auto found = question.find(std::string(member)); found != question.end()) ordered[std::string(member)] = *found;
    for (const auto& [member, value] : question.items())
        if (!ordered.contains(member) && member != "questions" && member != "rows") ordered[member] = value;
    for (const std::string member : {"rows", "questions"})
        if (question.contains(member)) ordered[member] = question[member];
    return ordered;
}

/// A group that we wrote as a grid; one whose rows were taken out or put into groups since is a group again.
bool written_as_grid(const Reading& reading, const Control& control) {
    return control.node != none && std::string_view(own_attribute(reading, reading.instance[control.node].bind, "type").value()) == "grid" &&
           std::all_of(control.inside.begin(), control.inside.end(), [](const Control& row) { return row.node != none && row.inside.empty(); });
}

/// Rows of a grid: what their binds and labels say, without the choices that they share.
Json grid_of(Reading& reading, const Control& control, Json question, bool has_header) {
    question["type"] = "grid";
    question["rows"] = Json::array();
    if (const std::string appearance = question.value("appearance", ""); appearance == "field-list") question.erase("appearance");
    if (has_header) {
        told(reading, convert_changed("type", "table-list", "grid", place_of(reading, control)));
        if (const Json header = [&] { Json one{{"type", "select_one"}}; put_control(reading, control.inside[0], one); return one; }();
            !question.contains("label") && header.contains("label"))
            question["label"] = header["label"];
    }
    bool first = true;
    for (const Control& one : control.inside) {
        Json row{{"type", "select_one"}, {"name", std::string(local_name(reading.instance[one.node].element.name()))}};
        put_bind(reading, one.node, row);
        put_control(reading, one, row);
        question["choices"] = row["choices"];
        restore_members(reading, reading.instance[one.node].bind, false, row);
        for (const std::string member : {"type", "choices", "appearance"}) row.erase(member);
        if (!(has_header && std::exchange(first, false))) question["rows"].push_back(std::move(row));
    }
    if (question.value("required", "") == "yes")
        for (Json& row : question["rows"])
            if (row.value("required", "") == "yes") row.erase("required");
    return question;
}

Json question_of(Reading& reading, const Control& control, const std::string& pointer) {
    Json question{{"type", type_of(reading, control)}};
    reading.places[pointer] = place_of(reading, control);
    question["name"] = control.node == none ? control.element.attribute("ecoute-name").value() : reading.instance[control.node].name;
    if (control.node != none) {
        put_bind(reading, control.node, question);
        if (control.kind != "group" && control.kind != "repeat") put_default(reading, control.node, question);
    }
    put_control(reading, control, question);
    const bool has_header = is_table_list(reading, control);
    if (has_header || written_as_grid(reading, control)) question = grid_of(reading, control, std::move(question), has_header);
    else if (control.kind == "group" || control.kind == "repeat")
        question["questions"] = questions_of(reading, control.inside, pointer + "/questions");
    if (control.node != none) restore_members(reading, reading.instance[control.node].bind, false, question);
    if (question.contains("questions") && question["type"] == "grid") question["type"] = "group";
    return in_order(question);
}

std::string_view role_of(const Reading& reading, const Control& control) {
    return control.node == none ? "" : own_attribute(reading, reading.instance[control.node].bind, "role").value();
}

/// A rank of some out of many is one select a place in an XForm, and a calculation that puts their answers together.
Json places_of_rank(Reading& reading, const Control& control, const std::string& pointer) {
    const auto& group = reading.instance[control.node];
    const auto rank = reading.instance.find(own_attribute(reading, group.bind, "of").value(), group.parent);
    Json question{{"type", "group"}, {"name", ""}};
    reading.places[pointer] = group.path;
    if (!rank || control.inside.empty()) {
        mistake(reading, Code::form_question_unknown, own_attribute(reading, group.bind, "of").value(), group.path);
        return question;
    }
    question["name"] = reading.instance[*rank].name;
    put_bind(reading, *rank, question);
    question.erase("calculation");
    put_control(reading, control, question);
    question["type"] = "rank";
    question.erase("appearance");
    Json first{{"type", "select_one"}};
    put_control(reading, control.inside[0], first);
    if (first.contains("choices")) question["choices"] = first["choices"];
    restore_members(reading, reading.instance[*rank].bind, false, question);
    return in_order(question);
}

/// Part of another question, or generated from a document: not a question of its own.
bool is_generated(const Reading& reading, const Control& control) {
    const auto role = role_of(reading, control);
    return role == "notice" || role == "rank-value" || role == "or-other-text" || role == "repeat-count";
}

std::string free_name(std::set<std::string, std::less<>>& taken, const std::string& wanted) {
    auto name = wanted;
    for (int n = 2; !taken.insert(name).second; ++n) name = wanted + "_" + std::to_string(n);
    return name;
}

std::string spelled(std::string_view written) {
    std::string name(local_name(written));
    for (char& c : name)
        if (!document::is_name(std::string("a") + c)) c = '_';
    return document::is_name(name) ? name : "_" + name;
}

/// A row of a grid is called after its grid: "equipements.proprete".
void find_rows(const Reading& reading, const std::vector<Control>& controls, std::vector<bool>& rows) {
    for (const Control& control : controls) {
        if (is_table_list(reading, control) || written_as_grid(reading, control))
            for (const Control& row : control.inside) rows[row.node] = true;
        else find_rows(reading, control.inside, rows);
    }
}

void name_groups(Reading& reading, std::vector<Control>& controls, std::set<std::string, std::less<>>& taken) {
    for (Control& control : controls) {
        if (control.node == none) {
            const auto name = free_name(taken, "groupe");
            control.element.remove_attribute("ecoute-name");
            control.element.append_attribute("ecoute-name") = name.c_str();
        }
        name_groups(reading, control.inside, taken);
    }
}

}  // namespace

std::string place_of(const Reading& reading, const Control& control) {
    return control.node == none ? "body/" + control.kind : reading.instance[control.node].path;
}

std::string expression_of(Reading& reading, std::string_view text, std::uint32_t self, const std::string& where) {
    PathsIn paths(reading.instance, self == none ? 0 : self);
    auto rewritten = paths.rewritten(trimmed(text));
    for (const auto& path : paths.lost) mistake(reading, Code::form_question_unknown, path, where);
    return rewritten;
}

/// Names are unique in a document, not in an XForm: of two nodes of one name the second is called after its group too.
void name_nodes(Reading& reading, std::vector<Control>& controls) {
    std::set<std::string, std::less<>> taken;
    std::vector<bool> rows(reading.instance.size());
    find_rows(reading, controls, rows);
    for (std::uint32_t i = 1; i < reading.instance.size(); ++i) {
        Node& node = reading.instance[i];
        if (rows[i]) {
            node.name = reading.instance[node.parent].name + "." + std::string(local_name(node.element.name()));
            continue;
        }
        auto name = spelled(node.element.name());
        if (taken.contains(name) && node.parent != 0) name = reading.instance[node.parent].name + "_" + name;
        node.name = free_name(taken, name);
        if (node.name != node.element.name()) told(reading, convert_changed("name", node.element.name(), node.name, node.path));
    }
    name_groups(reading, controls, taken);
}

Json questions_of(Reading& reading, const std::vector<Control>& controls, const std::string& pointer) {
    Json questions = Json::array();
    for (const Control& control : controls)
        if (!is_generated(reading, control)) {
            const auto place = pointer + "/" + std::to_string(questions.size());
            questions.push_back(role_of(reading, control) == "rank-places" ? places_of_rank(reading, control, place)
                                                                           : question_of(reading, control, place));
        }
    return questions;
}

}  // namespace ecoute::forms::xform

#include <algorithm>
#include <array>

#include "forms/convert/xform/reading.hpp"

namespace ecoute::forms::xform {
namespace {

constexpr std::array<std::string_view, 12> control_kinds{"input",  "select1", "select", "rank",  "range",  "upload",
                                                         "trigger", "secret",  "group",  "repeat", "odk:rank", "textarea"};

bool is_control(std::string_view kind) {
    return std::find(control_kinds.begin(), control_kinds.end(), kind) != control_kinds.end();
}

/// The node that a control names by ref, nodeset or the id of a bind.
std::optional<std::uint32_t> node_of(const Reading& reading, const pugi::xml_node& element, std::uint32_t context) {
    if (const auto ref = attribute(element, "ref")) return reading.instance.find(trimmed(ref.value()), context);
    if (const auto nodeset = attribute(element, "nodeset")) return reading.instance.find(trimmed(nodeset.value()), context);
    const std::string_view bind = attribute(element, "bind").value();
    if (bind.empty()) return std::nullopt;
    for (std::uint32_t i = 0; i < reading.instance.size(); ++i)
        if (reading.instance[i].bind.attribute("id").value() == bind) return i;
    return std::nullopt;
}

bool names_a_node(const pugi::xml_node& element) {
    return attribute(element, "ref") || attribute(element, "nodeset") || attribute(element, "bind");
}

/// Actions in a control wait for its value to change; those in a repeat or group for a new row.
void read_action(Reading& reading, const pugi::xml_node& element, std::uint32_t context, bool in_question) {
    const auto target = node_of(reading, element, context);
    if (!target) return mistake(reading, Code::form_question_unknown, attribute(element, "ref").value(), reading.instance[context].path);
    reading.actions.emplace(*target, element);
    if (in_question && std::string_view(attribute(element, "event").value()).find("xforms-value-changed") != std::string_view::npos)
        reading.triggers.emplace(*target, context);
}

bool is_action(std::string_view name) {
    return name == "setvalue" || name == "setgeopoint" || name == "recordaction";
}

void read_inside(Reading& reading, const pugi::xml_node& parent, std::uint32_t context, std::vector<Control>& into);

void read_control(Reading& reading, const pugi::xml_node& element, std::uint32_t context, std::vector<Control>& into) {
    Control control{element, std::string(local_name(element.name())), none, {}, {}};
    const bool holds = control.kind == "group" || control.kind == "repeat";
    const auto node = node_of(reading, element, context);
    if (node) control.node = *node;
    else if (!holds || names_a_node(element)) {
        mistake(reading, Code::form_question_unknown, attribute(element, control.kind == "repeat" ? "nodeset" : "ref").value(),
                "body/" + control.kind);
        if (!holds) return;
    }
    const auto inner = control.node == none ? context : control.node;
    if (holds) read_inside(reading, element, inner, control.inside);
    else
        for (const auto& one : element.children())
            if (one.type() == pugi::node_element && is_action(local_name(one.name()))) read_action(reading, one, inner, true);
    // A group that does nothing but give its repeat a label.
    const bool is_frame = control.kind == "group" && control.inside.size() == 1 && control.inside[0].kind == "repeat" &&
                          (control.node == none || control.node == control.inside[0].node);
    if (is_frame) {
        auto repeat = std::move(control.inside[0]);
        repeat.group = element;
        control = std::move(repeat);
    }
    into.push_back(std::move(control));
}

void read_inside(Reading& reading, const pugi::xml_node& parent, std::uint32_t context, std::vector<Control>& into) {
    for (const auto& element : parent.children()) {
        if (element.type() != pugi::node_element) continue;
        const auto kind = local_name(element.name());
        if (is_control(kind)) read_control(reading, element, context, into);
        else if (is_action(kind)) read_action(reading, element, context, false);
        else if (kind != "label" && kind != "hint")
            told(reading, convert_unused("element", element.name(), reading.instance[context].path, "not_known"));
    }
}

void collect(const std::vector<Control>& controls, std::vector<bool>& seen) {
    for (const Control& control : controls) {
        if (control.node != none) seen[control.node] = true;
        collect(control.inside, seen);
    }
}

/// The list in which the control of a node stands, and where; nullptr when it has none.
std::vector<Control>* list_with(std::vector<Control>& controls, std::uint32_t node, std::size_t& place) {
    for (std::size_t i = 0; i < controls.size(); ++i) {
        if (controls[i].node == node) {
            place = i;
            return &controls;
        }
        if (auto* found = list_with(controls[i].inside, node, place)) return found;
    }
    return nullptr;
}

Control* control_of(std::vector<Control>& controls, std::uint32_t node) {
    std::size_t place = 0;
    auto* list = list_with(controls, node, place);
    return list ? &(*list)[place] : nullptr;
}

}  // namespace

std::vector<Control> read_body(Reading& reading) {
    std::vector<Control> controls;
    read_inside(reading, reading.body, 0, controls);
    for (const auto& element : reading.model.children())
        if (element.type() == pugi::node_element && is_action(local_name(element.name()))) read_action(reading, element, 0, false);
    return controls;
}

/// Nodes without a control (calculations, what the device tells) stand after the node before them in the record.
void add_unseen(Reading& reading, std::vector<Control>& controls) {
    std::vector<bool> seen(reading.instance.size());
    collect(controls, seen);
    for (std::uint32_t parent = 0; parent < reading.instance.size(); ++parent) {
        std::vector<Control>* list = parent == 0 ? &controls : nullptr;
        std::size_t place = 0;
        std::uint32_t before = none;  // the last one that a control shows
        for (const auto child : reading.instance[parent].children) {
            if (seen[child]) {
                list = nullptr;
                before = child;
                continue;
            }
            if (!list && before != none && (list = list_with(controls, before, place))) ++place;
            if (!list) {
                auto* above = control_of(controls, parent);
                list = above ? &above->inside : &controls;
                place = above ? 0 : controls.size();
            }
            const bool holds = !reading.instance[child].children.empty();
            list->insert(list->begin() + static_cast<std::ptrdiff_t>(std::min(place, list->size())),
                         Control{{}, holds ? "group" : "", child, {}, {}});
            seen[child] = true;
            ++place;
        }
    }
}

bool is_table_list(const Reading& reading, const Control& group) {
    if (group.kind != "group" || group.node == none || group.inside.size() < 2) return false;
    const auto nodeset_of = [](const Control& one) { return std::string(attribute(child(one.element, "itemset"), "nodeset").value()); };
    const auto appearance_of = [](const Control& one) { return std::string(one.element.attribute("appearance").value()); };
    const auto set = nodeset_of(group.inside[0]);
    if (set.empty() || set.find('[') != std::string::npos || appearance_of(group.inside[0]) != "label") return false;
    return std::all_of(group.inside.begin(), group.inside.end(), [&](const Control& one) {
        if (one.kind != "select1" || nodeset_of(one) != set || reading.instance[one.node].parent != group.node) return false;
        if (&one == &group.inside[0]) return true;
        const auto& bind = reading.instance[one.node].bind;
        return appearance_of(one) == "list-nolabel" && !attribute(bind, "constraint") && !attribute(bind, "calculate") &&
               !attribute(bind, "readonly") && trimmed(reading.instance[one.node].element.text().get()).empty();
    });
}

}  // namespace ecoute::forms::xform

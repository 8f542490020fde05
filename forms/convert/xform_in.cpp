#include "forms/convert/xform_in.hpp"

#include <simdjson.h>

#include "forms/convert/xform/reading.hpp"
#include "forms/convert/xform/vocabulary.hpp"
#include "forms/document/names.hpp"

namespace ecoute::forms {
namespace xform {

void mistake(Reading& reading, Code code, std::string_view value, std::string where) {
    if (reading.mistakes.size() >= most_lines) return;
    reading.mistakes.push_back({code, document::excerpt(value), std::move(where), {{"value", document::excerpt(value)}}});
}

void told(Reading& reading, Problem line) {
    if (reading.report.size() < most_lines) reading.report.push_back(std::move(line));
}

pugi::xml_attribute own_attribute(const Reading& reading, const pugi::xml_node& element, std::string_view name) {
    if (reading.own_prefix.empty()) return {};
    return element.attribute((reading.own_prefix + std::string(name)).c_str());
}

void restore_members(Reading& reading, const pugi::xml_node& element, bool of_form, Json& into) {
    for (const OwnMember& row : of_form ? form_members() : question_members()) {
        const auto written = own_attribute(reading, element, row.attribute);
        if (!written) continue;
        if (!row.is_json) {
            if (std::string_view(written.value()).empty()) into.erase(std::string(row.member));
            else into[std::string(row.member)] = written.value();
            continue;
        }
        auto value = Json::parse(written.value(), nullptr, false);
        if (value.is_discarded()) told(reading, convert_unused("attribute", written.name(), element.name(), "not_known"));
        else if (value.is_null()) into.erase(std::string(row.member));
        else into[std::string(row.member)] = std::move(value);
    }
}

namespace {

Conversion refused(Code code, std::string reason, std::string where, std::size_t limit = 0) {
    Problem problem{code, {}, std::move(where), {{"value", std::move(reason)}}};
    if (limit) problem.facts["limit"] = std::to_string(limit);
    return {{}, {std::move(problem)}, {}, {}};
}

/// False when elements stand within each other deeper than anybody writes. Walks without recursion.
bool is_shallow(const pugi::xml_node& document) {
    int depth = 0;
    for (auto node = document.first_child(); node;) {
        if (depth > deepest_xform) return false;
        if (node.first_child()) {
            node = node.first_child();
            ++depth;
            continue;
        }
        while (node && !node.next_sibling()) {
            node = node.parent();
            if (--depth < 0) return true;
        }
        if (node) node = node.next_sibling();
    }
    return true;
}

std::size_t nodes_in(const pugi::xml_node& root) {
    std::size_t count = 0;
    for (auto node = root; node;) {
        if (node.type() == pugi::node_element && ++count > most_questions) break;
        if (node.first_child()) node = node.first_child();
        else {
            while (node != root && !node.next_sibling()) node = node.parent();
            if (node == root) break;
            node = node.next_sibling();
        }
    }
    return count;
}

void find_own_prefix(Reading& reading, const pugi::xml_node& root) {
    for (const auto& one : root.attributes())
        if (one.value() == own_namespace && std::string_view(one.name()).starts_with("xmlns:"))
            reading.own_prefix = std::string(one.name()).substr(6) + ":";
}

pugi::xml_node primary_root(const Reading& reading) {
    const auto instance = child(reading.model, "instance");
    return instance.find_child([](const pugi::xml_node& one) { return one.type() == pugi::node_element; });
}

void read_binds(Reading& reading) {
    for (const auto& bind : reading.model.children()) {
        if (bind.type() != pugi::node_element || local_name(bind.name()) != "bind") continue;
        const auto nodeset = attribute(bind, "nodeset") ? attribute(bind, "nodeset") : attribute(bind, "ref");
        const auto path = trimmed(nodeset.value());
        if (path.find("/meta/") != std::string::npos || path.ends_with("/meta")) continue;
        const auto node = reading.instance.find(path);
        if (!node) {
            mistake(reading, Code::form_question_unknown, path, "model/bind");
            continue;
        }
        if (reading.instance[*node].bind) mistake(reading, Code::form_name_twice, path, "model/bind");
        else reading.instance[*node].bind = bind;
    }
}

/// A word that may be an identifier, with "_" for what may not stand in one.
std::string identifier(Reading& reading, std::string_view written, std::string_view otherwise, std::string_view what) {
    std::string word = trimmed(written);
    for (char& c : word)
        if (!document::is_identifier(std::string("a") + c)) c = '_';
    if (word.size() > 64) word.resize(64);
    if (!document::is_identifier(word)) word = document::is_identifier("x" + word) && !word.empty() ? "x" + word.substr(0, 63) : otherwise;
    if (word != written) told(reading, convert_changed(what, written, word, "model/instance"));
    return word;
}

/// What XLSForm calls settings: of the record's name, of the submission, of the look.
void keep_settings(Reading& reading, Json& document) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> submission{
        {{"action", "submission_url"}, {"base64RsaPublicKey", "public_key"}, {"auto-send", "auto_send"}, {"auto-delete", "auto_delete"}}};
    const auto sent = child(reading.model, "submission");
    for (const auto& [name, setting] : submission)
        if (const auto one = attribute(sent, name)) document["kept"][std::string(setting)] = one.value();
    if (const auto style = reading.body.attribute("class")) document["kept"]["style"] = style.value();
    for (const auto& bind : reading.model.children("bind"))
        if (std::string_view(attribute(bind, "nodeset").value()).ends_with("/meta/instanceName") && attribute(bind, "calculate"))
            document["kept"]["instance_name"] = expression_of(reading, attribute(bind, "calculate").value(), none, "meta/instanceName");
    if (document.contains("kept"))
        for (const auto& [name, value] : document["kept"].items()) told(reading, convert_kept("setting", name, "model"));
}

/// Parts of "meta" beyond what every form has.
void read_meta(Reading& reading, Json& questions) {
    const auto meta = child(primary_root(reading), "meta");
    for (const auto& one : meta.children()) {
        if (one.type() != pugi::node_element) continue;
        const auto name = local_name(one.name());
        if (name == "instanceID" || name == "instanceName" || name == "deprecatedID") continue;
        if (name == "audit") questions.push_back(Json{{"type", "audit"}, {"name", "audit"}});
        told(reading, name == "audit" ? convert_kept("element", "audit", "meta", "never_asked") : convert_unused("element", one.name(), "meta", "not_known"));
    }
}

/// The notice that a document of ours was exported with is its first note.
void put_notice(Reading& reading, const std::vector<Control>& controls, Json& document) {
    for (const Control& control : controls) {
        if (control.node == none) continue;
        if (std::string_view(own_attribute(reading, reading.instance[control.node].bind, "role").value()) == "notice")
            put_text(reading, child(control.element, "label"), control.node, "notice", document);
    }
}

void put_title(Reading& reading, Json& document) {
    auto title = trimmed(child(reading.head, "title").text().get());
    if (title.empty()) title = document["id"];
    document["title"] = Json{{reading.language, title}};
}

Conversion result_of(Reading& reading, const Json& document) {
    return {document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n", std::move(reading.mistakes), std::move(reading.report),
            std::move(reading.places)};
}

Conversion read(Reading& reading, const pugi::xml_node& root) {
    const auto first = primary_root(reading);
    Json document{{"ecoute", 1}};
    document["id"] = identifier(reading, attribute(first, "id") ? attribute(first, "id").value() : first.name(), "formulaire", "id");
    document["version"] = identifier(reading, attribute(first, "version").value(), "1", "version");
    find_own_prefix(reading, root);
    if (const auto own = own_attribute(reading, reading.model, "default-language")) reading.language = own.value();
    read_itext(reading);
    put_title(reading, document);
    document["default_language"] = reading.language;
    reading.instance.read(first);
    read_binds(reading);
    read_secondary_instances(reading);
    auto controls = read_body(reading);
    add_unseen(reading, controls);
    name_nodes(reading, controls);
    put_notice(reading, controls, document);
    auto questions = questions_of(reading, controls, "/questions");
    read_meta(reading, questions);
    keep_settings(reading, document);
    if (!reading.attached.empty()) document["attached"] = std::move(reading.attached);
    if (!reading.choices.empty()) document["choices"] = std::move(reading.choices);
    restore_members(reading, reading.model, true, document);
    document["questions"] = std::move(questions);
    return result_of(reading, document);
}

}  // namespace
}  // namespace xform

Conversion document_of_xform(std::string_view xml, std::string_view language) {
    using namespace xform;
    if (xml.size() > largest_xform_bytes) return refused(Code::form_too_large, {}, {}, largest_xform_bytes);
    pugi::xml_document file;
    const auto parsed = file.load_buffer(xml.data(), xml.size(), pugi::parse_default | pugi::parse_ws_pcdata | pugi::parse_doctype);
    const bool is_text = parsed.encoding != pugi::encoding_utf8 || simdjson::validate_utf8(xml.data(), xml.size());
    if (!parsed || !is_text) return refused(Code::form_malformed, is_text ? parsed.description() : "UTF-8", "byte " + std::to_string(parsed.offset));
    if (!is_shallow(file)) return refused(Code::form_too_large, "depth", {}, deepest_xform);
    const auto root = file.document_element();
    Reading reading;
    reading.language = language;
    reading.head = child(root, "head");
    reading.body = child(root, "body");
    reading.model = child(reading.head, "model");
    if (!reading.model || !reading.body || !primary_root(reading)) return refused(Code::form_malformed, "h:html/h:head/model/instance, h:body", root.name());
    if (nodes_in(primary_root(reading)) > most_questions) return refused(Code::form_too_large, "questions", "model/instance", most_questions);
    for (const auto& one : file.children())
        if (one.type() == pugi::node_doctype) told(reading, convert_unused("doctype", "DOCTYPE", "XML", "never_expanded"));
    return read(reading, root);
}

}  // namespace ecoute::forms

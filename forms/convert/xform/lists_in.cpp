#include <algorithm>

#include "forms/convert/xform/reading.hpp"
#include "forms/convert/xform/vocabulary.hpp"
#include "forms/document/names.hpp"
#include "forms/expression/lexer.hpp"

namespace ecoute::forms::xform {
namespace {

using expression::TokenKind;

/// "instance('villes')/root/item[...]", with or without randomize() around it, cut into what it says.
struct Itemset {
    std::string list, filter, seed;
    bool random = false;
};

/// Text of the predicates that begin at token i, put together with "and".
std::string predicates(std::string_view text, const std::vector<expression::Token>& tokens, std::size_t& i) {
    std::string all;
    while (i < tokens.size() && tokens[i].text == "[" && tokens[i].kind == TokenKind::symbol) {
        const auto from = tokens[i].offset + 1;
        int open = 0;
        for (; i < tokens.size() && tokens[i].kind != TokenKind::end; ++i) {
            if (tokens[i].kind != TokenKind::symbol) continue;
            if (tokens[i].text == "[") ++open;
            if (tokens[i].text == "]" && --open == 0) break;
        }
        const auto one = trimmed(text.substr(from, tokens[i].offset - from));
        all = all.empty() ? one : "(" + all + ") and (" + one + ")";
        ++i;
    }
    return all;
}

std::optional<Itemset> itemset_of(std::string_view nodeset) {
    const auto lexed = expression::lex(nodeset);
    if (!lexed) return std::nullopt;
    const auto& tokens = *lexed;
    Itemset itemset;
    std::size_t i = 0;
    const auto is = [&](std::size_t at, std::string_view text) { return at < tokens.size() && tokens[at].text == text; };
    if (is(0, "randomize") && is(1, "(")) itemset.random = true, i = 2;
    if (!is(i, "instance") || !is(i + 1, "(") || i + 3 >= tokens.size() || tokens[i + 2].kind != TokenKind::text)
        return std::nullopt;
    itemset.list = tokens[i + 2].text;
    for (i += 4; is(i, "/") && i + 1 < tokens.size(); i += 2) {}
    itemset.filter = predicates(nodeset, tokens, i);
    if (itemset.random && is(i, ",")) {
        const auto from = tokens[i].offset + 1;
        const auto close = nodeset.rfind(')');
        if (close != std::string_view::npos && close > from) itemset.seed = trimmed(nodeset.substr(from, close - from));
    }
    return itemset;
}

std::string list_name(const Reading& reading, std::string_view wanted) {
    std::string name(wanted);
    for (char& c : name)
        if (!document::is_name(std::string("a") + c)) c = '_';
    if (!document::is_name(name)) name = "_" + name;
    for (int n = 2; reading.choices.contains(name) || reading.attached.contains(name); ++n) name = std::string(wanted) + "_" + std::to_string(n);
    return name;
}

void put_own_choice_members(Reading& reading, const pugi::xml_node& item, Json& choice) {
    for (const std::string_view name : {"exclusive", "missing", "score", "kept"}) {
        const auto own = own_attribute(reading, item, name);
        if (!own) continue;
        if (name == "missing") choice["missing"] = own.value();
        else if (auto value = Json::parse(own.value(), nullptr, false); !value.is_discarded()) choice[std::string(name)] = std::move(value);
    }
}

bool is_reserved(std::string_view column) {
    constexpr std::array<std::string_view, 11> words{"name",  "label", "exclusive", "missing", "image",    "audio",
                                                     "video", "score", "big-image", "kept",    "itextId"};
    return std::find(words.begin(), words.end(), column) != words.end();
}

/// An item of a secondary instance: its name and label, further columns as texts.
Json choice_of(Reading& reading, const pugi::xml_node& item, const std::string& where) {
    Json choice = Json::object();
    choice["name"] = trimmed(child(item, "name").text().get());
    if (const auto id = child(item, "itextId")) put_entry(reading, trimmed(id.text().get()), none, "label", choice, where);
    if (const auto label = trimmed(child(item, "label").text().get()); !label.empty() && !choice.contains("label"))
        choice["label"][reading.language] = label;
    put_own_choice_members(reading, item, choice);
    for (const auto& column : item.children()) {
        if (column.type() != pugi::node_element) continue;
        const std::string name(local_name(column.name()));
        if (name == "name" || name == "label" || name == "itextId" || own_attribute(reading, item, name)) continue;
        if (is_reserved(name)) told(reading, convert_unused("column", name, where, "reserved"));
        else if (auto text = trimmed(column.text().get()); !text.empty()) choice[name] = std::move(text);  // blank is as good as missing
    }
    return choice;
}

/// "jr://file-csv/lieux.csv" -> lieux.csv
std::string file_of(std::string_view source) {
    const auto slash = source.rfind('/');
    return std::string(slash == std::string_view::npos ? source : source.substr(slash + 1));
}

void read_list(Reading& reading, const std::string& id, const pugi::xml_node& instance) {
    const std::string where = "model/instance[" + id + "]";
    if (const auto source = instance.attribute("src")) {
        if (std::string_view(source.value()).starts_with("jr://instance/"))
            return told(reading, convert_unused("instance", source.value(), where, "not_known"));
        reading.attached[id] = Json{{"file", file_of(source.value())}};
        if (!file_of(source.value()).ends_with(".csv")) told(reading, convert_kept("instance", source.value(), where, "only_csv"));
        return;
    }
    const auto root = instance.find_child([](const pugi::xml_node& one) { return one.type() == pugi::node_element; });
    Json list = Json::array();
    for (const auto& item : root.children())
        if (item.type() == pugi::node_element) list.push_back(choice_of(reading, item, where));
    reading.choices[id] = std::move(list);
}

/// Items written in the control itself make a list of its name; equal ones are one list.
std::string inline_list(Reading& reading, const Control& control, const std::string& where) {
    Json list = Json::array();
    for (const auto& item : control.element.children()) {
        if (item.type() != pugi::node_element || local_name(item.name()) != "item") continue;
        Json choice = Json::object();
        choice["name"] = trimmed(child(item, "value").text().get());
        put_text(reading, child(item, "label"), control.node, "label", choice);
        put_own_choice_members(reading, item, choice);
        list.push_back(std::move(choice));
    }
    if (list.empty()) told(reading, convert_unused("control", "select", where, "no_choices"));
    const auto content = list.dump(-1, ' ', false, Json::error_handler_t::replace);
    const auto [place, first] = reading.same_items.try_emplace(content);
    if (first) {
        place->second = list_name(reading, control.node == none ? "liste" : reading.instance[control.node].name);
        reading.choices[place->second] = std::move(list);
    }
    return place->second;
}

/// Which columns of a file hold names and labels, when the control says otherwise than we do.
void put_columns(Reading& reading, const std::string& list, const pugi::xml_node& itemset) {
    if (!reading.attached.contains(list)) return;
    const std::string value = child(itemset, "value").attribute("ref").value(), label = child(itemset, "label").attribute("ref").value();
    if (!value.empty() && value != "name") reading.attached[list]["value"] = value;
    if (!label.empty() && label != "label" && label.find('(') == std::string::npos) reading.attached[list]["label"] = label;
}

}  // namespace

void read_secondary_instances(Reading& reading) {
    bool first = true;
    for (const auto& instance : reading.model.children()) {
        if (instance.type() != pugi::node_element || local_name(instance.name()) != "instance") continue;
        const std::string id = instance.attribute("id").value();
        if (std::exchange(first, false) || id.empty()) continue;
        if (!reading.lists.try_emplace(id, instance).second) {
            mistake(reading, Code::form_name_twice, id, "model/instance[" + id + "]");
            continue;
        }
        read_list(reading, id, instance);
    }
}

void put_choices(Reading& reading, const Control& control, Json& question) {
    const std::string where = place_of(reading, control);
    const auto itemset = child(control.element, "itemset");
    if (!itemset) {
        question["choices"] = inline_list(reading, control, where);
        return;
    }
    const auto nodeset = attribute(itemset, "nodeset");
    const auto said = itemset_of(nodeset.value());
    if (!said || (!reading.choices.contains(said->list) && !reading.attached.contains(said->list)))
        return mistake(reading, Code::form_list_unknown, nodeset.value(), where);
    question["choices"] = said->list;
    put_columns(reading, said->list, itemset);
    if (!said->filter.empty()) question["choice_filter"] = expression_of(reading, said->filter, control.node, where);
    if (!said->random) return;
    question["parameters"] = "randomize=true";
    if (!said->seed.empty())
        question["parameters"] = "randomize=true seed=" + expression_of(reading, said->seed, control.node, where);
}

}  // namespace ecoute::forms::xform

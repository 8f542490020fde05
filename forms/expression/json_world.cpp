#include "forms/expression/json_world.hpp"

#include <algorithm>
#include <charconv>

#include "forms/expression/convert.hpp"

namespace ecoute::forms::expression {
namespace {

using nlohmann::json;

constexpr std::size_t deepest_questions = 20;  // repeats in repeats; nobody fills in more

Type type_of(std::string_view word) noexcept {
    struct Row {
        std::string_view word;
        Type type;
    };
    constexpr Row rows[] = {
        {"integer", Type::number},
        {"int", Type::number},
        {"decimal", Type::number},
        {"range", Type::number},
        {"number", Type::number},
        {"date", Type::date},
        {"dateTime", Type::date_time},
        {"datetime", Type::date_time},
        {"date_time", Type::date_time},
        {"time", Type::time},
        {"select_one", Type::select_one},
        {"select_multiple", Type::select_multiple},
        {"rank", Type::rank},
        {"group", Type::group},
        {"grid", Type::group},
        {"repeat", Type::repeat},
        {"boolean", Type::boolean},
    };
    for (const auto& row : rows)
        if (row.word == word) return row.type;
    return Type::text;
}

Type type_of(const json& answer) noexcept {
    if (answer.is_number()) return Type::number;
    if (answer.is_boolean()) return Type::boolean;
    if (answer.is_array()) return !answer.empty() && answer[0].is_object() ? Type::repeat : Type::select_multiple;
    return answer.is_object() ? Type::group : Type::text;
}

std::string text_of(const json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_number()) return number_text(value.get<double>());
    if (value.is_boolean()) return value.get<bool>() ? "true" : "false";
    return {};
}

/// A member of an object; for "q6.proprete" also the member "proprete" of the member "q6".
const json* member(const json& object, const std::string& name) {
    if (!object.is_object()) return nullptr;
    if (const auto at = object.find(name); at != object.end()) return &*at;
    const auto dot = name.find('.');
    if (dot == std::string::npos) return nullptr;
    const auto outer = object.find(name.substr(0, dot));
    if (outer == object.end() || !outer->is_object()) return nullptr;
    const auto inner = outer->find(name.substr(dot + 1));
    return inner == outer->end() ? nullptr : &*inner;
}

}  // namespace

JsonWorld::JsonWorld(const json& questions, const json& answers, const json& lists) : answers_(answers), lists_(lists) {
    if (questions.is_object()) declare(questions, answers, no_question);
    adopt(answers, no_question);
}

std::uint32_t JsonWorld::add(const std::string& name, Type type, std::uint32_t parent, std::string list) {
    const auto [at, fresh] = index_.emplace(name, static_cast<std::uint32_t>(nodes_.size()));
    if (fresh) nodes_.push_back({name, type, parent, std::move(list)});
    return at->second;
}

void JsonWorld::declare(const json& questions, const json& answers, std::uint32_t parent) {
    std::size_t depth = 0;
    for (auto above = parent; above != no_question; above = nodes_[above].parent) ++depth;
    if (depth >= deepest_questions) return;
    for (const auto& [name, type] : questions.items()) {
        if (type.is_string()) declare_one(name, type.get<std::string>(), parent);
        if (!type.is_object()) continue;
        const json* there = member(answers, name);
        const bool group = there != nullptr && there->is_object();
        const auto inside = add(name, group ? Type::group : Type::repeat, parent);
        static const json nothing;
        const bool has_first = there != nullptr && there->is_array() && !there->empty();
        declare(type, group ? *there : has_first ? there->front() : nothing, inside);
    }
}

void JsonWorld::declare_one(const std::string& name, const std::string& type, std::uint32_t parent) {
    const auto parts = words(type);
    const auto kind = parts.empty() ? Type::text : type_of(parts[0]);
    const std::string list(parts.size() > 1 ? parts[1] : std::string_view());
    const auto slash = name.rfind('/');
    if (slash == std::string::npos) {
        add(name, kind, parent, list);
        return;
    }
    std::string above = name.substr(0, slash);
    std::ranges::replace(above, '/', ' ');
    for (const auto part : words(above)) parent = add(std::string(part), Type::repeat, parent);
    add(name.substr(slash + 1), kind, parent, list);
}

/// Looks where the answers stand: what stands in an array of objects belongs to that repeat. Names that nobody declared
/// are added only when nothing was declared at all.
void JsonWorld::adopt(const json& answers, std::uint32_t parent, std::size_t depth) {
    if (!answers.is_object() || depth >= deepest_questions) return;
    const bool declared = !nodes_.empty() && parent == no_question;
    for (const auto& [name, answer] : answers.items()) {
        if (!declared && parent == no_question) add(name, type_of(answer), parent);
        const auto known = index_.find(name);
        if (known == index_.end() || parent == known->second) continue;
        if (parent != no_question && nodes_[known->second].parent == no_question) nodes_[known->second].parent = parent;
        const bool repeat = nodes_[known->second].type == Type::repeat && answer.is_array();
        for (std::size_t i = 0; repeat && i < answer.size(); ++i) adopt(answer[i], known->second, depth + 1);
    }
}

std::optional<Symbol> JsonWorld::find(std::string_view name) const {
    const auto at = index_.find(name);
    if (at == index_.end()) return std::nullopt;
    const auto& question = nodes_[at->second];
    return Symbol{at->second, question.type, repeats_of(at->second), question.parent};
}

std::vector<std::string_view> JsonWorld::names() const {
    std::vector<std::string_view> all;
    for (const auto& node : nodes_) all.push_back(node.name);
    return all;
}

std::vector<std::uint32_t> JsonWorld::repeats_of(std::uint32_t question) const {
    std::vector<std::uint32_t> repeats;
    for (auto above = nodes_[question].parent; above != no_question && repeats.size() < deepest_questions;
         above = nodes_[above].parent)
        if (nodes_[above].type == Type::repeat) repeats.push_back(above);
    std::ranges::reverse(repeats);
    return repeats;
}

const json* JsonWorld::found(const Node& node) const {
    const json* place = &answers_;
    std::size_t level = 0;
    for (const auto repeat : repeats_of(node.question)) {
        place = member(*place, nodes_[repeat].name);
        if (place == nullptr || !place->is_array() || level >= node.instances.size()) return nullptr;
        if (node.instances[level] >= place->size()) return nullptr;
        place = &(*place)[node.instances[level++]];
    }
    const auto& question = nodes_[node.question];
    if (const json* answer = member(*place, question.name)) return answer;
    if (question.parent == no_question || nodes_[question.parent].type != Type::group) return nullptr;
    const json* group = member(*place, nodes_[question.parent].name);
    return group == nullptr ? nullptr : member(*group, question.name);
}

Value JsonWorld::value(const Node& node) const {
    if (node.question >= nodes_.size()) return std::string();
    const json* answer = found(node);
    if (answer == nullptr || answer->is_object()) return std::string();
    if (answer->is_number()) return answer->get<double>();
    if (answer->is_boolean()) return answer->get<bool>();
    if (!answer->is_array()) {
        auto text = text_of(*answer);
        return text == "refused" ? std::string() : text;
    }
    std::string joined;
    for (const auto& choice : *answer) joined += (joined.empty() ? "" : " ") + text_of(choice);
    return joined;
}

NodeSet JsonWorld::nodes(std::uint32_t question, std::span<const std::uint32_t> within) const {
    NodeSet result;
    if (question >= nodes_.size()) return result;
    auto repeats = repeats_of(question);
    if (nodes_[question].type == Type::repeat) repeats.push_back(question);
    collect(answers_, repeats, {question, {}}, within, result);
    return result;
}

void JsonWorld::collect(const json& place, std::span<const std::uint32_t> repeats, const Node& at,
                        std::span<const std::uint32_t> within, NodeSet& result) const {
    if (repeats.empty()) {
        result.push_back(at);
        return;
    }
    const json* instances = member(place, nodes_[repeats[0]].name);
    if (instances == nullptr || !instances->is_array()) return;
    for (std::uint32_t i = 0; i < instances->size(); ++i) {
        const auto level = at.instances.size();
        if (level < within.size() && within[level] != i) continue;
        Node next = at;
        next.instances.push_back(i);
        collect((*instances)[i], repeats.subspan(1), next, within, result);
    }
}

std::optional<std::uint32_t> JsonWorld::row_count(std::string_view list) const {
    const json* rows = member(lists_, std::string(list));
    if (rows == nullptr || !rows->is_array()) return std::nullopt;
    return static_cast<std::uint32_t>(rows->size());
}

std::optional<std::string> JsonWorld::cell(std::string_view list, std::uint32_t row, std::string_view column) const {
    const json* rows = member(lists_, std::string(list));
    if (rows == nullptr || !rows->is_array() || row >= rows->size()) return std::nullopt;
    const json* cell = member((*rows)[row], std::string(column));
    if (cell == nullptr) return std::nullopt;
    if (cell->is_object() && !cell->empty()) return text_of(*cell->begin());  // a text by language
    return text_of(*cell);
}

Value JsonWorld::last_saved(std::string_view name) const {
    const json* saved = device_ == nullptr ? nullptr : member(*device_, "last_saved");
    const json* answer = saved == nullptr ? nullptr : member(*saved, std::string(name));
    if (answer == nullptr) return std::string();
    if (answer->is_number()) return answer->get<double>();
    return text_of(*answer);
}

std::string JsonWorld::property(std::string_view name) const {
    const json* properties = device_ == nullptr ? nullptr : member(*device_, "properties");
    const json* property = properties == nullptr ? nullptr : member(*properties, std::string(name));
    return property == nullptr ? std::string() : text_of(*property);
}

std::string JsonWorld::version() const {
    const json* version = device_ == nullptr ? nullptr : member(*device_, "version");
    return version == nullptr ? std::string() : text_of(*version);
}

std::string JsonWorld::choice_label(std::uint32_t question, std::string_view choice) const {
    const auto& list = nodes_[question].list;
    for (std::uint32_t row = 0; row < row_count(list).value_or(0); ++row)
        if (cell(list, row, "name") == choice) return cell(list, row, "label").value_or("");
    return {};
}

std::optional<Node> JsonWorld::node(std::string_view path) const {
    Node node;
    while (true) {
        const auto slash = path.find('/');
        auto part = path.substr(0, slash);
        std::uint32_t place = 1;
        if (const auto open = part.find('['); open != std::string_view::npos) {
            const auto digits = part.substr(open + 1, part.size() - open - 2);
            const auto end = digits.data() + digits.size();
            if (std::from_chars(digits.data(), end, place).ptr != end || place == 0) return std::nullopt;
            part = part.substr(0, open);
        }
        const auto known = index_.find(part);
        if (!part.empty() && known == index_.end()) return std::nullopt;
        if (!part.empty() && nodes_[known->second].type == Type::repeat) node.instances.push_back(place - 1);
        if (slash == std::string_view::npos) {
            if (part.empty()) return std::nullopt;
            node.question = known->second;
            node.instances.resize(std::max(node.instances.size(), repeats_of(node.question).size()));
            return node;
        }
        path.remove_prefix(slash + 1);
    }
}

}  // namespace ecoute::forms::expression

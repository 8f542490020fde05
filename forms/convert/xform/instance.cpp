#include "forms/convert/xform/instance.hpp"

namespace ecoute::forms::xform {

std::string_view local_name(std::string_view name) noexcept {
    const auto colon = name.rfind(':');
    return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

pugi::xml_attribute attribute(const pugi::xml_node& element, std::string_view local) noexcept {
    for (const auto& one : element.attributes())
        if (local_name(one.name()) == local) return one;
    return {};
}

pugi::xml_node child(const pugi::xml_node& element, std::string_view local) noexcept {
    for (const auto& one : element.children())
        if (one.type() == pugi::node_element && local_name(one.name()) == local) return one;
    return {};
}

std::uint32_t Instance::add(const pugi::xml_node& element, std::uint32_t parent) {
    std::string path = (parent == none ? "" : nodes_[parent].path) + "/" + element.name();
    const auto index = size();
    const auto [place, first] = paths_.try_emplace(path, index);
    if (!first) return place->second;
    nodes_.push_back({element, {}, std::move(path), {}, parent, {}});
    if (parent != none) nodes_[parent].children.push_back(index);
    return index;
}

/// In document order, without recursion. The template of a repeat comes before its first instance, whose nodes are then
/// already there.
void Instance::read(const pugi::xml_node& root) {
    std::vector<std::pair<pugi::xml_node, std::uint32_t>> rest{{root, none}};
    while (!rest.empty()) {
        const auto [element, parent] = rest.back();
        rest.pop_back();
        const auto index = add(element, parent);
        std::vector<pugi::xml_node> children;
        for (const auto& one : element.children())
            if (one.type() == pugi::node_element && !(parent == none && local_name(one.name()) == "meta"))
                children.push_back(one);
        for (auto last = children.rbegin(); last != children.rend(); ++last) rest.emplace_back(*last, index);
    }
}

std::optional<std::uint32_t> Instance::find(std::string_view path, std::uint32_t context) const {
    if (path.starts_with('/')) {
        const auto found = paths_.find(path);
        return found == paths_.end() ? std::nullopt : std::optional(found->second);
    }
    while (!path.empty()) {
        const auto step = path.substr(0, path.find('/'));
        path.remove_prefix(std::min(path.size(), step.size() + 1));
        if (step == ".") continue;
        if (step == "..") {
            context = nodes_[context].parent;
            if (context == none) return std::nullopt;
            continue;
        }
        const auto found = paths_.find(nodes_[context].path + "/" + std::string(step));
        if (found == paths_.end()) return std::nullopt;
        context = found->second;
    }
    return context;
}

}  // namespace ecoute::forms::xform

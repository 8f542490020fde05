#pragma once
#include <cstdint>
#include <optional>
#include <pugixml.hpp>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "forms/convert/xform/xml_text.hpp"
#include "forms/form.hpp"

namespace ecoute::forms::xform {

/// The name without its prefix: "jr:count" -> "count".
std::string_view local_name(std::string_view name) noexcept;
/// An attribute by its local name, whatever its prefix; empty when there is none.
pugi::xml_attribute attribute(const pugi::xml_node& element, std::string_view local) noexcept;
/// The first child of that local name.
pugi::xml_node child(const pugi::xml_node& element, std::string_view local) noexcept;

/// A node of the primary instance, which an answer will fill.
struct Node {
    pugi::xml_node element, bind;
    std::string path;              ///< "/data/soins/renonce"
    std::string name;              ///< of its question in the document
    std::uint32_t parent = none;
    std::vector<std::uint32_t> children;
};

/// The primary instance: nodes by path. What "meta" holds is left to others; a repeat's template and its first instance are one node.
class Instance {
public:
    void read(const pugi::xml_node& root);

    /// By absolute path, or relative to `context` ("../q", "q", "."); nullopt when nothing is there.
    std::optional<std::uint32_t> find(std::string_view path, std::uint32_t context = 0) const;
    Node& operator[](std::uint32_t index) { return nodes_[index]; }
    const Node& operator[](std::uint32_t index) const { return nodes_[index]; }
    std::uint32_t size() const noexcept { return static_cast<std::uint32_t>(nodes_.size()); }

private:
    std::uint32_t add(const pugi::xml_node& element, std::uint32_t parent);
    std::vector<Node> nodes_;  ///< the root first, then in document order
    ByName<std::uint32_t> paths_;
};

}  // namespace ecoute::forms::xform

#include "forms/expression/paths.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace ecoute::forms::expression {
namespace {

/// Indexes of the repeats that a node of this question needs, its own included when it is a repeat.
std::size_t indexes_of(const Reference& reference) noexcept {
    return reference.depth + (reference.type == Type::repeat ? 1 : 0);
}

std::vector<std::uint32_t> first_of(const std::vector<std::uint32_t>& instances, std::size_t count) {
    return {instances.begin(), instances.begin() + static_cast<std::ptrdiff_t>(std::min(count, instances.size()))};
}

}  // namespace

Node Paths::node_of(const Reference& reference) const {
    const auto& current = evaluation_.context().current;
    return {reference.question, current ? first_of(current->instances, reference.depth) : std::vector<std::uint32_t>{}};
}

NodeSet Paths::nodes_of(const Reference& reference) const {
    const auto* record = evaluation_.context().record;
    const auto& current = evaluation_.context().current;
    if (record == nullptr) return {};
    const auto within = current ? first_of(current->instances, reference.shared) : std::vector<std::uint32_t>{};
    return record->nodes(reference.question, within);
}

Value Paths::found(std::uint32_t index) {
    const Branch& branch = tree_.branches[index];
    NodeSet set = nodes(index);
    const bool single = branch.op != Op::union_ && branch.op != Op::rows && branch.index == 0;
    if (!single) return set;
    return set.empty() ? Value(std::string()) : evaluation_.value_of(set.front());
}

NodeSet Paths::nodes(std::uint32_t index) {
    const Branch& branch = tree_.branches[index];
    switch (branch.op) {
        case Op::reference:
            return nodes_of(tree_.references[branch.index]);
        case Op::union_:
            return united(branch);
        case Op::path:
            return walk(branch);
        case Op::self:
        case Op::here:
        case Op::current:
        case Op::root:
        case Op::rows:
            return origin(branch);
        case Op::call: {
            Value value = evaluation_.value(index);
            auto* set = std::get_if<NodeSet>(&value);
            return set != nullptr ? std::move(*set) : NodeSet{};
        }
        default:
            return {};
    }
}

NodeSet Paths::origin(const Branch& branch) {
    const auto& context = evaluation_.context();
    if (branch.op == Op::rows) {
        const auto count =
            context.record == nullptr ? std::nullopt : context.record->row_count(tree_.texts[branch.index]);
        NodeSet rows;
        for (std::uint32_t row = 0; row < count.value_or(0) && evaluation_.spend(); ++row)
            rows.push_back(Evaluation::row_node(branch.index, row));
        return rows;
    }
    if (branch.op == Op::root) return {Node{no_question, {}}};
    if (branch.op != Op::current && evaluation_.focus() != nullptr) return {evaluation_.focus()->node};
    return {context.current.value_or(Node{no_question, {}})};
}

NodeSet Paths::walk(const Branch& path) {
    const auto parts = tree_.children_of(path);
    NodeSet found = nodes(parts[0]);
    for (const auto part : parts.subspan(1)) {
        const Branch& branch = tree_.branches[part];
        if (branch.op == Op::filter) {
            found = filtered(branch, std::move(found));
            continue;
        }
        NodeSet next;
        for (const auto& node : found) {
            if (!evaluation_.spend()) return {};
            auto reached = filtered(branch, step(branch, node));
            for (auto& one : reached)
                if (branch.op != Op::parent || std::ranges::find(next, one) == next.end())
                    next.push_back(std::move(one));
        }
        found = std::move(next);
    }
    return found;
}

NodeSet Paths::step(const Branch& step, const Node& from) const {
    switch (step.op) {
        case Op::stay:
            return {from};
        case Op::cell: {
            Node cell = from;
            cell.instances.push_back(step.index);
            return {std::move(cell)};
        }
        case Op::parent:
            return parent(tree_.references[step.index], from);
        default:
            return children(tree_.references[step.index], from);
    }
}

NodeSet Paths::parent(const Reference& target, const Node& from) const {
    return {Node{target.question, first_of(from.instances, indexes_of(target))}};
}

NodeSet Paths::children(const Reference& target, const Node& from) const {
    if (target.type == Type::group) return {Node{target.question, first_of(from.instances, target.depth)}};
    const auto* record = evaluation_.context().record;
    if (record == nullptr) return {};
    return record->nodes(target.question, first_of(from.instances, target.depth));
}

/// Keeps the nodes for which every predicate holds; a number keeps the node at that place.
NodeSet Paths::filtered(const Branch& step, NodeSet found) {
    for (const auto predicate : tree_.children_of(step)) {
        NodeSet kept;
        const auto* outer = evaluation_.focus_;
        for (std::size_t i = 0; i < found.size(); ++i) {
            if (!evaluation_.spend()) break;
            const Focus focus{found[i], i + 1, found.size()};
            evaluation_.focus_ = &focus;
            const Value value = evaluation_.value(predicate);
            const auto* place = std::get_if<double>(&value);
            const bool keep =
                place != nullptr ? *place == static_cast<double>(focus.position) : evaluation_.to_truth(value);
            evaluation_.focus_ = outer;
            if (keep) kept.push_back(std::move(found[i]));
        }
        found = std::move(kept);
    }
    return found;
}

/// In the order in which they are written, each node once.
NodeSet Paths::united(const Branch& branch) {
    const auto before = [](const Node& a, const Node& b) {
        return std::tie(a.question, a.instances) < std::tie(b.question, b.instances);
    };
    std::set<Node, decltype(before)> known(before);
    NodeSet all;
    for (const auto part : tree_.children_of(branch))
        for (auto& node : nodes(part))
            if (known.insert(node).second) all.push_back(std::move(node));
    return all;
}

std::vector<Value> Paths::values(const Value& value) const {
    const auto* set = std::get_if<NodeSet>(&value);
    if (set == nullptr) return {value};
    std::vector<Value> all;
    for (const auto& node : *set)
        if (evaluation_.spend()) all.push_back(evaluation_.value_of(node));
    return all;
}

}  // namespace ecoute::forms::expression

#pragma once
#include <vector>

#include "forms/expression/evaluation.hpp"

namespace ecoute::forms::expression {

/// Walks paths: from an origin, step by step, each with its predicates.
class Paths {
public:
    explicit Paths(Evaluation& evaluation) : evaluation_(evaluation), tree_(evaluation.tree()) {}

    /// Value of a path, a union or an origin: a node-set, or the single value of a path that can't lead to several.
    Value found(std::uint32_t index);
    NodeSet nodes(std::uint32_t index);

    NodeSet nodes_of(const Reference& reference) const;
    /// The one node of a reference whose repeats all enclose the current question.
    Node node_of(const Reference& reference) const;

    /// True when some pair of a value of `left` and one of `right` satisfies `holds`: how node-sets compare.
    template <class F>
    bool some_pair(const Value& left, const Value& right, F holds) {
        const auto rights = values(right);
        for (const auto& a : values(left))
            for (const auto& b : rights)
                if (!evaluation_.spend())
                    return false;
                else if (holds(a, b))
                    return true;
        return false;
    }

private:
    std::vector<Value> values(const Value& value) const;
    NodeSet origin(const Branch& branch);
    NodeSet walk(const Branch& path);
    NodeSet step(const Branch& step, const Node& from) const;
    NodeSet children(const Reference& reference, const Node& from) const;
    NodeSet parent(const Reference& from_question, const Node& from) const;
    NodeSet filtered(const Branch& step, NodeSet found);
    NodeSet united(const Branch& branch);

    Evaluation& evaluation_;
    const Tree& tree_;
};

}  // namespace ecoute::forms::expression

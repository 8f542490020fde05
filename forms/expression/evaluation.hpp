#pragma once
#include <cstddef>
#include <string>
#include <string_view>

#include "forms/expression/functions.hpp"
#include "forms/expression/tree.hpp"

namespace ecoute::forms::expression {

/// Steps of one evaluation: nodes of the tree and of the record that are visited. A lookup in a list of 10,000 places
/// takes 30,000; beyond the limit every part reads as blank, so that no questionnaire can hang the server.
inline constexpr std::size_t most_evaluation_steps = 3'000'000;
/// Longest text that an expression may make, in bytes: a hundred times the longest answer.
inline constexpr std::size_t longest_result_bytes = 1'000'000;

/// The node that a predicate is about, and its place among those found.
struct Focus {
    Node node;
    std::size_t position = 1;
    std::size_t size = 1;
};

/// One evaluation of one tree. Rows of lists are nodes too while it lasts (see `row_node`).
class Evaluation {
public:
    Evaluation(const Tree& tree, const Context& context) : tree_(tree), context_(context) {}

    Value value(std::uint32_t index);
    bool truth(std::uint32_t index);
    double number(std::uint32_t index);
    std::string text(std::uint32_t index);
    /// The nodes that a path or reference stands for; none for anything that is no node.
    NodeSet nodes(std::uint32_t index);
    bool is_node(std::uint32_t index) const noexcept;
    /// The name that a ${} or a path ends at; nullptr for anything else.
    const Reference* reference_of(const Branch& branch) const noexcept;
    /// True for one instance of a repeat that the expression mentions.
    bool is_instance(const Node& node) const noexcept;

    /// Calls `each(value)` for a single value, or for the value of every node of a node-set.
    template <class F>
    void items(std::uint32_t index, F each) {
        Value found = value(index);
        if (const auto* set = std::get_if<NodeSet>(&found)) {
            for (const auto& node : *set)
                if (spend()) each(value_of(node));
        } else {
            each(found);
        }
    }

    Value value_of(const Node& node) const;
    double to_number(const Value& value) const;
    std::string to_text(Value value) const;
    bool to_truth(const Value& value) const;

    const Tree& tree() const noexcept { return tree_; }
    const Context& context() const noexcept { return context_; }
    const Focus* focus() const noexcept { return focus_; }
    Value own_value() const;  ///< of the question that carries the expression, as recorded
    Value self() const;       ///< "."
    bool spend() noexcept { return ++steps_ <= most_evaluation_steps; }

    static constexpr std::uint32_t row_bit = 0x80000000;
    /// A row of a list (`list` and `column` index Tree::texts), or one of its cells.
    static Node row_node(std::uint32_t list, std::uint32_t row) { return {row_bit | list, {row}}; }
    static bool is_row(const Node& node) noexcept {
        return (node.question & row_bit) != 0 && node.question != no_question;
    }

private:
    friend class Paths;
    Value reference(const Reference& reference);
    Value column(const Branch& branch) const;
    Value call(const Branch& branch);
    double arithmetic(const Branch& branch);
    bool same(const Value& left, const Value& right);
    bool ordered(const Branch& branch);
    bool equality(const Branch& branch);
    const Branch& at(std::uint32_t index) const noexcept { return tree_.branches[index]; }
    std::uint32_t child(const Branch& branch, std::uint32_t i) const noexcept {
        return tree_.children[branch.first + i];
    }

    const Tree& tree_;
    const Context& context_;
    const Focus* focus_ = nullptr;
    std::size_t steps_ = 0;
};

/// The arguments of one call, evaluated when they are asked for.
class Arguments {
public:
    Arguments(Evaluation& evaluation, const Branch& branch) : evaluation_(evaluation), branch_(branch) {}

    std::size_t size() const noexcept { return branch_.count; }
    Value value(std::size_t i) { return evaluation_.value(index(i)); }
    std::string text(std::size_t i) { return evaluation_.text(index(i)); }
    double number(std::size_t i) { return evaluation_.number(index(i)); }
    bool truth(std::size_t i) { return evaluation_.truth(index(i)); }
    NodeSet nodes(std::size_t i) { return evaluation_.nodes(index(i)); }
    bool is_node(std::size_t i) const noexcept { return evaluation_.is_node(index(i)); }
    template <class F>
    void items(std::size_t i, F each) {
        evaluation_.items(index(i), each);
    }
    const Branch& branch(std::size_t i) const noexcept { return evaluation_.tree().branches[index(i)]; }
    const Branch& call() const noexcept { return branch_; }
    Evaluation& evaluation() noexcept { return evaluation_; }
    const Context& context() const noexcept { return evaluation_.context(); }

private:
    std::uint32_t index(std::size_t i) const noexcept { return evaluation_.tree().children[branch_.first + i]; }
    Evaluation& evaluation_;
    const Branch& branch_;
};

}  // namespace ecoute::forms::expression

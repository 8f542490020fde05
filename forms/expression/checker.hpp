#pragma once
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "forms/expression/draft.hpp"
#include "forms/expression/functions.hpp"
#include "forms/expression/tree.hpp"

namespace ecoute::forms::expression {

/// What kind of node we stand on, as far as the text of the expression tells.
struct Place {
    enum class Kind : std::uint8_t { root, question, list, list_root, row, cell, unknown } kind = Kind::root;
    Symbol symbol;
    bool single = true;  ///< no more than one node
};

/// Looks every name up and turns drafts into a tree. The first refusal is kept and everything unwinds: functions give
/// nullopt then. What concerns paths is in checker_paths.cpp, calls in checker_calls.cpp, the rest in checker.cpp.
class Checker {
public:
    Checker(const Drafts& drafts, const Scope& scope, std::optional<std::uint32_t> self,
            const std::vector<std::string>* columns)
        : drafts_(drafts), scope_(scope), columns_(columns) {
        if (!self) return;
        if (const auto symbol = scope.find(scope.name(*self))) self_ = {Place::Kind::question, *symbol, true};
    }

    /// The expression, or the first refusal. `text` is what the drafts were made from.
    Result<Expression> run(std::string_view text);

private:
    using Index = std::optional<std::uint32_t>;
    using Children = std::optional<std::vector<std::uint32_t>>;

    std::nullopt_t refuse(Problem problem);
    std::nullopt_t refuse(Code code, const Draft& draft) { return refuse(refusal(code, draft.text, draft.offset)); }
    const Draft& draft(std::uint32_t index) const { return drafts_.nodes[index]; }
    Index add(Op op, std::uint32_t index = 0, const std::vector<std::uint32_t>& children = {});
    /// Equal texts are kept once, so that two mentions of a list are the same list.
    std::uint32_t text(std::string_view text);
    Index lower(std::uint32_t index);
    Index lower_node(const Draft& node);
    Children lowered(std::span<const std::uint32_t> parts);
    Index with_children(Op op, const Draft& node);
    Index number(const Draft& node);

    // Names
    std::nullopt_t unknown_name(std::string_view name, std::size_t offset);
    /// A name without ${} that is a question elsewhere is told so.
    std::nullopt_t unknown_bare_name(const Draft& step, std::span<const std::string_view> names);
    std::nullopt_t unknown_name(std::string_view name, std::size_t offset, std::span<const std::string_view> names);
    std::uint32_t add_reference(const Symbol& symbol);
    Index reference(const Draft& node);
    /// ${last-saved#name}: reads no answer of this response.
    Index last_saved(const Draft& node, std::string_view name);
    /// The name of a list that instance() or pulldata() reads; nullopt, refused, when there is no such list.
    Index list_name(const Draft& node);
    std::nullopt_t unknown_list(std::string_view list, std::size_t offset);
    /// A name without ${}: a column of the row being filtered.
    Index column(const Draft& step);

    // Calls
    Index call(const Draft& node);
    std::nullopt_t unknown_function(const Draft& node);
    std::nullopt_t wrong_arity(const Draft& node, const Function& function);
    Children arguments(const Draft& node, const Function& function);
    bool is_node(std::uint32_t index) const noexcept;
    bool is_repeat(std::uint32_t index) const noexcept;
    /// jr:choice-name(value, '${q}'): the second argument names the question, as a text or as it is.
    Children choice_arguments(const Draft& node);
    bool is_text_id(const Draft& argument);
    Index with_pattern(std::uint32_t index, const Draft& node);

    // Paths
    Index path(const Draft& node);
    Index long_path(const Draft& node, const Draft& start);
    Index origin(const Draft& start, Place& place);
    Index list(const Draft& start, Place& place);
    bool add_step(const Draft& step, Place& place, std::vector<std::uint32_t>& parts);
    /// Moves `place` along and gives the step's operation and index.
    Index one_step(const Draft& step, Place& place, Op& op);
    Index parent(Place& place);
    Index child(const Draft& step, Place& place);
    Children predicates(const Draft& step, const Place& place);

    const Drafts& drafts_;
    const Scope& scope_;
    const std::vector<std::string>* columns_;
    Place self_;   // of the question that carries the expression
    Place place_;  // of the predicate being read, else self_
    Place last_;   // where the last path led
    int in_predicate_ = 0;
    Tree tree_;
    std::map<std::string_view, std::uint32_t> texts_;
    std::set<std::uint32_t> read_;
    std::optional<Problem> problem_;
};

}  // namespace ecoute::forms::expression

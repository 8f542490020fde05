#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "forms/expression/convert.hpp"
#include "forms/expression/draft.hpp"
#include "forms/expression/functions.hpp"
#include "forms/expression/tree.hpp"

namespace ecoute::forms::expression {
namespace {

/// What kind of node we stand on, as far as the text of the expression tells.
struct Place {
    enum class Kind : std::uint8_t { root, question, list, list_root, row, cell, unknown } kind = Kind::root;
    Symbol symbol;
    bool single = true;  ///< no more than one node
};

/// Looks every name up and turns drafts into a tree. The first refusal is kept and everything unwinds.
class Checker {
public:
    Checker(const Drafts& drafts, const Scope& scope, std::optional<std::uint32_t> self,
            const std::vector<std::string>* columns)
        : drafts_(drafts), scope_(scope), columns_(columns) {
        if (!self) return;
        if (const auto symbol = scope.find(scope.name(*self))) self_ = {Place::Kind::question, *symbol, true};
    }

    Result<Expression> run(std::string_view text) {
        place_ = self_;
        const auto top = lower(drafts_.top);
        if (!top) return *std::move(problem_);
        tree_.top = *top;
        return Expression(std::make_shared<const Tree>(std::move(tree_)), {read_.begin(), read_.end()},
                          std::string(text));
    }

private:
    using Index = std::optional<std::uint32_t>;

    std::nullopt_t refuse(Problem problem) {
        if (!problem_) problem_ = std::move(problem);
        return std::nullopt;
    }
    std::nullopt_t refuse(Code code, const Draft& draft) { return refuse(refusal(code, draft.text, draft.offset)); }

    const Draft& draft(std::uint32_t index) const { return drafts_.nodes[index]; }

    Index add(Op op, std::uint32_t index = 0, const std::vector<std::uint32_t>& children = {}) {
        Branch branch;
        branch.op = op;
        branch.index = index;
        branch.first = static_cast<std::uint32_t>(tree_.children.size());
        branch.count = static_cast<std::uint32_t>(children.size());
        tree_.children.insert(tree_.children.end(), children.begin(), children.end());
        tree_.branches.push_back(branch);
        return static_cast<std::uint32_t>(tree_.branches.size() - 1);
    }

    /// Equal texts are kept once, so that two mentions of a list are the same list.
    std::uint32_t text(std::string_view text) {
        const auto [at, fresh] = texts_.emplace(text, static_cast<std::uint32_t>(tree_.texts.size()));
        if (fresh) tree_.texts.emplace_back(text);
        return at->second;
    }

    Index lower(std::uint32_t index) {
        const Draft& node = draft(index);
        switch (node.kind) {
            case DraftKind::text:
                return add(Op::text, text(node.text));
            case DraftKind::number:
                return number(node);
            case DraftKind::reference:
                return reference(node);
            case DraftKind::call:
                return call(node);
            case DraftKind::binary:
                return with_children(operator_of(node.text), node);
            case DraftKind::negate:
                return with_children(Op::negate, node);
            case DraftKind::union_:
                return with_children(Op::union_, node);
            default:
                return path(node);
        }
    }

    static Op operator_of(std::string_view text) noexcept {
        struct Row {
            std::string_view text;
            Op op;
        };
        constexpr Row rows[] = {{"or", Op::or_}, {"and", Op::and_},      {"=", Op::equal},    {"!=", Op::unequal},
                                {"<", Op::less}, {"<=", Op::less_equal}, {">", Op::greater},  {">=", Op::greater_equal},
                                {"+", Op::add},  {"-", Op::subtract},    {"*", Op::multiply}, {"div", Op::divide}};
        for (const auto& row : rows)
            if (row.text == text) return row.op;
        return Op::modulo;
    }

    std::optional<std::vector<std::uint32_t>> lowered(std::span<const std::uint32_t> parts) {
        std::vector<std::uint32_t> children;
        for (const auto part : parts) {
            const auto child = lower(part);
            if (!child) return std::nullopt;
            children.push_back(*child);
        }
        return children;
    }

    Index with_children(Op op, const Draft& node) {
        const auto children = lowered(node.arguments);
        if (!children) return std::nullopt;
        return add(op, 0, *children);
    }

    Index number(const Draft& node) {
        const auto index = add(Op::number);
        tree_.branches[*index].number = plain_number(node.text);
        return index;
    }

    // Names

    std::nullopt_t unknown_name(std::string_view name, std::size_t offset) {
        return unknown_name(name, offset, scope_.names());
    }

    /// A name without ${} that is a question elsewhere is told so.
    std::nullopt_t unknown_bare_name(const Draft& step, std::span<const std::string_view> names) {
        if (!scope_.find(step.text)) return unknown_name(step.text, step.offset, names);
        auto problem = refusal(Code::expression_name_unknown, step.text, step.offset);
        problem.subject = problem.facts["value"];
        problem.facts.emplace("known", "${" + std::string(step.text) + "}");
        return refuse(std::move(problem));
    }

    std::nullopt_t unknown_name(std::string_view name, std::size_t offset, std::span<const std::string_view> names) {
        auto problem = refusal(Code::expression_name_unknown, name, offset);
        problem.subject = problem.facts["value"];
        if (const auto known = nearest(name, names)) problem.facts.emplace("known", *known);
        return refuse(std::move(problem));
    }

    std::uint32_t add_reference(const Symbol& symbol) {
        const auto& ours = self_.symbol.repeats;
        const auto [mine, theirs] = std::ranges::mismatch(ours, symbol.repeats);
        Reference reference;
        reference.question = symbol.question;
        reference.type = symbol.type;
        reference.shared = static_cast<std::uint32_t>(mine - ours.begin());
        reference.depth = static_cast<std::uint32_t>(symbol.repeats.size());
        reference.many = symbol.type == Type::repeat || reference.depth > reference.shared;
        if (symbol.question != no_question) {
            reference.name = scope_.name(symbol.question);
            read_.insert(symbol.question);
        }
        tree_.references.push_back(std::move(reference));
        return static_cast<std::uint32_t>(tree_.references.size() - 1);
    }

    Index reference(const Draft& node) {
        const auto symbol = scope_.find(node.text);
        if (!symbol) return unknown_name(node.text, node.offset);
        const auto index = add_reference(*symbol);
        last_ = {Place::Kind::question, *symbol, !tree_.references[index].many};
        return add(Op::reference, index);
    }

    /// A name without ${}: a column of the row being filtered.
    Index column(const Draft& step) {
        if (place_.kind == Place::Kind::row) return add(Op::column, text(step.text));
        const bool known = columns_ != nullptr && (columns_->empty() || step.text == "name" || step.text == "label" ||
                                                   std::ranges::find(*columns_, step.text) != columns_->end());
        if (known) return add(Op::column, text(step.text));
        if (columns_ == nullptr) return unknown_bare_name(step, {});
        const std::vector<std::string_view> names(columns_->begin(), columns_->end());
        return unknown_bare_name(step, names);
    }

    // Calls

    Index call(const Draft& node) {
        if (node.text == "current" && node.arguments.empty()) return add(Op::current);
        if (node.text == "instance") return refuse(Code::expression_syntax, node);  // only the beginning of a path
        const auto* function = find_function(node.text);
        if (function == nullptr) return unknown_function(node);
        const auto given = node.arguments.size();
        if (given < function->least || (function->most != no_limit && given > function->most))
            return wrong_arity(node, *function);
        const auto children = arguments(node, *function);
        if (!children) return std::nullopt;
        const auto index = add(Op::call, 0, *children);
        tree_.branches[*index].function = function;
        if (function->wants == Wants::pattern) return with_pattern(*index, node);
        return index;
    }

    std::nullopt_t unknown_function(const Draft& node) {
        auto problem = refusal(Code::expression_function_unknown, node.text, node.offset);
        problem.subject = problem.facts["value"];
        const auto names = function_names();
        if (const auto known = nearest(node.text, names)) problem.facts.emplace("known", *known);
        return refuse(std::move(problem));
    }

    std::nullopt_t wrong_arity(const Draft& node, const Function& function) {
        auto problem = refusal(Code::expression_arity, node.text, node.offset);
        problem.subject = function.name;
        problem.facts.emplace("given", std::to_string(node.arguments.size()));
        problem.facts.emplace("least", std::to_string(function.least));
        if (function.most != no_limit) problem.facts.emplace("most", std::to_string(function.most));
        return refuse(std::move(problem));
    }

    std::optional<std::vector<std::uint32_t>> arguments(const Draft& node, const Function& function) {
        if (function.wants == Wants::choice_reference) return choice_arguments(node);
        if (function.wants == Wants::list && draft(node.arguments[0]).kind != DraftKind::text)
            return refuse(Code::expression_syntax, node);
        auto children = lowered(node.arguments);
        if (!children || children->empty()) return children;
        const bool by_node = function.wants == Wants::node || function.wants == Wants::repeats;
        if (by_node && !is_node(children->front())) return refuse(Code::expression_syntax, node);
        if (function.wants != Wants::repeats) return children;
        if (children->size() % 2 == 0) return wrong_arity(node, function);
        for (std::size_t i = 1; i < children->size(); i += 2)
            if (!is_repeat((*children)[i])) return refuse(Code::expression_syntax, draft(node.arguments[i]));
        return children;
    }

    bool is_node(std::uint32_t index) const noexcept {
        const auto op = tree_.branches[index].op;
        const auto* function = tree_.branches[index].function;
        if (op == Op::call) return function->gives == Gives::nodes;
        return op == Op::reference || op == Op::path || op == Op::self || op == Op::current || op == Op::union_;
    }

    bool is_repeat(std::uint32_t index) const noexcept {
        const Branch& branch = tree_.branches[index];
        const bool whole = branch.op == Op::reference || (branch.op == Op::path && branch.count > 1);
        if (!whole) return false;
        const Branch& last =
            branch.op == Op::path ? tree_.branches[tree_.children[branch.first + branch.count - 1]] : branch;
        return (last.op == Op::reference || last.op == Op::child || last.op == Op::parent) &&
               tree_.references[last.index].type == Type::repeat;
    }

    /// jr:choice-name(value, '${q}'): the second argument names the question, as a text or as it is.
    std::optional<std::vector<std::uint32_t>> choice_arguments(const Draft& node) {
        const auto value = lower(node.arguments[0]);
        if (!value) return std::nullopt;
        const Draft& named = draft(node.arguments[1]);
        std::string_view name = trimmed(named.text);
        if (named.kind == DraftKind::text && name.starts_with("${") && name.ends_with("}"))
            name = trimmed(name.substr(2, name.size() - 3));
        else if (named.kind != DraftKind::reference)
            return refuse(Code::expression_syntax, named);
        const auto symbol = scope_.find(name);
        if (!symbol) return unknown_name(name, named.offset);
        return std::vector<std::uint32_t>{*value, *add(Op::reference, add_reference(*symbol))};
    }

    Index with_pattern(std::uint32_t index, const Draft& node) {
        const Draft& second = draft(node.arguments[1]);
        if (second.kind != DraftKind::text) return index;
        std::size_t mistake = 0;
        auto pattern = Pattern::read(second.text, mistake);
        if (!pattern)
            return refuse(refusal(Code::expression_syntax, second.text.substr(std::min(mistake, second.text.size())),
                                  second.offset + 1 + mistake));
        tree_.patterns.push_back(*std::move(pattern));
        tree_.branches[index].index = static_cast<std::uint32_t>(tree_.patterns.size());
        return index;
    }

    // Paths

    Index path(const Draft& node) {
        if (node.kind != DraftKind::path) return refuse(Code::expression_syntax, node);
        const Draft& start = draft(node.arguments[0]);
        if (start.kind == DraftKind::here && node.arguments.size() == 2) {
            const Draft& step = draft(node.arguments[1]);
            if (step.arguments.empty() && step.text == ".") return add(Op::self);
            const bool bare = step.arguments.empty() && step.text != "..";
            if (bare && (in_predicate_ == 0 || place_.kind == Place::Kind::row)) return column(step);
        }
        return long_path(node, start);
    }

    Index long_path(const Draft& node, const Draft& start) {
        Place place;
        const auto from = origin(start, place);
        if (!from) return from;
        std::vector<std::uint32_t> parts{*from};
        for (const auto index : std::span(node.arguments).subspan(1)) {
            if (!add_step(draft(index), place, parts)) return std::nullopt;
        }
        if (place.kind == Place::Kind::list || place.kind == Place::Kind::list_root)
            return refuse(Code::expression_syntax, start);
        last_ = place;
        return add(Op::path, place.single ? 0 : 1, parts);
    }

    Index origin(const Draft& start, Place& place) {
        switch (start.kind) {
            case DraftKind::here:
                place = place_;
                return add(Op::here);
            case DraftKind::root:
                place = {Place::Kind::list, {}, true};
                return add(Op::root);
            case DraftKind::reference: {
                const auto index = reference(start);
                if (!index) return index;
                place = {Place::Kind::question, *scope_.find(start.text),
                         !tree_.references[tree_.branches[*index].index].many};
                return index;
            }
            default:
                break;
        }
        if (start.kind == DraftKind::call && start.text == "current" && start.arguments.empty()) {
            place = self_;
            return add(Op::current);
        }
        if (start.kind == DraftKind::call && start.text == "instance") return list(start, place);
        last_ = {};
        last_.kind = Place::Kind::unknown;
        const auto index = lower(static_cast<std::uint32_t>(&start - drafts_.nodes.data()));
        place = last_;
        place.single = false;
        return index;
    }

    Index list(const Draft& start, Place& place) {
        if (start.arguments.size() != 1) {
            auto problem = refusal(Code::expression_arity, start.text, start.offset);
            problem.subject = start.text;
            problem.facts["given"] = std::to_string(start.arguments.size());
            problem.facts["least"] = problem.facts["most"] = "1";
            return refuse(std::move(problem));
        }
        const Draft& name = draft(start.arguments[0]);
        if (name.kind != DraftKind::text) return refuse(Code::expression_syntax, start);
        place = {Place::Kind::list, {}, false};
        return add(Op::rows, text(name.text));
    }

    bool add_step(const Draft& step, Place& place, std::vector<std::uint32_t>& parts) {
        Op op = Op::filter;
        std::uint32_t index = 0;
        const bool from_root = place.kind == Place::Kind::list && place.single;  // "/data": the record itself
        if (step.kind == DraftKind::step) {
            if (from_root && step.text != "." && step.text != "..") {
                place.kind = Place::Kind::root;
            } else {
                const auto found = one_step(step, place, op);
                if (!found) return false;
                index = *found;
            }
        }
        if (op == Op::filter && step.arguments.empty()) return true;
        const auto predicates = this->predicates(step, place);
        if (!predicates) return false;
        parts.push_back(*add(op, index, *predicates));
        return true;
    }

    /// Moves `place` along and gives the step's operation and index.
    Index one_step(const Draft& step, Place& place, Op& op) {
        using Kind = Place::Kind;
        if (step.text == ".") {
            op = Op::stay;
            return 0;
        }
        if (step.text == "..") {
            if (place.kind != Kind::question) return refuse(Code::expression_syntax, step);
            op = Op::parent;
            return parent(place);
        }
        switch (place.kind) {
            case Kind::list:
                place.kind = Kind::list_root;
                return 0;
            case Kind::list_root:
                place.kind = Kind::row;
                return 0;
            case Kind::row:
                place.kind = Kind::cell;
                op = Op::cell;
                return text(step.text);
            case Kind::root:
            case Kind::question:
                op = Op::child;
                return child(step, place);
            default:
                return refuse(Code::expression_syntax, step);
        }
    }

    Index parent(Place& place) {
        const auto above = place.symbol.parent;
        if (above == no_question) {
            place = {Place::Kind::root, {}, place.single};
            tree_.references.push_back({.question = no_question, .type = Type::group, .name = {}});
            return static_cast<std::uint32_t>(tree_.references.size() - 1);
        }
        const auto symbol = scope_.find(scope_.name(above));
        if (!symbol) return refuse(refusal(Code::expression_name_unknown, "..", 0));
        place.symbol = *symbol;
        const auto dependencies = read_;  // going up reads nothing
        const auto index = add_reference(*symbol);
        read_ = dependencies;
        return index;
    }

    Index child(const Draft& step, Place& place) {
        const auto symbol = scope_.find(step.text);
        const auto above = place.kind == Place::Kind::root ? no_question : place.symbol.question;
        if (!symbol || symbol->parent != above) return unknown_bare_name(step, scope_.names());
        place.single = place.single && symbol->type != Type::repeat;
        place.kind = Place::Kind::question;
        place.symbol = *symbol;
        return add_reference(*symbol);
    }

    std::optional<std::vector<std::uint32_t>> predicates(const Draft& step, const Place& place) {
        const Place outer = place_;
        place_ = place;
        place_.single = true;  // one node at a time
        ++in_predicate_;
        auto lowered_predicates = lowered(step.arguments);
        --in_predicate_;
        place_ = outer;
        return lowered_predicates;
    }

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

}  // namespace

Result<Expression> compile(std::string_view text, const Scope& scope, std::optional<std::uint32_t> self,
                           const std::vector<std::string>* columns) {
    if (text.size() > longest_expression_bytes) {
        auto problem = refusal(Code::expression_too_long, text, longest_expression_bytes);
        problem.facts["limit"] = std::to_string(longest_expression_bytes);
        return problem;
    }
    if (trimmed(text).empty()) return Expression();
    const auto drafts = parse(text);
    if (!drafts) return drafts.error();
    return Checker(*drafts, scope, self, columns).run(text);
}

}  // namespace ecoute::forms::expression

#include "forms/expression/checker.hpp"

namespace ecoute::forms::expression {

Checker::Index Checker::path(const Draft& node) {
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

Checker::Index Checker::long_path(const Draft& node, const Draft& start) {
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

Checker::Index Checker::origin(const Draft& start, Place& place) {
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
            if (tree_.branches[*index].op != Op::reference) return refuse(Code::expression_syntax, start);
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

Checker::Index Checker::list(const Draft& start, Place& place) {
    if (start.arguments.size() != 1) {
        auto problem = refusal(Code::expression_arity, start.text, start.offset);
        problem.subject = start.text;
        problem.facts["given"] = std::to_string(start.arguments.size());
        problem.facts["least"] = problem.facts["most"] = "1";
        return refuse(std::move(problem));
    }
    const Draft& name = draft(start.arguments[0]);
    if (name.kind != DraftKind::text) return refuse(Code::expression_syntax, start);
    const auto known = list_name(name);
    if (!known) return known;
    place = {Place::Kind::list, {}, false};
    return add(Op::rows, *known);
}

bool Checker::add_step(const Draft& step, Place& place, std::vector<std::uint32_t>& parts) {
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

Checker::Index Checker::one_step(const Draft& step, Place& place, Op& op) {
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

Checker::Index Checker::parent(Place& place) {
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

Checker::Index Checker::child(const Draft& step, Place& place) {
    const auto symbol = scope_.find(step.text);
    const auto above = place.kind == Place::Kind::root ? no_question : place.symbol.question;
    if (!symbol || symbol->parent != above) return unknown_bare_name(step, scope_.names());
    place.single = place.single && symbol->type != Type::repeat;
    place.kind = Place::Kind::question;
    place.symbol = *symbol;
    return add_reference(*symbol);
}

Checker::Children Checker::predicates(const Draft& step, const Place& place) {
    const Place outer = place_;
    place_ = place;
    place_.single = true;  // one node at a time
    ++in_predicate_;
    auto lowered_predicates = lowered(step.arguments);
    --in_predicate_;
    place_ = outer;
    return lowered_predicates;
}

}  // namespace ecoute::forms::expression

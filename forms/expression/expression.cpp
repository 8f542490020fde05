#include "forms/expression/expression.hpp"

#include <algorithm>
#include <cmath>

#include "forms/expression/evaluation.hpp"

namespace ecoute::forms::expression {
namespace {

const Tree& no_tree() {
    static const Tree tree;
    return tree;
}

/// Rows of lists mean nothing outside their tree: a set of them leaves it as the text of the first.
Value outside(const Evaluation& evaluation, Value value) {
    const auto* set = std::get_if<NodeSet>(&value);
    if (set == nullptr || set->empty() || !Evaluation::is_row(set->front())) return value;
    return evaluation.to_text(std::move(value));
}

}  // namespace

Expression::Expression(std::shared_ptr<const Tree> tree, std::vector<std::uint32_t> depends_on, std::string text)
    : tree_(std::move(tree)), depends_on_(std::move(depends_on)), text_(std::move(text)) {}

Value Expression::evaluate(const Context& context) const {
    if (!tree_) return std::string();
    Evaluation evaluation(*tree_, context);
    return outside(evaluation, evaluation.value(tree_->top));
}

bool Expression::test(const Context& context) const { return tree_ && Evaluation(*tree_, context).truth(tree_->top); }

double Expression::number(const Context& context) const {
    if (!tree_) return std::nan("");
    return Evaluation(*tree_, context).number(tree_->top);
}

std::string Expression::string(const Context& context) const {
    if (!tree_) return {};
    Evaluation evaluation(*tree_, context);
    const Value value = evaluation.value(tree_->top);
    const auto* number = std::get_if<double>(&value);
    return number != nullptr && std::isnan(*number) ? std::string() : evaluation.to_text(value);
}

bool Expression::needs_more_in_browser() const noexcept {
    return tree_ && std::ranges::any_of(tree_->branches, [](const Branch& branch) {
               return branch.function != nullptr && branch.function->browser == Browser::more;
           });
}

double to_number(const Value& value, const Context& context) { return Evaluation(no_tree(), context).to_number(value); }

std::string to_string(const Value& value, const Context& context) {
    return Evaluation(no_tree(), context).to_text(value);
}

bool to_boolean(const Value& value, const Context& context) { return Evaluation(no_tree(), context).to_truth(value); }

}  // namespace ecoute::forms::expression

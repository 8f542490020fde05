#include <algorithm>
#include <array>
#include <optional>

#include "forms/expression/draft.hpp"
#include "forms/expression/expression.hpp"

namespace ecoute::forms::expression {
namespace {

struct Operator {
    std::string_view text;
    int strength;  // the stronger binds first
    bool chains;   // a op b op c is one node with three operands, so that long lists of conditions stay flat
};

/// LANGUAGE.md section 6, weakest first. All associate to the left.
constexpr std::array operators{
    Operator{"or", 1, true},  Operator{"and", 2, true}, Operator{"=", 3, false}, Operator{"!=", 3, false},
    Operator{"<", 4, false},  Operator{"<=", 4, false}, Operator{">", 4, false}, Operator{">=", 4, false},
    Operator{"+", 5, true},   Operator{"-", 5, true},   Operator{"*", 6, true},  Operator{"div", 6, true},
    Operator{"mod", 6, true},
};

const Operator* operator_of(const Token& token) noexcept {
    if (token.kind != TokenKind::symbol && token.kind != TokenKind::name) return nullptr;
    const auto* row = std::ranges::find(operators, token.text, &Operator::text);
    return row == operators.end() ? nullptr : row;
}

/// Recursive descent. The first refusal is kept and everything unwinds: functions give nullopt then.
class Parser {
public:
    explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

    Result<Drafts> run() {
        const auto top = expression();
        if (top && peek().kind != TokenKind::end) refuse(Code::expression_syntax);
        if (problem_) return *std::move(problem_);
        drafts_.top = *top;
        return std::move(drafts_);
    }

private:
    using Index = std::optional<std::uint32_t>;

    const Token& peek() const noexcept { return tokens_[at_]; }
    const Token& after() const noexcept { return tokens_[std::min(at_ + 1, tokens_.size() - 1)]; }
    bool sees(std::string_view symbol) const noexcept {
        return peek().kind == TokenKind::symbol && peek().text == symbol;
    }
    bool take(std::string_view symbol) noexcept {
        if (!sees(symbol)) return false;
        ++at_;
        return true;
    }

    Index refuse(Code code) {
        if (!problem_) problem_ = refusal(code, peek().text, peek().offset);
        return std::nullopt;
    }

    Index expect(std::string_view symbol, Index result) {
        if (!result || take(symbol)) return result;
        return refuse(Code::expression_syntax);
    }

    Index add(DraftKind kind, std::string_view text, std::size_t offset, std::vector<std::uint32_t> arguments = {}) {
        int depth = 1;
        for (const auto argument : arguments) depth = std::max(depth, 1 + drafts_.nodes[argument].depth);
        if (depth > deepest_expression) return refuse(Code::expression_too_long);
        drafts_.nodes.push_back({kind, text, offset, std::move(arguments), depth});
        return static_cast<std::uint32_t>(drafts_.nodes.size() - 1);
    }

    Index expression() {
        if (++nesting_ > deepest_expression) return refuse(Code::expression_too_long);
        const auto result = binary(1);
        --nesting_;
        return result;
    }

    Index binary(int weakest) {
        auto left = unary();
        while (left) {
            const Token token = peek();
            const auto* op = operator_of(token);
            if (op == nullptr || op->strength < weakest) return left;
            ++at_;
            const auto right = binary(op->strength + 1);
            if (!right) return right;
            left = joined(*op, token, *left, *right);
        }
        return left;
    }

    Index joined(const Operator& op, const Token& token, std::uint32_t left, std::uint32_t right) {
        Draft& node = drafts_.nodes[left];
        const bool same = op.chains && node.kind == DraftKind::binary && node.text == op.text;
        if (!same) return add(DraftKind::binary, op.text, token.offset, {left, right});
        node.depth = std::max(node.depth, 1 + drafts_.nodes[right].depth);
        if (node.depth > deepest_expression) return refuse(Code::expression_too_long);
        node.arguments.push_back(right);
        return left;
    }

    Index unary() {
        const Token token = peek();
        if (!take("-")) return united();
        if (++nesting_ > deepest_expression) return refuse(Code::expression_too_long);
        const auto operand = unary();
        --nesting_;
        return operand ? add(DraftKind::negate, "-", token.offset, {*operand}) : operand;
    }

    Index united() {
        const auto first = path();
        if (!first || !sees("|")) return first;
        const auto offset = peek().offset;
        std::vector<std::uint32_t> parts{*first};
        while (take("|")) {
            const auto next = path();
            if (!next) return next;
            parts.push_back(*next);
        }
        return add(DraftKind::union_, "|", offset, std::move(parts));
    }

    bool at_step() const noexcept {
        if (sees(".") || sees("..")) return true;
        return peek().kind == TokenKind::name && !(after().kind == TokenKind::symbol && after().text == "(");
    }

    Index path() {
        const auto offset = peek().offset;
        Index origin;
        if (sees("/"))
            origin = add(DraftKind::root, "/", offset);
        else if (at_step())
            origin = add(DraftKind::here, "", offset);
        else
            origin = primary();
        if (!origin) return origin;

        std::vector<std::uint32_t> parts{*origin};
        if (sees("[") && !add_filter(parts)) return std::nullopt;
        if (drafts_.nodes[*origin].kind == DraftKind::here && !add_step(parts)) return std::nullopt;
        while (take("/"))
            if (!add_step(parts)) return std::nullopt;
        return parts.size() == 1 ? origin : add(DraftKind::path, "", offset, std::move(parts));
    }

    bool add_filter(std::vector<std::uint32_t>& parts) {
        const auto offset = peek().offset;
        const auto filter = with_predicates(DraftKind::filter, "[", offset);
        if (filter) parts.push_back(*filter);
        return filter.has_value();
    }

    bool add_step(std::vector<std::uint32_t>& parts) {
        const Token token = peek();
        if (!at_step()) return refuse(Code::expression_syntax).has_value();
        ++at_;
        const auto step = with_predicates(DraftKind::step, token.text, token.offset);
        if (step) parts.push_back(*step);
        return step.has_value();
    }

    Index with_predicates(DraftKind kind, std::string_view text, std::size_t offset) {
        std::vector<std::uint32_t> predicates;
        while (take("[")) {
            const auto predicate = expect("]", expression());
            if (!predicate) return predicate;
            predicates.push_back(*predicate);
        }
        return add(kind, text, offset, std::move(predicates));
    }

    Index primary() {
        const Token token = peek();
        switch (token.kind) {
            case TokenKind::number:
                ++at_;
                return add(DraftKind::number, token.text, token.offset);
            case TokenKind::text:
                ++at_;
                return add(DraftKind::text, token.text, token.offset);
            case TokenKind::reference:
                ++at_;
                return add(DraftKind::reference, token.text, token.offset);
            case TokenKind::name:
                ++at_;
                return call(token);
            default:
                break;
        }
        if (!take("(")) return refuse(Code::expression_syntax);
        return expect(")", expression());
    }

    Index call(const Token& name) {
        take("(");
        std::vector<std::uint32_t> arguments;
        if (!take(")")) {
            do {
                const auto argument = expression();
                if (!argument) return argument;
                arguments.push_back(*argument);
            } while (take(","));
            if (!take(")")) return refuse(Code::expression_syntax);
        }
        return add(DraftKind::call, name.text, name.offset, std::move(arguments));
    }

    std::vector<Token> tokens_;
    std::size_t at_ = 0;
    int nesting_ = 0;
    Drafts drafts_;
    std::optional<Problem> problem_;
};

}  // namespace

Result<Drafts> parse(std::string_view text) {
    auto tokens = lex(text);
    if (!tokens) return tokens.error();
    return Parser(*std::move(tokens)).run();
}

}  // namespace ecoute::forms::expression

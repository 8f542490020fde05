#include "forms/convert/xform/paths_in.hpp"

namespace ecoute::forms::xform {
namespace {

using expression::TokenKind;

bool is_operator_word(std::string_view word) {
    return word == "and" || word == "or" || word == "div" || word == "mod";
}

}  // namespace

bool PathsIn::at(std::size_t i, std::string_view symbol) const {
    return i < tokens_.size() && tokens_[i].kind == TokenKind::symbol && tokens_[i].text == symbol;
}

/// True when what stands before token i leaves an operand to come: then "/" begins a path, otherwise it goes on with one.
bool PathsIn::starts_operand(std::size_t i) const {
    if (i == 0) return true;
    const auto& before = tokens_[i - 1];
    if (before.kind == TokenKind::name) return i >= 2 && is_operator_word(before.text) && !at(i - 2, "/");
    if (before.kind != TokenKind::symbol) return false;
    return before.text != ")" && before.text != "]" && before.text != "." && before.text != ".." && before.text != "/";
}

/// What stands between the last token written and token i, then `text` in place of it.
void PathsIn::write(std::size_t i, std::string_view text) {
    out_ += text_.substr(copied_, tokens_[i].offset - copied_);
    out_ += text;
    copied_ = tokens_[i].offset;
}

/// ${name} in place of tokens [i, after). pyxform puts a blank on each side of every path: they go where two stand together or a bracket is beside.
void PathsIn::name(std::size_t i, std::size_t after, std::uint32_t found) {
    write(i, "");
    const auto ends = [this](std::size_t n) { return out_.size() >= n && out_[out_.size() - n] == ' '; };
    if (ends(1) && (out_.size() == 1 || ends(2) || out_[out_.size() - 2] == '(')) out_.pop_back();
    out_ += "${" + instance_[found].name + "}";
    copied_ = tokens_[after - 1].offset + tokens_[after - 1].length;
    const auto rest = text_.substr(copied_);
    if (rest.starts_with(' ') && (rest.size() == 1 || rest[1] == ' ' || rest[1] == ')' || rest[1] == ',')) ++copied_;
}

/// Names and dots with slashes between them, from token i on; `path` gets their text.
std::size_t PathsIn::steps(std::size_t i, std::string& path) const {
    for (; i < tokens_.size(); i += 2) {
        const bool is_step = tokens_[i].kind == TokenKind::name || at(i, ".") || at(i, "..");
        if (!is_step || at(i + 1, "(")) return i;
        path += tokens_[i].text;
        if (!at(i + 1, "/")) return i + 1;
        path += '/';
    }
    return i;
}

std::size_t PathsIn::absolute(std::size_t i) {
    std::string path = "/";
    const auto after = steps(i + 1, path);
    if (after == i + 1) return i;
    const auto found = instance_.find(path);
    if (!found || *found == 0) {
        lost.push_back(path);
        return i;
    }
    name(i, after, *found);
    return after;
}

/// A path from `context`, whose first step is token i. One that ends on "." or ".." stays as it is: it means the node around.
std::size_t PathsIn::relative(std::size_t i, std::uint32_t context) {
    std::string path;
    const auto after = steps(i, path);
    if (after == i || path == "." || tokens_[after - 1].kind != TokenKind::name) return i;
    const auto found = instance_.find(path, context);
    if (!found || *found == 0) {
        lost.push_back(path);
        return i;
    }
    name(i, after, *found);
    return after;
}

std::size_t PathsIn::path(std::size_t i) {
    if (at(i, "/") && starts_operand(i)) return absolute(i);
    const bool is_current = tokens_[i].kind == TokenKind::name && tokens_[i].text == "current" && at(i + 1, "(") &&
                            at(i + 2, ")") && at(i + 3, "/");
    if (is_current) {
        const auto before = copied_;
        const auto size = out_.size();
        write(i, "");
        copied_ = tokens_[i + 4].offset;
        const auto after = relative(i + 4, self_);
        if (after != i + 4) return after;
        copied_ = before;
        out_.resize(size);
        return i;
    }
    const bool is_dots = (at(i, "..") || at(i, ".")) && at(i + 1, "/");
    if (is_dots && in_predicate_ == 0 && starts_operand(i)) return relative(i, self_);
    return i;
}

/// jr:choice-name(value, ' /data/q ') names its question in a text.
void PathsIn::reference_in_text(std::size_t i) {
    const auto inside = trimmed(tokens_[i].text);
    if (!inside.starts_with('/') && !inside.starts_with("../") && !inside.starts_with("current()/")) return;
    const std::string_view path = std::string_view(inside).substr(inside.starts_with("current()/") ? 10 : 0);
    const auto found = instance_.find(path, self_);
    if (!found || *found == 0) return;
    write(i, "'${" + instance_[*found].name + "}'");
    copied_ = tokens_[i].offset + tokens_[i].length;
}

std::string PathsIn::rewritten(std::string_view text) {
    auto tokens = expression::lex(text);
    if (!tokens) return std::string(text);
    text_ = text;
    tokens_ = *std::move(tokens);
    out_.clear();
    copied_ = 0;
    in_predicate_ = 0;
    for (std::size_t i = 0; i < tokens_.size();) {
        if (at(i, "[")) ++in_predicate_;
        if (at(i, "]")) --in_predicate_;
        if (tokens_[i].kind == TokenKind::text) reference_in_text(i);
        const auto after = path(i);
        i = after == i ? i + 1 : after;
    }
    out_ += text_.substr(copied_);
    return out_;
}

}  // namespace ecoute::forms::xform

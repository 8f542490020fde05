#include "forms/convert/xform/paths_out.hpp"

#include <algorithm>

#include "forms/convert/xform/xml_text.hpp"

namespace ecoute::forms::xform {
namespace {

using expression::TokenKind;

/// A literal text: "'lieux'" -> lieux; "" for anything else.
std::string literal(std::string_view argument) {
    if (argument.size() < 2 || (argument.front() != '\'' && argument.front() != '"') || argument.back() != argument.front()) return {};
    const auto inside = argument.substr(1, argument.size() - 2);
    return inside.find(argument.front()) == std::string_view::npos ? std::string(inside) : std::string{};
}

bool is_number(std::string_view argument) {
    return !argument.empty() && argument.find_first_not_of("0123456789.") == std::string_view::npos;
}

/// Repeats around a question, outermost first; a repeat does not hold itself.
std::vector<std::uint32_t> repeats_around(const Form& form, std::uint32_t question) {
    std::vector<std::uint32_t> around;
    for (auto one = form.questions[question].repeat; one != none; one = form.questions[one].repeat) around.push_back(one);
    std::reverse(around.begin(), around.end());
    return around;
}

std::string joined(const std::vector<std::string>& parts) {
    std::string all;
    for (const auto& part : parts) all += (all.empty() ? "" : ", ") + part;
    return all;
}

/// A pattern that a browser must not look for inside the answer: tablets compare the whole.
std::string whole(const std::string& pattern) { return "^(?:" + pattern + ")$"; }

}  // namespace

Nodes::Nodes(const Form& form) : form_(form) {
    paths_.reserve(form.questions.size());
    for (std::uint32_t i = 0; i < form.questions.size(); ++i) {
        const auto parent = form.questions[i].parent;
        paths_.push_back((parent == none ? "/data" : paths_[parent]) + "/" + std::string(element(i)));
    }
}

std::string_view Nodes::element(std::uint32_t question) const {
    const Question& one = form_.questions[question];
    const std::string_view name = one.name;
    const bool is_row = one.parent != none && form_.questions[one.parent].type == QuestionType::grid;
    return is_row ? name.substr(form_.questions[one.parent].name.size() + 1) : name;
}

std::string Nodes::path(std::uint32_t self, std::uint32_t target) const {
    if (self == none) return paths_[target];
    const auto mine = repeats_around(form_, self), its = repeats_around(form_, target);
    std::uint32_t common = none;
    for (std::size_t i = 0; i < mine.size() && i < its.size() && mine[i] == its[i]; ++i) common = mine[i];
    if (common == none) return paths_[target];
    const auto& base = paths_[common];
    const auto below = std::count(paths_[self].begin() + static_cast<std::ptrdiff_t>(base.size()), paths_[self].end(), '/');
    std::string path;
    for (std::ptrdiff_t i = 0; i < below; ++i) path += "../";
    return path + paths_[target].substr(base.size() + 1);
}

bool PathsOut::at(std::size_t i, std::string_view symbol) const {
    return i < tokens_.size() && tokens_[i].kind == TokenKind::symbol && tokens_[i].text == symbol;
}

std::size_t PathsOut::closing(std::size_t open) const {
    int depth = 0;
    for (auto i = open; i < tokens_.size(); ++i) {
        if (at(i, "(") || at(i, "[")) ++depth;
        if ((at(i, ")") || at(i, "]")) && --depth == 0) return i;
    }
    return tokens_.size() - 1;
}

/// Ranges of tokens between the commas of a call.
std::vector<std::pair<std::size_t, std::size_t>> PathsOut::arguments(std::size_t open, std::size_t close) const {
    std::vector<std::pair<std::size_t, std::size_t>> all;
    std::size_t from = open + 1;
    for (auto i = from; i < close; ++i) {
        if (at(i, "(") || at(i, "[")) i = closing(i);
        else if (at(i, ",")) all.emplace_back(std::exchange(from, i + 1), i);
    }
    if (from < close) all.emplace_back(from, close);
    return all;
}

std::string PathsOut::reference(std::string_view name, bool in_row, bool absolute) const {
    const auto question = nodes_.form().find(name);
    if (!question) return "${" + std::string(name) + "}";
    auto path = absolute ? nodes_.path(*question) : nodes_.path(self_, *question);
    // Within a predicate a relative path would begin at the row.
    return in_row && path.starts_with("..") ? "current()/" + path : path;
}

/// What JavaRosa does not have, or has otherwise; "" when it is the same in all engines.
std::string PathsOut::other_words(std::string_view name, const std::vector<std::string>& a) {
    if (name == "floor" && a.size() == 1) return "(int(" + a[0] + ") - number(int(" + a[0] + ") > " + a[0] + "))";
    if (name == "ceiling" && a.size() == 1) return "(int(" + a[0] + ") + number(int(" + a[0] + ") < " + a[0] + "))";
    if (name == "substring" && a.size() == 2) return "substr(" + a[0] + ", (" + a[1] + ") - 1)";
    if (name == "substring" && a.size() == 3) return "substr(" + a[0] + ", (" + a[1] + ") - 1, (" + a[1] + ") - 1 + (" + a[2] + "))";
    if (name == "selected" && a.size() == 2 && is_number(a[1])) return "selected(" + a[0] + ", '" + a[1] + "')";
    if (name == "regex" && a.size() == 2) {
        const auto pattern = literal(a[1]);
        if (!pattern.empty() && !(pattern.starts_with('^') && pattern.ends_with('$')))
            return "regex(" + a[0] + ", " + a[1].front() + whole(pattern) + a[1].front() + ")";
    }
    return {};
}

std::string PathsOut::call(std::string_view name, std::size_t open, std::size_t close, bool in_row) {
    const bool looks_up = name == "pulldata";
    std::vector<std::string> rewritten;
    const auto ranges = arguments(open, close);
    for (std::size_t i = 0; i < ranges.size(); ++i) {
        const auto [from, to] = ranges[i];
        const bool one_token = to == from + 1;
        // The nodes that indexed-repeat() counts are named from the root.
        if (name == "indexed-repeat" && one_token && tokens_[from].kind == TokenKind::reference && i % 2 == (i > 0 ? 1 : 0))
            rewritten.push_back(reference(tokens_[from].text, in_row, true));
        else if (name == "jr:choice-name" && i == 1 && one_token && tokens_[from].kind == TokenKind::text && tokens_[from].text.starts_with("${"))
            rewritten.push_back("'" + reference(tokens_[from].text.substr(2, tokens_[from].text.size() - 3), in_row) + "'");
        else if (name == "jr:choice-name" && i == 1 && one_token && tokens_[from].kind == TokenKind::reference)
            rewritten.push_back("'" + reference(tokens_[from].text, in_row) + "'");
        else rewritten.push_back(trimmed(range(from, to, in_row || (looks_up && i == 3))));
    }
    if (name == "pulldata" && rewritten.size() == 4) {
        const auto list = literal(rewritten[0]), column = literal(rewritten[1]), key = literal(rewritten[2]);
        if (!list.empty() && !column.empty() && !key.empty()) {
            changed.emplace_back(name);
            return "instance('" + list + "')/root/item[" + key + " = " + rewritten[3] + "]/" + column;
        }
    }
    if (auto words = other_words(name, rewritten); !words.empty()) {
        changed.emplace_back(name);
        return words;
    }
    if (name == "last") unknown.emplace_back(name);
    return std::string(name) + "(" + joined(rewritten) + ")";
}

std::string PathsOut::range(std::size_t from, std::size_t to, bool in_row) {
    std::string out;
    auto copied = from < tokens_.size() ? tokens_[from].offset : text_.size();
    for (auto i = from; i < to; ++i) {
        const auto& token = tokens_[i];
        if (token.kind == TokenKind::reference) {
            out += text_.substr(copied, token.offset - copied);
            out += reference(token.text, in_row);
            copied = token.offset + token.length;
        } else if (token.kind == TokenKind::name && at(i + 1, "(")) {
            const auto close = closing(i + 1);
            out += text_.substr(copied, token.offset - copied);
            out += call(token.text, i + 1, close, in_row);
            copied = tokens_[close].offset + tokens_[close].length;
            i = close;
        } else if (at(i, "[")) {
            const auto close = closing(i);
            out += text_.substr(copied, token.offset + 1 - copied);
            out += range(i + 1, close, true);
            copied = tokens_[close].offset;
            i = close;
        }
    }
    const auto end = to < tokens_.size() ? tokens_[to].offset : text_.size();
    if (copied < end) out += text_.substr(copied, end - copied);
    return out;
}

std::string PathsOut::rewritten(std::string_view text, bool in_row) {
    changed.clear();
    unknown.clear();
    auto tokens = expression::lex(text);
    if (!tokens) return std::string(text);
    text_ = text;
    tokens_ = *std::move(tokens);
    return trimmed(range(0, tokens_.size() - 1, in_row));
}

}  // namespace ecoute::forms::xform

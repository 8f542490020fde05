#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "forms/expression/lexer.hpp"
#include "forms/form.hpp"

namespace ecoute::forms::xform {

/// Where each question of a form stands in the record of its XForm: "/data/soins/renonce".
class Nodes {
public:
    explicit Nodes(const Form& form);
    /// Its own element: the name, and for a row of a grid what follows the dot.
    std::string_view element(std::uint32_t question) const;
    const std::string& path(std::uint32_t question) const { return paths_[question]; }
    /// The path by which an expression of `self` reads `target`: relative within the innermost repeat that holds both, so
    /// that it stays in its own row; absolute otherwise. `none` as self: absolute.
    std::string path(std::uint32_t self, std::uint32_t target) const;
    const Form& form() const noexcept { return form_; }

private:
    const Form& form_;
    std::vector<std::string> paths_;
};

/// An expression of a document as an XForm for tablets writes it: ${names} become paths; what JavaRosa does not know, or knows
/// otherwise, is put in other words (LANGUAGE.md section 8b).
class PathsOut {
public:
    PathsOut(const Nodes& nodes, std::uint32_t self) : nodes_(nodes), self_(self) {}
    /// `in_row`: within a predicate, where a relative path begins at the row (a choice_filter).
    std::string rewritten(std::string_view text, bool in_row = false);
    /// Functions that were put in other words by the last call: "floor".
    std::vector<std::string> changed;
    /// Functions that tablets do not know and for which there are no other words.
    std::vector<std::string> unknown;

private:
    using Tokens = std::vector<expression::Token>;
    /// The text of tokens [from, to), rewritten.
    std::string range(std::size_t from, std::size_t to, bool in_row);
    std::string reference(std::string_view name, bool in_row, bool absolute = false) const;
    std::string call(std::string_view name, std::size_t open, std::size_t close, bool in_row);
    std::string other_words(std::string_view name, const std::vector<std::string>& arguments);
    std::vector<std::pair<std::size_t, std::size_t>> arguments(std::size_t open, std::size_t close) const;
    std::size_t closing(std::size_t open) const;
    bool at(std::size_t i, std::string_view symbol) const;

    const Nodes& nodes_;
    std::uint32_t self_;
    std::string_view text_;
    Tokens tokens_;
};

}  // namespace ecoute::forms::xform

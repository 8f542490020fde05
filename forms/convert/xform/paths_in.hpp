#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "forms/convert/xform/instance.hpp"
#include "forms/expression/lexer.hpp"

namespace ecoute::forms::xform {

/// An expression of an XForm as a document writes it: paths that lead to a question become ${names}; what leads nowhere is
/// told in `lost`, and stays as it was. A text that can't be cut into words is given back as it is: read_form says what is
/// wrong with it.
class PathsIn {
public:
    PathsIn(const Instance& instance, std::uint32_t self) : instance_(instance), self_(self) {}
    std::string rewritten(std::string_view text);
    std::vector<std::string> lost;

private:
    using Tokens = std::vector<expression::Token>;
    bool at(std::size_t i, std::string_view symbol) const;
    bool starts_operand(std::size_t i) const;
    /// Writes the path that begins at token i, and gives the token after it; i when there is none.
    std::size_t path(std::size_t i);
    std::size_t absolute(std::size_t i);
    std::size_t relative(std::size_t i, std::uint32_t context);
    std::size_t steps(std::size_t i, std::string& path) const;
    void reference_in_text(std::size_t i);
    void write(std::size_t i, std::string_view text);
    void name(std::size_t i, std::size_t after, std::uint32_t found);

    const Instance& instance_;
    std::uint32_t self_;
    std::string_view text_;
    Tokens tokens_;
    std::string out_;
    std::size_t copied_ = 0;  ///< bytes of text_ that out_ stands for
    int in_predicate_ = 0;
};

}  // namespace ecoute::forms::xform

#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "forms/check/rules.hpp"
#include "forms/expression/functions.hpp"
#include "forms/expression/tree.hpp"

/// Traps of the form language (LANGUAGE.md section 9) that one place in an expression shows.
namespace ecoute::forms::check {

using expression::Branch;
using expression::Expression;
using expression::Op;
using expression::Tree;

/// Which member of a question an expression is, and whether it is read as yes or no.
struct Member {
    std::string_view name;
    Expression Question::*place;
    bool condition;
};
/// One expression and where it stands.
struct Site {
    const Form& form;
    std::uint32_t question;
    const Member& member;
    const Tree& tree;

    const Question& self() const { return form.questions[question]; }
    bool is(std::string_view name) const { return member.name == name; }
};

/// One branch of it and what stands around.
struct Spot {
    const Site& site;
    const Branch& branch;
    const Spot* parent = nullptr;
    std::size_t position = 0;  ///< among the children of the parent

    const Branch& child(std::size_t i) const {
        return site.tree.branches[site.tree.children_of(branch)[i]];
    }
    std::string_view called() const { return branch.op == Op::call ? branch.function->name : std::string_view{}; }
    bool is_inside(std::string_view function) const {
        for (const Spot* around = parent; around; around = around->parent)
            if (around->called() == function) return true;
        return false;
    }
};

/// What a rule found at a spot: facts for its sentence. nullopt: nothing.
using Found = std::optional<Facts>;

/// A trap: what is told, and the look that finds it.
struct Trap {
    Code code;
    Found (*look)(const Spot&);
};

/// All of them, each for one trap.
std::span<const Trap> traps() noexcept;

}  // namespace ecoute::forms::check

#pragma once
#include <string>
#include <vector>

#include "forms/expression/expression.hpp"

/// Questions nom, foyer (a repeat of prenom and age) and sexe, all blank, two people in foyer; and a list "big" of
/// 2,000 rows.
class SmallForm : public ecoute::forms::expression::Scope, public ecoute::forms::expression::Record {
    using Type = ecoute::forms::expression::Type;
    using Node = ecoute::forms::expression::Node;
    using NodeSet = ecoute::forms::expression::NodeSet;
    using Symbol = ecoute::forms::expression::Symbol;
    using Value = ecoute::forms::expression::Value;
    struct Question {
        std::string name;
        Type type;
        bool in_foyer;
    };
    std::vector<Question> questions_{{"nom", Type::text, false},
                                     {"prenom", Type::text, true},
                                     {"foyer", Type::repeat, false},
                                     {"age", Type::number, true},
                                     {"sexe", Type::select_one, false}};

public:
    std::optional<Symbol> find(std::string_view name) const override {
        for (std::uint32_t i = 0; i < questions_.size(); ++i)
            if (questions_[i].name == name) {
                Symbol symbol{i, questions_[i].type, {}};
                if (questions_[i].in_foyer) symbol.repeats.push_back(2), symbol.parent = 2;
                return symbol;
            }
        return std::nullopt;
    }
    std::string_view name(std::uint32_t question) const override { return questions_[question].name; }
    std::vector<std::string_view> names() const override {
        std::vector<std::string_view> all;
        for (const auto& question : questions_) all.push_back(question.name);
        return all;
    }

    Value value(const Node&) const override { return std::string(); }
    NodeSet nodes(std::uint32_t question, std::span<const std::uint32_t> within) const override {
        if (!questions_[question].in_foyer && questions_[question].type != Type::repeat) return {{question, {}}};
        if (!within.empty()) return {{question, {within.begin(), within.end()}}};
        return {{question, {0}}, {question, {1}}};
    }
    std::string choice_label(std::uint32_t, std::string_view) const override { return {}; }
    std::optional<std::uint32_t> row_count(std::string_view list) const override {
        return list == "big" ? std::optional<std::uint32_t>(2'000) : std::nullopt;
    }
    std::optional<std::string> cell(std::string_view, std::uint32_t, std::string_view) const override { return "x"; }
};

#pragma once
#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "forms/expression/expression.hpp"

namespace ecoute::forms::expression {

/// Names, types and answers given as JSON, without a questionnaire: for `ecoute form eval` and the vectors. Everything
/// is relevant. Keeps references to the JSON that it is made from.
class JsonWorld : public Scope, public Record {
public:
    /// Shapes: see evaluate_line. `questions` may be null: the names are then those of the answers.
    JsonWorld(const nlohmann::json& questions, const nlohmann::json& answers, const nlohmann::json& lists);

    std::optional<Symbol> find(std::string_view name) const override;
    std::string_view name(std::uint32_t question) const override { return nodes_[question].name; }
    std::vector<std::string_view> names() const override;

    Value value(const Node& node) const override;
    NodeSet nodes(std::uint32_t question, std::span<const std::uint32_t> within) const override;
    std::string choice_label(std::uint32_t question, std::string_view choice) const override;
    std::optional<std::uint32_t> row_count(std::string_view list) const override;
    std::optional<std::string> cell(std::string_view list, std::uint32_t row, std::string_view column) const override;
    Value last_saved(std::string_view name) const override;
    std::string property(std::string_view name) const override;
    std::string version() const override;
    /// Members "last_saved" (answers), "properties" and "version" of a line.
    void tell_device(const nlohmann::json& line) { device_ = &line; }

    /// "age" or "membres[2]/age" to its node; an index that is left out is 1.
    std::optional<Node> node(std::string_view path) const;
    Type type(std::uint32_t question) const { return nodes_[question].type; }

private:
    struct Question {
        std::string name;
        Type type = Type::text;
        std::uint32_t parent = no_question;
        std::string list;
    };
    std::uint32_t add(const std::string& name, Type type, std::uint32_t parent, std::string list = {});
    void declare(const nlohmann::json& questions, const nlohmann::json& answers, std::uint32_t parent);
    void declare_one(const std::string& name, const std::string& type, std::uint32_t parent);
    void adopt(const nlohmann::json& answers, std::uint32_t parent, std::size_t depth = 0);
    const nlohmann::json* found(const Node& node) const;
    std::vector<std::uint32_t> repeats_of(std::uint32_t question) const;
    void collect(const nlohmann::json& place, std::span<const std::uint32_t> repeats, const Node& at,
                 std::span<const std::uint32_t> within, NodeSet& result) const;

    std::vector<Question> nodes_;
    std::map<std::string, std::uint32_t, std::less<>> index_;
    const nlohmann::json& answers_;
    const nlohmann::json& lists_;
    const nlohmann::json* device_ = nullptr;
};

}  // namespace ecoute::forms::expression

#pragma once
#include <optional>
#include <string_view>

#include "forms/form.hpp"

namespace ecoute::forms {

/// The questions of a form as names that an expression may use. The form must outlive it.
class FormScope : public expression::Scope {
public:
    explicit FormScope(const Form& form) : form_(form) {}
    std::optional<expression::Symbol> find(std::string_view name) const override;
    std::string_view name(std::uint32_t question) const override { return form_.questions[question].name; }
    std::vector<std::string_view> names() const override;
    /// Lists of the document, those that a campaign attaches, and files that a question of an unused type declares.
    bool has_list(std::string_view name) const override;
    std::vector<std::string_view> lists() const override;

private:
    const Form& form_;
};

}  // namespace ecoute::forms

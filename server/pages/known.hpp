#pragma once
#include "forms/record.hpp"
#include "server/pages/filling.hpp"

namespace ecoute::server {

/// What is known while a page is drawn: the answers so far, with what applies and what is calculated from them, read by
/// the expressions of the form. Form, filling and clock must outlive it.
class Known {
public:
    Known(const forms::Form& form, const Filling& filling, const forms::Clock& clock);

    /// The value that expressions read, as text; "" when blank, not asked, or in a row that is to come.
    std::string value(std::uint32_t question, const Rows& at) const;
    std::string text(const forms::expression::Expression& expression, std::uint32_t question, const Rows& at) const;
    bool test(const forms::expression::Expression& expression, std::uint32_t question, const Rows& at) const;
    double number(const forms::expression::Expression& expression, std::uint32_t question, const Rows& at) const;
    /// Whether the question's choice_filter lets a choice through.
    bool lets_through(std::uint32_t question, const Rows& at, forms::ChoiceIndex choice) const;

private:
    forms::expression::Context context(std::uint32_t question, const Rows& at) const;

    const forms::Form& form_;
    std::string language_;
    const forms::Clock& clock_;
    forms::Answers answers_;
    forms::FormRecord record_;
};

}  // namespace ecoute::server

#pragma once
#include <span>
#include <string_view>

#include "forms/answers.hpp"
#include "forms/form.hpp"

namespace ecoute::forms {

/// Answers as expressions read them: what is not asked, not answered or refused is blank; a select_one is the name of
/// its choice, several choices their names with a blank between. Form and answers must outlive it; it sees the answers
/// change.
class FormRecord : public expression::Record {
public:
    FormRecord(const Form& form, const Answers& answers, std::string_view language)
        : form_(form), answers_(answers), language_(language) {}

    expression::Value value(const expression::Node& node) const override;
    expression::NodeSet nodes(std::uint32_t question, std::span<const std::uint32_t> within) const override;
    std::string choice_label(std::uint32_t question, std::string_view choice) const override;
    std::optional<std::uint32_t> row_count(std::string_view list) const override;
    std::optional<std::string> cell(std::string_view list, std::uint32_t row, std::string_view column) const override;
    std::string version() const override { return form_.version; }

private:
    const Form& form_;
    const Answers& answers_;
    std::string_view language_;
};

/// Repeats around a question, outermost first.
std::vector<std::uint32_t> enclosing_repeats(const Form& form, std::uint32_t question);

/// Rows of the repeats that hold both questions: the beginning of `instances`, which are those of `question`.
std::span<const std::uint32_t> shared_instances(const Form& form, std::uint32_t other, std::uint32_t question,
                                                std::span<const std::uint32_t> instances);

/// Where the answer of a question stands in the Answers that hold it: the person's, or a row of its repeat.
std::uint32_t entry_of(const Form& form, std::uint32_t question) noexcept;

}  // namespace ecoute::forms

#pragma once
#include <memory>
#include <string_view>

#include "forms/columns.hpp"

namespace ecoute::forms {

/// Puts stored answers into columns without building Answers in between: the shortest way for the usual case, answers in
/// canonical form, given under this very form. One thread each; `form` must outlive it.
class StoredAnswers {
public:
    explicit StoredAnswers(const Form& form);
    ~StoredAnswers();
    StoredAnswers(StoredAnswers&&) noexcept;
    StoredAnswers& operator=(StoredAnswers&&) noexcept;

    /// Adds one person, exactly as append(columns, form, answers_from_json(form, answers)) would. False, and nothing added,
    /// when something is not as canonical answers of this form are (another order, a name that is not there, an escape in a
    /// name): then that longer way must be taken.
    bool append(Columns& columns, std::string_view answers);

private:
    class Reader;
    std::unique_ptr<Reader> reader_;
};

/// Adds the people of `more`, columns of the same form, behind those of `columns`; last_seq becomes that of `more`.
void append(Columns& columns, Columns&& more);

}  // namespace ecoute::forms

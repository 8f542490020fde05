#pragma once
#include <functional>
#include <memory>
#include <string_view>

#include "forms/columns.hpp"

namespace ecoute::forms {

/// Puts stored answers into columns without building Answers in between: the shortest way for the usual case, answers in
/// canonical form, given under this very form. Some people are held back and then read question by question, so that what is
/// known of a question stays at hand. One thread each; `form` must outlive it.
class StoredAnswers {
public:
    /// Adds one person as append(columns, form, answers_from_json(form, answers)) does.
    using LongWay = std::function<void(Columns&, std::string_view answers)>;

    StoredAnswers(const Form& form, LongWay long_way);
    ~StoredAnswers();
    StoredAnswers(StoredAnswers&&) noexcept;
    StoredAnswers& operator=(StoredAnswers&&) noexcept;

    /// Columns that are going to hold so many people need not grow on the way.
    void make_room(Columns& columns, std::size_t people) const;
    /// Adds one person behind the others: at once or, at the latest, by `flush`. Who gave something that is not as canonical
    /// answers of this form are (another order, a name that is not there, an escape in a name) takes the long way.
    void append(Columns& columns, std::string_view answers);
    /// Adds who is held back. What the long way throws goes to the caller; the columns are then of no use.
    void flush(Columns& columns);

private:
    class Reader;
    std::unique_ptr<Reader> reader_;
};

/// Adds the people of `more`, columns of the same form, behind those of `columns`; last_seq becomes that of `more`.
void append(Columns& columns, Columns&& more);

}  // namespace ecoute::forms

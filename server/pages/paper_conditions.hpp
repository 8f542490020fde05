#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "forms/form.hpp"
#include "server/words.hpp"

namespace ecoute::server {

/// How a person who holds the paper finds a question: its number, or for a row of a grid "12 b".
using PaperNumbers = std::map<std::uint32_t, std::string>;

/// Says conditions in plain words: "vous avez répondu « Oui » à la question 12".
class PaperConditions {
public:
    PaperConditions(const Words& words, const forms::Form& form, std::string_view language, const PaperNumbers& numbers)
        : words_(words), form_(form), language_(language), numbers_(numbers) {}

    /// The condition as the second half of "Seulement si ..."; what has no plain words is given as it is written, with
    /// "question 12" in place of names.
    std::string said(const forms::expression::Expression& condition) const;
    /// A label with its ${names} as "(question 12)".
    std::string filled(std::string_view text) const;

private:
    struct Walk;
    std::string number_of(std::uint32_t question) const;
    std::string as_written(std::string_view text) const;

    const Words& words_;
    const forms::Form& form_;
    std::string language_;
    const PaperNumbers& numbers_;
};

}  // namespace ecoute::server

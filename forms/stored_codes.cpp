#include "forms/stored_codes.hpp"

#include <algorithm>

#include "forms/answers.hpp"
#include "forms/columns.hpp"

namespace ecoute::forms {
namespace {

bool needs_escape(std::string_view name) noexcept {
    return std::any_of(name.begin(), name.end(), [](char c) { return c == '"' || c == '\\' || static_cast<unsigned char>(c) < ' '; });
}

}  // namespace

std::vector<TokenTable::Entry> codes_of_choices(const ChoiceList& list) {
    std::vector<TokenTable::Entry> codes;
    for (std::size_t i = 0; i < list.choices.size(); ++i) {
        const auto& choice = list.choices[i];
        if (!needs_escape(choice.name)) codes.push_back({'"' + choice.name + '"', choice.refusal ? code_refused : static_cast<ChoiceIndex>(i)});
    }
    return codes;
}

std::vector<TokenTable::Entry> code_of_acknowledge() { return {{"\"OK\"", 0}}; }

std::vector<TokenTable::Entry> with_missing(std::vector<TokenTable::Entry> codes) {
    codes.push_back({"null", code_no_answer});
    // Of equal tokens the first stands: a choice that is called so.
    codes.push_back({std::string{"\""}.append(refused_word).append("\""), code_refused});
    return codes;
}

bool has_choice(const ChoiceList& list, std::string_view name) noexcept {
    return std::any_of(list.choices.begin(), list.choices.end(), [&](const auto& choice) { return choice.name == name; });
}

}  // namespace ecoute::forms

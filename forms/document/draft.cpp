#include "forms/document/draft.hpp"

#include "forms/document/names.hpp"

namespace ecoute::forms::document {

void Draft::mistake(Code code, std::string subject, std::string where, std::map<std::string, std::string> facts) {
    if (mistakes.size() < most_problems)
        mistakes.push_back({code, std::move(subject), std::move(where), std::move(facts)});
}

void Draft::warning(Code code, std::string subject, std::string where, std::map<std::string, std::string> facts) {
    if (warnings.size() < most_problems)
        warnings.push_back({code, std::move(subject), std::move(where), std::move(facts)});
}

void Draft::add_known(std::map<std::string, std::string>& facts, std::string_view word,
                      const std::vector<std::string_view>& candidates) {
    if (guesses_left-- <= 0) return;
    if (auto known = nearest(word, candidates)) facts["known"] = *std::move(known);
}

}  // namespace ecoute::forms::document

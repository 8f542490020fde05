#pragma once
#include <map>
#include <string>
#include <string_view>

#include "forms/problem.hpp"

namespace ecoute::server {

/// Everything that people read and that is not in a questionnaire: server/text/{fr,en,ar,tr,pt}/*.json, flat objects of key
/// -> sentence with {name} where a fact stands and [brackets] around what is said only if its facts are known. French
/// is complete; another language falls back to it.
class Words {
public:
    Words();  ///< from the files embedded in the program; a damaged one is a broken build: asserts
    using Facts = std::map<std::string, std::string>;
    std::string say(std::string_view language, std::string_view key, const Facts& facts = {}) const;
    /// The sentence of a refusal: key is the code's wire name, facts the problem's, plus "subject" and "where"; the
    /// questionnaire's own sentence (fact "message") stands in its place.
    std::string say(std::string_view language, const forms::Problem& problem) const;
    /// Every key that begins with `prefix`, in a language (falling back to French): words handed to another room.
    Facts all(std::string_view language, std::string_view prefix) const;
    bool has(std::string_view language, std::string_view key) const;
    /// The best of our interface languages for an Accept-Language header: "fr" when none fits.
    std::string best(std::string_view accept_language) const;

private:
    std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> sentences_;
};

}  // namespace ecoute::server

#include "server/words.hpp"

#include <algorithm>
#include <cassert>
#include <charconv>
#include <nlohmann/json.hpp>

#include "server/place_words.hpp"
#include "server_assets.hpp"

namespace ecoute::server {
namespace {

/// "text/fr/problems.json" -> "fr"; "" for a file that is no text.
std::string_view language_of(std::string_view file) {
    constexpr std::string_view folder = "text/";
    if (file.substr(0, folder.size()) != folder) return {};
    const auto rest = file.substr(folder.size());
    return rest.substr(0, rest.find('/'));
}

/// The sentence with its facts in place; `all` tells whether each had a text. A "${name}" is a reference of the form language, not a fact.
std::string with_facts(std::string_view sentence, const Words::Facts& facts, bool& all) {
    std::string text;
    text.reserve(sentence.size() + 32);
    while (!sentence.empty()) {
        const auto open = sentence.find('{');
        const auto close = open == sentence.npos ? open : sentence.find('}', open);
        if (close == sentence.npos) break;
        if (open > 0 && sentence[open - 1] == '$') {
            text += sentence.substr(0, close + 1);
            sentence.remove_prefix(close + 1);
            continue;
        }
        text += sentence.substr(0, open);
        const auto fact = facts.find(std::string(sentence.substr(open + 1, close - open - 1)));
        if (fact != facts.end()) text += fact->second;
        all = all && fact != facts.end() && !fact->second.empty();
        sentence.remove_prefix(close + 1);
    }
    return text += sentence;
}

/// What stands in [brackets] is said only if its facts are known.
std::string filled(std::string_view sentence, const Words::Facts& facts) {
    std::string text;
    bool all = true;
    while (!sentence.empty()) {
        const auto open = sentence.find('[');
        const auto close = open == sentence.npos ? open : sentence.find(']', open);
        if (close == sentence.npos) break;
        text += with_facts(sentence.substr(0, open), facts, all);
        all = true;
        const auto optional = with_facts(sentence.substr(open + 1, close - open - 1), facts, all);
        if (all) text += optional;
        sentence.remove_prefix(close + 1);
    }
    return text += with_facts(sentence, facts, all);
}

/// "q=0.8" among the parameters of one entry of Accept-Language, 1 when it says none.
double weight_of(std::string_view entry) {
    const auto at = entry.find("q=");
    if (at == entry.npos) return 1;
    double weight = 0;
    std::from_chars(entry.data() + at + 2, entry.data() + entry.size(), weight);
    return weight;
}

}  // namespace

Words::Words() {
    for (const auto& file : server_assets()) {
        const auto language = language_of(file.name);
        if (language.empty()) continue;
        const auto read = nlohmann::json::parse(file.bytes, nullptr, false);
        assert(read.is_object() && "a file of texts is a JSON object");
        auto& sentences = sentences_[std::string(language)];
        for (const auto& [key, sentence] : read.items()) {
            assert(sentence.is_string() && "a text is a string");
            [[maybe_unused]] const bool once = sentences.emplace(key, sentence.get<std::string>()).second;
            assert(once && "a key has one sentence, in one file");
        }
    }
    assert(sentences_.contains("fr") && "French is complete");
}

std::string Words::say(std::string_view language, std::string_view key, const Facts& facts) const {
    for (const auto tongue : {language, language.substr(0, language.find('-')), std::string_view("fr")}) {
        const auto sentences = sentences_.find(tongue);
        if (sentences == sentences_.end()) continue;
        const auto sentence = sentences->second.find(key);
        if (sentence != sentences->second.end()) return filled(sentence->second, facts);
    }
    return std::string(key);
}

std::string Words::say(std::string_view language, const forms::Problem& problem) const {
    const auto own = problem.facts.find("message");  // the questionnaire's own sentence says it better
    if (own != problem.facts.end() && !own->second.empty()) return own->second;
    Facts facts = problem.facts;
    facts.emplace("subject", problem.subject);
    facts.emplace("where", place_in_words(*this, language, problem.where));
    return say(language, forms::name(problem.code), facts);
}

Words::Facts Words::all(std::string_view language, std::string_view prefix) const {
    Facts found;
    for (const auto tongue : {language, std::string_view("fr")}) {
        const auto sentences = sentences_.find(tongue);
        if (sentences == sentences_.end()) continue;
        for (auto at = sentences->second.lower_bound(prefix); at != sentences->second.end(); ++at) {
            if (at->first.compare(0, prefix.size(), prefix) != 0) break;
            found.insert(*at);
        }
    }
    return found;
}

bool Words::has(std::string_view language, std::string_view key) const {
    const auto sentences = sentences_.find(language);
    return sentences != sentences_.end() && sentences->second.contains(key);
}

std::string Words::best(std::string_view accept_language) const {
    std::string best = "fr";
    double best_weight = 0;
    while (!accept_language.empty()) {
        const auto comma = std::min(accept_language.find(','), accept_language.size());
        auto entry = accept_language.substr(0, comma);
        accept_language.remove_prefix(std::min(comma + 1, accept_language.size()));
        while (!entry.empty() && entry.front() == ' ') entry.remove_prefix(1);
        const auto tag = entry.substr(0, entry.find_first_of("-; "));
        const double weight = weight_of(entry);
        if (weight > best_weight && sentences_.find(tag) != sentences_.end()) {
            best = tag;
            best_weight = weight;
        }
    }
    return best;
}

}  // namespace ecoute::server

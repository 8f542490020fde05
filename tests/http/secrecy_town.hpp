// A town whose people answer about their health, on a running server, and a facilitator who may see tables: what the tests of
// secrecy share.
#pragma once

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

#include "tests/support/door_world.hpp"

namespace ecoute::tests {

using nlohmann::json;

inline constexpr std::string_view questionnaire_of_health = R"({
  "ecoute": 1, "id": "sante", "version": "1", "title": {"fr": "Se soigner"}, "default_language": "fr",
  "breakdowns": {"quartier": "quartier", "age": "age", "gender": "genre"},
  "choices": {
    "genres": [{"name": "femme", "label": {"fr": "Femme"}}, {"name": "homme", "label": {"fr": "Homme"}},
               {"name": "autre", "label": {"fr": "Autre"}}],
    "avis": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}},
             {"name": "rarement", "label": {"fr": "Rarement"}}],
    "raisons": [{"name": "cout", "label": {"fr": "Le coût"}}, {"name": "delai", "label": {"fr": "Le délai"}},
                {"name": "honte", "label": {"fr": "La honte"}}],
    "notes": [{"name": "mal", "label": {"fr": "Mal"}, "score": 1}, {"name": "moyen", "label": {"fr": "Moyen"}, "score": 2},
              {"name": "bien", "label": {"fr": "Bien"}, "score": 3}],
    "ouinon": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}]},
  "questions": [
    {"type": "select_one", "choices": "quartiers", "name": "quartier", "label": {"fr": "Votre quartier"}},
    {"type": "integer", "name": "age", "label": {"fr": "Votre âge"}, "bands": [15, 30, 60]},
    {"type": "select_one", "choices": "genres", "name": "genre", "label": {"fr": "Vous êtes"}},
    {"type": "select_one", "choices": "avis", "name": "renonce", "label": {"fr": "Avez-vous renoncé à des soins ?"}},
    {"type": "select_multiple", "choices": "raisons", "name": "raisons", "label": {"fr": "Pourquoi ?"}},
    {"type": "date", "name": "naissance", "label": {"fr": "Né le"}},
    {"type": "rank", "choices": "raisons", "name": "rang", "label": {"fr": "Du plus au moins grave"}},
    {"type": "select_one", "choices": "notes", "name": "note", "label": {"fr": "Votre santé"}},
    {"type": "decimal", "name": "loyer", "label": {"fr": "Loyer"}, "bands": [0, 300, 600, 900]},
    {"type": "select_one", "choices": "ouinon", "name": "violence", "label": {"fr": "Avez-vous été frappé ?"}, "sensitive": true},
    {"type": "select_one", "choices": "ouinon", "name": "depuis", "label": {"fr": "Et depuis ?"}, "relevant": "${violence} = 'oui'"},
    {"type": "integer", "name": "fois", "label": {"fr": "Combien de fois ?"}, "bands": [0, 2, 5], "sensitive": true}
  ]})";

using Key = std::map<std::string, std::string>;  ///< variables and the answer, each with its category

struct SecrecyTown : OpenDoor {
    SecrecyTown() {
        open_campaign(std::string(questionnaire_of_health));
        reader = log_in(storage::Role::facilitator);
    }

    /// Keeps responses as if they had come by tablet.
    void come(std::size_t times, const std::string& quartier = "") {
        std::vector<storage::NewResponse> group;
        for (std::size_t i = 0; i < times; ++i) {
            const auto pick = [&](std::initializer_list<std::pair<const char*, int>> shares) {
                int left = int(chance() % 100);
                for (const auto& [name, share] : shares)
                    if ((left -= share) < 0) return name;
                return shares.begin()->first;
            };
            const std::string place = quartier.empty() ? pick({{"QP1", 55}, {"QP2", 45}}) : quartier;
            json answers{{"quartier", place},
                         {"age", 15 + int(chance() % 70)},
                         {"genre", pick({{"femme", 55}, {"homme", 43}, {"autre", 2}})},
                         {"renonce", pick({{"oui", 30}, {"non", 67}, {"rarement", 3}})},
                         {"raisons", json::array({pick({{"cout", 50}, {"delai", 45}, {"honte", 5}})})}};
            add_more(answers, pick);
            auto digits = std::to_string(++last);
            group.push_back({.id = "00000000-0000-4000-8000-" + std::string(12 - digits.size(), '0') + digits,
                             .campaign = "enquete",
                             .form_version = "1",
                             .language = "fr",
                             .channel = "tablet",
                             .answers = answers.dump(),
                             .fingerprint = std::string(16, char('a' + last % 26)),
                             .receipt_hash = receipt(last),
                             .simulated = made_up});
        }
        for (const auto& kept : store->responses().keep_and_wait(std::move(group))) BOOST_REQUIRE(kept.has_value());
    }

    /// Answers whose tables have more than counts: dates, ranks, points, quartiles; and a sensitive one.
    template <class Pick>
    void add_more(json& answers, const Pick& pick) {
        const int year = 1936 + int(chance() % 75), month = 1 + int(chance() % 12), day = 1 + int(chance() % 28);
        const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
        answers["naissance"] = std::to_string(year) + "-" + two(month) + "-" + two(day);
        std::vector<std::string> order{"cout", "delai", "honte"};
        std::shuffle(order.begin(), order.end(), chance);
        answers["rang"] = order;
        answers["note"] = pick({{"mal", 20}, {"moyen", 50}, {"bien", 30}});
        answers["loyer"] = 100 + double(chance() % 100'000) / 100;
        answers["violence"] = answers["quartier"] == violent ? "oui" : pick({{"oui", 40}, {"non", 60}});
        answers["fois"] = answers["quartier"] == violent ? 3 : last % 7;
        if (answers["violence"] == "oui") answers["depuis"] = pick({{"oui", 50}, {"non", 50}});
    }

    static std::string receipt(int number) {
        auto digits = std::to_string(number);
        return std::string(32 - digits.size(), 'r') + digits;
    }

    /// Every table there is: each question by each set of up to three variables.
    std::map<std::string, json> every_table() {
        std::map<std::string, json> tables;
        const std::vector<std::string> by{"quartier", "age", "genre", "renonce"};
        const std::set<std::string> by_counts{"quartier", "age", "genre", "renonce", "raisons"};
        for (const std::string question : {"quartier", "age", "genre", "renonce", "raisons", "naissance", "rang", "note", "loyer"})
            for (unsigned set = 0; set < 16; ++set) {
                std::string names;
                int chosen = 0;
                bool itself = false;
                for (std::size_t v = 0; v < by.size(); ++v)
                    if (set >> v & 1u) {
                        names += (names.empty() ? "" : ",") + by[v];
                        ++chosen;
                        itself = itself || by[v] == question;
                    }
                const bool counts_alone = by_counts.count(question) == 1;
                if (chosen > (counts_alone ? 3 : 2) || itself) continue;
                const auto address = "/api/v1/campaigns/enquete/tables?question=" + question + "&by=" + names;
                const auto reply = client.get(address, reader);
                BOOST_REQUIRE((reply.status == 200 || reply.status == 422));
                auto body = json::parse(reply.body);
                if (reply.status == 200) body.erase("notes");  // they say how many wait
                tables[question + " by " + names] = std::move(body);
            }
        return tables;
    }

    /// What really is, and what every table shows: counts by key, where a key names all variables that it is about.
    std::map<Key, std::int64_t> truth() {
        std::map<Key, std::int64_t> counts;
        store->responses().read("enquete", 0, [&](const storage::StoredResponse& row) {
            const auto answers = json::parse(row.answers);
            const int age = answers["age"];
            const Key person{{"quartier", answers["quartier"]}, {"age", age < 30 ? "15-29" : age < 60 ? "30-59" : "60+"},
                             {"genre", answers["genre"]}, {"renonce", answers["renonce"]}};
            for (unsigned set = 0; set < 16; ++set) {
                Key key;
                unsigned bit = 0;
                for (const auto& [name, category] : person)
                    if (set >> bit++ & 1u) key[name] = category;
                ++counts[key];
            }
            return true;
        });
        return counts;
    }

    void next_day() { clock.time += std::chrono::hours{24}; }

    server::Client::Fields reader;
    std::mt19937 chance{20260517};
    int last = 0;
    std::string violent;  ///< a quartier all of whose people were hit, three times
    bool made_up = false;  ///< who comes is a respondent of `ecoute simulate`
};

inline std::map<Key, std::int64_t> shown_counts(const std::map<std::string, json>& tables) {
    std::map<Key, std::int64_t> counts;
    for (const auto& [name, table] : tables) {
        if (!table.contains("cells") || table["multiple"] == true) continue;
        for (const auto& cell : table["cells"]) {
            if (!cell.contains("answer")) continue;
            Key key;
            for (const auto& [variable, category] : cell["key"].items()) key[variable] = category;
            if (cell.contains("base")) counts[key] = cell["base"];
            key[table["question"]] = cell["answer"];
            if (cell.contains("count")) counts[key] = cell["count"];
        }
    }
    return counts;
}

struct Guesses {
    std::size_t small = 0, attempts = 0, hits = 0;
};

/// For each small count: the total minus the other categories, along each variable where all of them stand, averaged.
inline Guesses subtract(const std::map<Key, std::int64_t>& real, const std::map<Key, std::int64_t>& shown,
                 const std::map<std::string, std::vector<std::string>>& categories) {
    std::size_t small = 0, hits = 0, attempts = 0;
    for (const auto& [key, count] : real) {
        if (count >= 5 || key.empty()) continue;
        ++small;
        BOOST_TEST(shown.count(key) == 0u);
        double sum = 0;
        int estimates = 0;
        for (const auto& [variable, category] : key) {  // total - the other categories, wherever all of them stand
            auto total = key;
            total.erase(variable);
            if (!shown.count(total)) continue;
            std::int64_t rest = shown.at(total);
            bool known = true;
            for (const auto& other : categories.at(variable)) {
                if (other == category) continue;
                auto sibling = key;
                sibling[variable] = other;
                known = known && shown.count(sibling) == 1;
                if (known) rest -= shown.at(sibling);
            }
            if (!known) continue;
            sum += double(rest);
            ++estimates;
        }
        if (estimates == 0) continue;
        ++attempts;
        hits += std::llround(sum / estimates) == count;
    }
    return {small, attempts, hits};
}

}  // namespace ecoute::tests

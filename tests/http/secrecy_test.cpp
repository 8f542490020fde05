// A patient facilitator asks the running server for every table, before and after one more response, and tries to work
// the hidden cells out.
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <numeric>
#include <random>
#include <set>

#include "analysis/crosstab.hpp"
#include "server/http/urlencoded.hpp"
#include "storage/afterwards.hpp"
#include "storage/snapshots_kept.hpp"
#include "tests/support/door_world.hpp"

using namespace ecoute;
using nlohmann::json;

namespace {

constexpr std::string_view questionnaire = R"({
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
    {"type": "select_one", "choices": "ouinon", "name": "depuis", "label": {"fr": "Et depuis ?"}, "relevant": "${violence} = 'oui'"}
  ]})";

using Key = std::map<std::string, std::string>;  ///< variables and the answer, each with its category

struct Town : tests::OpenDoor {
    Town() {
        open_campaign(std::string(questionnaire));
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
                             .receipt_hash = receipt(last)});
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
    std::string violent;  ///< a quartier all of whose people were hit
};

std::map<Key, std::int64_t> shown_counts(const std::map<std::string, json>& tables) {
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
Guesses subtract(const std::map<Key, std::int64_t>& real, const std::map<Key, std::int64_t>& shown,
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

}  // namespace

BOOST_FIXTURE_TEST_SUITE(a_patient_facilitator, Town)

BOOST_AUTO_TEST_CASE(sees_no_difference_after_one_more_response_today_or_tomorrow) {
    come(400);
    const auto before = every_table();
    come(1, "QP1");
    BOOST_TEST((every_table() == before));
    next_day();
    BOOST_TEST((every_table() == before));
    come(8, "QP1");  // nine in all
    next_day();
    BOOST_TEST((every_table() == before));
}

BOOST_AUTO_TEST_CASE(sees_ten_together_the_day_after_and_the_other_quartier_as_it_was) {
    come(400);
    const auto before = shown_counts(every_table());
    come(10, "QP1");
    BOOST_TEST((shown_counts(every_table()) == before));
    next_day();
    const auto after = shown_counts(every_table());
    BOOST_TEST((after != before));
    std::size_t compared = 0;
    for (const auto& [key, count] : before) {
        const auto place = key.find("quartier");
        if (place == key.end() || place->second != "QP2" || !after.count(key)) continue;
        BOOST_TEST(after.at(key) == count);
        ++compared;
    }
    BOOST_TEST(compared > 10u);
}

BOOST_AUTO_TEST_CASE(reads_no_count_of_one_to_four_and_seldom_guesses_one_by_subtracting) {
    come(400);
    const auto tables = every_table();
    const auto shown = shown_counts(tables);
    BOOST_TEST(shown.size() > 50u);
    for (const auto& [key, count] : shown) BOOST_TEST((count == 0 || count >= 5));
    const auto real = truth();
    const std::map<std::string, std::vector<std::string>> categories{{"quartier", {"QP1", "QP2"}},
                                                                     {"age", {"15-29", "30-59", "60+"}},
                                                                     {"genre", {"femme", "homme", "autre"}},
                                                                     {"renonce", {"oui", "non", "rarement"}}};
    const auto [small, attempts, hits] = subtract(real, shown, categories);
    BOOST_TEST_MESSAGE(small << " small cells, " << attempts << " could be guessed, " << hits << " rightly");
    BOOST_TEST(small > 20u);
    BOOST_TEST(hits * 2 <= small);
}

/// Which class a day falls into, by the names of an answer's tables: "1955/1959", "../1944", "2005/..".
std::string class_of(int year, const std::vector<std::string>& names) {
    for (const auto& name : names) {
        const auto slash = name.find('/');
        const auto from = name.substr(0, slash), to = slash == name.npos ? name : name.substr(slash + 1);
        if ((from == ".." || std::stoi(from) <= year) && (to == ".." || year <= std::stoi(to))) return name;
    }
    return "";
}

/// A date is asked about, split by others and split by: one set of small cells, seen along three ways.
BOOST_AUTO_TEST_CASE(works_no_date_out) {
    come(400);
    std::map<std::string, json> tables;
    for (const std::string by : {"", "quartier", "genre", "quartier,genre"})
        tables["naissance by " + by] = json::parse(client.get("/api/v1/campaigns/enquete/tables?question=naissance&by=" + by, reader).body);
    for (const std::string question : {"quartier", "genre", "renonce"})
        tables[question + " by naissance"] = json::parse(client.get("/api/v1/campaigns/enquete/tables?question=" + question + "&by=naissance", reader).body);
    std::vector<std::string> classes;
    for (const auto& cell : tables["naissance by "]["cells"])
        if (cell.contains("answer")) classes.push_back(cell["answer"]);
    BOOST_REQUIRE(classes.size() >= 5u);
    std::map<Key, std::int64_t> real;
    store->responses().read("enquete", 0, [&](const storage::StoredResponse& row) {
        const auto answers = json::parse(row.answers);
        const auto year = std::stoi(answers["naissance"].get<std::string>().substr(0, 4));
        const Key person{{"quartier", answers["quartier"]}, {"genre", answers["genre"]}, {"naissance", class_of(year, classes)}};
        for (unsigned set = 0; set < 8; ++set) {
            Key key;
            unsigned bit = 0;
            for (const auto& [name, category] : person)
                if (set >> bit++ & 1u) key[name] = category;
            ++real[key];
        }
        return true;
    });
    const auto shown = shown_counts(tables);
    for (const auto& [key, count] : shown) BOOST_TEST((count == 0 || count >= 5));
    const auto [small, attempts, hits] = subtract(real, shown, {{"quartier", {"QP1", "QP2"}}, {"genre", {"femme", "homme", "autre"}}, {"naissance", classes}});
    BOOST_TEST_MESSAGE(small << " small cells, " << attempts << " could be guessed, " << hits << " rightly");
    BOOST_TEST(small > 10u);
    BOOST_TEST(hits * 2 <= small);
}

/// Means, quartiles, mean ranks and points: of so many answers, and never with a digit that would give counts or numbers back.
BOOST_AUTO_TEST_CASE(reads_figures_of_few_digits_and_of_enough_people) {
    come(400);
    const auto few_digits = [](double figure) {
        const double unit = figure == 0 ? 1 : std::pow(10.0, 1 - std::floor(std::log10(std::abs(figure))));
        return std::abs(figure * unit - std::round(figure * unit)) < 1e-6;
    };
    std::map<std::string, std::size_t> seen;
    for (const auto& [name, table] : every_table()) {
        if (!table.contains("cells")) continue;
        for (const auto& cell : table["cells"]) {
            for (const auto* figure : {"mean", "low", "high", "se", "median", "lower_quartile", "upper_quartile", "mean_rank", "mean_rank_low", "mean_rank_high", "n_effective", "deff"}) {
                if (!cell.contains(figure)) continue;
                const bool points = cell.contains("answer") && (std::string{figure} == "low" || std::string{figure} == "high");
                const bool month = cell[figure].is_string() && cell[figure].get<std::string>().size() == 7;  // of dates: "1974-05", never a day
                BOOST_TEST((points || month || few_digits(cell[figure])), name << " " << cell.dump());
                ++seen[figure];
            }
            if (cell.contains("first_count")) BOOST_TEST((cell["first_count"] == 0 || cell["first_count"] >= 5), name << " " << cell.dump());
            if (cell.contains("median")) BOOST_TEST(cell["base"] >= 20, name << " " << cell.dump());
            if (cell.contains("lower_quartile")) BOOST_TEST(cell["base"] >= 40, name << " " << cell.dump());
            if (cell.contains("mean")) BOOST_TEST(cell["base"] >= 11, name << " " << cell.dump());
        }
    }
    for (const auto* figure : {"mean", "median", "upper_quartile", "mean_rank"}) BOOST_TEST(seen[figure] > 20u, figure);
}

/// Without noise in means, the one person of gender "autre" in a band pays total - women - men, to the rounding of three means.
BOOST_AUTO_TEST_CASE(works_nobody_s_rent_out_of_means) {
    come(400);
    std::map<Key, std::pair<double, double>> sums;  // of rents and people, as shown
    for (const std::string by : {"quartier", "genre", "quartier,genre", "renonce", "renonce,genre"}) {
        const auto table = json::parse(client.get("/api/v1/campaigns/enquete/tables?question=loyer&by=" + by, reader).body);
        for (const auto& cell : table["cells"]) {
            Key key;
            for (const auto& [variable, category] : cell["key"].items()) key[variable] = category;
            if (cell.contains("mean")) sums[key] = {cell["mean"].get<double>() * cell["base"].get<double>(), cell["base"]};
        }
    }
    std::map<Key, std::vector<double>> rents;
    store->responses().read("enquete", 0, [&](const storage::StoredResponse& row) {
        const auto answers = json::parse(row.answers);
        if (answers["genre"] != "autre") return true;
        for (const auto* other : {"quartier", "renonce"}) rents[{{other, answers[other]}}].push_back(answers["loyer"]);
        rents[{}].push_back(answers["loyer"]);
        return true;
    });
    std::size_t tried = 0, near = 0;
    for (const auto& [key, of_autre] : rents) {
        auto women = key, men = key;
        women["genre"] = "femme";
        men["genre"] = "homme";
        if (!sums.count(key) || !sums.count(women) || !sums.count(men)) continue;
        ++tried;
        const double real = std::accumulate(of_autre.begin(), of_autre.end(), 0.0);
        near += std::abs(sums[key].first - sums[women].first - sums[men].first - real) < 100;
    }
    BOOST_TEST_MESSAGE(tried << " sums of rents could be guessed, " << near << " to 100 euros");
    BOOST_TEST(tried > 1u);
    BOOST_TEST(near * 2 <= tried);
}

/// Everybody of QP2 was hit. That is told by no table: not by whom was hit, by where they live, nor by who was asked "et depuis ?".
BOOST_AUTO_TEST_CASE(is_not_told_that_everybody_of_a_quartier_gave_a_sensitive_answer) {
    violent = "QP2";
    come(400);
    const auto get = [&](const std::string& more) {
        const auto reply = client.get("/api/v1/campaigns/enquete/tables?question=" + more, reader);
        BOOST_TEST(reply.status == 200, more << reply.body);
        return json::parse(reply.body);
    };
    const auto of_qp2 = [](const json& table, const char* figure) {
        std::size_t told = 0;
        for (const auto& cell : table["cells"])
            told += cell.contains(figure) && (cell["key"].value("quartier", "") == "QP2" || cell.value("answer", "") == "QP2");
        return told;
    };
    BOOST_TEST(of_qp2(get("violence&by=quartier"), "count") == 0u);
    const auto turned = get("quartier&by=violence");
    for (const auto& cell : turned["cells"])
        if (cell["answer"] == "QP2" && !cell["key"].empty()) BOOST_TEST(!cell.contains("count"), cell.dump());
    BOOST_TEST(of_qp2(get("quartier&where=" + server::percent_encoded("${violence} = 'oui'")), "count") == 0u);
    BOOST_TEST(of_qp2(get("quartier&where=" + server::percent_encoded("${violence} = 'non'")), "count") == 0u);
    const auto since = get("depuis&by=quartier");
    BOOST_TEST(since["protection"]["smallest_count"] == 11);  // who was asked was hit
    BOOST_TEST(of_qp2(since, "base") == 0u);
    const auto of_qp1 = get("quartier&where=" + server::percent_encoded("${violence} = 'oui'"));
    BOOST_TEST(std::any_of(of_qp1["cells"].begin(), of_qp1["cells"].end(), [](const json& cell) { return cell["answer"] == "QP1" && cell.contains("count"); }));
}

/// Somebody asks for her answers to be erased: they are gone at once, from the tables too, and nine others of the quartier step out
/// with her. Else the tables of before and after would be hers, with noise that many tables average out.
BOOST_AUTO_TEST_CASE(sees_ten_people_go_when_one_is_erased) {
    come(400);
    const auto campaign = forms->find("enquete");
    const auto before = snapshots->extract(*campaign).columns;
    BOOST_TEST(before->people == 400u);
    const auto shown = shown_counts(every_table());
    BOOST_REQUIRE(store->corrections().erase(receipt(7), "2026-05-17"));
    const auto after = snapshots->extract(*campaign).columns;
    BOOST_TEST(after->people == 390u);
    const auto again = shown_counts(every_table());
    BOOST_TEST((again != shown));
    next_day();
    BOOST_TEST((shown_counts(every_table()) == again));
    // Another one: ten more, and the first nine do not come back.
    BOOST_REQUIRE(store->corrections().erase(receipt(8), "2026-05-18"));
    BOOST_TEST(snapshots->extract(*campaign).columns->people == 380u);
}

/// Each filter is a slice of a table with one variable more: whatever the path, the same people give the same count, and
/// nobody gains a small one by subtracting slices from wholes.
BOOST_AUTO_TEST_CASE(gains_nothing_by_filters) {
    come(400);
    struct Filter {
        std::string variable, category, condition;
    };
    std::vector<Filter> filters{{"", "", ""}};
    for (const std::string place : {"QP1", "QP2"}) filters.push_back({"quartier", place, "${quartier} = '" + place + "'"});
    for (const std::string gender : {"femme", "homme", "autre"}) filters.push_back({"genre", gender, "${genre} = '" + gender + "'"});
    filters.push_back({"age", "15-29", "${age} >= 15 and ${age} <= 29"});
    filters.push_back({"age", "60+", "${age} >= 60"});
    std::map<Key, std::int64_t> shown;
    std::size_t twice = 0, refused = 0;
    for (const auto& filter : filters)
        for (const std::string by : {"", "quartier", "age", "genre", "quartier,age", "quartier,genre", "age,genre"}) {
            if (!filter.variable.empty() && by.find(filter.variable) != std::string::npos) continue;
            const auto reply = client.get("/api/v1/campaigns/enquete/tables?question=renonce&by=" + by +
                                              "&where=" + server::percent_encoded(filter.condition), reader);
            if (reply.status == 422) {
                ++refused;
                continue;
            }
            BOOST_REQUIRE(reply.status == 200);
            for (const auto& [counted, count] : shown_counts({{"", json::parse(reply.body)}})) {
                auto key = counted;
                if (!filter.variable.empty()) key[filter.variable] = filter.category;
                BOOST_TEST((count == 0 || count >= 5));
                const auto known = shown.emplace(key, count);
                twice += !known.second;
                BOOST_TEST(known.first->second == count);
            }
        }
    BOOST_TEST(twice > 50u);
    const std::map<std::string, std::vector<std::string>> categories{{"quartier", {"QP1", "QP2"}},
                                                                     {"age", {"15-29", "30-59", "60+"}},
                                                                     {"genre", {"femme", "homme", "autre"}},
                                                                     {"renonce", {"oui", "non", "rarement"}}};
    const auto [small, attempts, hits] = subtract(truth(), shown, categories);
    BOOST_TEST_MESSAGE(refused << " refused; " << small << " small cells, " << attempts << " could be guessed, " << hits << " rightly");
    BOOST_TEST(small > 20u);
    BOOST_TEST(hits * 2 <= small);
}

/// Of a filter a facilitator gets one group and no other: 2^n unions would be as many draws of the noise.
BOOST_AUTO_TEST_CASE(gets_no_union_of_groups_and_no_three_variables_without_the_quartier) {
    come(400);
    const auto status = [&](const std::string& more) {
        return client.get("/api/v1/campaigns/enquete/tables?question=raisons&" + more, reader).status;
    };
    for (const std::string condition : {"${genre} != 'femme'", "${genre} = 'femme' or ${genre} = 'homme'", "${age} = 37",
                                        "${genre} = 'femme' and ${quartier} = 'QP1'"})
        BOOST_TEST(status("where=" + server::percent_encoded(condition)) == 422, condition);
    BOOST_TEST(status("by=age,genre,renonce") == 422);
    BOOST_TEST(status("where=" + server::percent_encoded("${genre} = 'femme'")) == 200);
}

/// A gap is the difference of two figures that are shown, and of nothing else.
BOOST_AUTO_TEST_CASE(reads_gaps_between_shown_figures_alone) {
    come(400);
    const auto get = [&](const std::string& more) {
        return json::parse(client.get("/api/v1/campaigns/enquete/tables?question=renonce&" + more, reader).body);
    };
    const auto table = get("by=quartier&gap=all"), all = get("by=");
    std::map<std::string, double> of_all;
    for (const auto& cell : all["cells"])
        if (cell.contains("percent")) of_all[cell["answer"]] = cell["percent"];
    std::size_t gaps = 0;
    for (const auto& cell : table["cells"]) {
        if (!cell.contains("gap") || !cell["gap"].contains("difference")) continue;
        ++gaps;
        BOOST_REQUIRE(cell.contains("percent"));
        BOOST_TEST(cell["gap"]["reference"] == of_all.at(cell["answer"]));
        BOOST_TEST(cell["gap"]["difference"].get<double>() == cell["percent"].get<double>() - of_all.at(cell["answer"]));
    }
    BOOST_TEST(gaps >= 2u);  // small counts of "rarement" take others with them
}

/// 150 different tables a day, counted over twins and repeats once; the next day begins anew, a colleague has his own.
BOOST_AUTO_TEST_CASE(gets_a_hundred_and_fifty_different_tables_a_day) {
    come(400);
    std::size_t noted = 0;
    for (const auto& query : [] {
             std::vector<storage::TableQuery> all;
             for (int i = 0; i < 149; ++i)
                 all.push_back({"enquete", "2026-05-17.1", "facilitator", "team", "q" + std::to_string(i), "", "", "2026-05-17"});
             return all;
         }())
        noted += store->snapshots().add(query);
    BOOST_TEST(noted == 149u);
    const std::string address = "/api/v1/campaigns/enquete/tables?question=";
    BOOST_TEST(client.get(address + "renonce", reader).status == 200);
    const auto refused = client.get(address + "genre", reader);
    BOOST_TEST(refused.status == 429);
    BOOST_TEST(json::parse(refused.body)["code"] == "table.too_many");
    BOOST_TEST(client.get(address + "renonce", reader).status == 200);
    BOOST_TEST(client.get("/admin/campagnes/enquete/tableau.csv?question=renonce", reader).status == 200);
    BOOST_TEST(client.get("/admin/campagnes/enquete/tableau?question=genre", reader).status == 429);
    next_day();
    BOOST_TEST(client.get(address + "genre", reader).status == 200);
}

BOOST_AUTO_TEST_CASE(is_written_down_with_each_different_table_asked_for) {
    come(50);
    const std::string address = "/api/v1/campaigns/enquete/tables?question=renonce&by=genre";
    for (int i = 0; i < 3; ++i) client.get(address, reader);
    client.get("/admin/campagnes/enquete/tableau?question=renonce", reader);
    const auto queries = store->snapshots().queries("enquete");
    BOOST_REQUIRE(queries.size() == 2u);
    BOOST_TEST(queries[0].who == "facilitator");
    BOOST_TEST(queries[0].question == "renonce");
    BOOST_TEST(queries[0].by == "genre");
    BOOST_TEST(queries[0].audience == "team");
    BOOST_TEST(queries[0].snapshot == "2026-05-17.1");
    BOOST_TEST(queries[1].by == "");
}

BOOST_AUTO_TEST_CASE(is_told_which_snapshot_a_table_shows_and_how_many_wait) {
    come(50);
    const std::string address = "/api/v1/campaigns/enquete/tables?question=renonce";
    auto table = json::parse(client.get(address, reader).body);
    BOOST_TEST(table["snapshot"] == "2026-05-17.1");
    come(3, "QP1");
    table = json::parse(client.get(address, reader).body);
    BOOST_TEST(table["snapshot"] == "2026-05-17.1");
    BOOST_TEST(table["notes"].dump().find("3 réponses n'y sont pas encore") != std::string::npos, table["notes"].dump());
    next_day();
    come(10, "QP1");
    table = json::parse(client.get(address, reader).body);
    BOOST_TEST(table["snapshot"] == "2026-05-18.2");
}

BOOST_AUTO_TEST_CASE(gets_nothing_but_hidden_cells_from_a_campaign_of_nine) {
    come(9);
    const auto table = json::parse(client.get("/api/v1/campaigns/enquete/tables?question=renonce", reader).body);
    for (const auto& cell : table["cells"]) BOOST_TEST(cell["suppressed"] == true);
    BOOST_TEST(table["snapshot"] == "0");
}

BOOST_AUTO_TEST_SUITE_END()

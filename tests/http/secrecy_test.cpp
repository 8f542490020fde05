// A patient facilitator asks the running server for every table, before and after one more response, and tries to work
// the hidden cells out by subtracting.
#include "analysis/crosstab.hpp"
#include "server/http/urlencoded.hpp"
#include "storage/afterwards.hpp"
#include "tests/http/secrecy_town.hpp"

using namespace ecoute;
using nlohmann::json;
using tests::Key;
using tests::shown_counts;
using tests::subtract;

BOOST_FIXTURE_TEST_SUITE(a_patient_facilitator, tests::SecrecyTown)

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

BOOST_AUTO_TEST_SUITE_END()

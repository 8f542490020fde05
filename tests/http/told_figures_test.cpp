// What the figures beside counts may tell of a person: means, quartiles, gaps, and shares of a sensitive question.
#include <numeric>

#include "server/http/urlencoded.hpp"
#include "storage/margins.hpp"
#include "tests/http/secrecy_town.hpp"

using namespace ecoute;
using nlohmann::json;
using tests::Key;

BOOST_FIXTURE_TEST_SUITE(a_patient_facilitator, tests::SecrecyTown)

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

/// A mean and its standard error would say of QP2 that the variance is 0, and of which number.
BOOST_AUTO_TEST_CASE(is_not_told_by_a_mean_that_everybody_of_a_quartier_gave_one_number) {
    violent = "QP2";
    come(400);
    const auto table = json::parse(client.get("/api/v1/campaigns/enquete/tables?question=fois&by=quartier", reader).body);
    std::set<std::string> quartiers_with_a_mean;
    for (const auto& cell : table["cells"]) {
        const auto place = cell["key"].value("quartier", "");
        if (cell.contains("mean") || cell.contains("median") || cell.contains("lower_quartile")) quartiers_with_a_mean.insert(place);
        if (place == "QP2") BOOST_TEST((!cell.contains("mean") && !cell.contains("se") && !cell.contains("median")), cell.dump());
    }
    BOOST_TEST(quartiers_with_a_mean.contains("QP1"));
}

/// Five people of gender "autre" or fewer stand in the way of weights: that is for who holds the server.
BOOST_AUTO_TEST_CASE(is_not_told_how_few_people_stand_in_the_way_of_weights) {
    come(60);
    BOOST_REQUIRE(store->margins().import("enquete", {{"genre"}, {{{"femme"}, 520}, {{"homme"}, 470}, {{"autre"}, 10}}, "", "", "2026-05-17T09:00:00Z"}).has_value());
    const auto reply = client.get("/api/v1/campaigns/enquete/tables?question=renonce&weights=1", reader);
    BOOST_TEST(reply.status == 409, reply.body);
    auto refusal = json::parse(reply.body);
    BOOST_TEST(refusal["code"] == "weights.nobody");
    for (const auto* known : {"status", "type"}) refusal.erase(known);
    BOOST_TEST(refusal.dump().find_first_of("0123456789") == std::string::npos, refusal.dump());
    BOOST_TEST(refusal.dump().find("Autre") == std::string::npos, refusal.dump());
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

/// Degrees of freedom are people - 1, and the covariance of a part with its whole is p(1 - p)/n: of the exact sample, they gave the exact base
/// of 36 groups in 36, and the exact count of two cells in three. Weights of one (Korn and Graubard's interval) and weights alike.
BOOST_AUTO_TEST_CASE(reads_no_exact_base_or_count_in_how_a_gap_varies) {
    come(400);
    BOOST_REQUIRE(store->margins().import("enquete", {{"quartier"}, {{{"QP1"}, 3000}, {{"QP2"}, 5000}}, "", "", "2026-05-17T09:00:00Z"}).has_value());
    const auto get = [&](const std::string& more) {
        const auto reply = client.get("/api/v1/campaigns/enquete/tables?question=renonce&" + more, reader);
        BOOST_REQUIRE_MESSAGE(reply.status == 200, reply.body);
        return json::parse(reply.body);
    };
    std::size_t gaps = 0, moved = 0;
    for (const std::string how : {"interval=korn-graubard", "weights=1"}) {
        const auto table = get("by=quartier,genre&gap=all&" + how), by_gender = get("by=genre&" + how);
        std::map<std::string, std::int64_t> base_of_gender;
        for (const auto& cell : by_gender["cells"])
            if (cell.contains("base") && cell["key"].contains("genre")) base_of_gender[cell["key"]["genre"]] = cell["base"];
        std::map<std::string, std::int64_t> real;
        for (const auto& [key, count] : truth())
            if (key.size() == 1 && key.contains("genre")) real[key.at("genre")] = count;
        for (const auto& cell : table["cells"]) {
            if (!cell.contains("gap") || !cell["gap"].contains("difference") || !cell["key"].contains("genre")) continue;
            const std::string gender = cell["key"]["genre"];
            ++gaps;
            moved += base_of_gender.at(gender) != real.at(gender);
            BOOST_TEST(std::abs(cell["gap"]["df"].get<double>() - double(base_of_gender.at(gender) - 1)) < 1e-9, how << cell.dump());
        }
    }
    BOOST_TEST(gaps > 8u);
    BOOST_TEST(moved > 0u);
}

BOOST_AUTO_TEST_SUITE_END()

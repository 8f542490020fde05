#include "server/simulate/respondents.hpp"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "forms/form_json.hpp"
#include "forms/response_json.hpp"
#include "forms/validate.hpp"
#include "server/wire/territory_csv.hpp"

using namespace ecoute;
using nlohmann::json;
using server::Respondents;

namespace {

std::string library(const std::string& name) {
    std::ifstream file{std::string{ECOUTE_SOURCE_DIR} + "/forms/library/" + name, std::ios::binary};
    BOOST_REQUIRE(file.good());
    return {std::istreambuf_iterator<char>{file}, {}};
}

/// The list "quartiers" of the survey areas of Lyon.
forms::ChoiceList lyon() {
    forms::Problems problems;
    forms::ChoiceList list{"quartiers", {}, {}};
    for (const auto& t : server::territories_from_csv(library("territories/lyon-2016.csv"), problems)) {
        forms::Choice choice;
        choice.name = t.code;
        choice.label["fr"] = t.name;
        choice.columns["kind"] = t.kind;
        list.index[t.code] = static_cast<forms::ChoiceIndex>(list.choices.size());
        list.choices.push_back(choice);
    }
    BOOST_REQUIRE(problems.empty());
    return list;
}

forms::Form form_of(const std::string& document, const std::vector<forms::ChoiceList>& attached = {}) {
    auto reading = forms::read_form(document, attached);
    for (const auto& mistake : reading.mistakes) BOOST_TEST_MESSAGE(name(mistake.code) << ' ' << mistake.where);
    BOOST_REQUIRE(reading.form.has_value());
    return *std::move(reading.form);
}

const forms::Form& barometer() {
    static const auto form = form_of(library("ecoute-habitants.json"), {lyon()});
    return form;
}

const std::string& stated_plan() {
    static const auto plan = library("ecoute-habitants.simulation.json");
    return plan;
}

std::vector<std::string> lines_of(Respondents people) {
    std::vector<std::string> lines;
    while (auto line = people.next()) lines.push_back(*std::move(line));
    return lines;
}

struct NoonClock final : forms::Clock {
    std::chrono::sys_time<std::chrono::milliseconds> now() const override {
        return std::chrono::sys_days{std::chrono::year{2026} / 6 / 1} + std::chrono::hours{12};
    }
    std::chrono::minutes local_offset(std::chrono::sys_seconds) const override { return std::chrono::minutes{120}; }
};

/// What is wrong with a submission, as the server would see it: "" when nothing is.
std::string mistakes_in(const forms::Form& form, const std::string& line) {
    const auto sent = forms::read_submissions(line);
    if (!sent || sent->items.size() != 1 || !sent->items.front()) return "not a submission";
    const auto& submission = *sent->items.front();
    if (!submission.simulated || submission.form_version != form.version) return "not marked";
    forms::Problems problems;
    auto answers = forms::answers_from_json(form, submission.answers_json, problems);
    if (problems.empty()) forms::validate(form, answers, NoonClock{}, submission.language, problems);
    if (problems.empty())
        return forms::answers_to_json(form, answers) == submission.answers_json ? "" : "not canonical";
    return problems.front().subject + ' ' + std::string{name(problems.front().code)};
}

/// The 2,400 people of the demonstration and those who refused, made once.
const std::vector<json>& demonstration() {
    static const auto people = [] {
        std::vector<json> all;
        for (const auto& line : lines_of({barometer(), stated_plan(), 2016, 2400}))
            all.push_back(json::parse(line)["answers"]);
        return all;
    }();
    return people;
}

bool agreed(const json& answers) { return answers.at("accord") == "oui"; }

using Who = std::function<bool(const json&)>;

/// Share of those who are `who` and gave an answer to a question whose answer is one of `words`; within four
/// standard errors of what the plan states (one false alarm in 16,000, and the seed is fixed).
void check_share(const std::string& question, const std::set<std::string>& words, const Who& who, double stated) {
    double base = 0, count = 0;
    for (const auto& answers : demonstration()) {
        if (!agreed(answers) || !who(answers)) continue;
        const auto dot = question.find('.');
        const auto& holder =
            dot == std::string::npos ? answers : answers.value(question.substr(0, dot), json::object());
        const auto found = holder.find(question.substr(dot == std::string::npos ? 0 : dot + 1));
        if (found == holder.end() || found->is_null() || *found == "refused") continue;
        ++base;
        count +=
            words.contains(found->is_array() ? found->front().get<std::string>() : found->get<std::string>()) ? 1 : 0;
    }
    BOOST_TEST_CONTEXT(question << " base " << base) {
        BOOST_TEST(base > 100);
        BOOST_TEST(std::abs(count / base - stated) < 4 * std::sqrt(stated * (1 - stated) / base));
        BOOST_TEST_MESSAGE(question << ": " << count / base << ", stated " << stated << ", base " << base);
    }
}

bool is_one_of(const json& answers, const char* question, const std::set<std::string>& words) {
    const auto found = answers.find(question);
    return found != answers.end() && found->is_string() && words.contains(found->get<std::string>());
}

const std::set<std::string> better{"LYON-MERMOZ", "LYON-DUCHERE", "LYON-GERLAND"};
const std::set<std::string> worse{"LYON-MONCEY", "LYON-GORGE-DE-LOUP"};
const std::set<std::string> steady{"LYON-SOEUR-JANIN", "LYON-ETATS-UNIS", "LYON-MOULIN-A-VENT", "LYON-VERGOIN"};
const std::set<std::string> young{"15_17", "18_24"};

bool grown(const json& answers) {
    return answers.at("age").is_string() && answers.at("age") != "refused" && !is_one_of(answers, "age", young);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(made_up_respondents)

BOOST_AUTO_TEST_CASE(the_library_is_read_without_a_mistake_or_a_warning) {
    const auto alone = forms::read_form(library("ecoute-habitants.json"), {}, true);
    BOOST_TEST(alone.form.has_value());
    BOOST_TEST(alone.mistakes.empty());
    for (const auto& warning : alone.warnings) BOOST_ERROR(name(warning.code) << ' ' << warning.where);
    BOOST_REQUIRE(alone.form.has_value());
    BOOST_TEST((alone.form->languages == std::vector<std::string>{"fr", "ar", "tr", "pt", "en"}));
    BOOST_TEST((Respondents{barometer(), stated_plan(), 1, 1}.plan_problems().empty()));
    for (const std::string name : {"acces-sante", "egalite-espace-public"}) {
        const auto form = form_of(library(name + ".json"), {lyon()});
        BOOST_TEST((Respondents{form, library(name + ".simulation.json"), 1, 1}.plan_problems().empty()), name);
    }
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_bytes_and_another_one_other_people) {
    const auto once = lines_of({barometer(), stated_plan(), 7, 60});
    BOOST_TEST((once == lines_of({barometer(), stated_plan(), 7, 60})));
    std::set<std::string> ids;
    for (const auto& [seed, count] : {std::pair{7, 60}, {8, 60}, {7, 61}})
        for (const auto& line :
             lines_of({barometer(), stated_plan(), static_cast<std::uint64_t>(seed), static_cast<std::size_t>(count)}))
            ids.insert(json::parse(line)["id"].get<std::string>());
    BOOST_TEST(ids.size() == 60U + 60U + 61U + 3 * 5U);  // 8 refusals for a hundred: 4.8 and 4.88 are 5
}

BOOST_AUTO_TEST_CASE(quartiers_have_exactly_the_people_of_the_design_and_refusals_come_on_top) {
    std::map<std::string, int> kinds, quartiers;
    int refusals = 0;
    const auto areas = lyon();
    for (const auto& answers : demonstration()) {
        if (!agreed(answers)) {
            ++refusals;
            BOOST_TEST(!answers.contains("quartier"));
            continue;
        }
        const auto code = answers.at("quartier").get<std::string>();
        ++quartiers[code];
        ++kinds[areas.choices[areas.index.at(code)].columns.at("kind")];
    }
    BOOST_TEST(kinds["QPV"] == 1550);
    BOOST_TEST(kinds["QVA"] == 350);
    BOOST_TEST(kinds["outside"] == 500);
    BOOST_TEST(quartiers["LYON-MERMOZ"] == 200);
    BOOST_TEST(quartiers.size() == 13U);
    BOOST_TEST(refusals == 192);  // 8 % of 2,400
}

BOOST_AUTO_TEST_CASE(another_number_of_people_is_shared_in_proportion) {
    std::map<std::string, int> quartiers;
    for (const auto& line : lines_of({barometer(), stated_plan(), 1, 240})) {
        const auto answers = json::parse(line)["answers"];
        if (agreed(answers)) ++quartiers[answers["quartier"].get<std::string>()];
    }
    BOOST_TEST(quartiers["LYON-RESTE"] == 50);
    BOOST_TEST(quartiers["LYON-MERMOZ"] == 20);
    BOOST_TEST(quartiers["LYON-VERGOIN"] == 14);
}

BOOST_AUTO_TEST_CASE(every_one_of_them_passes_validation) {
    std::size_t wrong = 0;
    for (const auto& line : lines_of({barometer(), stated_plan(), 2016, 2400})) {
        const auto mistakes = mistakes_in(barometer(), line);
        if (!mistakes.empty() && ++wrong < 5) BOOST_ERROR(mistakes << '\n' << line);
    }
    BOOST_TEST(wrong == 0U);
}

// Shares by hand from forms/library/ecoute-habitants.simulation.json: weights times what applies, over their sum.
BOOST_AUTO_TEST_CASE(answers_are_as_likely_as_the_plan_states) {
    const auto everybody = [](const json&) { return true; };
    check_share("genre", {"femme"}, everybody, 0.53);
    check_share("accord_sensible", {"oui"}, everybody, 0.82);
    check_share("pret_a", {"rien"}, everybody, 0.21);
    // Women, in quartiers that are neither better nor worse: (21.6 + 32) / (21.6 + 32 + 38 + 16.8 + 2).
    check_share(
        "securite_soir", {"pas_du_tout", "plutot_pas"},
        [](const json& a) { return is_one_of(a, "genre", {"femme"}) && is_one_of(a, "quartier", steady); },
        53.6 / 110.4);
    check_share(
        "securite_soir", {"pas_du_tout", "plutot_pas"},
        [](const json& a) { return is_one_of(a, "genre", {"homme"}) && is_one_of(a, "quartier", steady); }, 0.32);
    // From 25 years on: 48 of 48 + 38 + 22.4 + 6, and 12 of 12 + 38 + 51.2 + 6.
    check_share(
        "evolution", {"ameliore"}, [](const json& a) { return grown(a) && is_one_of(a, "quartier", better); },
        48 / 114.4);
    check_share(
        "evolution", {"ameliore"}, [](const json& a) { return grown(a) && is_one_of(a, "quartier", worse); },
        12 / 107.2);
    // 13 x 1.8 and 24 x 1.4 of 23.4 + 33.6 + 41 + 10.2 + 5; outside 11.7 + 23.52 of 11.7 + 23.52 + 41 + 15.3 + 5.
    check_share(
        "equipements.proprete", {"pas", "peu"}, [](const json& a) { return is_one_of(a, "quartier", steady); },
        57 / 113.2);
    check_share(
        "equipements.proprete", {"pas", "peu"}, [](const json& a) { return is_one_of(a, "quartier", {"LYON-RESTE"}); },
        35.22 / 96.52);
}

BOOST_AUTO_TEST_CASE(some_leave_a_question_out_and_some_prefer_not_to_say) {
    double blank = 0, refused = 0, three = 0, ranked = 0;
    for (const auto& answers : demonstration()) {
        if (!agreed(answers)) continue;
        blank += answers.at("evolution").is_null() ? 1 : 0;
        refused += answers.at("evolution") == "refused" ? 1 : 0;
        if (!answers.at("priorites").is_array()) continue;
        ++ranked;
        three += answers.at("priorites").size() == 3 ? 1 : 0;
    }
    BOOST_TEST(std::abs(blank - 60) < 4 * std::sqrt(60.0));    // 2.5 % of 2,400
    BOOST_TEST(std::abs(refused - 36) < 4 * std::sqrt(36.0));  // 1.5 %
    BOOST_TEST(std::abs(three / ranked - 0.8) < 4 * std::sqrt(0.16 / ranked));
}

BOOST_AUTO_TEST_CASE(a_form_without_a_plan_is_answered_by_chance_and_validly) {
    const auto form = form_of(R"({"ecoute":1,"id":"every-type","version":"1","title":{"fr":"t"},"default_language":"fr",
        "choices":{"c":[{"name":"a","label":{"fr":"a"}},{"name":"b","label":{"fr":"b"}},{"name":"none","label":{"fr":"n"},"exclusive":true}],
                   "towns":[{"name":"x1","label":{"fr":"x"},"dep":"a"},{"name":"x2","label":{"fr":"x"},"dep":"b"},{"name":"x3","label":{"fr":"x"},"dep":"b"}]},
        "questions":[
        {"type":"acknowledge","name":"ok","label":{"fr":"q"},"required":"yes"},
        {"type":"integer","name":"age","label":{"fr":"q"},"required":"yes","constraint":". >= 15 and . <= 110","constraint_message":{"fr":"m"},"bands":[15,25,60]},
        {"type":"integer","name":"year","label":{"fr":"q"},"required":"yes","constraint":". >= 1900 and . <= 2026","constraint_message":{"fr":"m"}},
        {"type":"decimal","name":"size","label":{"fr":"q"}},
        {"type":"range","name":"mark","label":{"fr":"q"},"parameters":"start=0 end=10 step=2","required":"yes"},
        {"type":"select_one","name":"one","label":{"fr":"q"},"choices":"c","required":"yes"},
        {"type":"select_one","name":"town","label":{"fr":"q"},"choices":"towns","choice_filter":"dep = ${one}"},
        {"type":"select_multiple","name":"some","label":{"fr":"q"},"choices":"c","parameters":"max=2","required":"${age} > 30"},
        {"type":"rank","name":"order","label":{"fr":"q"},"choices":"c","parameters":"max=2"},
        {"type":"date","name":"day","label":{"fr":"q"}},{"type":"time","name":"hour","label":{"fr":"q"}},
        {"type":"text","name":"words","label":{"fr":"q"},"relevant":"${one} = 'a'","required":"yes"},
        {"type":"grid","name":"g","label":{"fr":"q"},"choices":"c","rows":[{"name":"r1","label":{"fr":"r"}},{"name":"r2","label":{"fr":"r"}}]},
        {"type":"note","name":"note","label":{"fr":"q"}},
        {"type":"repeat","name":"children","label":{"fr":"q"},"questions":[
            {"type":"integer","name":"child_age","label":{"fr":"q"},"constraint":". < 18","constraint_message":{"fr":"m"},"required":"yes"}]}
        ]})");
    for (const auto& line : lines_of({form, "", 3, 300})) {
        const auto mistakes = mistakes_in(form, line);
        BOOST_TEST(mistakes.empty(), mistakes << '\n' << line);
    }
}

BOOST_AUTO_TEST_CASE(what_a_plan_says_that_the_form_can_not_follow_is_named_and_the_rest_holds) {
    const Respondents people{barometer(), R"({"refusals_per_100":200,"quartiers":{"NOWHERE":3},"channels":{"pigeon":1},
        "answers":{"unknown":{},"genre":{"shares":{"femme":1,"chat":1}},
                   "evolution":{"shares":{"pareil":1},"more":[{"when":{"menage":["seul"]},"times":{"pareil":0}}]}}})",
                             1, 10};
    std::set<std::string> subjects;
    for (const auto& problem : people.plan_problems()) subjects.insert(problem.subject);
    BOOST_TEST((subjects == std::set<std::string>{"refusals_per_100", "pigeon", "unknown", "genre", "menage"}));
    BOOST_TEST(people.total() == 10U);
    BOOST_TEST((Respondents{barometer(), "{", 1, 10}.plan_problems().size() == 1U));
}

BOOST_AUTO_TEST_CASE(chance_is_the_same_on_every_machine) {
    // The 10,000th number of a default engine is fixed by [rand.predef]: 9981545732273789042.
    std::mt19937_64 engine;
    engine.discard(9'999);
    BOOST_TEST(engine() == 9'981'545'732'273'789'042U);
    server::Chance chance{5489};  // the default seed
    for (int i = 0; i < 9'999; ++i) (void)chance.share();
    BOOST_TEST(chance.share() == static_cast<double>(9'981'545'732'273'789'042U >> 11) / 9'007'199'254'740'992.0);
}

BOOST_AUTO_TEST_SUITE_END()

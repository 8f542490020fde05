// A question and its follow-ups, published together: how many went on to the follow-up is a figure of the question before. What a reader can do with
// both is done here by hand, and then by the audit of the file.
#include <boost/test/unit_test.hpp>
#include <functional>
#include <random>

#include "analysis/joint_release.hpp"
#include "analysis/set_audit.hpp"

namespace ecoute::analysis::test {
namespace {

/// Answers are -1 where somebody did not say or was not asked.
struct Person {
    int quartier = 0, gender = 0;
    std::vector<int> answers;  ///< to the question, its follow-up, and that one's
};
using Town = std::vector<Person>;

Variable variable(std::string name, std::string role, const std::vector<std::string>& categories) {
    Variable made{name, name, std::move(role), {}, {}};
    for (const auto& category : categories) made.categories.push_back({category, {}, "", {}, {}, false});
    return made;
}

const Variable quartiers = variable("quartier", "quartier", {"Nord", "Sud", "Est", "Ouest"});
const Variable genders = variable("genre", "gender", {"femme", "homme"});
const std::vector<Variable> questions{variable("logement", "", {"bien", "peu", "pas"}), variable("depuis", "", {"mois", "ans"}), variable("aide", "", {"oui", "non"})};

Table table(const Town& town, const Variable& question, const std::function<int(const Person&)>& answer, const Variable* by = nullptr,
            const std::function<int(const Person&)>& split = {}) {
    Table made;
    made.question = question;
    if (by) made.by.push_back(*by);
    made.people = made.sample = std::int64_t(town.size());
    const int parts = by ? int(by->categories.size()) : 0;
    for (int part = 0; part <= parts; ++part) {
        const bool total = part == parts;
        Group group{by ? std::vector<int>{total ? all_of_them : part} : std::vector<int>{}};
        group.counts.assign(question.categories.size(), 0);
        for (const auto& person : town)
            if ((total || split(person) == part) && answer(person) >= 0) ++group.base, ++group.counts[std::size_t(answer(person))];
        made.groups.push_back(std::move(group));
    }
    return made;
}

int quartier_of(const Person& person) { return person.quartier; }
int gender_of(const Person& person) { return person.gender; }

std::vector<Table> own_of(const Town& town) { return {table(town, quartiers, quartier_of), table(town, genders, gender_of)}; }

std::vector<ReleaseLine> lines(const Town& town, std::size_t question, std::span<const Recoding> recodings) {
    const auto answer = [question](const Person& person) { return person.answers[question]; };
    const std::vector<Table> by{table(town, questions[question], answer, &quartiers, quartier_of), table(town, questions[question], answer, &genders, gender_of)};
    return lines_of(table(town, questions[question], answer), by, recodings);
}

/// `asked[i]`: which answers to the question before lead to follow-up i + 1.
using Asked = std::vector<std::vector<bool>>;

constexpr Thresholds limits{3, 4};

std::vector<std::string> names(const Variable& question) {
    std::vector<std::string> all;
    for (const auto& one : question.categories) all.push_back(one.name);
    return all;
}

struct Published {
    std::vector<Recoding> recodings;
    std::vector<QuestionRelease> releases;  ///< one a question
};

/// As exact sets are made; `linked` false: each question by itself, as they once were.
std::optional<Published> publish(const Town& town, const Asked& asked, bool linked, bool sensitive = false) {
    Published made;
    for (const auto& own : own_of(town)) made.recodings.push_back(recode(own, limits));
    const auto people = release_question({"personnes", {}, false, false, "1"}, lines_of_people(std::int64_t(town.size()), own_of(town), made.recodings), made.recodings, limits, nullptr, {});
    if (!people) return std::nullopt;
    LinkedQuestions together;
    for (std::size_t i = 0; i <= asked.size(); ++i) {
        ReleaseOrder order{questions[i].name, names(questions[i]), false, sensitive, "1"};
        auto within = people->bases;
        if (i > 0 && linked) {
            order.linked = &together;
            within = lines_of_follow_up(made.releases.back(), asked[i - 1], within);
            for (std::size_t a = 0; a < asked[i - 1].size(); ++a)
                if (asked[i - 1][a]) order.asked.push_back(answer_sum(questions[i - 1].name, questions[i - 1].categories[a].name));
        }
        const auto here = lines(town, i, made.recodings);
        auto release = release_question(order, here, made.recodings, limits, &within, {});
        if (!release) return std::nullopt;
        together = linked_after(order, here, *release, limits, {});
        made.releases.push_back(*std::move(release));
    }
    return made;
}

/// What a reader does: the base of the follow-up is put beside the answers that lead to it. Where everybody answered it is their very sum.
PublishedSet held_together(const Town& town, const Published& published, std::size_t follow_up, const std::vector<bool>& asked) {
    const auto& before = questions[follow_up - 1];
    auto set = published.releases[follow_up - 1].sets.back().set;
    auto& cells = set.variables.back();
    SetVariable::Members suite{"suite", {}};
    for (std::uint32_t cell = 0; cell < cells.categories.size(); ++cell)
        for (std::size_t a = 0; a < asked.size(); ++a) {
            const auto& answer = before.categories[a].name;
            if (asked[a] && (cells.categories[cell] == answer || cells.categories[cell].ends_with(answer_sum(before.name, answer)))) suite.categories.push_back(cell);
        }
    cells.groups.push_back(suite);
    const auto place = int(cells.categories.size() + cells.groups.size()) - 1;
    for (const auto& line : lines(town, follow_up, published.recodings)) {
        if (published.releases[follow_up].bases.count(line.key) == 0) continue;
        auto key = line.key;
        key.push_back(place);
        set.cells.push_back({key, line.base, "suite"});
    }
    return set;
}

std::size_t findings(const PublishedSet& set) {
    const auto audit = audit_set(set);
    BOOST_REQUIRE(audit.has_value());
    return audit->findings.size();
}

/// Everybody of them answers unless `silent` of a hundred does not.
Town drawn(std::mt19937& chance, int people, const Asked& asked, unsigned silent) {
    Town town;
    for (int i = 0; i < people; ++i) {
        Person person{int(chance() % 4), int(chance() % 2), {}};
        const auto draw = [&](std::size_t of) { return chance() % 100 < silent ? -1 : chance() % 3 == 0 ? int(chance() % questions[of].categories.size()) : 0; };
        person.answers.push_back(draw(0));
        for (std::size_t f = 0; f < asked.size(); ++f) {
            const int last = person.answers.back();
            person.answers.push_back(last >= 0 && asked[f][std::size_t(last)] ? draw(f + 1) : -1);
        }
        town.push_back(std::move(person));
    }
    return town;
}

const std::vector<Asked> shapes{{{false, true, false}}, {{false, true, true}}, {{true, false, false}}, {{true, true, false}, {true, false}}};

}  // namespace

BOOST_AUTO_TEST_SUITE(follow_ups_published_exactly)

/// The reviewer's arithmetic: where all answer, the follow-up's base is the count before. Each question by itself is safe, both are not.
BOOST_AUTO_TEST_CASE(give_no_hidden_count_of_their_question_away) {
    std::mt19937 chance{11};
    std::size_t told_by_themselves = 0, towns = 0, shown = 0;
    for (int round = 0; round < 24; ++round) {
        const auto& asked = shapes[std::size_t(round) % shapes.size()];
        const auto town = drawn(chance, 50 + round, asked, 0);
        const auto linked = publish(town, asked, true), alone = publish(town, asked, false);
        if (!linked || !alone) continue;
        ++towns;
        for (std::size_t i = 0; i < asked.size(); ++i) BOOST_TEST_CONTEXT("town " << round << ", follow-up " << i + 1) {
            told_by_themselves += findings(held_together(town, *alone, i + 1, asked[i]));
            BOOST_TEST(findings(held_together(town, *linked, i + 1, asked[i])) == 0u);
            shown += linked->releases[i + 1].bases.size();
            for (const auto& named : linked->releases[i + 1].sets) BOOST_TEST(findings(named.set) == 0u);
        }
    }
    BOOST_TEST(towns > 15u);
    BOOST_TEST(told_by_themselves > 20u);
    BOOST_TEST(shown > 20u);
}

/// Where some do not answer, the base is a lower bound: the sets of a follow-up say so, and hold.
BOOST_AUTO_TEST_CASE(are_lower_bounds_where_some_do_not_answer) {
    std::mt19937 chance{12};
    std::size_t shown = 0;
    for (int round = 0; round < 16; ++round) {
        const auto& asked = shapes[std::size_t(round) % shapes.size()];
        const auto linked = publish(drawn(chance, 60 + round, asked, 8), asked, true, round % 3 == 0);
        if (!linked) continue;
        for (std::size_t i = 1; i < linked->releases.size(); ++i) {
            shown += linked->releases[i].bases.size();
            for (const auto& named : linked->releases[i].sets) BOOST_TEST_CONTEXT("town " << round << ", " << named.name) BOOST_TEST(findings(named.set) == 0u);
        }
    }
    BOOST_TEST(shown > 20u);
}

/// 40 of Nord are badly housed, 2 of Sud, and 42 in all: both are hidden. The follow-up's base in Nord, planted, gives Sud away in the file itself:
/// all of the 42 answered it, 40 of them in Nord.
BOOST_AUTO_TEST_CASE(a_planted_base_is_found_by_the_audit_of_the_file) {
    Town town;
    const auto come = [&](int people, int quartier, int answer, int then) {
        for (int i = 0; i < people; ++i) town.push_back({quartier, i % 2, {answer, then}});
    };
    come(40, 0, 1, 0);
    come(20, 0, 0, -1);
    come(2, 1, 1, 0);
    come(38, 1, 0, -1);
    come(30, 2, 0, -1);
    come(30, 3, 0, -1);
    const auto linked = publish(town, {{false, true, false}}, true);
    BOOST_REQUIRE(linked.has_value());
    const SetKey nord{0, all_of_them};
    BOOST_TEST(!linked->releases[0].answers.at(nord)[1]);
    BOOST_TEST(linked->releases[1].bases.count(nord) == 0u);
    BOOST_TEST(linked->releases[1].bases.count({all_of_them, all_of_them}) == 1u);
    auto sets = read_sets(write_sets({linked->releases[1].sets.front()})).value();
    BOOST_TEST(findings(sets.front().set) == 0u);
    auto& set = sets.front().set;
    const auto& cells = set.variables.back().categories;
    BOOST_TEST((cells == std::vector<std::string>{"logement = bien", "logement = peu + depuis", "logement = peu + depuis : -", "logement = pas"}));
    set.cells.push_back({{0, all_of_them, 1}, 40, "planted"});
    const auto audit = audit_set(set).value();
    BOOST_REQUIRE(audit.findings.size() > 0u);
    const auto sud = std::find_if(audit.findings.begin(), audit.findings.end(), [](const Finding& one) { return one.key.front() == 1; });
    BOOST_REQUIRE(sud != audit.findings.end());
    BOOST_TEST(sud->high.value() == 2);
}

/// A follow-up of a follow-up: each splits the cells of those who are asked it.
BOOST_AUTO_TEST_CASE(a_chain_is_one_variable) {
    auto together = first_question("logement", {"bien", "peu", "pas"});
    const std::vector<std::string> badly{"logement = peu", "logement = pas"}, for_years{"depuis = ans"};
    together = with_follow_up(together, badly, "depuis", {"mois", "ans"});
    const auto third = with_follow_up(together, for_years, "aide", {});
    BOOST_TEST((third.cells == std::vector<std::string>{"logement = bien", "logement = peu + depuis = mois", "logement = peu + depuis = ans + aide",
                                                        "logement = peu + depuis = ans + aide : -", "logement = peu + depuis : -", "logement = pas + depuis = mois",
                                                        "logement = pas + depuis = ans + aide", "logement = pas + depuis = ans + aide : -", "logement = pas + depuis : -"}));
    BOOST_TEST((third.silent == std::vector<std::uint32_t>{3, 4, 7, 8}));
    BOOST_TEST((third.sums.at("depuis") == std::vector<std::uint32_t>{1, 2, 3, 5, 6, 7}));
    BOOST_TEST((third.sums.at("depuis = ans") == std::vector<std::uint32_t>{2, 3, 6, 7}));
    BOOST_TEST((third.sums.at("aide") == std::vector<std::uint32_t>{2, 6}));
    BOOST_TEST((third.sums.at("logement = peu") == std::vector<std::uint32_t>{1, 2, 3, 4}));
    BOOST_TEST(third.place("logement") == all_of_them);
    BOOST_TEST(third.place("logement = bien") == 0);
    BOOST_TEST(third.variable().groups[std::size_t(third.place("aide")) - third.cells.size()].name == "aide");
}

/// Of a choice nobody stands outside of the list, and every reader knows it: no hidden figure may lean on such a place.
BOOST_AUTO_TEST_CASE(a_choice_has_no_place_outside_of_its_list) {
    std::mt19937 chance{13};
    for (int round = 0; round < 8; ++round) {
        const auto release = publish(drawn(chance, 60, {}, 4), {}, true, true);
        if (!release) continue;
        const auto& set = release->releases.front().sets.back().set;
        BOOST_TEST((set.variables.back().categories == std::vector<std::string>{"bien", "peu", "pas"}));
        BOOST_TEST(findings(set) == 0u);
    }
}

/// A number has one, below its first class. Where nobody is there it stands as 0, so that it is no place to hide in.
BOOST_AUTO_TEST_CASE(a_number_has_one_that_stands_when_it_is_empty) {
    std::mt19937 chance{14};
    auto town = drawn(chance, 60, {}, 0);
    std::vector<Recoding> recodings;
    for (const auto& own : own_of(town)) recodings.push_back(recode(own, limits));
    const auto people = release_question({"personnes", {}, false, false, "1"}, lines_of_people(60, own_of(town), recodings), recodings, limits, nullptr, {}).value();
    const auto released = [&](int nobody) {
        const auto answer = [&](const Person& person) { return person.answers[0]; };
        auto total = table(town, questions[0], answer);
        std::vector<Table> by{table(town, questions[0], answer, &quartiers, quartier_of), table(town, questions[0], answer, &genders, gender_of)};
        for (auto* one : {&total, &by[0], &by[1]}) {
            one->number = true;
            one->groups.back().base += nobody;
        }
        return release_question({"fois", names(questions[0]), false, true, "1"}, lines_of(total, by, recodings), recodings, limits, &people.bases, {}).value();
    };
    const auto of_rest = [](const QuestionRelease& release) {
        std::vector<std::optional<std::int64_t>> counts;
        for (const auto& cell : release.sets.back().set.cells)
            if (cell.key.back() == 3) counts.push_back(cell.count);
        return counts;
    };
    BOOST_TEST((of_rest(released(0)) == std::vector<std::optional<std::int64_t>>{0}));
    BOOST_TEST(of_rest(released(5)).size() > 1u);
    BOOST_TEST(findings(released(0).sets.back().set) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::analysis::test

// Tables of one question by quartier and by gender, published together with exact counts. Small towns are filled in every way that agrees with
// what a release shows: no small count may be known closely, in one release or over two.
#include <boost/test/unit_test.hpp>
#include <random>

#include "analysis/joint_release.hpp"
#include "analysis/releases_over_time.hpp"
#include "analysis/set_audit.hpp"
#include "tests/analysis/worlds.hpp"

namespace ecoute::analysis::test {
namespace {

struct Person {
    int quartier = 0, gender = 0, answer = 0;  ///< -1: did not say
};

Variable variable(std::string name, std::string role, const std::vector<std::string>& categories, const std::vector<std::string>& kinds = {}) {
    Variable made{name, name, std::move(role), {}, {}};
    for (std::size_t i = 0; i < categories.size(); ++i) made.categories.push_back({categories[i], {}, kinds.empty() ? "" : kinds[i], {}, {}, false});
    return made;
}

const Variable quartiers = variable("quartier", "quartier", {"Nord", "Sud", "Est"}, {"QPV", "QPV", "outside"});
const Variable genders = variable("genre", "gender", {"femme", "homme", "autre"});
const Variable answers = variable("bus", "", {"oui", "non"});

Table table(const std::vector<Person>& town, const Variable& question, int Person::*asked, const Variable* by = nullptr, int Person::*split = nullptr) {
    Table made;
    made.question = question;
    if (by) made.by.push_back(*by);
    made.people = made.sample = std::int64_t(town.size());
    for (int part = by ? 0 : all_of_them; part < (by ? int(by->categories.size()) + 1 : 0); ++part) {
        const bool total = !by || part == int(by->categories.size());
        Group group{by ? std::vector<int>{total ? all_of_them : part} : std::vector<int>{}};
        group.counts.assign(question.categories.size(), 0);
        for (const auto& person : town) {
            if (!total && person.*split != part) continue;
            if (person.*asked < 0) {
                ++group.no_answer;
                continue;
            }
            ++group.base;
            ++group.counts[std::size_t(person.*asked)];
        }
        made.groups.push_back(std::move(group));
    }
    return made;
}

struct Town {
    std::vector<Person> people;
    std::vector<Table> own() const { return {table(people, quartiers, &Person::quartier), table(people, genders, &Person::gender)}; }
    std::vector<ReleaseLine> lines(std::span<const Recoding> recodings) const {
        const std::vector<Table> by{table(people, answers, &Person::answer, &quartiers, &Person::quartier), table(people, answers, &Person::answer, &genders, &Person::gender)};
        return lines_of(table(people, answers, &Person::answer), by, recodings);
    }
};

struct Published {
    std::vector<Recoding> recodings;
    QuestionRelease people, question;
    std::vector<NamedSet> sets() const {
        auto all = people.sets;
        all.insert(all.end(), question.sets.begin(), question.sets.end());
        return all;
    }
};

constexpr Thresholds limits{3, 4};

forms::Result<Published> publish(const Town& town, bool sensitive = false, const std::vector<std::pair<Published, Town>>& before = {}, bool somebody_left = false) {
    Published made;
    const auto own = town.own();
    for (std::size_t v = 0; v < own.size(); ++v)
        made.recodings.push_back(before.empty() ? recode(own[v], limits) : before.front().first.recodings[v]);
    std::vector<EarlierRelease> of_people, of_question;
    for (const auto& [release, remaining] : before) {
        of_people.push_back({"2026-05-17.1", latest_of(release.sets()), somebody_left, lines_of_people(std::int64_t(remaining.people.size()), remaining.own(), made.recodings)});
        of_question.push_back({"2026-05-17.1", latest_of(release.sets()), somebody_left, remaining.lines(made.recodings)});
    }
    auto people = release_question({"personnes", {}, false, false, "2026-06-01.2"}, lines_of_people(std::int64_t(town.people.size()), own, made.recodings), made.recodings, limits, nullptr, of_people);
    if (!people) return people.error();
    made.people = *std::move(people);
    auto question = release_question({"bus", {"oui", "non"}, false, sensitive, "2026-06-01.2"}, town.lines(made.recodings), made.recodings, limits, &made.people.bases, of_question);
    if (!question) return question.error();
    made.question = *std::move(question);
    return made;
}

/// True counts of a set's figures, from the people themselves.
std::int64_t true_count(const PublishedSet& set, const SetKey& key, const Town& town, std::span<const Recoding> recodings) {
    std::int64_t count = 0;
    const auto covers = [&](std::size_t v, std::uint32_t place) {
        if (key[v] == all_of_them) return true;
        const auto& variable = set.variables[v];
        const auto at = std::size_t(key[v]);
        if (at < variable.categories.size()) return at == place;
        const auto& members = variable.groups[at - variable.categories.size()].categories;
        return std::find(members.begin(), members.end(), place) != members.end();
    };
    const auto place = [&](std::size_t v, int category) {
        return category < 0 ? std::uint32_t(recodings[v].shown.size() - 1) : recodings[v].place_of[std::size_t(category)];
    };
    for (const auto& person : town.people) {
        if (key.size() > 2 && (person.answer < 0 || !covers(2, std::uint32_t(person.answer)))) continue;
        if (covers(0, place(0, person.quartier)) && covers(1, place(1, person.gender))) ++count;
    }
    return count;
}

Town drawn(std::mt19937& chance, int people) {
    Town town;
    for (int i = 0; i < people; ++i) {
        Person person{int(chance() % 3), int(chance() % 2), int(chance() % 2)};
        if (chance() % 12 == 0) person.gender = chance() % 2 ? 2 : -1;
        if (chance() % 12 == 0) person.answer = -1;
        town.people.push_back(person);
    }
    return town;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(one_question_published_exactly)

BOOST_AUTO_TEST_CASE(no_way_to_fill_the_town_gives_a_small_count_away) {
    std::mt19937 chance{5};
    std::size_t small = 0, shown = 0;
    for (int round = 0; round < 30; ++round) {
        const auto town = drawn(chance, 10 + round % 5);
        const auto published = publish(town);
        if (!published) {
            BOOST_TEST(name(published.error().code) == "tables.unprotectable");
            continue;
        }
        const auto& set = published->question.sets.back().set;
        const bool total = std::any_of(set.cells.begin(), set.cells.end(), [](const SetCell& cell) { return cell.count && cell.key == SetKey{-1, -1, -1}; });
        if (!total) continue;  // worlds without end: nothing can follow
        const auto keys = all_keys(set);
        const auto truth = ranges(set, keys);
        for (std::size_t i = 0; i < keys.size(); ++i) {
            const auto count = true_count(set, keys[i], town, published->recodings);
            const bool listed = std::any_of(set.cells.begin(), set.cells.end(), [&](const SetCell& cell) { return cell.key == keys[i]; });
            for (const auto& cell : set.cells)
                if (cell.key == keys[i] && cell.count) {
                    BOOST_TEST(*cell.count == count);
                    ++shown;
                }
            BOOST_TEST_CONTEXT("town " << round << ", " << name_of(set, keys[i], "all") << " is " << count) {
                BOOST_TEST(!(truth[i].low >= 1 && truth[i].high < limits.smallest_count));
                if (!listed || count == 0 || count >= limits.smallest_count) continue;
                ++small;
                BOOST_TEST(truth[i].high >= limits.smallest_count);
                BOOST_TEST(truth[i].high - truth[i].low >= limits.smallest_count);
            }
        }
    }
    BOOST_TEST(small > 50u);
    BOOST_TEST(shown > 100u);
}

/// 8 in each of two quartiers of the QPV, 3 in the third: no row, and nothing of the others' sums gives it away.
BOOST_AUTO_TEST_CASE(a_small_quartier_has_no_row_and_one_of_its_kind_goes_with_it) {
    Table own;
    own.question = variable("quartier", "quartier", {"A", "B", "C", "D"}, {"QPV", "QPV", "QPV", "QVA"});
    own.people = 42;
    own.groups.push_back({{}});
    own.groups.back().counts = {20, 3, 9, 10};
    own.groups.back().base = 42;
    const auto recoding = recode(own, {3, 10});
    BOOST_TEST((recoding.variable.categories == std::vector<std::string>{"A", "D", "B + C", "-"}));
    BOOST_TEST((recoding.variable.groups == std::vector<SetVariable::Members>{{"QPV", {0, 2}}, {"QVA", {1}}}));
    own.groups.back().counts = {20, 3, 15, 10};  // one small one: the next smallest keeps it company
    BOOST_TEST((recode(own, {3, 10}).variable.categories == std::vector<std::string>{"A", "D", "B + C", "-"}));
    const auto again = recode_as(own.question, recoding.variable);
    BOOST_REQUIRE(again.has_value());
    BOOST_TEST((again->place_of == std::vector<std::uint32_t>{0, 2, 2, 1}));
    own.question.categories.push_back({"E", {}, "QPV", {}, {}, false});
    BOOST_TEST(!recode_as(own.question, recoding.variable).has_value());
}

BOOST_AUTO_TEST_CASE(a_small_gender_goes_with_who_told_none) {
    Table own;
    own.question = genders;
    own.people = 60;
    own.groups.push_back({{}});
    own.groups.back().counts = {30, 25, 2};
    BOOST_TEST((recode(own, {3, 10}).variable.categories == std::vector<std::string>{"femme", "homme", "autre + -"}));
}

/// Of a sensitive question nobody is as telling as few: where all the women say yes, neither their yes nor their no stands.
BOOST_AUTO_TEST_CASE(that_everybody_of_a_group_gave_one_sensitive_answer_is_not_told) {
    Town town;
    for (int i = 0; i < 24; ++i) town.people.push_back({i % 3, i % 2, i % 2 == 0 ? 0 : i % 4 == 1 ? 0 : 1});
    const auto open = publish(town, false), closed = publish(town, true);
    BOOST_REQUIRE(open.has_value());
    BOOST_REQUIRE(closed.has_value());
    const SetKey women{all_of_them, 0};
    BOOST_TEST(open->question.answers.at(women)[0]);
    BOOST_TEST(!closed->question.answers.at(women)[0]);
    BOOST_TEST(!closed->question.answers.at(women)[1]);
    BOOST_TEST(audit_set(closed->question.sets.back().set).value().findings.empty());
}

BOOST_AUTO_TEST_CASE(the_sets_are_written_as_they_are_read) {
    std::mt19937 chance{8};
    const auto published = publish(drawn(chance, 30));
    BOOST_REQUIRE(published.has_value());
    const auto read = read_sets(write_sets(published->sets())).value();
    BOOST_REQUIRE(read.size() == published->sets().size());
    for (std::size_t i = 0; i < read.size(); ++i) {
        BOOST_TEST(read[i].name == published->sets()[i].name);
        BOOST_TEST((read[i].set.variables == published->sets()[i].set.variables));
        BOOST_REQUIRE(read[i].set.cells.size() == published->sets()[i].set.cells.size());
        for (std::size_t c = 0; c < read[i].set.cells.size(); ++c) {
            BOOST_TEST((read[i].set.cells[c].key == published->sets()[i].set.cells[c].key));
            BOOST_TEST((read[i].set.cells[c].count == published->sets()[i].set.cells[c].count));
        }
        BOOST_TEST(audit_set(read[i].set).value().findings.empty());
    }
}

/// Two releases, held against each other: the difference is who came in between.
BOOST_AUTO_TEST_CASE(two_releases_together_give_no_small_count_away) {
    std::mt19937 chance{21};
    std::size_t released = 0, hidden_more = 0;
    for (int round = 0; round < 25; ++round) {
        auto town = drawn(chance, 40);
        const auto first = publish(town);
        if (!first) continue;
        const auto then = town;
        for (const auto& person : drawn(chance, 6 + round % 8).people) town.people.push_back(person);
        const auto second = publish(town, false, {{*first, then}}), alone = publish(town);
        if (!second) {
            BOOST_TEST(name(second.error().code) == "tables.unprotectable");
            continue;
        }
        ++released;
        if (alone) hidden_more += second->question.hidden > alone->question.hidden;
        BOOST_TEST_CONTEXT("town " << round)
        for (const auto& named : second->sets()) {
            BOOST_TEST(named.set.variables.back().name == publication);
            BOOST_TEST(audit_set(named.set).value().findings.empty());
        }
        for (const auto& cell : latest_alone(second->question.sets.back().set).cells)
            if (cell.count) BOOST_TEST(*cell.count == true_count(latest_alone(second->question.sets.back().set), cell.key, town, second->recodings));
    }
    BOOST_TEST(released > 5u);
    BOOST_TEST(hidden_more > 0u);
}

/// Somebody took his answers back: the later release tells neither who nor what, whatever came since.
BOOST_AUTO_TEST_CASE(who_left_is_not_told_by_the_next_release) {
    std::mt19937 chance{4};
    auto town = drawn(chance, 60);
    const auto first = publish(town);
    BOOST_REQUIRE(first.has_value());
    town.people.erase(town.people.begin() + 7);
    const auto remaining = town;
    for (const auto& person : drawn(chance, 40).people) town.people.push_back(person);
    const auto second = publish(town, false, {{*first, remaining}}, true);
    BOOST_REQUIRE(second.has_value());
    for (const auto& named : second->sets()) BOOST_TEST(audit_set(named.set).value().findings.empty());
    BOOST_TEST(second->question.sets.back().set.variables.back().categories.size() == 3u);  // left, stayed, came
}

/// Sets of choices were once published with a place for answers outside of the list, where nobody is: a later release is held against what else they say.
BOOST_AUTO_TEST_CASE(an_earlier_place_where_nobody_is_binds_nothing) {
    PublishedSet now{{{"bus", {"oui", "non"}, {}, false}}, {{{all_of_them}, 60, "bus"}, {{0}, 40, "bus"}, {{1}, 20, "bus"}}, 3};
    auto then = now;
    then.variables.front().categories.push_back("-");
    then.cells = {{{all_of_them}, 50, "bus"}, {{0}, 35, "bus"}, {{1}, 15, "bus"}, {{2}, std::nullopt, "bus"}};
    ReleasesOverTime over{now, {}, "2"};
    BOOST_TEST(over.add("1", {{"bus", then}}, "bus", {{{all_of_them}, 50}, {{0}, 35}, {{1}, 15}}, false));
    BOOST_TEST(over.release().has_value());
    then.variables.front().categories.back() = "parfois";
    BOOST_TEST(!(ReleasesOverTime{now, {}, "2"}.add("1", {{"bus", then}}, "bus", {}, false)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::analysis::test

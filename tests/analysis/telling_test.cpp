// Group disclosure (STATISTICS.md B1, B8): a group is counted once with a sensitive answer and once without asking for it.
#include <boost/test/unit_test.hpp>

#include "analysis/protect.hpp"
#include "survey.hpp"

namespace ecoute::analysis::test {
namespace {

/// 120 people of "a", of whom `other` said no; in "b" half of 120 said yes, in "c" a third.
struct Quartiers : Survey {
    std::uint32_t place, hit;
    explicit Quartiers(std::size_t other = 0, std::size_t in_a = 120) {
        place = add(forms::QuestionType::select_one, "quartier", {"a", "b", "c"});
        hit = add(forms::QuestionType::select_one, "violence", {"oui", "non"});
        people(in_a - other, {place, hit}, {0, 0});
        people(other, {place, hit}, {0, 1});
        people(60, {place, hit}, {1, 0});
        people(60, {place, hit}, {1, 1});
        people(40, {place, hit}, {2, 0});
        people(80, {place, hit}, {2, 1});
        std::uint32_t key = 1;
        for (std::size_t i = 0; i < columns.people; ++i) columns.record_keys.push_back(key *= 2654435761u);
    }
    ProtectedTable by_answer() const {
        auto counted = table("quartier", {"violence"});
        counted.by[0].sensitive = true;
        return protect(std::move(counted), Audience::team, true);
    }
};

const Cell& cell(const ProtectedTable& table, int key, std::size_t answer) { return table.find({key})->cells[answer]; }

}  // namespace

BOOST_AUTO_TEST_SUITE(what_tells_of_everybody)

/// The same people have the same moved count in both rows, so that 120 of 120 would be certain.
BOOST_AUTO_TEST_CASE(everybody_of_a_quartier_in_one_row_of_a_sensitive_breakdown_is_hidden_in_all_rows) {
    const auto table = Quartiers{}.by_answer();
    BOOST_TEST(cell(table, 0, 0).suppressed);
    BOOST_TEST(cell(table, 1, 0).suppressed);  // nobody: as telling as everybody in the other row
    BOOST_TEST(cell(table, all_of_them, 0).count.has_value());
    BOOST_TEST(cell(table, 0, 1).count.has_value());
    BOOST_TEST(cell(table, 1, 2).count.has_value());
}

BOOST_AUTO_TEST_CASE(all_but_one_is_everybody_and_all_but_eleven_are_not) {
    BOOST_TEST(cell(Quartiers{1}.by_answer(), 0, 0).suppressed);
    BOOST_TEST(cell(Quartiers{6}.by_answer(), 0, 0).suppressed);  // 95 %
    const auto eleven = Quartiers{11}.by_answer();
    BOOST_TEST(cell(eleven, 0, 0).count.has_value());
    BOOST_TEST(cell(Quartiers{11, 1200}.by_answer(), 0, 0).count.has_value());  // 99 %, and nobody is nearly alone
}

BOOST_AUTO_TEST_CASE(a_breakdown_that_is_not_sensitive_tells_who_lives_where) {
    BOOST_TEST(cell(protect(Quartiers{}.table("quartier", {"violence"}), Audience::team, true), 0, 0).count.has_value());
    auto counted = Quartiers{}.table("quartier", {"violence"});
    counted.by[0].sensitive = true;
    BOOST_TEST(cell(protect(std::move(counted), Audience::exact, true), 0, 0).count.has_value());
}

BOOST_AUTO_TEST_CASE(a_whole_group_of_a_third_question_is_hidden_where_its_base_tells) {
    Quartiers survey;
    const auto third = survey.add(forms::QuestionType::select_one, "q", {"oui", "non"});
    for (std::size_t i = 0; i < survey.columns.people; ++i) survey.column(third).codes.push_back(i % 2);
    auto counted = survey.table("q", {"quartier", "violence"});
    counted.by[1].sensitive = true;
    const auto table = protect(std::move(counted), Audience::team, true);
    BOOST_TEST(table.find({0, 0})->suppressed);
    BOOST_TEST(!table.find({0, all_of_them})->suppressed);
    BOOST_TEST(!table.find({1, 0})->suppressed);
}

BOOST_AUTO_TEST_CASE(a_filter_by_a_sensitive_answer_hides_what_is_all_or_nobody_of_the_whole) {
    const Quartiers survey;
    std::vector<std::uint8_t> said_yes, said_no;
    for (const auto code : survey.columns.by_question[survey.hit].codes) said_yes.push_back(code == 0), said_no.push_back(code == 1);
    const auto whole = survey.table("quartier");
    const auto narrowed = [&](const std::vector<std::uint8_t>& mask) {
        return protect(crosstab(survey.form, survey.columns, {"quartier", {}}, mask).value(), Audience::team, true, nullptr, &whole);
    };
    BOOST_TEST(narrowed(said_yes).everybody().cells[0].suppressed);
    BOOST_TEST(narrowed(said_no).everybody().cells[0].suppressed);
    BOOST_TEST(narrowed(said_yes).everybody().cells[1].count.has_value());
}

/// "Et depuis ?" is asked of who was hit: where everybody was asked, everybody was hit.
BOOST_AUTO_TEST_CASE(who_was_asked_a_question_tells_what_they_answered_before) {
    Quartiers survey;
    const auto since = survey.add(forms::QuestionType::select_one, "suite", {"oui", "non"});
    const auto& hit = survey.columns.by_question[survey.hit].codes;
    for (std::size_t i = 0; i < hit.size(); ++i) survey.column(since).codes.push_back(hit[i] == 0 ? std::uint16_t(i % 2) : forms::code_not_asked);
    auto counted = survey.table("suite", {"quartier"});
    counted.asked_of_sensitive = true;
    const auto table = protect(std::move(counted), Audience::team, true);
    BOOST_TEST(table.find({0})->suppressed);
    BOOST_TEST(!table.find({1})->suppressed);
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::analysis::test

#include "storage/columns_read.hpp"

#include "empty_store.hpp"
#include "forms/form_json.hpp"

namespace ecoute::storage {
namespace {

constexpr std::string_view document = R"({
  "ecoute": 1, "id": "sante", "version": "1", "title": {"fr": "Santé"}, "default_language": "fr",
  "choices": {
    "oui_non": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}],
    "raisons": [{"name": "cout", "label": {"fr": "Coût"}}, {"name": "delai", "label": {"fr": "Délai"}},
                {"name": "loin", "label": {"fr": "Trop loin"}}]},
  "questions": [
    {"type": "select_one", "choices": "oui_non", "name": "renonce", "label": {"fr": "Avez-vous renoncé ?"}},
    {"type": "select_multiple", "choices": "raisons", "name": "raisons", "label": {"fr": "Pourquoi ?"}},
    {"type": "integer", "name": "age", "label": {"fr": "Votre âge"}}]})";

struct ReadingColumns : EmptyStore {
    forms::Form form = read();
    forms::Columns columns;

    static forms::Form read() {
        auto reading = forms::read_form(document);
        BOOST_REQUIRE(reading.form.has_value());
        return *std::move(reading.form);
    }
    void answer(int number, std::string answers, bool simulated = false) {
        auto response = a_response(number);
        response.answers = std::move(answers);
        response.simulated = simulated;
        BOOST_REQUIRE(keep(response).has_value());
    }
    void refresh() { read_columns(responses(), "sante-2026", form, columns); }
};

using forms::Codes;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(responses_become_columns, ReadingColumns)

BOOST_AUTO_TEST_CASE(an_empty_campaign_has_nobody_in_its_columns) {
    refresh();
    BOOST_TEST(columns.people == 0U);
    BOOST_TEST(columns.last_seq == 0);
    BOOST_TEST(columns.by_question.size() == 3U);
}

BOOST_AUTO_TEST_CASE(each_person_has_the_seq_and_the_key_of_the_response) {
    answer(1, R"({"renonce":"non","raisons":["loin","cout"],"age":34})");
    answer(2, R"({"renonce":"oui","age":50})");
    answer(3, R"({"renonce":"non","raisons":["delai"],"age":12})");
    const RecordKey last_digit = [](std::string_view id) { return std::uint32_t(id.back() - '0') + 10; };
    read_columns(responses(), "sante-2026", form, columns, {}, last_digit);
    BOOST_TEST((columns.seqs == std::vector<std::int64_t>{1, 2, 3}));
    BOOST_TEST((columns.record_keys == std::vector<std::uint32_t>{11, 12, 13}));

    const auto some = forms::selected(columns, {true, false, true});
    BOOST_TEST(some.people == 2u);
    BOOST_TEST((some.seqs == std::vector<std::int64_t>{1, 3}));
    BOOST_TEST((some.record_keys == std::vector<std::uint32_t>{11, 13}));
    BOOST_TEST((some.by_question[0].codes == Codes{1, 1}));
    BOOST_TEST((some.by_question[1].ticks == std::vector<std::uint64_t>{0b101, 0b010}));
    BOOST_TEST((some.by_question[2].numbers == std::vector<double>{34, 12}));
}

BOOST_AUTO_TEST_CASE(each_way_of_not_answering_stays_apart) {
    answer(1, R"({"renonce":"non","raisons":["loin","cout"],"age":34})");
    answer(2, R"({"renonce":null,"raisons":null,"age":null})");
    answer(3, R"({"renonce":"refused","raisons":"refused","age":"refused"})");
    answer(4, "{}");
    refresh();
    BOOST_TEST(columns.people == 4U);
    const Codes expected{1, forms::code_no_answer, forms::code_refused, forms::code_not_asked};
    BOOST_TEST(columns.by_question[0].codes == expected);
    using enum forms::State;
    const std::vector<forms::State> states{answered, no_answer, refused, not_asked};
    BOOST_TEST((columns.by_question[1].states == states));
    BOOST_TEST(columns.by_question[1].ticks.at(0) == 5U);  // choices 0 and 2
    BOOST_TEST((columns.by_question[2].states == states));
    BOOST_TEST(columns.by_question[2].numbers.at(0) == 34.0);
}

BOOST_AUTO_TEST_CASE(only_what_came_since_is_added) {
    answer(1, R"({"renonce":"oui"})");
    refresh();
    answer(2, R"({"renonce":"non"})");
    refresh();
    refresh();
    const Codes expected{0, 1};
    BOOST_TEST(columns.by_question[0].codes == expected);
    BOOST_TEST(columns.last_seq == 2);
}

BOOST_AUTO_TEST_CASE(refusals_to_begin_are_left_out_and_not_read_again) {
    auto refusal_to_begin = a_response(1);
    refusal_to_begin.refusal = true;
    refusal_to_begin.answers = "{}";
    BOOST_REQUIRE(keep(refusal_to_begin).has_value());
    answer(2, R"({"renonce":"oui"})");
    refresh();
    BOOST_TEST(columns.people == 1U);
    BOOST_TEST(columns.last_seq == 2);
}

BOOST_AUTO_TEST_CASE(other_campaigns_are_left_out) {
    auto elsewhere = a_response(1);
    elsewhere.campaign = "ecole-2026";
    BOOST_REQUIRE(keep(elsewhere).has_value());
    refresh();
    BOOST_TEST(columns.people == 0U);
}

BOOST_AUTO_TEST_CASE(what_the_form_no_longer_knows_is_no_error) {
    answer(1, R"({"ancienne":"x","renonce":"peut-etre","raisons":["loin","jamais"],"age":"trente"})");
    answer(2, R"({"renonce":"oui"})");
    refresh();
    BOOST_TEST(columns.people == 2U);
    BOOST_TEST(columns.by_question[0].codes[0] >= forms::longest_list);  // no choice
    BOOST_TEST(columns.by_question[0].codes[1] == 0);
}

BOOST_AUTO_TEST_CASE(removed_respondents_leave_the_columns_too) {
    answer(1, R"({"renonce":"oui"})", true);
    answer(2, R"({"renonce":"non"})");
    answer(3, R"({"renonce":"oui"})", true);
    refresh();
    BOOST_TEST(columns.people == 3U);
    responses().remove_simulated("sante-2026");
    answer(4, R"({"renonce":"oui"})");
    refresh();
    const Codes expected{1, 0};
    BOOST_TEST(columns.by_question[0].codes == expected);
    BOOST_TEST(columns.last_seq == 4);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace ecoute::storage

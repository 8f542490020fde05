#include "forms/session.hpp"

#include <random>

#include "tests/support/questionnaire.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;

namespace {

const t::NoonClock noon;

/// Someone who fills a questionnaire in.
struct Person {
    explicit Person(f::Form questionnaire) : form(std::move(questionnaire)), session(form, noon, "fr") {}

    void says(const std::string& name, const std::string& answer, std::vector<std::uint32_t> at = {}) {
        f::Problems problems;
        const auto question = *form.find(name);
        std::vector<f::NamedText> fields{{name, answer}};
        f::Answer given;
        if (form.questions[question].repeat == f::none)
            given = f::answers_from_text(form, fields, problems).by_question[question];
        else if (!answer.empty())
            given = {f::State::answered, form.questions[question].type == f::QuestionType::integer
                                             ? decltype(f::Answer::value)(std::stod(answer))
                                             : decltype(f::Answer::value)(answer)};
        BOOST_TEST(t::told(problems) == "");
        before = session.visits();
        session.set({question, std::move(at)}, given);
    }
    std::size_t visited() const { return session.visits() - before; }
    std::string sees() const { return f::answers_to_json(form, session.answers()); }

    f::Form form;
    f::Session session;
    std::size_t before = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(a_questionnaire_being_filled_in)

BOOST_AUTO_TEST_CASE(only_what_depends_on_the_change_is_evaluated_again) {
    std::string many = R"({"type":"integer","name":"age","label":{"fr":"x"}},
        {"type":"calculate","name":"double","calculation":"${age} * 2"},
        {"type":"text","name":"ecole","label":{"fr":"x"},"relevant":"${double} < 36"},
        {"type":"text","name":"classe","label":{"fr":"x"},"relevant":"${ecole} != ''"})";
    for (int i = 0; i < 500; ++i)
        many += R"(,{"type":"text","name":"t)" + std::to_string(i) + R"(","label":{"fr":"x"},"relevant":"${t)" +
                std::to_string(i == 0 ? 0 : i - 1) + "} != 'non'\"}";
    many.replace(many.find("${t0} != 'non'"), 14, "${age} != 99  ");
    Person person(t::form_of(many));
    BOOST_TEST(person.session.visits() == 504U);  // each once, whatever the order in which they stand
    person.says("age", "12");
    BOOST_TEST(person.visited() == 4U);  // double, ecole which appears, classe which does not, t0
    person.says("age", "13");
    BOOST_TEST(person.visited() == 3U);  // ecole is evaluated, stays, and nobody else hears of it
    person.says("t499", "x");
    BOOST_TEST(person.visited() == 0U);
    person.says("t300", "x");
    BOOST_TEST(person.visited() == 1U);
    person.says("t300", "x");
    BOOST_TEST(person.visited() == 0U);  // no change
}

BOOST_AUTO_TEST_CASE(what_no_longer_applies_is_hidden_and_comes_back) {
    Person person(t::form_of(R"j({"type":"integer","name":"age","label":{"fr":"x"}},
        {"type":"group","name":"g","relevant":"${age} >= 18","label":{"fr":"x"},"questions":[
            {"type":"text","name":"metier","label":{"fr":"x"}},
            {"type":"text","name":"detail","label":{"fr":"x"},"relevant":"${metier} = 'autre'"}]},
        {"type":"calculate","name":"vu","calculation":"concat('[', ${metier}, '/', ${detail}, ']')"})j"));
    person.says("age", "20");
    person.says("metier", "autre");
    person.says("detail", "berger");
    BOOST_TEST(person.sees() == R"({"age":20,"metier":"autre","detail":"berger","vu":"[autre/berger]"})");
    person.says("age", "17");
    BOOST_TEST(person.sees() == R"({"age":17,"vu":"[/]"})");
    person.says("age", "18");
    BOOST_TEST(person.sees() == R"({"age":18,"metier":"autre","detail":"berger","vu":"[autre/berger]"})");
}

BOOST_AUTO_TEST_CASE(defaults_are_computed_once_and_never_again) {
    Person person(t::form_of(R"j({"type":"text","name":"ville","label":{"fr":"x"},"default":"Lyon"},
        {"type":"text","name":"gare","label":{"fr":"x"},"default":"concat(${ville}, ' Part-Dieu')"},
        {"type":"date","name":"jour","label":{"fr":"x"},"default":"today()"},
        {"type":"integer","name":"n","label":{"fr":"x"},"default":"2 + 1"},
        {"type":"select_multiple","name":"lieux","choices":"lieux","label":{"fr":"x"},"default":"plage parc"},
        {"type":"text","name":"cache","label":{"fr":"x"},"default":"secret","relevant":"${ville} = 'Nice'"},
        {"type":"calculate","name":"echo","calculation":"${cache}"})j"));
    BOOST_TEST(person.sees() ==
               R"({"ville":"Lyon","gare":"Lyon Part-Dieu","jour":"2026-05-17","n":3,"lieux":["parc","plage"],"echo":null})");
    person.says("ville", "Nice");
    BOOST_TEST(person.sees() ==
               R"({"ville":"Nice","gare":"Lyon Part-Dieu","jour":"2026-05-17","n":3,"lieux":["parc","plage"],"cache":"secret","echo":"secret"})");
    person.says("n", "");
    person.says("ville", "Brest");
    BOOST_TEST(person.sees() ==
               R"({"ville":"Brest","gare":"Lyon Part-Dieu","jour":"2026-05-17","n":null,"lieux":["parc","plage"],"echo":null})");
}

BOOST_AUTO_TEST_CASE(a_response_that_was_begun_has_its_defaults_behind_it) {
    const auto form = t::form_of(R"j({"type":"text","name":"ville","label":{"fr":"x"},"default":"Lyon"},
        {"type":"calculate","name":"debut","calculation":"now()"})j");
    f::Problems problems;
    const f::Session session(form, noon, "fr", f::answers_from_json(form, R"({"ville":null,"debut":"hier"})", problems));
    BOOST_TEST(f::answers_to_json(form, session.answers()) == R"({"ville":null,"debut":"hier"})");
}

BOOST_AUTO_TEST_CASE(a_trigger_makes_a_calculation_and_nothing_else_does) {
    Person person(t::form_of(R"j({"type":"text","name":"a","label":{"fr":"x"}},{"type":"text","name":"b","label":{"fr":"x"}},
        {"type":"text","name":"c","label":{"fr":"x"}},
        {"type":"calculate","name":"somme","calculation":"concat(${a}, ${b}, ${c})","trigger":"${a}, ${b}"},
        {"type":"text","name":"copie","label":{"fr":"x"},"calculation":"${somme}","trigger":"${somme}"}
        )j"));
    person.says("c", "3");
    BOOST_TEST(person.sees() == R"({"a":null,"b":null,"c":"3","somme":null,"copie":null})");
    person.says("a", "1");
    BOOST_TEST(person.sees() == R"({"a":"1","b":null,"c":"3","somme":"13","copie":"13"})");  // one triggers the next
    person.says("c", "4");
    person.says("copie", "à moi");
    BOOST_TEST(person.sees() == R"({"a":"1","b":null,"c":"4","somme":"13","copie":"à moi"})");
    person.says("b", "2");
    BOOST_TEST(person.sees() == R"({"a":"1","b":"2","c":"4","somme":"124","copie":"124"})");
}

BOOST_AUTO_TEST_CASE(triggers_in_a_circle_end) {
    Person person(t::form_of(R"j({"type":"text","name":"a","label":{"fr":"x"},"calculation":"concat(., 'a')","trigger":"${b}"},
        {"type":"text","name":"b","label":{"fr":"x"},"calculation":"concat(., 'b')","trigger":"${a}"})j"));
    person.says("a", "x");
    BOOST_TEST(person.sees() == R"({"a":"xa","b":"b"})");
}

BOOST_AUTO_TEST_CASE(a_choice_that_is_filtered_out_is_gone_for_good) {
    Person person(t::form_of(R"({"type":"text","name":"ville","label":{"fr":"x"}},
        {"type":"rank","name":"rang","choices":"lieux","label":{"fr":"x"},"choice_filter":"${ville} = '' or ville = ${ville}"})"));
    person.says("rang", "plage marche parc");
    person.says("ville", "lyon");
    BOOST_TEST(person.sees() == R"({"ville":"lyon","rang":["marche","parc"]})");  // the rest in its order
    person.says("ville", "");
    BOOST_TEST(person.sees() == R"({"ville":null,"rang":["marche","parc"]})");
}

BOOST_AUTO_TEST_CASE(rows_follow_the_count_and_begin_with_their_defaults) {
    Person person(t::form_of(R"j({"type":"decimal","name":"n","label":{"fr":"x"}},
        {"type":"repeat","name":"enfants","label":{"fr":"x"},"repeat_count":"${n}","questions":[
            {"type":"text","name":"prenom","label":{"fr":"x"},"default":"?"},
            {"type":"text","name":"code","label":{"fr":"x"},"default":"concat(${prenom}, position(..))"}]},
        {"type":"calculate","name":"combien","calculation":"count(${enfants})"})j"));
    person.says("n", "2.9");
    BOOST_TEST(person.sees() ==
               R"({"n":2.9,"enfants":[{"prenom":"?","code":"?1"},{"prenom":"?","code":"?2"}],"combien":"2"})");
    person.says("prenom", "Zoé", {1});
    person.says("n", "1");
    person.says("n", "2");
    BOOST_TEST(person.sees() ==  // what a smaller count took away does not come back
               R"({"n":2,"enfants":[{"prenom":"?","code":"?1"},{"prenom":"?","code":"?2"}],"combien":"2"})");
    for (const auto* none : {"-1", "0", ""}) {
        person.says("n", none);
        BOOST_TEST(f::answers_to_json(person.form, person.session.answers()).find(R"("enfants":null,"combien":"0")") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(rows_come_and_go_by_hand_and_each_is_evaluated_alone) {
    Person person(t::form_of(R"j({"type":"repeat","name":"e","label":{"fr":"x"},"questions":[
            {"type":"integer","name":"age","label":{"fr":"x"}},
            {"type":"text","name":"ecole","label":{"fr":"x"},"relevant":"${age} > 3"},
            {"type":"calculate","name":"rang","calculation":"position(..)"}]},
        {"type":"calculate","name":"total","calculation":"sum(${age})"})j"));
    const auto e = *person.form.find("e");
    for (int i = 0; i < 3; ++i) person.session.add_row({e, {}});
    person.says("age", "2", {0});
    person.says("age", "5", {1});
    BOOST_TEST(person.visited() == 2U);  // ecole of this row, total
    person.says("age", "7", {2});
    BOOST_TEST(person.sees() ==
               R"({"e":[{"age":2,"rang":"1"},{"age":5,"ecole":null,"rang":"2"},{"age":7,"ecole":null,"rang":"3"}],"total":"14"})");
    person.session.remove_row({e, {1}});
    BOOST_TEST(person.sees() == R"({"e":[{"age":2,"rang":"1"},{"age":7,"ecole":null,"rang":"2"}],"total":"9"})");
    person.session.remove_row({e, {7}});  // is not there
    person.says("age", "9", {7});
    BOOST_TEST(person.sees() == R"({"e":[{"age":2,"rang":"1"},{"age":7,"ecole":null,"rang":"2"}],"total":"9"})");
}

/// Whatever the order in which answers come, what applies in the end is what a whole evaluation finds.
BOOST_AUTO_TEST_CASE(step_by_step_leads_where_one_look_does) {
    const auto questionnaire = R"j({"type":"integer","name":"a","label":{"fr":"x"}},
        {"type":"integer","name":"b","label":{"fr":"x"},"relevant":"${a} > 2"},
        {"type":"group","name":"g","relevant":"${b} > 3 or ${a} = 1","label":{"fr":"x"},"questions":[
            {"type":"integer","name":"c","label":{"fr":"x"}},
            {"type":"calculate","name":"d","calculation":"${c} + ${a}"},
            {"type":"group","name":"h","relevant":"${d} != 4","label":{"fr":"x"},"questions":[{"type":"integer","name":"k","label":{"fr":"x"}}]}]},
        {"type":"repeat","name":"r","label":{"fr":"x"},"repeat_count":"${k}","relevant":"${c} != 2","questions":[
            {"type":"calculate","name":"m","calculation":"position(..) * ${k}"},
            {"type":"text","name":"p","label":{"fr":"x"},"relevant":"${m} > ${a}"}]},
        {"type":"calculate","name":"s","calculation":"concat(sum(${m}), '/', count(${p}), '/', ${k}, '/', ${b})"})j";
    std::mt19937 chance(20260517);
    for (int walk = 0; walk < 200; ++walk) {
        Person person(t::form_of(questionnaire));
        std::map<std::string, std::string> said;
        for (int step = 0; step < 12; ++step) {
            const auto name = std::string(1, "abck"[chance() % 4]);
            const auto answer = chance() % 6 == 0 ? std::string() : std::to_string(chance() % 6);
            said[name] = answer;
            person.says(name, answer);
            std::vector<f::NamedText> fields;
            for (const auto& [question, text] : said) fields.push_back({question, text});
            f::Problems problems;
            auto whole = f::answers_from_text(person.form, fields, problems);
            f::evaluate(person.form, whole, noon, "fr");
            BOOST_REQUIRE_EQUAL(person.sees(), f::answers_to_json(person.form, whole));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

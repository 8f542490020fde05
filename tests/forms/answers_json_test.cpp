#include <cmath>

#include "tests/support/questionnaire.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;

namespace {

const f::Form& every_type() {
    static const f::Form form = t::form_of(R"(
        {"type":"text","name":"mot","label":{"fr":"x"}},
        {"type":"integer","name":"age","label":{"fr":"x"}},
        {"type":"decimal","name":"loyer","label":{"fr":"x"}},
        {"type":"range","name":"note","label":{"fr":"x"},"parameters":"start=0 end=10"},
        {"type":"date","name":"jour","label":{"fr":"x"}},
        {"type":"time","name":"heure","label":{"fr":"x"}},
        {"type":"dateTime","name":"instant","label":{"fr":"x"}},
        {"type":"group","name":"g","label":{"fr":"x"},"questions":[
            {"type":"select_one","name":"genre","choices":"genres","label":{"fr":"x"}},
            {"type":"select_multiple","name":"lieux","choices":"lieux","label":{"fr":"x"}}]},
        {"type":"rank","name":"rang","choices":"lieux","label":{"fr":"x"}},
        {"type":"acknowledge","name":"lu","label":{"fr":"x"}},
        {"type":"note","name":"merci","label":{"fr":"x"}},
        {"type":"calculate","name":"calcul","calculation":"1 + 1"},
        {"type":"hidden","name":"poids"},
        {"type":"grid","name":"q6","label":{"fr":"x"},"choices":"oui_non","rows":[{"name":"a","label":{"fr":"x"}},{"name":"b","label":{"fr":"x"}}]},
        {"type":"repeat","name":"enfants","label":{"fr":"x"},"questions":[
            {"type":"integer","name":"age_enfant","label":{"fr":"x"}},
            {"type":"repeat","name":"jouets","label":{"fr":"x"},"questions":[{"type":"text","name":"jouet","label":{"fr":"x"}}]}]})");
    return form;
}

/// Reads, writes again, and tells what was wrong.
std::pair<std::string, std::string> through(const std::string& json) {
    f::Problems problems;
    const auto answers = f::answers_from_json(every_type(), json, problems);
    return {f::answers_to_json(every_type(), answers), t::told(problems)};
}

std::string wrong(const std::string& json) { return through(json).second; }

}  // namespace

BOOST_AUTO_TEST_SUITE(answers_in_json)

BOOST_AUTO_TEST_CASE(canonical_answers_come_back_as_they_were) {
    const std::string canonical =
        R"({"mot":"L'été\n\"ici\"","age":34,"loyer":412.5,"note":7,"jour":"2026-05-17","heure":"18:05","instant":"2026-05-17T18:05:00+02:00",)"
        R"("genre":"nsp","lieux":["parc","plage"],"rang":["plage","parc"],"lu":"OK","calcul":"2","poids":"0.7",)"
        R"("q6":{"a":"oui","b":null},"enfants":[{"age_enfant":3,"jouets":[{"jouet":"ours"},{}]},{"age_enfant":null}]})";
    BOOST_TEST(through(canonical).first == canonical);
    BOOST_TEST(through(canonical).second.empty());
}

BOOST_AUTO_TEST_CASE(their_order_and_spelling_do_not_matter) {
    BOOST_TEST(
        through(
            R"({ "lieux" : ["plage","parc"], "age":34.0, "mot":" \u00e9t\u00e9\r\n \u0007ici " , "q6":{"b":"non","a":"oui"}})")
            .first ==
        "{\"mot\":\"\xc3\xa9t\xc3\xa9\\n  "
        "ici\",\"age\":34,\"lieux\":[\"parc\",\"plage\"],\"q6\":{\"a\":\"oui\",\"b\":\"non\"}}");
    BOOST_TEST(through(R"({"q6.a":"oui","age":-0})").first == R"({"age":0,"q6":{"a":"oui"}})");
}

BOOST_AUTO_TEST_CASE(not_asked_not_answered_and_refused_stay_three_things) {
    BOOST_TEST(through("{}").first == "{}");
    BOOST_TEST(through(R"({"mot":"","age":null,"lieux":[],"genre":"","jour":"  ","enfants":[]})").first ==
               R"({"mot":null,"age":null,"jour":null,"genre":null,"lieux":null,"enfants":null})");
    BOOST_TEST(
        through(
            R"({"mot":"refused","age":"refused","lieux":"refused","rang":"refused","genre":"refused","q6":"refused"})")
            .first ==
        R"({"mot":"refused","age":"refused","genre":"refused","lieux":"refused","rang":"refused","q6":{"a":"refused","b":"refused"}})");
}

BOOST_AUTO_TEST_CASE(values_of_another_type_are_told_with_their_place) {
    for (const std::string value : {R"("12")", "1.5", "true", "[1]", "{}", "1e300\"", R"("douze")"})
        BOOST_TEST(!wrong("{\"age\":" + value + "}").empty(), value);
    BOOST_TEST(
        wrong(
            R"({"age":1.5,"mot":3,"loyer":"3","genre":["nsp"],"lieux":"parc","rang":[1],"jour":"2026-02-30","heure":"25:00",)"
            R"("instant":"2026-05-17","lu":"oui","q6":3,"enfants":{},"merci":"x"})") ==
        "answer.wrong_type /age\nanswer.wrong_type /mot\nanswer.wrong_type /loyer\nanswer.wrong_type "
        "/genre\nanswer.wrong_type /lieux\n"
        "answer.wrong_type /rang\nanswer.wrong_type /jour\nanswer.wrong_type /heure\nanswer.wrong_type /instant\n"
        "answer.wrong_type /lu\nanswer.wrong_type /q6\nanswer.wrong_type /enfants\nanswer.wrong_type /merci\n");
    BOOST_TEST(wrong(R"({"enfants":[{"age_enfant":3},{"age_enfant":"x","jouets":[{},{"jouet":[]}]},4]})") ==
               "answer.wrong_type /enfants/1/age_enfant\nanswer.wrong_type "
               "/enfants/1/jouets/1/jouet\nanswer.wrong_type /enfants/2/enfants\n");
}

BOOST_AUTO_TEST_CASE(names_that_are_not_there_are_told) {
    f::Problems problems;
    f::answers_from_json(
        every_type(),
        R"({"agge":3,"g":{},"age_enfant":3,"q6":{"c":"oui"},"enfants":[{"mot":"x"}],"genre":"fille","lieux":["parc","mer"]})",
        problems);
    BOOST_TEST(t::told(problems) ==
               "answer.question_unknown /agge\nanswer.question_unknown /g\nanswer.question_unknown "
               "/age_enfant\nanswer.question_unknown /q6.c\n"
               "answer.question_unknown /enfants/0/mot\nanswer.choice_unknown /genre\nanswer.choice_unknown /lieux\n");
    BOOST_TEST(problems.front().facts.at("known") == "age");
    BOOST_TEST(problems.back().facts.at("value") == "mer");
}

BOOST_AUTO_TEST_CASE(nothing_may_come_twice) {
    BOOST_TEST(wrong(R"({"age":3,"age":4})") == "response.malformed /age\n");
    BOOST_TEST(wrong(R"({"q6":{"a":"oui","a":"non"}})") == "response.malformed /q6/a\n");
    BOOST_TEST(wrong(R"({"lieux":["parc","plage","parc"]})") == "answer.choice_twice /lieux\n");
}

BOOST_AUTO_TEST_CASE(what_is_no_json_object_is_malformed) {
    for (const std::string& json :
         {std::string(), std::string("null"), std::string("[]"), std::string("{\"age\":NaN}"),
          std::string("{\"age\":1e999}"), std::string("{\"mot\":\"\xff\"}"), std::string("{\"mot\":\"\\ud800\"}"),
          std::string("{\"age\":1}x"), std::string("{'age':1}"), std::string(5'000, '['),
          "{\"mot\":" + std::string(5'000, '[') + std::string(5'000, ']') + "}"})
        BOOST_TEST(wrong(json) == "response.malformed answers\n", json.substr(0, 40));
}

BOOST_AUTO_TEST_CASE(numbers_are_written_so_that_they_read_back) {
    for (const double number : {0.0, -1.0, 0.1, 1.0 / 3, 1e14, 1e15, 123456789012345680.0, 1e21, 1.7e308, 5e-324, 1e-7,
                                -2.5e-10, 9007199254740993.0}) {
        f::Problems problems;
        f::Answers answers = f::answers_from_json(every_type(), "{}", problems);
        answers.by_question[2] = {f::State::answered, number};
        const auto back = f::answers_from_json(every_type(), f::answers_to_json(every_type(), answers), problems);
        BOOST_TEST(problems.empty(), f::answers_to_json(every_type(), answers));
        BOOST_TEST(std::get<double>(back.by_question[2].value) == number);
    }
}

BOOST_AUTO_TEST_CASE(what_grows_has_limits) {
    const std::string longest(f::longest_text_answer_bytes, 'a');
    BOOST_TEST(wrong("{\"mot\":\"" + longest + "\"}").empty());
    BOOST_TEST(wrong("{\"mot\":\"" + longest + "a\"}") == "answer.too_long /mot\n");
    std::string rows = "{}";
    for (std::size_t i = 1; i < f::most_repeat_rows; ++i) rows += ",{}";
    BOOST_TEST(wrong("{\"enfants\":[" + rows + "]}").empty());
    BOOST_TEST(wrong("{\"enfants\":[" + rows + ",{}]}") == "answer.too_many_choices /enfants\n");
    std::string nested;  // a thousand rows of a thousand rows
    for (std::size_t i = 0; i < f::most_repeat_rows; ++i)
        nested += (i ? "," : "") + std::string("{\"jouets\":[") + rows + "]}";
    BOOST_TEST(!wrong("{\"enfants\":[" + nested + "]}").empty());
    std::string unknown;
    for (int i = 0; i < 2'000; ++i) unknown += (i ? ",\"x" : "{\"x") + std::to_string(i) + "\":1";
    f::Problems problems;
    f::answers_from_json(every_type(), unknown + "}", problems);
    BOOST_TEST(problems.size() == f::most_answer_problems);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(answers_in_text)

namespace {
std::pair<std::string, std::string> typed(const std::vector<f::NamedText>& fields) {
    f::Problems problems;
    const auto answers = f::answers_from_text(every_type(), fields, problems);
    return {f::answers_to_json(every_type(), answers), t::told(problems)};
}
}  // namespace

BOOST_AUTO_TEST_CASE(a_form_post_or_a_row_of_a_file_is_read_like_json) {
    const auto [kept, said] = typed({{"mot", " Bonjour\r\nà tous "},
                                     {"age", " 34 "},
                                     {"loyer", "412,50"},
                                     {"jour", "2026-05-17"},
                                     {"genre", "femme"},
                                     {"lieux", "plage; parc"},
                                     {"rang", "plage parc"},
                                     {"lu", "OK"},
                                     {"q6.a", "oui"},
                                     {"q6.b", ""},
                                     {"enfants", R"([{"age_enfant":3}])"}});
    BOOST_TEST(said.empty(), said);
    BOOST_TEST(
        kept ==
        R"({"mot":"Bonjour\nà tous","age":34,"loyer":412.5,"jour":"2026-05-17","genre":"femme","lieux":["parc","plage"],)"
        R"("rang":["plage","parc"],"lu":"OK","q6":{"a":"oui","b":null},"enfants":[{"age_enfant":3}]})");
}

BOOST_AUTO_TEST_CASE(boxes_of_one_name_add_up_and_refusing_excludes_them) {
    BOOST_TEST(typed({{"lieux", "plage"}, {"lieux", "parc"}, {"lieux", ""}}).first == R"({"lieux":["parc","plage"]})");
    BOOST_TEST(typed({{"lieux", ""}, {"lieux", "refused"}}).first == R"({"lieux":"refused"})");
    BOOST_TEST(typed({{"lieux", "parc"}, {"lieux", "refused"}}).second == "answer.choice_exclusive /lieux\n");
    BOOST_TEST(typed({{"lieux", "parc"}, {"lieux", "parc"}}).second == "answer.choice_twice /lieux\n");
    BOOST_TEST(typed({{"genre", "femme"}, {"genre", "homme"}}).second == "response.malformed /genre\n");
    BOOST_TEST(typed({{"genre", ""}, {"genre", "homme"}}).second.empty());
}

BOOST_AUTO_TEST_CASE(what_can_not_be_read_is_told) {
    BOOST_TEST(typed({{"age", "douze"}, {"age", "12"}}).second == "answer.wrong_type /age\n");
    for (const auto* number : {"1e3", "+1", "1.2.3", "--1", "inf", "nan", "0x10", "12 ans", "-", ".", "1,2,3"})
        BOOST_TEST(typed({{"loyer", number}}).second == "answer.wrong_type /loyer\n", number);
    for (const auto* number : {"1", "-1", "1.", ".5", "-.5", "0012", "1,5"})
        BOOST_TEST(typed({{"loyer", number}}).second.empty(), number);
    BOOST_TEST(typed({{"age", "1,5"}}).second == "answer.wrong_type /age\n");
    BOOST_TEST(typed({{"mot", "\xff\xfe"}}).second == "answer.wrong_type /mot\n");
    BOOST_TEST(typed({{"inconnu", ""}}).second == "answer.question_unknown /inconnu\n");
    BOOST_TEST(typed({{"g", "x"}, {"age_enfant", "3"}}).second ==
               "answer.question_unknown /g\nanswer.question_unknown /age_enfant\n");
    BOOST_TEST(typed({{"g", ""}, {"q6", " "}}).second.empty());
    BOOST_TEST(typed({{"enfants", "deux"}}).second == "answer.wrong_type /enfants\n");
}

BOOST_AUTO_TEST_CASE(an_answer_as_text_reads_back) {
    f::Problems problems;
    const auto answers = f::answers_from_json(
        every_type(),
        R"({"mot":"a","age":34,"loyer":0.5,"genre":"nsp","lieux":["parc","aucun"],"rang":["plage","parc"],"lu":"refused","enfants":[{"age_enfant":3}]})",
        problems);
    std::vector<f::NamedText> row;
    for (std::uint32_t q = 0; q < every_type().questions.size(); ++q)
        if (every_type().questions[q].repeat == f::none)
            row.push_back({every_type().questions[q].name, f::answer_text(every_type(), q, answers.by_question[q])});
    BOOST_TEST(row[1].text == "34");
    BOOST_TEST(row[9].text == "parc;aucun");
    BOOST_TEST(row[10].text == "plage;parc");
    BOOST_TEST(row[11].text == "refused");
    const auto back = f::answers_from_text(every_type(), row, problems);
    BOOST_TEST(t::told(problems) == "");
    for (const std::uint32_t q : {0U, 1U, 2U, 8U, 9U, 10U, 11U})
        BOOST_TEST((back.by_question[q] == answers.by_question[q]), every_type().questions[q].name);
}

BOOST_AUTO_TEST_SUITE_END()

#include <fstream>
#include <sstream>

#include "tests/forms/check/advice.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;
using t::question;

namespace {

std::string questions(int count, const std::string& more = "") {
    std::string all;
    for (int i = 0; i < count; ++i) all += (i ? "," : "") + question("integer", "q" + std::to_string(i), "x", more);
    return all;
}
std::string places(f::Code code, const std::string& asked, const std::string& more = "", const std::string& lists = "") {
    return t::places(t::advice_on(asked, more, lists).warnings, code);
}
std::string scale(std::initializer_list<const char*> labels) {
    std::string choices;
    int number = 0;
    for (const char* label : labels)
        choices += (choices.empty() ? "" : ",") + std::string(R"({"name":"c)") + std::to_string(number++) + R"(","label":{"fr":")" + label + "\"}}";
    return R"("echelle":[)" + choices + "]";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(what_makes_surveys_fail)

BOOST_AUTO_TEST_CASE(no_notice) {
    BOOST_TEST(places(f::Code::check_notice_missing, questions(1)) == "/notice");
    BOOST_TEST(places(f::Code::check_notice_missing, questions(1), R"("notice":{"fr":"Bonjour."},)") == "");
}

BOOST_AUTO_TEST_CASE(breakdowns_that_are_missing_or_late) {
    BOOST_TEST(places(f::Code::check_breakdown_missing, questions(1)) == "/breakdowns /breakdowns /breakdowns");
    const auto age = [](int before) {
        return places(f::Code::check_breakdown_late, questions(before) + "," + question("integer", "age", "Votre âge"), R"("breakdowns":{"age":"age"},)");
    };
    BOOST_TEST(age(5) == "");
    BOOST_TEST(age(6) == "/questions/6");
}

BOOST_AUTO_TEST_CASE(more_than_thirty_questions_for_one_person) {
    BOOST_TEST(places(f::Code::check_too_many_questions, questions(30)) == "");
    const auto advice = t::advice_on(questions(31));
    BOOST_TEST(t::places(advice.warnings, f::Code::check_too_many_questions) == "/questions");
    for (const auto& warning : advice.warnings)
        if (warning.code == f::Code::check_too_many_questions) {
            BOOST_TEST(warning.facts.at("count") == "31");
            BOOST_TEST(warning.facts.at("minutes") == "13");  // 12.4, at 12 minutes for 30
        }
}

BOOST_AUTO_TEST_CASE(questions_that_exclude_each_other_count_once) {
    const auto with = [](const char* choice, const std::string& name) {
        return question("integer", name, "x", std::string(R"("relevant":"${genre} = ')") + choice + "'\"");
    };
    const auto genre = question("select_one", "genre", "Vous êtes", R"("choices":"genres")") + ",";
    const auto others = questions(28) + ",";
    BOOST_TEST(places(f::Code::check_too_many_questions, others + genre + with("femme", "a") + "," + with("homme", "b")) == "");  // 28 + 1 + 1
    BOOST_TEST(places(f::Code::check_too_many_questions, others + genre + with("femme", "a") + "," + with("femme", "b")) == "/questions");
}

BOOST_AUTO_TEST_CASE(a_grid_is_one_question_and_the_field_sheet_none) {
    const std::string grid = R"({"type":"grid","name":"g","choices":"oui_non","label":{"fr":"x"},"rows":[{"name":"a","label":{"fr":"a"}},{"name":"b","label":{"fr":"b"}}]})";
    BOOST_TEST(places(f::Code::check_too_many_questions, questions(29) + "," + grid) == "");
    BOOST_TEST(places(f::Code::check_too_many_questions, questions(30) + "," + question("integer", "t", "x", R"("field_sheet":true)")) == "");
}

BOOST_AUTO_TEST_CASE(labels_that_are_long_double_or_leading) {
    const auto label = [](f::Code code, const std::string& text) { return places(code, question("integer", "q", text)); };
    const std::string there = "/questions/0/label/fr";
    BOOST_TEST(label(f::Code::check_label_long, std::string(160, 'a')) == "");
    BOOST_TEST(label(f::Code::check_label_long, std::string(161, 'a')) == there);
    std::string accents;
    for (int i = 0; i < 160; ++i) accents += "é";  // 320 bytes
    BOOST_TEST(label(f::Code::check_label_long, accents) == "");
    BOOST_TEST(label(f::Code::check_double_question, "Les rues et/ou les halls sont-ils propres ?") == there);
    BOOST_TEST(label(f::Code::check_double_question, "Les rues et les halls sont-ils propres ?") == "");  // it can't be told
    BOOST_TEST(label(f::Code::check_leading_question, "Ne pensez-vous pas que c'est sale ?") == there);
    BOOST_TEST(label(f::Code::check_leading_question, "N’êtes-vous pas d’accord ?") == there);
    BOOST_TEST(label(f::Code::check_leading_question, "Êtes-vous d'accord ?") == "");
    BOOST_TEST(label(f::Code::check_leading_question, "Pourquoi ne pensez-vous pas rester ?") == there);  // known false alarm
}

BOOST_AUTO_TEST_CASE(scales_in_disorder_and_without_a_way_out) {
    const auto told = [](f::Code code, std::initializer_list<const char*> labels, const std::string& more = "") {
        return places(code, question("select_one", "q", "x", R"("choices":"echelle")" + more), "", scale(labels));
    };
    const std::string there = "/questions/0/choices";
    BOOST_TEST(told(f::Code::check_scale_order, {"Pas du tout", "Très", "Peu", "Assez"}) == there);
    BOOST_TEST(told(f::Code::check_scale_order, {"Pas du tout", "Peu", "Assez", "Très", "Je ne sais pas"}) == "");
    BOOST_TEST(told(f::Code::check_scale_order, {"Tout à fait d'accord", "Plutôt d'accord", "Plutôt pas d'accord", "Pas du tout d'accord"}) == "");
    BOOST_TEST(told(f::Code::check_scale_order, {"Toujours", "Jamais", "Souvent"}) == there);
    BOOST_TEST(told(f::Code::check_scale_order, {"Le parc", "La place", "Très loin"}) == "");
    BOOST_TEST(told(f::Code::check_scale_without_way_out, {"Jamais", "Rarement", "Souvent"}, R"(,"required":"yes")") == there);
    BOOST_TEST(told(f::Code::check_scale_without_way_out, {"Jamais", "Rarement", "Souvent", "Je ne sais pas"}, R"(,"required":"yes")") == "");
    BOOST_TEST(told(f::Code::check_scale_without_way_out, {"Jamais", "Rarement", "Souvent"}) == "");
}

BOOST_AUTO_TEST_CASE(open_questions_that_do_not_ask_to_leave_names_out) {
    const auto open = [](const std::string& more) { return places(f::Code::check_open_question, question("text", "mot", "Un mot ?", more)); };
    BOOST_TEST(open("") == "/questions/0/hint");
    BOOST_TEST(open(R"("hint":{"fr":"N'écrivez ni nom, ni adresse."})") == "");
    BOOST_TEST(open(R"x("constraint":"regex(., '^[0-9]{4}$')")x") == "");
    BOOST_TEST(open(R"("field_sheet":true)") == "");
}

BOOST_AUTO_TEST_CASE(a_document_with_mistakes_gets_advice_on_the_rest) {
    const auto reading = f::read_form(t::document_of(question("text", "q", "Votre religion") + R"(,{"type":"inconnu","name":"z"},)" +
                                                     question("select_one", "s", "x", R"("choices":"nulle_part","relevant":"${rien} = 1")")));
    BOOST_TEST(!reading.form.has_value());
    BOOST_REQUIRE(reading.unfinished.has_value());
    BOOST_TEST(t::places(f::advise(*reading.unfinished).mistakes, f::Code::check_religion) == "/questions/0");
}

BOOST_AUTO_TEST_CASE(advice_has_a_limit) {
    std::string many = question("text", "religion", "x");
    for (int i = 0; i < 1'200; ++i) many += "," + question("text", "q" + std::to_string(i), "Un mot ?");
    const auto advice = t::advice_on(many);
    BOOST_TEST(advice.warnings.size() == f::most_advice);
    BOOST_TEST(advice.mistakes.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

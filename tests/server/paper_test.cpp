#include "server/pages/paper.hpp"

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "forms/form_json.hpp"

namespace f = ecoute::forms;
namespace s = ecoute::server;

namespace {

std::string text_of(const std::filesystem::path& path) {
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

f::Form form_of(const std::string& document) {
    auto reading = f::read_form(document, {}, true);
    BOOST_REQUIRE(reading.form.has_value());
    return *std::move(reading.form);
}

std::string small(const std::string& questions) {
    return R"x({"ecoute":1,"id":"essai","version":"1","title":{"fr":"Essai"},"choices":{"oui_non":[{"name":"oui","label":{"fr":"Oui"}},{"name":"non","label":{"fr":"Non"}}]},"questions":[)x" + questions + "]}";
}

bool says(const std::string& page, const std::string& words) { return page.find(words) != std::string::npos; }

std::size_t times(const std::string& page, const std::string& words) {
    std::size_t count = 0;
    for (auto at = page.find(words); at != std::string::npos; at = page.find(words, at + 1)) ++count;
    return count;
}

std::string as_html(std::string text) {
    for (const auto& [plain, entity] : {std::pair<std::string, std::string>{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}, {"'", "&apos;"}})
        for (std::size_t at = 0; (at = text.find(plain, at)) != std::string::npos; at += entity.size()) text.replace(at, plain.size(), entity);
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_paper_questionnaire)

BOOST_AUTO_TEST_CASE(nothing_that_is_asked_is_missing_from_the_paper_of_any_model) {
    const s::Words words;
    for (const auto& file : std::filesystem::directory_iterator(ECOUTE_SOURCE_DIR "/forms/library")) {
        if (file.path().extension() != ".json" || file.path().stem().extension() == ".simulation") continue;
        BOOST_TEST_CONTEXT(file.path().filename()) {
            const auto form = form_of(text_of(file.path()));
            const auto page = s::paper_page(words, form);
            for (const auto& question : form.questions) BOOST_TEST_CONTEXT(question.name) {
                if (!f::is_asked(question.type) && question.type != f::QuestionType::note && question.type != f::QuestionType::grid) continue;
                const bool is_row = question.parent != f::none && form.questions[question.parent].type == f::QuestionType::grid;
                if (!is_row) BOOST_TEST(says(page, "data-name=\"" + question.name + "\""));
                const auto label = f::shown(question.label, form.default_language, form.default_language).text;
                if (label.find("${") == std::string_view::npos && label.find('\n') == std::string_view::npos) BOOST_TEST(says(page, as_html(std::string(label))));
                if (question.list == f::none || form.lists[question.list].choices.size() > s::most_boxes) continue;
                for (const auto& choice : form.lists[question.list].choices)
                    BOOST_TEST(says(page, as_html(std::string(f::shown(choice.label, form.default_language, form.default_language).text))));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(who_answers_no_is_told_where_to_go) {
    const auto page = s::paper_page({}, form_of(small(
        R"x({"type":"select_one","name":"a","choices":"oui_non","label":{"fr":"A"}},{"type":"text","name":"b","label":{"fr":"B"},"relevant":"${a} = 'oui'"},{"type":"text","name":"c","label":{"fr":"C"}})x")));
    BOOST_TEST(says(page, "<span>Non <b class=\"jump\">passez à la question 3</b></span>"));
    BOOST_TEST(times(page, "class=\"jump\"") == 1u);
    BOOST_TEST(!says(page, "Seulement si"));
}

BOOST_AUTO_TEST_CASE(a_condition_that_no_arrow_says_is_said_in_words) {
    const auto page = s::paper_page({}, form_of(small(
        R"x({"type":"select_one","name":"a","choices":"oui_non","label":{"fr":"A"}},{"type":"integer","name":"n","label":{"fr":"N"}},{"type":"text","name":"b","label":{"fr":"B"},"relevant":"${a} = 'oui' and (${n} < 18 or not(${n} < 60))"},)x"
        R"x({"type":"text","name":"c","label":{"fr":"C"},"relevant":"string-length(${b}) > 3"})x")));
    BOOST_TEST(says(page, as_html("Seulement si vous avez répondu « Oui » à la question 1 et (votre réponse à la question 2 est plus petite que 18 ou votre réponse à la question 2 est 60 ou plus).")));
    BOOST_TEST(says(page, as_html("Seulement si cette condition est remplie : string-length(question 3) > 3.")));
}

BOOST_AUTO_TEST_CASE(numbered_sheets_have_each_their_number_and_code) {
    const auto form = form_of(small(R"x({"type":"text","name":"a","label":{"fr":"A"}})x"));
    const auto page = s::paper_page({}, form, {.language = "fr", .sheets = 3, .first = 41});
    BOOST_TEST(times(page, "<main") == 3u);
    BOOST_TEST(times(page, "<svg") == 3u);
    BOOST_TEST(says(page, "<strong>43</strong>"));
    BOOST_TEST(!says(page, "<strong>44</strong>"));
    BOOST_TEST(s::sheet_code(form, 43) == "essai/1/43");
    BOOST_TEST(times(s::paper_page({}, form), "<svg") == 0u);
}

BOOST_AUTO_TEST_CASE(a_repeat_is_printed_as_often_as_it_says_or_three_times) {
    const std::string inside = R"x("label":{"fr":"Enfant"},"questions":[{"type":"text","name":"p","label":{"fr":"Prénom"}}]})x";
    BOOST_TEST(times(s::paper_page({}, form_of(small(R"x({"type":"repeat","name":"r",)x" + inside))), "data-name=\"p\"") == 3u);
    BOOST_TEST(times(s::paper_page({}, form_of(small(R"x({"type":"repeat","name":"r","repeat_count":"5",)x" + inside))), "data-name=\"p\"") == 5u);
}

BOOST_AUTO_TEST_CASE(what_is_sensitive_is_announced_with_numbers_to_call) {
    const auto page = s::paper_page({}, form_of(small(R"x({"type":"text","name":"a","label":{"fr":"A"}},{"type":"text","name":"b","label":{"fr":"B"},"sensitive":true},{"type":"text","name":"c","label":{"fr":"C"},"sensitive":true})x")));
    BOOST_TEST(times(page, "class=\"announce\"") == 1u);
    BOOST_TEST(page.find("class=\"announce\"") < page.find("data-name=\"b\""));
    BOOST_TEST(page.find("class=\"announce\"") > page.find("data-name=\"a\""));
    BOOST_TEST(says(page, "3919"));
    BOOST_TEST(!says(s::paper_page({}, form_of(small(R"x({"type":"text","name":"a","label":{"fr":"A"}})x"))), "3919"));
}

BOOST_AUTO_TEST_CASE(arabic_runs_from_right_to_left) {
    const auto page = s::paper_page({}, form_of(text_of(ECOUTE_SOURCE_DIR "/forms/library/ecoute-habitants.json")), {.language = "ar"});
    BOOST_TEST(says(page, "<html lang=\"ar\" dir=\"rtl\">"));
    BOOST_TEST(says(page, "الاستماع إلى السكان"));
}

BOOST_AUTO_TEST_SUITE_END()

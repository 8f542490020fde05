#include "forms/form_json.hpp"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <string>

namespace f = ecoute::forms;

namespace {

/// A questionnaire around `questions` and, when given, further top-level members (each with a comma after it).
std::string document(const std::string& questions, const std::string& more = "") {
    return R"({"ecoute":1,"id":"essai","version":"1","title":{"fr":"Essai"},)" + more +
           R"("choices":{"oui_non":[{"name":"oui","label":{"fr":"Oui"}},{"name":"non","label":{"fr":"Non"}}]},"questions":[)" +
           questions + "]}";
}

/// A question with a label and further members.
std::string question(const std::string& type, const std::string& name, const std::string& more = "") {
    return R"({"type":")" + type + R"(","name":")" + name + R"(","label":{"fr":"x"})" +
           (more.empty() ? "" : "," + more) + "}";
}

std::string told(const f::Problem& problem) { return std::string(f::name(problem.code)) + " " + problem.where; }

std::string all(const f::Problems& problems) {
    std::string text;
    for (const auto& problem : problems) text += told(problem) + "\n";
    return text;
}

/// The only mistake of a document.
f::Problem mistake(const std::string& text) {
    const auto reading = f::read_form(text);
    BOOST_TEST(!reading.form.has_value());
    BOOST_TEST(reading.mistakes.size() == 1U, all(reading.mistakes));
    return reading.mistakes.empty() ? f::Problem{} : reading.mistakes.front();
}

f::Form form(const std::string& text) {
    auto reading = f::read_form(text);
    BOOST_TEST(reading.mistakes.empty(), all(reading.mistakes));
    BOOST_REQUIRE(reading.form.has_value());
    return *std::move(reading.form);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reading_a_questionnaire)

BOOST_AUTO_TEST_CASE(the_example_of_the_design_is_read) {
    const auto reading = f::read_form(R"({
  "ecoute": 1, "id": "acces-sante", "version": "2026-1",
  "title": {"fr": "Se soigner dans mon quartier", "ar": "..."},
  "default_language": "fr", "notice": {"fr": "..."}, "sensitive": true,
  "breakdowns": {"quartier": "quartier", "age": "age", "gender": "genre"},
  "choices": {"oui_non": [{"name": "oui", "label": {"fr": "Oui"}}, {"name": "non", "label": {"fr": "Non"}}],
              "genres": [{"name":"f","label":{"fr":"Femme"}},{"name":"nsp","label":{"fr":"Je préfère ne pas répondre"},"missing":"refused"}],
              "raisons": [{"name":"prix","label":{"fr":"Prix"}},{"name":"aucun","label":{"fr":"Aucune"},"exclusive":true}]},
  "questions": [
    {"type": "select_one", "choices": "quartiers", "name": "quartier", "label": {"fr": "Votre quartier"}, "required": "yes"},
    {"type": "integer", "name": "age", "label": {"fr": "Votre âge"}, "constraint": ". >= 15 and . <= 110",
     "constraint_message": {"fr": "Un âge entre 15 et 110 ans"}},
    {"type": "select_one", "choices": "genres", "name": "genre", "label": {"fr": "Vous êtes"}},
    {"type": "group", "name": "soins", "label": {"fr": "Vos soins"}, "relevant": "${age} >= 18", "sensitive": true, "questions": [
      {"type": "select_one", "choices": "oui_non", "name": "renonce", "label": {"fr": "..."}, "volet": "sante"},
      {"type": "select_multiple", "choices": "raisons", "name": "raisons", "relevant": "${renonce} = 'oui'", "label": {"fr": "..."}}
    ]}
  ]})",
                                      {{"quartiers", {{.name = "QN06901M", .label = {{"fr", "Les Minguettes"}}}}, {}}});
    BOOST_TEST(reading.mistakes.empty(), all(reading.mistakes));
    BOOST_REQUIRE(reading.form.has_value());
    const f::Form& form = *reading.form;
    BOOST_TEST(form.id == "acces-sante");
    BOOST_TEST(form.version == "2026-1");
    BOOST_TEST(form.sensitive);
    BOOST_REQUIRE(form.questions.size() == 6U);
    BOOST_TEST(form.questions[0].always_required);
    BOOST_TEST(form.list_of(0).find("QN06901M").value() == 0);
    BOOST_TEST(form.breakdowns.quartier == 0U);
    BOOST_TEST(form.breakdowns.age == 1U);
    BOOST_TEST(form.breakdowns.gender == 2U);
    BOOST_TEST(form.questions[1].bands.size() == 4U);  // none written: the usual ones
    BOOST_TEST(form.list_of(2).choices[1].refusal);
    BOOST_TEST(form.questions[3].end == 6U);
    BOOST_TEST(form.questions[4].parent == 3U);
    BOOST_TEST(form.questions[4].sensitive);  // inherited
    BOOST_TEST(form.questions[4].volet == "sante");
    BOOST_TEST(form.questions[5].pointer == "/questions/3/questions/1");
    BOOST_TEST(form.list_of(5).choices[1].exclusive);
    BOOST_TEST((form.evaluation_order == std::vector<std::uint32_t>{3, 5}));
    // Arabic stands in the title only: it is not complete.
    BOOST_TEST((form.languages == std::vector<std::string>{"fr"}));
    BOOST_TEST(std::all_of(reading.warnings.begin(), reading.warnings.end(), [](const f::Problem& problem) {
        return problem.code == f::Code::form_translation_missing;
    }));
}

BOOST_AUTO_TEST_CASE(a_grid_has_a_question_for_each_row) {
    const f::Form read = form(document(
        R"({"type":"grid","name":"q6","label":{"fr":"x"},"choices":"oui_non","required":"yes","rows":[
            {"name":"proprete","label":{"fr":"x"}},{"name":"bruit","label":{"fr":"x"},"required":"no"}]},)" +
        question("text", "suite", R"("relevant":"${q6.proprete} = 'oui'")")));
    BOOST_REQUIRE(read.find("q6.proprete").has_value());
    const f::Question& row = read.questions[*read.find("q6.proprete")];
    BOOST_TEST((row.type == f::QuestionType::select_one));
    BOOST_TEST(row.list == read.questions[0].list);
    BOOST_TEST(row.pointer == "/questions/0/rows/0");
    BOOST_TEST(row.always_required);
    BOOST_TEST(!read.questions[*read.find("q6.bruit")].always_required);
    BOOST_TEST(read.questions[0].end == 3U);
}

BOOST_AUTO_TEST_CASE(every_language_that_is_complete_is_offered_and_others_are_told) {
    const auto reading =
        f::read_form(R"({"ecoute":1,"id":"a","version":"1","title":{"fr":"A","ar":"ا","tr":"A"},"questions":[
        {"type":"text","name":"a","label":{"fr":"A","ar":"ا","tr":"A"},"hint":{"fr":"B"}},{"type":"text","name":"b","label":{"fr":"A","ar":"ا"}}]})");
    BOOST_REQUIRE(reading.form.has_value());
    BOOST_TEST((reading.form->languages == std::vector<std::string>{"fr", "ar"}));
    BOOST_TEST(all(reading.warnings) ==
               "form.translation_missing /questions/0/hint\nform.translation_missing /questions/0/hint\n"
               "form.translation_missing /questions/1/label\n");
    BOOST_TEST(reading.warnings[2].facts.at("language") == "tr");
    BOOST_TEST(told(mistake(document(R"({"type":"text","name":"a","label":{"ar":"ا"}})"))) ==
               "form.translation_missing /questions/0/label");
}

BOOST_AUTO_TEST_CASE(translations_that_nobody_reviewed_are_known) {
    const auto marked = document(question("text", "a"), R"("translations":{"pt-BR":"to_review","ar":"to_review"},)");
    BOOST_TEST(f::read_form(marked).warnings.empty());
    BOOST_TEST((f::translations_to_review(marked) == std::vector<std::string>{"pt-BR", "ar"}));
    for (const std::string& other : {document(question("text", "a")), std::string("["), std::string(R"({"translations":["ar"]})"), std::string()})
        BOOST_TEST(f::translations_to_review(other).empty());
    const auto state = mistake(document(question("text", "a"), R"("translations":{"ar":"fine"},)"));
    BOOST_TEST(told(state) == "form.field_wrong_type /translations/ar");
    BOOST_TEST(told(mistake(document(question("text", "a"), R"("translations":{"l'arabe":"to_review"},)"))) ==
               "form.field_wrong_type /translations/l'arabe");
}

BOOST_AUTO_TEST_CASE(parameters_are_understood) {
    const f::Form read =
        form(document(question("range", "note", R"("parameters":"start=0 end=10 step=0.5")") + "," +
                      question("rank", "rang", R"("choices":"oui_non","parameters":"max=3, randomize=true")") + "," +
                      question("integer", "age", R"("bands":[15,25,60])") + "," +
                      question("calculate", "quand", R"j("calculation":"today ()")j") + "," +
                      question("calculate", "score", R"("calculation":"${age} * 2")")));
    BOOST_TEST(read.questions[0].range_start == 0);
    BOOST_TEST(read.questions[0].range_end == 10);
    BOOST_TEST(read.questions[0].range_step == 0.5);
    BOOST_TEST(read.questions[1].most_choices.value() == 3);
    BOOST_TEST(read.questions[1].parameters.at("randomize") == "true");
    BOOST_TEST((read.questions[2].bands == std::vector<double>{15, 25, 60}));
    BOOST_TEST(read.questions[3].keeps_sent);
    BOOST_TEST(!read.questions[4].keeps_sent);
}

BOOST_AUTO_TEST_CASE(attached_lists_replace_those_of_the_document) {
    const std::string text = document(question("select_one", "q", R"("choices":"oui_non")") + "," +
                                      question("select_one", "r", R"("choices":"lieux")"));
    const auto reading = f::read_form(text, {{"lieux", {{.name = "place"}}, {}}, {"oui_non", {{.name = "da"}}, {}}});
    BOOST_TEST(reading.mistakes.empty(), all(reading.mistakes));
    BOOST_REQUIRE(reading.form.has_value());
    BOOST_TEST(reading.form->list_of(0).choices.at(0).name == "da");
    BOOST_TEST(reading.form->list_of(0).find("da").has_value());
    BOOST_TEST(reading.form->list_of(1).find("place").has_value());
}

BOOST_AUTO_TEST_CASE(the_list_of_quartiers_may_come_later) {
    const std::string text = document(question("select_one", "quartier", R"("choices":"quartiers")"));
    BOOST_TEST(told(mistake(text)) == "form.list_unknown /questions/0/choices");
    BOOST_TEST(f::read_form(text, {}, true).form.has_value());
}

BOOST_AUTO_TEST_CASE(reading_goes_on_after_the_first_mistake) {
    const auto reading =
        f::read_form(document(question("selct_one", "a") + "," + question("text", "2b") + "," + question("text", "c") +
                              "," + question("text", "c") + "," + question("select_one", "d", R"("choices":"oui_nn")") +
                              "," + question("text", "e", R"("relevant":"${zz} = 1")") + "," +
                              question("text", "f", R"("constraint":"1 +")") + ",7"));
    BOOST_TEST(!reading.form.has_value());
    BOOST_TEST(
        all(reading.mistakes) ==
        "form.type_unknown /questions/0/type\nform.name_invalid /questions/1/name\nform.name_twice /questions/3/name\n"
        "form.list_unknown /questions/4/choices\nform.field_wrong_type /questions/7\n"
        "expression.name_unknown /questions/5/relevant\nexpression.syntax /questions/6/constraint\n");
    BOOST_TEST(reading.mistakes[0].facts.at("known") == "select_one");
    BOOST_TEST(reading.mistakes[2].facts.at("first") == "/questions/2");
    BOOST_TEST(reading.mistakes[3].facts.at("known") == "oui_non");
}

BOOST_AUTO_TEST_CASE(what_breaks_the_grammar_of_json_is_told_with_its_line) {
    const f::Problem problem = mistake("{\n  \"ecoute\": 1,\n  \"id\": \"a\"\n  \"version\": \"1\"}");
    BOOST_TEST(told(problem) == "form.malformed line 4");
    BOOST_TEST(problem.facts.at("offset") == "39");
    for (const std::string text : {"", "[]", "null", "\"x\"", "{\"a\":NaN}", "\xff\xfe{}"})
        BOOST_TEST((mistake(text).code == f::Code::form_malformed), text);
    BOOST_TEST((mistake(std::string(200'000, '[')).code == f::Code::form_malformed));
    BOOST_TEST((mistake(std::string(f::largest_document_bytes + 1, ' ')).code == f::Code::form_too_large));
}

BOOST_AUTO_TEST_CASE(each_mistake_has_its_code_and_place) {
    struct Case {
        std::string text, expected;
    };
    const std::string nothing = R"({"type":"text","name":"a","label":{"fr":"x"}})";
    const Case cases[] = {
        {R"({"ecoute":2,"id":"a","version":"1","title":{"fr":"x"},"questions":[]})", "form.field_wrong_type /ecoute"},
        {R"({"ecoute":1,"version":"1","title":{"fr":"x"},"questions":[]})", "form.field_missing "},
        {R"({"ecoute":1,"id":"a b","version":"1","title":{"fr":"x"},"questions":[]})", "form.field_wrong_type /id"},
        {R"({"ecoute":1,"id":"a","version":1,"title":{"fr":"x"},"questions":[]})", "form.field_wrong_type /version"},
        {R"({"ecoute":1,"id":"a","version":"1","title":"x","questions":[]})", "form.field_wrong_type /title"},
        {R"({"ecoute":1,"id":"a","version":"1","title":{"fr":"x"}})", "form.field_missing "},
        {R"({"ecoute":1,"id":"a","id":"b","version":"1","title":{"fr":"x"},"questions":[]})", "form.name_twice /id"},
        {R"({"ecoute":1,"id":"a","version":"1","title":{"fr":"x"},"questions":[],"choices":{"l":[{"name":"a","label":{"fr":"x"}},{"name":"a","label":{"fr":"x"}}]}})",
         "form.choice_twice /choices/l/1/name"},
        {R"({"ecoute":1,"id":"a","version":"1","title":{"fr":"x"},"questions":[],"choices":{"l":[{"name":"refused","label":{"fr":"x"}}]}})",
         "form.choice_invalid /choices/l/0/name"},
        {R"({"ecoute":1,"id":"a","version":"1","title":{"fr":"x"},"questions":[],"choices":{"l":[{"label":{"fr":"x"}}]}})",
         "form.field_missing /choices/l/0"},
        {R"({"ecoute":1,"id":"a","version":"1","title":{"fr":"x"},"questions":[],"choices":{"l":{}}})",
         "form.field_wrong_type /choices/l"},
        {document(R"({"name":"a","label":{"fr":"x"}})"), "form.field_missing /questions/0"},
        {document(R"({"type":"text","label":{"fr":"x"}})"), "form.field_missing /questions/0"},
        {document(R"({"type":"text","name":5,"label":{"fr":"x"}})"), "form.field_wrong_type /questions/0/name"},
        {document(question("text", "a", R"("hint":["x"])")), "form.field_wrong_type /questions/0/hint"},
        {document(question("text", "a", R"("hint":{"fr":3})")), "form.field_wrong_type /questions/0/hint/fr"},
        {document(question("text", "a", R"("hint":{"français":"x"})")),
         "form.field_wrong_type /questions/0/hint/français"},
        {document(question("text", "a", R"("sensitive":"yes")")), "form.field_wrong_type /questions/0/sensitive"},
        {document(question("text", "a", R"("relevant":{})")), "form.field_wrong_type /questions/0/relevant"},
        {document(question("text", "a", R"("questions":[])")), "form.field_unknown /questions/0/questions"},
        {document(question("select_one", "a")), "form.field_missing /questions/0"},
        {document(question("group", "a")), "form.field_missing /questions/0"},
        {document(question("grid", "a", R"("choices":"oui_non")")), "form.field_missing /questions/0"},
        {document(question("calculate", "a")), "form.field_missing /questions/0"},
        {document(question("integer", "a", R"("bands":[15,15])")), "form.bands_invalid /questions/0/bands/1"},
        {document(question("integer", "a", R"("bands":[])")), "form.bands_invalid /questions/0/bands"},
        {document(question("integer", "a", R"("bands":["x"])")), "form.bands_invalid /questions/0/bands/0"},
        {document(question("text", "a", R"("bands":[1])")), "form.bands_invalid /questions/0/bands"},
        {document(question("range", "a", R"("parameters":"start=1 end=5 step=0")")),
         "form.field_wrong_type /questions/0/parameters"},
        {document(question("range", "a", R"("parameters":"start=un")")),
         "form.field_wrong_type /questions/0/parameters"},
        {document(question("rank", "a", R"("choices":"oui_non","parameters":"max=0")")),
         "form.field_wrong_type /questions/0/parameters"},
        {document(nothing, R"("breakdowns":{"age":"b"},)"), "form.breakdown_unknown /breakdowns/age"},
        {document(nothing, R"("breakdowns":{"gender":"a"},)"), "form.field_wrong_type /breakdowns/gender"},
        {document(nothing, R"("consent":{"question":"b","agrees":"oui"},)"), "form.question_unknown /consent/question"},
        {document(question("select_one", "a", R"("choices":"oui_non")"),
                  R"("consent":{"question":"a","agrees":"ja"},)"),
         "form.choice_invalid /consent/agrees"},
        {document(nothing, R"("design":{"weight":"poids"},)"), "form.question_unknown /design/weight"},
        {document(question("text", "a", R"j("relevant":"foo(1)")j")),
         "expression.function_unknown /questions/0/relevant"},
        {document(question("text", "a", R"j("relevant":"not()")j")), "expression.arity /questions/0/relevant"},
        {document(R"({"type":"group","name":"g","questions":[)" + question("group", "h", R"("questions":[{}])") + "]}"),
         "form.field_missing /questions/0/questions/0/questions/0"},
    };
    for (const Case& one : cases) {
        const auto reading = f::read_form(one.text);
        BOOST_TEST(!reading.form.has_value());
        BOOST_TEST(!reading.mistakes.empty());
        if (!reading.mistakes.empty())
            BOOST_TEST(told(reading.mistakes.front()) == one.expected, one.text << "\n" << all(reading.mistakes));
    }
}

BOOST_AUTO_TEST_CASE(what_is_odd_but_harmless_is_a_warning) {
    const auto reading = f::read_form(document(question("text", "a", R"("labl":{"fr":"x"})") + "," +
                                               question("text", "A") + "," + R"({"type":"integer","name":"b"})" + "," +
                                               question("text", "c", R"("choices":"oui_non")")));
    BOOST_TEST(reading.mistakes.empty(), all(reading.mistakes));
    BOOST_TEST(
        all(reading.warnings) ==
        "form.field_unknown /questions/0/labl\nform.name_twice /questions/1/name\nform.field_missing /questions/2\n"
        "form.field_unknown /questions/3/choices\n");
    BOOST_TEST(reading.warnings[0].facts.at("known") == "label");
}

BOOST_AUTO_TEST_CASE(circles_are_named_question_by_question) {
    const auto circle = [](const std::string& questions) {
        const f::Problem problem = mistake(document(questions));
        return told(problem) + ": " + problem.facts.at("cycle");
    };
    BOOST_TEST(circle(question("text", "a", R"("relevant":"${b} = 1")") + "," +
                      question("text", "b", R"("relevant":"${a} = 1")")) ==
               "expression.cycle /questions/0/relevant: a -> b -> a");
    BOOST_TEST(circle(question("text", "x") + "," + question("text", "a", R"("relevant":"${c} = 1")") + "," +
                      question("calculate", "b", R"("calculation":"${a}")") + "," +
                      question("text", "c", R"("required":"${b} = 1")") + "," +
                      question("text", "behind", R"("relevant":"${c} = 1")")) ==
               "expression.cycle /questions/1/relevant: a -> c -> b -> a");
    BOOST_TEST(circle(question("text", "a", R"("relevant":"${a} = 1")")) ==
               "expression.cycle /questions/0/relevant: a -> a");
    BOOST_TEST(circle(R"({"type":"group","name":"g","relevant":"${x} = 1","questions":[)" + question("text", "x") +
                      "]}") == "expression.cycle /questions/0/relevant: g -> x -> g");
}

BOOST_AUTO_TEST_CASE(a_constraint_or_a_calculation_that_reads_itself_is_no_circle) {
    form(document(question("integer", "a", R"("constraint":"${a} < ${b}")") + "," +
                  question("integer", "b", R"("constraint":". > ${a}")") + "," +
                  question("calculate", "c", R"j("calculation":"once(${c})")j")));
}

BOOST_AUTO_TEST_CASE(what_is_read_is_evaluated_before_what_reads_it) {
    const f::Form read =
        form(document(question("text", "last", R"("relevant":"${total} > 1")") + "," +
                      question("calculate", "total", R"("calculation":"${n} + 1")") + "," +
                      R"({"type":"group","name":"g","relevant":"${go} = 'oui'","questions":[)" +
                      question("integer", "n") + "]}," + question("select_one", "go", R"("choices":"oui_non")")));
    BOOST_TEST((read.evaluation_order == std::vector<std::uint32_t>{2, 1, 0}));
}

BOOST_AUTO_TEST_CASE(limits_hold) {
    std::string deep, end;
    for (int i = 0; i <= f::deepest_group + 1; ++i) {
        deep += R"({"type":"group","name":"g)" + std::to_string(i) + R"(","questions":[)";
        end += "]}";
    }
    BOOST_TEST((mistake(document(deep + end)).code == f::Code::form_too_large));
    std::string many = question("text", "q0");
    for (std::size_t i = 1; i <= f::most_questions; ++i)
        many += R"(,{"type":"note","name":"q)" + std::to_string(i) + "\"}";
    BOOST_TEST((mistake(document(many)).code == f::Code::form_too_large));
    std::string wrong = "1";
    for (int i = 0; i < 5000; ++i) wrong += ",1";
    BOOST_TEST(f::read_form(document(wrong)).mistakes.size() == 1000U);
}

BOOST_AUTO_TEST_SUITE_END()

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "forms/expression/expression.hpp"
#include "forms/expression/functions.hpp"
#include "tests/forms/expression/small_form.hpp"

namespace {

namespace f = ecoute::forms;
namespace e = ecoute::forms::expression;

struct Refused {
    std::string_view expression;
    f::Code code;
    std::string_view offset, value, known;
};

void check(const Refused& row) {
    BOOST_TEST_CONTEXT(row.expression) {
        const auto compiled = e::compile(row.expression, SmallForm(), 0);
        BOOST_REQUIRE(!compiled.has_value());
        const auto& problem = compiled.error();
        BOOST_TEST(f::name(problem.code) == f::name(row.code));
        BOOST_TEST(problem.facts.at("offset") == row.offset);
        BOOST_TEST(problem.facts.at("value") == row.value);
        BOOST_TEST((problem.facts.contains("known") ? problem.facts.at("known") : "") == row.known);
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(refusing_an_expression)

BOOST_AUTO_TEST_CASE(a_mistake_of_writing_is_told_with_its_place) {
    using enum f::Code;
    for (const auto& row : {
             Refused{"1 +", expression_syntax, "3", "", ""},
             Refused{"(1", expression_syntax, "2", "", ""},
             Refused{"1)", expression_syntax, "1", ")", ""},
             Refused{"1 2", expression_syntax, "2", "2", ""},
             Refused{"'abc", expression_syntax, "0", "'abc", ""},
             Refused{"${age", expression_syntax, "0", "${age", ""},
             Refused{"${}", expression_syntax, "0", "${}", ""},
             Refused{"${a b}", expression_syntax, "0", "${a b}", ""},
             Refused{"1 = = 1", expression_syntax, "4", "=", ""},
             Refused{"1 == 1", expression_syntax, "3", "=", ""},
             Refused{"1 & 2", expression_syntax, "2", "& 2", ""},
             Refused{"${age} > 5 ; 1", expression_syntax, "11", "; 1", ""},
             Refused{"if(1, 2, 3", expression_syntax, "10", "", ""},
             Refused{"if(1,, 3)", expression_syntax, "5", ",", ""},
             Refused{"and 1", expression_syntax, "4", "1", ""},
             Refused{"${age} and", expression_syntax, "10", "", ""},
             Refused{"* 2", expression_syntax, "0", "*", ""},
             Refused{"${age}[", expression_syntax, "7", "", ""},
             Refused{"../", expression_syntax, "3", "", ""},
             Refused{"‘femme’", expression_name_unknown, "0", "‘femme’", ""},
             Refused{"instance('x')", expression_syntax, "0", "instance", ""},
             Refused{"instance('x')/root", expression_syntax, "0", "instance", ""},
             Refused{"regex(${nom}, '[a-')", expression_syntax, "18", "", ""},
             Refused{"regex(${nom}, '(a')", expression_syntax, "17", "", ""},
             Refused{"regex(${nom}, 'a\\1')", expression_syntax, "17", "1", ""},
             Refused{"position(1)", expression_syntax, "0", "position", ""},
             Refused{"indexed-repeat(${prenom}, ${age}, 1)", expression_syntax, "26", "age", ""},
             Refused{"pulldata(${nom}, 'a', 'b', 'c')", expression_syntax, "0", "pulldata", ""},
             Refused{"jr:choice-name(${nom}, 'nom')", expression_syntax, "23", "nom", ""},
         })
        check(row);
}

BOOST_AUTO_TEST_CASE(a_name_that_is_not_there_is_told_with_the_nearest) {
    using enum f::Code;
    for (const auto& row : {
             Refused{"${aeg} > 5", expression_name_unknown, "0", "aeg", "age"},
             Refused{"1 + ${prenon}", expression_name_unknown, "4", "prenon", "prenom"},
             Refused{"${xyz}", expression_name_unknown, "0", "xyz", ""},
             Refused{"age > 18", expression_name_unknown, "0", "age", "${age}"},
             Refused{"true or false", expression_name_unknown, "0", "true", ""},
             Refused{"../prenom", expression_name_unknown, "3", "prenom", "${prenom}"},
             Refused{"jr:choice-name('a', '${sex}')", expression_name_unknown, "20", "sex", "sexe"},
             Refused{"count(${foyer}[agee > 3])", expression_name_unknown, "15", "agee", "age"},
         })
        check(row);
}

BOOST_AUTO_TEST_CASE(a_function_that_is_not_there_is_told_with_the_nearest) {
    using enum f::Code;
    for (const auto& row : {
             Refused{"slected(${sexe}, 'a')", expression_function_unknown, "0", "slected", "selected"},
             Refused{"1 + cout-selected('a')", expression_function_unknown, "4", "cout-selected", "count-selected"},
             Refused{"IF(1, 2, 3)", expression_function_unknown, "0", "IF", ""},
             Refused{"today ( ) + jour()", expression_function_unknown, "12", "jour", ""},
             Refused{"a:b()", expression_function_unknown, "0", "a:b", ""},
         })
        check(row);
}

BOOST_AUTO_TEST_CASE(a_wrong_number_of_arguments_is_told_with_the_right_one) {
    struct Row {
        std::string_view expression, subject, given, least, most;
    };
    for (const auto& row :
         {Row{"if(1, 2)", "if", "2", "3", "3"}, Row{"not()", "not", "0", "1", "1"},
          Row{"today(1)", "today", "1", "0", "0"}, Row{"concat()", "concat", "0", "1", ""},
          Row{"round(1, 2, 3)", "round", "3", "1", "2"}, Row{"coalesce(1, 2, 3)", "coalesce", "3", "2", "2"},
          Row{"selected('a')", "selected", "1", "2", "2"}, Row{"instance()/root/item", "instance", "0", "1", "1"},
          Row{"indexed-repeat(${prenom}, ${foyer}, 1, ${foyer})", "indexed-repeat", "4", "3", "7"}}) {
        BOOST_TEST_CONTEXT(row.expression) {
            const auto compiled = e::compile(row.expression, SmallForm());
            BOOST_REQUIRE(!compiled.has_value());
            auto facts = compiled.error().facts;
            BOOST_TEST(f::name(compiled.error().code) == "expression.arity");
            BOOST_TEST(compiled.error().subject == row.subject);
            BOOST_TEST(facts["given"] == row.given);
            BOOST_TEST(facts["least"] == row.least);
            BOOST_TEST(facts["most"] == row.most);
        }
    }
}

BOOST_AUTO_TEST_CASE(bare_names_are_columns_in_a_choice_filter_and_nowhere_else) {
    const std::vector<std::string> columns{"kind", "commune"}, not_known_yet;
    BOOST_TEST(e::compile("kind = 'QPV' and name != ${nom}", SmallForm(), 0, &columns).has_value());
    BOOST_TEST(e::compile("anything = 'QPV'", SmallForm(), 0, &not_known_yet).has_value());
    const auto misspelled = e::compile("comune = 'Lyon'", SmallForm(), 0, &columns);
    BOOST_REQUIRE(!misspelled.has_value());
    BOOST_TEST(misspelled.error().facts.at("known") == "commune");
    BOOST_TEST(!e::compile("kind = 'QPV'", SmallForm(), 0).has_value());
}

BOOST_AUTO_TEST_CASE(what_is_too_long_or_too_deep_is_refused) {
    const auto code = [](const std::string& expression) {
        const auto compiled = e::compile(expression, SmallForm());
        return compiled ? std::string("accepted") : std::string(f::name(compiled.error().code));
    };
    const auto repeated = [](std::string_view part, std::size_t times) {
        std::string text;
        for (std::size_t i = 0; i < times; ++i) text += part;
        return text;
    };
    BOOST_TEST(code(repeated(" ", e::longest_expression_bytes - 1) + "1") == "accepted");
    BOOST_TEST(code(repeated(" ", e::longest_expression_bytes) + "1") == "expression.too_long");
    BOOST_TEST(code(repeated("(", 150) + "1" + repeated(")", 150)) == "accepted");
    BOOST_TEST(code(repeated("(", 10'000) + "1" + repeated(")", 10'000)) == "expression.too_long");
    BOOST_TEST(code(repeated("not(", 5'000) + "1" + repeated(")", 5'000)) == "expression.too_long");
    BOOST_TEST(code(repeated("-", 30'000) + "1") == "expression.too_long");
    BOOST_TEST(code(repeated("1<", 10'000) + "1") == "expression.too_long");
    BOOST_TEST(code(repeated("1-1+", 5'000) + "1") == "expression.too_long");
    BOOST_TEST(code(repeated("${age}[", 4'000)) == "expression.too_long");
    BOOST_TEST(code(repeated("${age} = 1 or ", 2'000) + "1") == "accepted");
    BOOST_TEST(code(repeated("1+", 16'000) + "1") == "accepted");
    BOOST_TEST(code("concat(" + repeated("1,", 16'000) + "1)") == "accepted");
}

BOOST_AUTO_TEST_CASE(no_text_made_of_pieces_of_the_language_breaks_anything) {
    constexpr std::string_view pieces[] = {"${age}",
                                           "${foyer}",
                                           "${prenom}",
                                           "age",
                                           "..",
                                           ".",
                                           "/",
                                           "[",
                                           "]",
                                           "(",
                                           ")",
                                           ",",
                                           "+",
                                           "-",
                                           "*",
                                           "div",
                                           "mod",
                                           "=",
                                           "!=",
                                           "<",
                                           ">=",
                                           "and",
                                           "or",
                                           "|",
                                           "1",
                                           "'a'",
                                           "if(",
                                           "not(",
                                           "count(",
                                           "sum(",
                                           "position(",
                                           "current()",
                                           "instance('x')",
                                           "root",
                                           "item",
                                           "once(",
                                           "regex(",
                                           "today()",
                                           "' '",
                                           "indexed-repeat(",
                                           "jr:choice-name(",
                                           "selected(",
                                           "é",
                                           "\xff",
                                           "\"",
                                           "$",
                                           "{"};
    std::mt19937 chance(20260309);
    const SmallForm form;
    e::Context context;
    context.record = &form;
    context.current = e::Node{1, {0}};
    std::size_t accepted = 0;
    for (int i = 0; i < 30'000; ++i) {
        std::string text;
        for (auto count = 1 + chance() % 9; count > 0; --count) (text += pieces[chance() % std::size(pieces)]) += ' ';
        const auto compiled = e::compile(text, form, 1);
        if (!compiled) continue;
        ++accepted;
        (void)compiled->evaluate(context);
        (void)compiled->test(context);
        (void)compiled->to_json();
    }
    BOOST_TEST(accepted > 300);
}

BOOST_AUTO_TEST_CASE(an_evaluation_that_would_not_end_stops) {
    const SmallForm form;  // its list "big" has 2,000 rows
    e::Context context;
    context.record = &form;
    const auto compiled = e::compile(
        "count(instance('big')/root/item[count(instance('big')/root/item[count(instance('big')/root/item[a = b]) > 0]) "
        "> 0])",
        form);
    BOOST_REQUIRE(compiled.has_value());
    const auto start = std::chrono::steady_clock::now();
    (void)compiled->number(context);
    BOOST_TEST((std::chrono::steady_clock::now() - start < std::chrono::seconds(30)));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(a_compiled_expression)

BOOST_AUTO_TEST_CASE(knows_the_questions_that_it_reads) {
    const auto read = [](std::string_view text) {
        const auto compiled = e::compile(text, SmallForm(), 0).value();
        return std::vector<std::uint32_t>(compiled.depends_on().begin(), compiled.depends_on().end());
    };
    using Questions = std::vector<std::uint32_t>;
    BOOST_TEST((read("1 + 1") == Questions{}));
    BOOST_TEST((read(". > 1") == Questions{}));
    BOOST_TEST((read("${sexe} = 'a' or ${nom} = ${sexe}") == Questions{0, 4}));
    BOOST_TEST((read("if(1, ${nom}, jr:choice-name('a', '${sexe}'))") == Questions{0, 4}));
    BOOST_TEST((read("count(${foyer}[age > 3])") == Questions{2, 3}));
    BOOST_TEST((read("../sexe") == Questions{4}));
}

BOOST_AUTO_TEST_CASE(is_a_tree_for_the_browser) {
    const auto tree = [](std::string_view text) { return e::compile(text, SmallForm(), 1).value().to_json().dump(); };
    BOOST_TEST(tree("${sexe} = 'oui'") == R"(["=",["$","sexe"],"oui"])");
    BOOST_TEST(tree(". >= 15 and . <= 110") == R"(["and",[">=",["."],15.0],["<=",["."],110.0]])");
    BOOST_TEST(tree("-${age}") == R"(["neg",["$","age"]])");
    BOOST_TEST(tree("true()") == R"(["true"])");
    BOOST_TEST(tree("selected(${sexe}, 'bruit')") == R"(["selected",["$","sexe"],"bruit"])");
    BOOST_TEST(tree("1 + 2 + 3 - 4") == R"(["-",["+",1.0,2.0,3.0],4.0])");
    BOOST_TEST(tree("1 - (2 - 3)") == R"(["-",1.0,["-",2.0,3.0]])");
    BOOST_TEST(tree("position(..)") == R"(["position",["path",["here"],["..#",1]]])");
    BOOST_TEST(
        tree("sum(${foyer}[prenom = 'a']/age)") ==
        R"(["sum",["paths",["$#","foyer",0],["[]",["=",["path",["here"],["/","prenom",1]],"a"]],["/","age",1]]])");
    BOOST_TEST(tree("instance('l')/root/item[c = 1]/label") ==
               R"(["paths",["instance","l"],["[]",["=",["@","c"],1.0]],["@","label"]])");
    BOOST_TEST(tree("jr:choice-name('a', '${sexe}')") == R"(["jr:choice-name","a",["$","sexe"]])");
}

BOOST_AUTO_TEST_CASE(of_blanks_is_empty_and_evaluates_to_nothing) {
    const auto compiled = e::compile("  \n ", SmallForm());
    BOOST_REQUIRE(compiled.has_value());
    BOOST_TEST(compiled->empty());
    BOOST_TEST(compiled->string({}) == "");
    BOOST_TEST(!compiled->test({}));
    BOOST_TEST(compiled->to_json() == "");
}

BOOST_AUTO_TEST_CASE(without_anything_around_still_evaluates) {
    BOOST_TEST(e::compile("1 + 1", SmallForm()).value().number({}) == 2);
    BOOST_TEST(e::compile("concat(${nom}, today(), now(), .)", SmallForm()).value().string({}) == "");
    BOOST_TEST(e::compile("0 div 0", SmallForm()).value().string({}) == "");
}

BOOST_AUTO_TEST_CASE(takes_the_candidate_for_dot_while_an_answer_is_checked) {
    e::Context context;
    const SmallForm form;
    context.record = &form;
    context.current = e::Node{0, {}};
    const auto compiled = e::compile(". = 'Zoé' and string-length(.) = 3", form, 0).value();
    BOOST_TEST(!compiled.test(context));
    context.candidate = "Zoé";
    BOOST_TEST(compiled.test(context));
}

BOOST_AUTO_TEST_CASE(gives_random_numbers_and_codes_of_the_right_shape) {
    struct Highest : e::Chance {
        std::uint64_t next() override { return ~std::uint64_t{0}; }
    } highest;
    struct Lowest : e::Chance {
        std::uint64_t next() override { return 0; }
    } lowest;
    e::Context context;
    const auto value = [&](std::string_view text, e::Chance* chance) {
        context.chance = chance;
        return e::compile(text, SmallForm()).value().string(context);
    };
    BOOST_TEST(value("random() < 1", &highest) == "true");
    BOOST_TEST(value("random()", &lowest) == "0");
    BOOST_TEST(value("uuid()", &lowest) == "00000000-0000-4000-8000-000000000000");
    BOOST_TEST(value("uuid()", &highest) == "ffffffff-ffff-4fff-bfff-ffffffffffff");
    BOOST_TEST(value("uuid(3)", &lowest) == "AAA");
    BOOST_TEST(value("uuid(3)", &highest) == "999");
    BOOST_TEST(value("string-length(uuid(1000000))", nullptr) == "1000");
    BOOST_TEST(value("regex(uuid(), '[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}')", nullptr) ==
               "true");
    BOOST_TEST(value("uuid() = uuid()", nullptr) == "false");
}

BOOST_AUTO_TEST_SUITE_END()

#include <regex>

#include "tests/forms/convert/xform_world.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;
using nlohmann::json;

namespace {

std::string xform_of(const std::string& questions, const std::string& more = "") { return f::xform_of(t::form_of(questions, more)).bytes; }

bool holds(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

/// An attribute of the bind of a node, unescaped as far as these tests need.
std::string of_bind(const std::string& xml, const std::string& path, const std::string& attribute) {
    std::smatch found;
    const std::regex bind("<bind nodeset=\"" + path + "\"[^>]* " + attribute + "=\"([^\"]*)\"");
    if (!std::regex_search(xml, found, bind)) return "(none)";
    std::string text = found[1];
    for (const auto& [entity, character] : {std::pair{"&gt;", ">"}, {"&lt;", "<"}, {"&amp;", "&"}})
        for (std::size_t at; (at = text.find(entity)) != std::string::npos;) text.replace(at, std::string(entity).size(), character);
    return text;
}

const std::string two = R"x({"type":"integer","name":"a","label":{"fr":"A"}},{"type":"text","name":"b","label":{"fr":"B"}},)x";

}  // namespace

BOOST_AUTO_TEST_SUITE(writing_an_xform)

/// Read by ODK Web Forms' engine in tests/browser/xform.test.js; reviewed by eye when it changes.
BOOST_AUTO_TEST_CASE(a_small_form_is_written_as_the_golden_file) {
    const auto written = f::xform_of(t::read(t::file_of_source("tests/forms/convert/golden/small.json")));
    if (const char* folder = std::getenv("ECOUTE_GOLDEN")) std::ofstream(std::string(folder) + "/small.xml") << written.bytes;
    BOOST_TEST(written.bytes == t::file_of_source("tests/forms/convert/golden/small.xml"));
}

BOOST_AUTO_TEST_CASE(the_same_form_gives_the_same_bytes) {
    const auto document = t::file_of_source("forms/library/ecoute-habitants.json");
    BOOST_TEST((f::xform_of(t::read(document)).bytes == f::xform_of(t::read(document)).bytes));
}

BOOST_AUTO_TEST_CASE(a_document_comes_back_from_its_xform) {
    for (const std::string file : {"tests/forms/convert/golden/small.json", "forms/library/ecoute-habitants.json"}) BOOST_TEST_CONTEXT(file) {
        const auto form = t::read(t::file_of_source(file));
        BOOST_TEST(t::differences(t::what_it_is(form), t::what_it_is(t::there_and_back(form))) == "");
    }
}

BOOST_AUTO_TEST_CASE(names_become_paths_as_the_language_reference_says) {
    const std::string questions = two +
        R"x({"type":"group","name":"g","label":{"fr":"G"},"questions":[{"type":"integer","name":"c","label":{"fr":"C"},"relevant":"${a} > 1"}]},)x"
        R"x({"type":"repeat","name":"r","label":{"fr":"R"},"questions":[{"type":"integer","name":"d","label":{"fr":"D"},"relevant":"${c} > 1"},)x"
        R"x({"type":"group","name":"h","label":{"fr":"H"},"questions":[{"type":"integer","name":"e","label":{"fr":"E"},"relevant":"${d} > 1 and position(..) = 1"},)x"
        R"x({"type":"repeat","name":"s","label":{"fr":"S"},"questions":[{"type":"integer","name":"k","label":{"fr":"K"},"relevant":"${d} + sum(${e}) > count(${s})"}]}]}]},)x"
        R"x({"type":"calculate","name":"z","calculation":"sum(${d}) + count(${r}) + indexed-repeat(${d}, ${r}, 2) + ${r}[position() = 1]/d"})x";
    const auto xml = xform_of(questions);
    BOOST_TEST(of_bind(xml, "/data/g/c", "relevant") == "/data/a > 1");
    BOOST_TEST(of_bind(xml, "/data/r/d", "relevant") == "/data/g/c > 1");
    BOOST_TEST(of_bind(xml, "/data/r/h/e", "relevant") == "../../d > 1 and position(..) = 1");
    BOOST_TEST(of_bind(xml, "/data/r/h/s/k", "relevant") == "../../../d + sum(../../../h/e) > count(../../../h/s)");
    BOOST_TEST(of_bind(xml, "/data/z", "calculate") == "sum(/data/r/d) + count(/data/r) + indexed-repeat(/data/r/d, /data/r, 2) + /data/r[position() = 1]/d");
}

/// LANGUAGE.md section 8b: what JavaRosa does not know or says otherwise.
BOOST_AUTO_TEST_CASE(what_tablets_do_not_know_is_put_in_other_words) {
    struct Case {
        std::string written, exported;
    };
    const std::vector<Case> cases{
        {"selected(${b}, 1)", "selected(/data/b, '1')"},
        {"floor(${a})", "(int(/data/a) - number(int(/data/a) > /data/a))"},
        {"ceiling(${a} div 2)", "(int(/data/a div 2) + number(int(/data/a div 2) < /data/a div 2))"},
        {"substring(${b}, 2)", "substr(/data/b, (2) - 1)"},
        {"substring(${b}, 2, 3)", "substr(/data/b, (2) - 1, (2) - 1 + (3))"},
        {"regex(${b}, '[0-9]+')", "regex(/data/b, '^(?:[0-9]+)$')"},
        {"regex(${b}, '^[0-9]+$')", "regex(/data/b, '^[0-9]+$')"},
        {"jr:choice-name(${b}, '${b}')", "jr:choice-name(/data/b, '/data/b')"},
        {"pulldata('lieux', 'ville', 'name', ${b})", "instance('lieux')/root/item[name = /data/b]/ville"},
    };
    for (const auto& [written, exported] : cases) BOOST_TEST_CONTEXT(written) {
        const std::string calculate = R"x({"type":"calculate","name":"z","calculation":")x" + written + "\"}";
        const std::string select = R"x({"type":"select_one","name":"b","choices":"lieux","label":{"fr":"B"}},{"type":"integer","name":"a","label":{"fr":"A"}},)x";
        BOOST_TEST(of_bind(xform_of(select + calculate), "/data/z", "calculate") == exported);
    }
}

BOOST_AUTO_TEST_CASE(choices_that_stand_alone_and_the_most_that_may_be_ticked_become_a_constraint) {
    const auto form = t::form_of(R"x({"type":"select_multiple","name":"q","choices":"lieux","label":{"fr":"Q"},"parameters":"max=2","constraint":"selected(., 'parc')"})x");
    const auto words = [](std::string_view key, std::string_view, std::string_view) { return key == "exclusive" ? std::string("Une seule.") : std::string{}; };
    const auto written = f::xform_of(form, words);
    BOOST_TEST(of_bind(written.bytes, "/data/q", "constraint") ==
               "(selected(., 'parc')) and not(selected(., 'aucun') and count-selected(.) > 1) and count-selected(.) <= 2");
    BOOST_TEST(of_bind(written.bytes, "/data/q", "jr:constraintMsg") == "Une seule.");
    BOOST_TEST(t::told(written.report).find("convert.changed /questions/0\n") != std::string::npos);
    BOOST_TEST(t::differences(t::what_it_is(form), t::what_it_is(t::there_and_back(form))) == "");
}

BOOST_AUTO_TEST_CASE(a_rank_of_some_is_one_select_a_place) {
    const auto form = t::form_of(R"x({"type":"rank","name":"q","choices":"lieux","label":{"fr":"Q"},"hint":{"fr":"Deux"},"required":"yes","parameters":"max=2"})x");
    const auto xml = f::xform_of(form).bytes;
    BOOST_TEST(of_bind(xml, "/data/q", "calculate") == "normalize-space(concat(../q_rangs/rang_1, ' ', ../q_rangs/rang_2))");
    BOOST_TEST(of_bind(xml, "/data/q_rangs/rang_1", "required") == "true()");
    BOOST_TEST(holds(xml, "instance('lieux')/root/item[name != current()/../rang_1]"));
    BOOST_TEST(t::differences(t::what_it_is(form), t::what_it_is(t::there_and_back(form))) == "");
}

BOOST_AUTO_TEST_CASE(a_rank_of_all_is_a_rank) {
    BOOST_TEST(holds(xform_of(R"x({"type":"rank","name":"q","choices":"lieux","label":{"fr":"Q"}})x"), "<odk:rank ref=\"/data/q\">"));
}

BOOST_AUTO_TEST_CASE(lists_that_the_campaign_brings_are_read_from_files) {
    const auto xml = f::xform_of(t::read(R"x({"ecoute":1,"id":"e","version":"1","title":{"fr":"E"},"attached":{"ecoles":{"file":"ecoles_2026.csv","value":"uai","label":"nom"}},"questions":[)x"
                                         R"x({"type":"select_one","name":"quartier","choices":"quartiers","label":{"fr":"Quartier"}},)x"
                                         R"x({"type":"select_one","name":"ecole","choices":"ecoles","label":{"fr":"École"},"choice_filter":"ville = ${quartier}"}]})x")).bytes;
    BOOST_TEST(holds(xml, R"x(<instance id="quartiers" src="jr://file-csv/quartiers.csv"/>)x"));
    BOOST_TEST(holds(xml, R"x(<instance id="ecoles" src="jr://file-csv/ecoles_2026.csv"/>)x"));
    BOOST_TEST(holds(xml, R"x(<itemset nodeset="instance('ecoles')/root/item[ville = /data/quartier]"><value ref="uai"/><label ref="nom"/></itemset>)x"));
}

BOOST_AUTO_TEST_CASE(texts_that_would_break_xml_are_escaped) {
    const auto xml = xform_of(R"x({"type":"text","name":"q","label":{"fr":"<b> & \"c\" ${q}"},"default":"a<b","constraint":". != '<\"&'","constraint_message":{"fr":"Non \"<&"}})x");
    BOOST_TEST(holds(xml, "<label>&lt;b&gt; &amp; \"c\" <output value=\"/data/q\"/></label>"));
    BOOST_TEST(holds(xml, "<q>a&lt;b</q>"));
    BOOST_TEST(holds(xml, "constraint=\". != '&lt;&quot;&amp;'\""));
    const auto form = t::form_of(R"x({"type":"text","name":"q","label":{"fr":"<b> & \"c\""},"hint":{"fr":"deux\nlignes"},"constraint":". != '<\"&'"})x");
    BOOST_TEST(t::differences(t::what_it_is(form), t::what_it_is(t::there_and_back(form))) == "");
}

BOOST_AUTO_TEST_SUITE_END()

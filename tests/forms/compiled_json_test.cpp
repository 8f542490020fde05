#include <nlohmann/json.hpp>

#include "tests/support/questionnaire.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;
using nlohmann::json;

BOOST_AUTO_TEST_SUITE(the_compiled_questionnaire)

BOOST_AUTO_TEST_CASE(says_all_that_a_browser_needs) {
    const auto form = t::form_of(R"(
        {"type":"select_one","name":"accord","choices":"oui_non","label":{"fr":"D'accord ?","ar":"؟"},"required":"yes"},
        {"type":"group","name":"g","relevant":"${accord} = 'oui'","field_sheet":true,"questions":[
            {"type":"range","name":"note","label":{"fr":"x"},"constraint":". > 2"},
            {"type":"rank","name":"rang","choices":"lieux","label":{"fr":"x"},"parameters":"max=3"}]},
        {"type":"grid","name":"q6","choices":"genres","label":{"fr":"x"},"rows":[{"name":"a","label":{"fr":"A"}}]})",
                                 R"("consent":{"question":"accord","agrees":"oui"},"breakdowns":{"gender":"accord"},)");
    const json compiled = f::compiled_json(form);
    BOOST_TEST(compiled.at("id") == "essai");
    BOOST_TEST(compiled.at("languages") == json({"fr"}));
    BOOST_TEST(compiled.at("consent") == json::parse(R"({"question":"accord","agrees":"oui"})"));
    BOOST_TEST(compiled.at("breakdowns") == json::parse(R"({"gender":"accord"})"));
    BOOST_TEST(compiled.at("evaluation_order") == json({"g"}));
    BOOST_TEST(compiled.at("dependents") == json::parse(R"({"accord":["g"]})"));
    BOOST_TEST(compiled.at("questions") == json::parse(R"([
        {"type":"select_one","name":"accord","choices":"oui_non","label":{"fr":"D'accord ?","ar":"؟"},"required":true},
        {"type":"group","name":"g","relevant":["=",["$","accord"],"oui"],"field_sheet":true,"questions":[
            {"type":"range","name":"note","label":{"fr":"x"},"constraint":[">",["."],2],"range":{"start":1,"end":10,"step":1},"field_sheet":true},
            {"type":"rank","name":"rang","choices":"lieux","label":{"fr":"x"},"parameters":{"max":"3"},"most_choices":3,"field_sheet":true}]},
        {"type":"grid","name":"q6","choices":"genres","label":{"fr":"x"},"rows":[
            {"type":"select_one","name":"q6.a","choices":"genres","label":{"fr":"A"}}]}])"));
    BOOST_TEST(compiled.at("choices").at("genres").at(2) ==
               json::parse(R"({"name":"nsp","label":{"fr":"?"},"missing":"refused"})"));
    BOOST_TEST(compiled.at("choices").at("lieux").at(3) ==
               json::parse(R"({"name":"aucun","label":{"fr":"Aucun"},"exclusive":true,"columns":{"ville":"lyon"}})"));
}

BOOST_AUTO_TEST_SUITE_END()

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

#include "survey.hpp"

namespace ecoute::analysis::test {
namespace {

using Json = nlohmann::json;

Json cell(const Json& table, const Json& key, const std::string& answer) {
    for (const auto& cell : table["cells"])
        if (cell["key"] == key && cell["answer"] == answer) return cell;
    return nullptr;
}

Heading heading() {
    Heading heading;
    heading.campaign_id = "c1";
    heading.campaign_title = "Écoute habitants";
    heading.snapshot = "42";
    return heading;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(a_table_in_json)

BOOST_AUTO_TEST_CASE(eighty_and_ten_percent_with_bases_of_a_hundred_and_nine_hundred) {
    const auto shown = protect(eighty_and_ten().table("q", {"gender"}), Audience::team, false);
    const auto table = Json::parse(to_json(shown, heading()));
    BOOST_TEST(table["campaign"] == "c1");
    BOOST_TEST(table["snapshot"] == "42");
    BOOST_TEST(table["question"] == "q");
    BOOST_TEST(table["by"] == Json::array({"gender"}));
    BOOST_TEST(table["where"].is_null());
    BOOST_TEST(table["weighted"] == false);
    BOOST_TEST(table["tests"] == Json::array());
    BOOST_TEST(table["base"] == Json::parse(R"({"respondents":1000,"answered":1000,"not_asked":0,"no_answer":0,
                                               "refused":0,"unclassified":0})"));
    const auto women = cell(table, {{"gender", "femme"}}, "oui");
    BOOST_TEST(women["percent"] == 80.0);
    BOOST_TEST(women["count"] == 80);
    BOOST_TEST(women["base"] == 100);
    BOOST_TEST(women["suppressed"] == false);
    const auto men = cell(table, {{"gender", "homme"}}, "oui");
    BOOST_TEST(men["percent"] == 10.0);
    BOOST_TEST(men["base"] == 900);
    const auto all = cell(table, Json::object(), "oui");
    BOOST_TEST(all["percent"] == 17.0);
    BOOST_TEST(all["base"] == 1000);
}

BOOST_AUTO_TEST_SUITE_END()
}  // namespace ecoute::analysis::test

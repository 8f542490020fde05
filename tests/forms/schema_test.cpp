#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "forms/document/questions.hpp"
#include "tests/support/questionnaire.hpp"

namespace f = ecoute::forms;
using nlohmann::json;

namespace {

json schema() {
    std::ifstream in(std::string(ECOUTE_SOURCE_DIR) + "/forms/questionnaire.schema.json");
    return json::parse(in, nullptr, false);
}

std::set<std::string> properties(const json& object) {
    std::set<std::string> names;
    for (const auto& [name, described] : object.at("properties").items()) names.insert(name);
    return names;
}

template <class List>
std::set<std::string> names(const List& list) {
    return {list.begin(), list.end()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_schema)

BOOST_AUTO_TEST_CASE(knows_the_members_that_the_reader_knows) {
    const json read = schema();
    BOOST_REQUIRE(!read.is_discarded());
    BOOST_TEST(properties(read.at("$defs").at("question")) == names(f::document::question_members),
               boost::test_tools::per_element());
    BOOST_TEST(properties(read.at("$defs").at("row")) == names(f::document::row_members),
               boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(knows_the_members_of_the_whole) {
    BOOST_TEST(properties(schema()) == names(f::top_members), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(knows_the_types_that_the_reader_knows) {
    std::set<std::string> types;
    const json read = schema();
    for (const auto& type : read.at("$defs").at("question").at("properties").at("type").at("enum")) {
        BOOST_TEST(f::question_type(type.get<std::string>()).has_value());
        types.insert(type.get<std::string>());
    }
    for (int i = 0; i <= static_cast<int>(f::QuestionType::grid); ++i)
        if (const auto type = static_cast<f::QuestionType>(i); type != f::QuestionType::unused)
            BOOST_TEST(types.contains(std::string(f::name(type))));
}

BOOST_AUTO_TEST_SUITE_END()

#include "forms/response_json.hpp"

#include <boost/test/unit_test.hpp>
#include <string>

namespace f = ecoute::forms;

namespace {

const std::string uuid = "0f8fad5b-d9cb-469f-a165-70867728950e";

std::string told(const f::Problem& problem) {
    const auto what = problem.facts.find("what");
    return std::string(f::name(problem.code)) + " " + problem.where +
           (what == problem.facts.end() ? "" : " " + what->second);
}

std::string refusal(const std::string& body) {
    const auto read = f::read_submissions(body);
    if (!read) return told(read.error());
    const auto& item = read->items.at(0);
    return item ? "" : told(item.error());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(reading_submissions)

BOOST_AUTO_TEST_CASE(one_submission_is_read_with_what_stands_beside_its_answers) {
    const std::string body =
        R"({"id":"0F8FAD5B-D9CB-469F-A165-70867728950E","form_version":"2026-1","language":"ar","channel":"tablet",
        "answers": {"age": 34, "mot": "a } \" { b", "q6": {"x": "]"}} , "started_at":"2026-03-01T10:04:00Z","ended_at":"2026-03-01T10:11:00+01:00","later":[1]})";
    const auto read = f::read_submissions(body);
    BOOST_REQUIRE(read.has_value());
    BOOST_TEST(!read->batch);
    BOOST_REQUIRE(read->items.size() == 1U);
    BOOST_REQUIRE(read->items[0].has_value());
    const f::Submission& submission = *read->items[0];
    BOOST_TEST(submission.id == uuid);
    BOOST_TEST(submission.form_version == "2026-1");
    BOOST_TEST(submission.language == "ar");
    BOOST_TEST(submission.channel == "tablet");
    BOOST_TEST(submission.started_at == "2026-03-01T10:04:00Z");
    BOOST_TEST(submission.ended_at == "2026-03-01T10:11:00+01:00");
    BOOST_TEST(!submission.simulated);
    BOOST_TEST(submission.answers_json == R"({"age": 34, "mot": "a } \" { b", "q6": {"x": "]"}})");
}

BOOST_AUTO_TEST_CASE(a_batch_has_one_outcome_for_each_item) {
    const std::string body = R"({"responses":[{"id":")" + uuid +
                             R"(","answers":{},"simulated":true}, {"id":"7","answers":{}} ,3,
        {"answers":{"a":[1,2]},"id":")" +
                             uuid + R"("}]})";
    const auto read = f::read_submissions(body);
    BOOST_REQUIRE(read.has_value());
    BOOST_TEST(read->batch);
    BOOST_REQUIRE(read->items.size() == 4U);
    BOOST_TEST(read->items[0]->simulated);
    BOOST_TEST(read->items[0]->answers_json == "{}");
    BOOST_TEST((read->items[1].error().code == f::Code::response_id_invalid));
    BOOST_TEST(read->items[1].error().where == "/responses/1/id");
    BOOST_TEST((read->items[2].error().code == f::Code::response_malformed));
    BOOST_TEST(read->items[2].error().where == "/responses/2");
    BOOST_TEST(read->items[3]->answers_json == R"({"a":[1,2]})");
    BOOST_TEST(f::read_submissions(R"({"responses":[]})")->items.empty());
}

BOOST_AUTO_TEST_CASE(what_is_not_a_submission_is_refused_with_its_place) {
    const std::string begin = R"({"id":")" + uuid + R"(",)";
    BOOST_TEST(refusal("") == "response.malformed  json");
    BOOST_TEST(refusal("{\"id\":\"\xff\"}") == "response.malformed  json");
    BOOST_TEST(refusal(std::string(100'000, '[')) == "response.malformed  json");
    BOOST_TEST(refusal("[]") == "response.malformed  wrong_type");
    BOOST_TEST(refusal("{}") == "response.malformed /id missing");
    BOOST_TEST(refusal(begin + R"("answers":{}} x)") == "response.malformed  json");
    BOOST_TEST(refusal(begin + R"("answers":[]})") == "response.malformed /answers wrong_type");
    BOOST_TEST(refusal(begin + R"("channel":"web","answers":{}})") == "response.malformed /channel value");
    BOOST_TEST(refusal(begin + R"("started_at":"hier","answers":{}})") == "response.malformed /started_at value");
    BOOST_TEST(refusal(begin + R"("form_version":3,"answers":{}})") == "response.malformed /form_version wrong_type");
    BOOST_TEST(refusal(begin + R"("answers":{},"answers":{}})") == "response.malformed /answers twice");
    BOOST_TEST(refusal(R"({"id":"urn:uuid:1","answers":{}})") == "response.id_invalid /id");
    BOOST_TEST(refusal(begin + R"("language":null,"answers":{}})").empty());
}

BOOST_AUTO_TEST_CASE(a_mistake_of_grammar_is_told_with_its_offset) {
    const auto read = f::read_submissions(R"({"id": tru})");
    BOOST_REQUIRE(!read.has_value());
    BOOST_TEST(read.error().facts.at("offset") == "10");
}

BOOST_AUTO_TEST_CASE(a_batch_has_a_limit) {
    std::string body = R"({"responses":[)";
    for (std::size_t i = 0; i < f::most_submissions_in_batch; ++i) body += "1,";
    BOOST_TEST(f::read_submissions(body + "1]}").error().facts.at("limit") == "1000");
    body.back() = ']';
    BOOST_TEST(f::read_submissions(body + "}")->items.size() == f::most_submissions_in_batch);
}

BOOST_AUTO_TEST_SUITE_END()

#include "forms/problem.hpp"

#include <boost/test/unit_test.hpp>
#include <set>
#include <string>

namespace f = ecoute::forms;

BOOST_AUTO_TEST_SUITE(refusals)

BOOST_AUTO_TEST_CASE(every_code_has_a_wire_name_of_its_own_and_a_status) {
    std::set<std::string> names;
    for (const f::Code code : f::all_codes()) {
        const std::string wire(f::name(code));
        BOOST_TEST_CONTEXT(wire) {
            const auto dot = wire.find('.');
            BOOST_TEST(dot != std::string::npos);
            BOOST_TEST(wire.find('.', dot + 1) == std::string::npos);
            BOOST_TEST(wire.find_first_not_of("abcdefghijklmnopqrstuvwxyz_.") == std::string::npos);
            BOOST_TEST(names.insert(wire).second);
            BOOST_TEST((f::http_status(code) >= 400 && f::http_status(code) < 600));
        }
    }
    BOOST_TEST(names.size() == static_cast<std::size_t>(f::Code::storage_failed) + 1);
}

BOOST_AUTO_TEST_CASE(names_and_statuses_are_those_of_the_api) {
    struct Expected {
        f::Code code;
        std::string_view name;
        int status;
    };
    const Expected expected[] = {
        {f::Code::form_name_twice, "form.name_twice", 422},
        {f::Code::expression_function_unknown, "expression.function_unknown", 422},
        {f::Code::response_malformed, "response.malformed", 400},
        {f::Code::response_conflict, "response.conflict", 409},
        {f::Code::response_invalid, "response.invalid", 422},
        {f::Code::answer_constraint, "answer.constraint", 422},
        {f::Code::campaign_unknown, "campaign.unknown", 404},
        {f::Code::campaign_closed, "campaign.closed", 403},
        {f::Code::campaign_by_invitation, "campaign.by_invitation", 403},
        {f::Code::password_too_short, "user.password_too_short", 422},
        {f::Code::login_needed, "access.login_needed", 401},
        {f::Code::forbidden, "access.forbidden", 403},
        {f::Code::table_question_unknown, "table.question_unknown", 404},
        {f::Code::request_too_large, "request.too_large", 413},
        {f::Code::request_timeout, "request.timeout", 408},
        {f::Code::not_found, "request.not_found", 404},
        {f::Code::method_not_allowed, "request.method_not_allowed", 405},
        {f::Code::too_busy, "server.too_busy", 503},
        {f::Code::storage_failed, "storage.failed", 503},
    };
    for (const auto& row : expected) {
        BOOST_TEST(f::name(row.code) == row.name);
        BOOST_TEST(f::http_status(row.code) == row.status);
    }
}

BOOST_AUTO_TEST_CASE(taking_the_value_of_a_refusal_is_a_broken_invariant_that_says_which) {
    const f::Result<int> refused = f::Problem{f::Code::answer_required, "age", "", {}};
    BOOST_CHECK_EXCEPTION(refused.value(), std::logic_error, [](const std::logic_error& e) {
        return std::string(e.what()).find("answer.required age") != std::string::npos;
    });
}

BOOST_AUTO_TEST_SUITE_END()

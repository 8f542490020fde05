#include <nlohmann/json.hpp>

#include "tests/forms/convert/sheets.hpp"

namespace f = ecoute::forms;
namespace t = ecoute::tests;

namespace {

std::string golden(const std::string& name) { return t::file_text("tests/forms/convert/golden/" + name); }

}  // namespace

BOOST_AUTO_TEST_SUITE(workbooks_as_other_programs_write_them)

/// A survey with what forms for ODK and Kobo usually have: headers in any case, aliases, two languages, a comment, a
/// table, a cascade.
BOOST_AUTO_TEST_CASE(become_the_document_that_was_read_over_by_people) {
    const auto conversion = f::document_of_xlsform(t::sheets(golden("enquete-odk.txt")));
    BOOST_TEST(t::lines_of(conversion.mistakes) == "");
    BOOST_TEST(
        nlohmann::json::diff(nlohmann::json::parse(golden("enquete-odk.json")), nlohmann::json::parse(conversion.bytes))
            .dump() == "[]");
    BOOST_TEST(t::lines_of(conversion.report) == golden("enquete-odk.report.txt"));
}

BOOST_AUTO_TEST_SUITE_END()

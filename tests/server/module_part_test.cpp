#include "server/pages/module_part.hpp"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

#include "forms/expression/functions.hpp"

using ecoute::server::module_part;

namespace {

constexpr std::string_view module = R"(// What the module is for.
export const run = (tree) => operators[tree[0]](tree)
const operators = {
  // comparing
  '=': (a) => same(a),
  '<': (a) => less(a), '<=': (a) => less(a),
  longer: (a) => {
    return far(a)
  },
}

const same = (a) => a.less === 1
function less(a) {
  return helper(a)
}
const far = (a) => ({ helper: a })
const helper = (a) => a
class Unused {}
)";

std::string web(const std::string& name) {
    std::ifstream file(ECOUTE_SOURCE_DIR "/server/web/" + name);
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

bool keeps(const std::string& part, std::string_view text) { return part.find(text) != std::string::npos; }

}  // namespace

BOOST_AUTO_TEST_SUITE(the_part_of_a_module_that_a_page_needs)

BOOST_AUTO_TEST_CASE(rows_that_are_not_asked_for_go_with_all_that_only_they_reach) {
    const auto part = module_part(module, {"operators"}, {"="});
    BOOST_TEST(part ==
               "export const run = (tree) => operators[tree[0]](tree)\n"
               "const operators = {\n'=': (a) => same(a),\n}\n"
               "const same = (a) => a.less === 1\n");
}

BOOST_AUTO_TEST_CASE(what_a_kept_row_reaches_stays) {
    const auto part = module_part(module, {"operators"}, {"<="});
    BOOST_TEST(keeps(part, "'<': (a) => less(a), '<=': (a) => less(a),"));
    BOOST_TEST(keeps(part, "function less(a) {\nreturn helper(a)\n}"));
    BOOST_TEST(keeps(part, "const helper"));
    BOOST_TEST(!keeps(part, "const same"));
}

BOOST_AUTO_TEST_CASE(a_key_of_an_object_is_no_reference) {
    const auto part = module_part(module, {"operators"}, {"longer"});
    BOOST_TEST(keeps(part, "longer: (a) => {\nreturn far(a)\n},"));
    BOOST_TEST(!keeps(part, "const helper"));
}

BOOST_AUTO_TEST_CASE(modules_stand_one_after_the_other) {
    const std::string_view two =
        "const one = 1\nexport const a = () => one\nexport { one }\nimport { one } from './x.js'\nconst two = 2\n";
    BOOST_TEST(module_part(two, {}, {}) == "const one = 1\nexport const a = () => one\n");
}

BOOST_AUTO_TEST_CASE(every_function_of_expressions_comes_alone) {
    const auto both = web("expression.js") + web("expression_more.js");
    for (const auto name : ecoute::forms::expression::function_names()) {
        const auto part = module_part(both, {"operators", "functions", "rareFunctions"}, {std::string(name)});
        const bool plain = name.find_first_of("-:") == name.npos;
        const auto key = plain ? "\n" + std::string(name) + ":" : "\n'" + std::string(name) + "':";
        BOOST_TEST_CONTEXT(name) {
            BOOST_TEST(keeps(part, key));
            BOOST_TEST((!keeps(part, "\ndigest:") || name == "digest"));
            BOOST_TEST((!keeps(part, "\nselected:") || name == "selected"));
        }
    }
}

BOOST_AUTO_TEST_CASE(what_most_questionnaires_use_of_expressions_is_small) {
    const auto part =
        module_part(web("expression.js"), {"operators", "functions"}, {"=", "and", "or", "$", "selected"});
    BOOST_TEST(keeps(part, "readMoment("));  // texts that are dates compare as numbers
    BOOST_TEST(!keeps(part, "Intl."));
    BOOST_TEST(part.size() < 9'000);
}

BOOST_AUTO_TEST_CASE(nothing_comes_of_nothing) { BOOST_TEST(module_part("", {"operators"}, {"="}).empty()); }

BOOST_AUTO_TEST_SUITE_END()

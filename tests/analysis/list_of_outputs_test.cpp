// Everything that leaves the program, by name: each route, each verb of the command line, and each file that holds a door to
// answers. A new one fails here until it stands in a list with its reason. The doors are looked for by name and not by how they
// are called, so that an alias (auto& responses = store.responses()) is no way round (gate_of_tables_test.cpp has the calls).
#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "tests/support/source_files.hpp"

namespace {

using ecoute::tests::project;
using ecoute::tests::text_of;

/// Code without comments.
std::string code_of(const std::filesystem::path& file) {
    std::istringstream lines{text_of(file)};
    std::string code;
    for (std::string line; std::getline(lines, line);) code += line.substr(0, line.find("//")) + '\n';
    return code;
}

/// Matches of the first group in code.
std::vector<std::string> matches(const std::string& code, const std::regex& pattern) {
    std::vector<std::string> found;
    for (std::sregex_iterator at{code.begin(), code.end(), pattern}, end; at != end; ++at) found.push_back((*at)[at->size() > 1 ? 1 : 0]);
    return found;
}

/// The server's room, read once: file and code.
const std::map<std::string, std::string>& server() {
    static const auto files = [] {
        std::map<std::string, std::string> all;
        for (const auto& entry : std::filesystem::recursive_directory_iterator{project / "server"})
            if (entry.path().extension() == ".cpp" || entry.path().extension() == ".hpp")
                all[std::filesystem::relative(entry.path(), project / "server").generic_string()] = code_of(entry.path());
        return all;
    }();
    return files;
}

/// Files whose code matches; `word` stands in each match, and is looked for first, since regular expressions are slow.
std::set<std::string> files_that(const std::string& word, const std::string& pattern) {
    const std::regex wanted{pattern};
    std::set<std::string> found;
    for (const auto& [file, code] : server())
        for (auto at = code.find(word); at != code.npos; at = code.find(word, at + 1)) {
            const auto from = at < 40 ? 0 : at - 40;
            if (!std::regex_search(code.substr(from, word.size() + 80), wanted)) continue;
            found.insert(file);
            break;
        }
    return found;
}

/// What is there and what is listed are the same, each thing once.
void check(const std::set<std::string>& there, const std::vector<std::pair<std::string, std::set<std::string>>>& listed) {
    std::set<std::string> known;
    for (const auto& [reason, names] : listed)
        for (const auto& name : names) {
            BOOST_TEST(known.insert(name).second, name << " is listed twice");
            BOOST_TEST(there.count(name) == 1u, name << " is no longer there: " << reason);
        }
    for (const auto& name : there) BOOST_TEST(known.count(name) == 1u, name << " gives something out: through the gate, or say why not");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(the_list_of_outputs)

BOOST_AUTO_TEST_CASE(every_door_to_answers_is_held_by_few_files) {
    const std::string handlers = "handlers/", cli = "cli/";
    // The extract and the columns, under whatever name.
    check(files_that("napshots", R"(\bsnapshots\b(?!\(\))|\bSnapshots\b)"),
          {{"makes them, or puts the desk together", {"desk.hpp", "open_forms.hpp", "snapshots.cpp", "cli/at_desk.hpp", "cli/at_desk.cpp"}},
           {"tables, through the gate", {"table_view.cpp", "comparison.cpp", "asked_tables.cpp"}},
           {"an exact set: counted, hidden and audited together, and only where no table was shown", {"exact_set.cpp"}},
           {"counts of collection", {"quotas.cpp", "handlers/campaign_pages.cpp"}},
           {"who holds the file", {"cli/weights.cpp"}}});
    // Columns looked into, and answers of one person.
    check(files_that("by_question", R"(\bby_question\b)"),
          {{"one person's own answers", {"intake.cpp", "handlers/resident.cpp", "pages/filling_kept.cpp"}},
           {"made-up people", {"simulate/draw.cpp", "simulate/interview.cpp", "simulate/interview.hpp", "simulate/plan.cpp", "simulate/plan.hpp", "simulate/respondents.cpp"}},
           {"one made-up person in each quartier, whom a condition is asked about", {"table_condition.cpp"}},
           {"who is in an extract", {"snapshot_rule.cpp", "snapshots.cpp"}},
           {"rows, for who may", {"rows.cpp"}},
           {"whether a choice was ever given", {"campaign_versions.cpp"}}});
    auto one_by_one = files_that("read_answers", R"(\bread_answers\()");
    one_by_one.merge(files_that("by_answer", R"(\bby_answer\()"));
    one_by_one.merge(files_that("find_by_receipt", R"(\bfind_by_receipt\()"));
    check(one_by_one,
          {{"by the code of their receipt", {"cli/erase.cpp", "handlers/own_answers.cpp", "handlers/resident.cpp"}},
           {"counts of collection", {"handlers/campaigns.cpp"}},
           {"id of the youngest response", {"snapshots.cpp"}},
           {"reads a plan of invention", {"simulate/plan.cpp"}}});
    check(files_that("open_answers()", R"(\bopen_answers\(\))"), {{"reviewed, each look logged", {"handlers/open_answers_page.cpp"}}, {"released ones, of eleven or more", {"report/released_words.cpp"}}});
    check(files_that("attachments()", R"(\battachments\(\))"), {{"for who may see rows, logged", {"handlers/attachments_page.cpp", "cli/responses_attachments.cpp"}}, {"takes them in", {"attachments.cpp"}}});
    check(files_that("quota_progress(", R"(\bquota_progress\()"),
          {{"counts by place, age and gender", {"quotas.hpp", "quotas.cpp"}}, {"tablets", {"handlers/devices.cpp"}}, {"in fives, from the extract", {"handlers/quotas_page.cpp"}}});
    check(files_that("write_rows", R"(\bwrite_rows)"), {{"rows, for who holds the file, logged", {"cli/responses.cpp", "rows.cpp", "rows.hpp"}}});
    // A reference to all stored responses has the name under which the other tests look for what is done with it.
    for (const auto& file : files_that("responses()", R"(responses\(\)\s*;)"))
        for (const auto& alias : matches(server().at(file), std::regex{R"((\w+)\s*=\s*[\w.>()-]*\bresponses\(\)\s*;)"})) BOOST_TEST(alias == "responses", file);
    check(files_that("responses", R"(\bresponses(\(\))?\s*\.\s*read\()"),
          {{"which responses are made up", {"made_up.cpp"}}, {"rows, for who may", {"rows.cpp"}}, {"ids beside weights", {"cli/weights.cpp"}}});
}

/// Who chooses the thresholds: the session, and on the command line an option. Never a request's own words.
BOOST_AUTO_TEST_CASE(an_audience_is_named_by_the_command_line_alone) {
    check(files_that("audience(", R"((^|[^\w])audience\()"),
          {{"options", {"cli/table.cpp", "cli/compare.cpp", "cli/report.cpp"}}, {"as it was noted; exact ones are left out", {"asked_tables.cpp"}}, {"of a set as it was published", {"report/exact_report.cpp"}}});
    check(files_that("<analysis::Audience>", "Audience"), {});
    auto gates = files_that("table_view(", R"(\btable_view\()");
    gates.merge(files_that("gated_table(", R"(\bgated_table\()"));
    gates.merge(files_that("compare_gated(", R"(\bcompare_gated\()"));
    check(gates,
          {{"the gate", {"table_view.cpp", "table_view.hpp", "table_gate.cpp", "table_gate.hpp"}},
           {"pages and the API, by the session's audience", {"handlers/table_page.cpp", "handlers/tables_api.cpp"}},
           {"the bilan", {"report/tables_seen.cpp"}},
           {"waves", {"comparison.cpp"}},
           {"audit", {"asked_tables.cpp"}},
           {"who holds the file", {"cli/table.cpp"}}});
    for (const auto* file : {"handlers/table_page.cpp", "handlers/tables_api.cpp", "handlers/comparison_page.cpp", "handlers/report_page.cpp"})
        BOOST_TEST(server().at(file).find("audience_of(request.session)") != std::string::npos, file);
}

BOOST_AUTO_TEST_CASE(every_route_says_what_it_gives_of_answers) {
    std::set<std::string> there;
    std::map<std::string, std::string> right_of;
    const auto code = text_of(project / "server/routes.cpp");
    const std::regex route{R"re(Route\{"(GET|POST)", "([^"]+)", ([\w:]+),)re"};
    for (std::sregex_iterator at{code.begin(), code.end(), route}, end; at != end; ++at) {
        const auto name = (*at)[1].str() + " " + (*at)[2].str();
        there.insert(name);
        right_of[name] = (*at)[3];
    }
    const std::string enq = "/admin/campagnes/{id}", api = "/api/v1/campaigns/{id}";
    const std::set<std::string> tables{"GET " + enq + "/tableau",      "GET " + enq + "/tableau.csv",  "GET " + enq + "/tableau.json", "GET " + enq + "/tableau.jsonstat",
                                       "GET " + enq + "/tableau.xlsx", "GET " + enq + "/tableau.svg",  "GET " + api + "/tables",      "GET " + enq + "/comparaison",
                                       "GET " + enq + "/comparaison.csv", "GET " + enq + "/comparaison.json", "GET " + enq + "/bilan"};
    const std::set<std::string> collection{"GET /admin", "GET /admin/", "GET " + enq, "GET " + api + "/progress"};
    const std::set<std::string> rows{"GET " + enq + "/pieces-jointes", "GET " + enq + "/pieces-jointes/{response}/{name}", "GET " + enq + "/reponses-libres", "POST " + enq + "/reponses-libres"};
    const std::set<std::string> exact{"GET " + enq + "/bilan-exact", "POST " + enq + "/bilan-exact"};
    const std::set<std::string> field_work{"GET " + enq + "/liens",     "POST " + enq + "/liens",     "POST " + enq + "/acces",          "POST " + enq + "/liens/annuler",
                                           "GET " + enq + "/objectifs", "POST " + enq + "/objectifs", "POST " + enq + "/objectifs/retirer", "GET " + enq + "/tablettes",
                                           "POST " + enq + "/tablettes", "POST " + enq + "/tablettes/{device}/revoquer", "GET " + enq + "/enregistrements",
                                           "POST " + enq + "/enregistrements", "POST " + enq + "/enregistrements/retirer"};
    check(there,
          {{"tables, through the gate", tables},
           {"how many answered, where and when", collection},
           {"an exact set, published once", exact},
           {"people's own words and files, for who may see them", rows},
           {"what is wanted and handed out, and counts by place, age and gender", field_work},
           {"a person's own answers, by a code or while they are given",
            {"GET /q/{campaign}", "POST /q/{campaign}", "GET /l/{token}", "POST /l/{token}", "GET /code", "POST /code", "POST " + api + "/responses"}},
           {"tablets: questionnaires, and counts by place, age and gender",
            {"POST /api/v1/devices", "GET /api/v1/device", "GET /t/q/{campaign}/{version}/{language}", "POST /api/v1/device/answers"}},
           {"nothing of answers",
            {"GET /", "GET /m/{campaign}/{hash}", "GET /pause", "GET /certificat", "GET /certificat/ecoute.crt", "GET /certificat/ecoute.mobileconfig", "GET /t", "GET /t/sw.js",
             "GET /t/manifest.webmanifest", "GET /t/files.json", "GET /t/interview.js", "GET /t/f/{version}/{file}", "GET /healthz", "GET /metrics", "GET /static/{file}",
             "GET /api/v1/openapi.json", "GET /api/v1/campaigns", "GET " + api + "/form", "GET " + api + "/versions", "GET /admin/connexion", "POST /admin/connexion",
             "POST /admin/deconnexion", "GET /admin/premier-compte/{token}", "POST /admin/premier-compte/{token}", "GET " + enq + "/affiche"}}});
    for (const auto& name : tables) BOOST_TEST(right_of[name] == "tables", name);
    for (const auto& name : collection) BOOST_TEST(right_of[name] == "tables", name);
    for (const auto& name : rows) BOOST_TEST(right_of[name] == "rows", name);
    for (const auto& name : exact) BOOST_TEST(right_of[name] == "rows", name);
    for (const auto& name : field_work) BOOST_TEST(right_of[name] == "field_work", name);
}

BOOST_AUTO_TEST_CASE(every_verb_of_the_command_line_says_what_it_gives_of_answers) {
    std::set<std::string> there;
    for (const auto& entry : std::filesystem::directory_iterator{project / "server/cli"})
        for (const auto& verb : matches(code_of(entry.path()), std::regex{R"re(add_subcommand\("([^"]+)")re"})) there.insert(entry.path().filename().string() + " " + verb);
    check(there,
          {{"tables, through the gate, or exact and logged", {"table.cpp table", "compare.cpp compare", "report.cpp report"}},
          {"what asked or published tables tell together", {"audit.cpp tables"}},
          {"rows, files and weights of who holds the file, logged", {"responses.cpp export", "responses_attachments.cpp attachments", "weights.cpp weights"}},
          {"nothing of answers",
           {"audit.cpp audit", "audit.cpp verify", "campaign.cpp campaign", "campaign.cpp create", "campaign.cpp list", "campaign.cpp update", "demo.cpp demo", "device.cpp device",
            "device.cpp enrol", "device.cpp list", "device.cpp revoke", "erase.cpp erase", "form.cpp eval", "form.cpp form", "form_audio.cpp audio", "form_check.cpp check",
            "form_convert.cpp convert", "indicators.cpp import", "indicators.cpp indicators", "indicators.cpp list", "link.cpp create", "link.cpp link", "link.cpp list", "link.cpp withdraw", "margins.cpp import", "margins.cpp margins", "quotas.cpp import",
            "quotas.cpp quotas", "responses.cpp import", "responses.cpp responses", "serve.cpp serve", "simulate.cpp simulate", "territory.cpp correspondence", "territory.cpp import",
            "territory.cpp territory", "user.cpp add", "user.cpp disable", "user.cpp list", "user.cpp user"}}});
}

BOOST_AUTO_TEST_SUITE_END()

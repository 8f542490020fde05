#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/support/door_world.hpp"

using namespace ecoute;
using nlohmann::json;

namespace {

struct App : tests::OpenDoor {
    json listed = json::parse(client.get("/t/files.json").body);
    std::string folder = "/t/f/" + listed["version"].get<std::string>() + "/";
};

/// The names after `from './` in a module.
std::set<std::string> imports_of(std::string_view module) {
    constexpr std::string_view start = "from './";
    std::set<std::string> names;
    for (auto at = module.find(start); at != module.npos; at = module.find(start, at + 1)) {
        const auto rest = module.substr(at + start.size());
        names.emplace(rest.substr(0, rest.find('\'')));
    }
    return names;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(the_tablets_app, App)

BOOST_AUTO_TEST_CASE(lists_every_file_that_it_needs_and_each_is_there) {
    std::set<std::string> files;
    for (const auto& file : listed["files"]) files.insert(file.get<std::string>());
    for (const auto& file : files) {
        const auto reply = client.get(file);
        BOOST_TEST(reply.status == 200, file);
        for (const auto& name : imports_of(reply.body)) BOOST_TEST(files.contains(folder + name), file << " needs " << name);
    }
    for (const auto* file : {"/t", "/t/interview.js", "/t/manifest.webmanifest"}) BOOST_TEST(files.contains(file), file);
    BOOST_TEST(files.contains(folder + "app.js"));
}

BOOST_AUTO_TEST_CASE(is_one_version_only_a_module_of_another_is_not_found) {
    BOOST_TEST(client.get(folder + "app.js").header("Cache-Control") == "public, max-age=31536000, immutable");
    BOOST_TEST(client.get("/t/f/000000000000000000000000/app.js").status == 404);
    BOOST_TEST(client.get(folder + "nothing.js").status == 404);
    BOOST_TEST(client.get("/t").body.find(folder + "app.js") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(has_a_worker_that_names_its_version_and_may_rule_its_page) {
    const auto worker = client.get("/t/sw.js");
    BOOST_TEST(worker.header("Service-Worker-Allowed") == "/t");
    BOOST_TEST(worker.header("Cache-Control") == "no-cache");
    BOOST_TEST(worker.body.find(folder + "worker.js") != std::string::npos);
    BOOST_TEST(worker.header("Content-Security-Policy").find("connect-src 'self'") != std::string_view::npos);
}

BOOST_AUTO_TEST_CASE(runs_no_script_of_anybody_else) {
    const auto policy = std::string{client.get("/t").header("Content-Security-Policy")};
    BOOST_TEST(policy.find("default-src 'none'") != policy.npos);
    BOOST_TEST(policy.find("script-src 'self'") != policy.npos);
    BOOST_TEST(policy.find("frame-ancestors 'none'") != policy.npos);
    BOOST_TEST(policy.find("unsafe-eval") == policy.npos);
}

BOOST_AUTO_TEST_CASE(can_be_put_on_a_home_screen) {
    const auto manifest = json::parse(client.get("/t/manifest.webmanifest").body);
    BOOST_TEST(manifest["start_url"] == "/t");
    BOOST_TEST(manifest["display"] == "standalone");
    BOOST_TEST(client.get(manifest["icons"][0]["src"].get<std::string>()).header("Content-Type") == "image/svg+xml");
}

BOOST_AUTO_TEST_SUITE_END()

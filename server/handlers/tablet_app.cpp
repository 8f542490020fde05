#include "server/handlers/tablet_app.hpp"

#include <array>
#include <nlohmann/json.hpp>

#include "server/assets.hpp"
#include "server/pages/page.hpp"
#include "server/wire/refusal.hpp"
#include "server_assets.hpp"

namespace ecoute::server {
namespace {

using nlohmann::json;

constexpr std::string_view folder = "web/tablet/", bridge = "interview.js";
/// A year: an address with the version in it never means anything else.
constexpr std::string_view for_ever = "public, max-age=31536000, immutable";

/// Modules and pictures of the app, by their names in web/tablet/. The sheet stands in the page; the bridge has an address
/// of its own, because pages of questionnaires that name it are kept longer than a version of the app.
std::vector<std::string> names_of_files() {
    std::vector<std::string> names;
    for (const auto& file : server_assets()) {
        if (!file.name.starts_with(folder) || file.name.ends_with(".css")) continue;
        names.emplace_back(file.name.substr(folder.size()));
    }
    return names;
}

/// What the person reads when they hold the tablet, by language.
json words_of_person(const Words& words) {
    json all = json::object();
    for (const std::string language : {"fr", "ar", "en", "pt", "tr"})
        for (const std::string key : {"intro", "done", "thanks"}) all[language][key] = words.say(language, "tablet.person_" + key);
    return all;
}

/// Sentences without the first part of their keys.
json sentences(const Words& words) {
    constexpr std::string_view family = "tablet.";
    json all = json::object();
    for (const auto& [key, sentence] : words.all("fr", family)) all[key.substr(family.size())] = sentence;
    return all;
}

std::string page_html(const Words& words, const std::string& version) {
    const auto said = sentences(words);
    json page{{"style", asset("look.css")},
              {"own_style", asset("tablet/tablet.css")},
              {"folder", "/t/f/" + version + "/"},
              {"version", version},
              {"words", json{{"say", said}, {"handed", words_of_person(words)}}.dump()}};
    for (const auto& [key, sentence] : said.items()) page["say_" + key] = sentence;
    return render("tablet", page);
}

/// Everything that makes a version: 24 hexadecimal digits of its hash are its name.
struct App {
    explicit App(const Words& words) {
        std::string all = page_html(words, "");
        const auto names = names_of_files();
        for (const auto& name : names) all.append(*embedded_file(std::string{folder} + name)->plain);
        version = etag_of(all).substr(3, 24);
        page = page_html(words, version);
        files = {"/t", "/t/manifest.webmanifest", "/t/" + std::string{bridge}};
        for (const auto& name : names)
            if (name != bridge) files.push_back("/t/f/" + version + "/" + name);
    }
    std::string version, page;
    std::vector<std::string> files;
    json listed() const { return {{"version", version}, {"files", files}}; }
};

const App& app(const Desk& desk) {
    static const App one{desk.words};
    return one;
}

Reply not_found(const Desk& desk, const Request& request) {
    return refusal(desk.words, request, {forms::Code::not_found, request.path, "", {}});
}

Reply fresh(std::string content_type, std::string body) {
    return {.content_type = std::move(content_type), .body = std::move(body), .headers = {{"Cache-Control", "no-cache"}}};
}

/// Our own scripts by address (a module imports others, which no hash can name), pages of questionnaires in a frame, the
/// service worker. Nobody else's.
std::string policy() {
    return content_policy({}, {asset("tablet/tablet.css")}) +
           "; script-src 'self'; worker-src 'self'; frame-src 'self'; manifest-src 'self'";
}

}  // namespace

void tablet_page(Desk& desk, const Request&, Respond respond) {
    respond(page_with_policy(200, app(desk).page, policy()));
}

void tablet_worker(Desk& desk, const Request&, Respond respond) {
    const auto& own = app(desk);
    auto reply = fresh("text/javascript; charset=utf-8", "import {work} from '/t/f/" + own.version + "/worker.js';\nwork(" +
                                                             own.listed().dump() + ");\n");
    reply.headers.emplace_back("Service-Worker-Allowed", "/t");
    // A worker asks for what its own policy allows, not the page's.
    reply.headers.emplace_back("Content-Security-Policy", "default-src 'none'; script-src 'self'; connect-src 'self'");
    respond(std::move(reply));
}

void tablet_manifest(Desk& desk, const Request&, Respond respond) {
    const auto icon = "/t/f/" + app(desk).version + "/icon.svg";
    const json manifest{{"name", "Écoute"},
                        {"short_name", "Écoute"},
                        {"lang", "fr"},
                        {"id", "/t"},
                        {"start_url", "/t"},
                        {"scope", "/t"},
                        {"display", "standalone"},
                        {"background_color", "#fbfaf6"},
                        {"theme_color", "#0f4c5c"},
                        {"icons", json::array({{{"src", icon}, {"sizes", "any"}, {"type", "image/svg+xml"}}})}};
    respond(fresh("application/manifest+json", manifest.dump()));
}

void tablet_files(Desk& desk, const Request&, Respond respond) {
    respond(fresh("application/json", app(desk).listed().dump()));
}

void tablet_file(Desk& desk, const Request& request, Respond respond) {
    const auto* file = embedded_file(std::string{folder} + request.captured.at(1));
    if (!file || request.captured.at(0) != app(desk).version) return respond(not_found(desk, request));
    respond(asset_reply(*file, request, for_ever));
}

void tablet_interview(Desk&, const Request& request, Respond respond) {
    respond(asset_reply(*embedded_file(std::string{folder} + std::string{bridge}), request));
}

}  // namespace ecoute::server

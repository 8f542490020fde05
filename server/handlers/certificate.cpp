#include "server/handlers/certificate.hpp"

#include <openssl/evp.h>

#include <array>
#include <nlohmann/json.hpp>

#include "server/pages/page.hpp"
#include "server/qr.hpp"
#include "server/system_clock.hpp"
#include "server/wire/refusal.hpp"

namespace ecoute::server {
namespace {

using nlohmann::json;

/// One row a picture: its key in Words, and which row of the drawn screen is to be tapped.
struct Step {
    std::string_view key;
    int aim;
};
struct System {
    std::string_view key, file;
    std::array<Step, 3> steps;
};
constexpr std::array systems{
    System{"tls.android", "/certificat/ecoute.crt", {Step{"tls.android.1", 0}, Step{"tls.android.2", 1}, Step{"tls.android.3", 1}}},
    System{"tls.ios", "/certificat/ecoute.mobileconfig", {Step{"tls.ios.1", 1}, Step{"tls.ios.2", 0}, Step{"tls.ios.3", 0}}},
};

json rows_of(std::string_view rows, int aim) {
    json all = json::array();
    for (int at = 0; !rows.empty(); ++at) {
        const auto bar = std::min(rows.find('|'), rows.size());
        const int y = 14 + 44 * at;
        all.push_back({{"row", std::string(rows.substr(0, bar))},
                       {"y", std::to_string(y)},
                       {"text_y", std::to_string(y + 21)},
                       {"kind", at == aim ? "aim" : "other"}});
        rows.remove_prefix(std::min(bar + 1, rows.size()));
    }
    return all;
}

json steps_of(const Words& words, const std::string& language, const System& system) {
    json all = json::array();
    for (const auto& step : system.steps) {
        const auto rows = words.say(language, std::string(step.key) + ".rows");
        json one{{"text", words.say(language, step.key)},
                 {"rows", rows_of(rows, step.aim)},
                 {"picture", words.say(language, "tls.picture", {{"rows", rows}})}};
        if (all.empty()) {
            one["get"] = system.file;
            one["get_label"] = words.say(language, std::string(system.key) + ".get");
        }
        all.push_back(std::move(one));
    }
    return all;
}

std::string base64(const std::string& bytes) {
    std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
    const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                     reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
    text.resize(static_cast<std::size_t>(size));
    return text;
}

/// Apple's configuration profile (Configuration Profile Reference, com.apple.security.root). Its identifiers follow from the
/// certificate, so that a second download replaces the first.
std::string profile_of(const LocalAuthority& authority) {
    auto tail = authority.fingerprint();
    std::erase(tail, ':');
    const auto uuid = [&](std::size_t from) {
        const auto part = tail.substr(from, 32);
        return part.substr(0, 8) + "-" + part.substr(8, 4) + "-" + part.substr(12, 4) + "-" + part.substr(16, 4) + "-" + part.substr(20);
    };
    return R"(<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict>
<key>PayloadContent</key><array><dict>
<key>PayloadType</key><string>com.apple.security.root</string>
<key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>ecoute.authority</string>
<key>PayloadUUID</key><string>)" + uuid(0) + R"(</string>
<key>PayloadDisplayName</key><string>Écoute, réseau local</string>
<key>PayloadContent</key><data>)" + base64(authority.der()) + R"(</data>
</dict></array>
<key>PayloadType</key><string>Configuration</string>
<key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>ecoute</string>
<key>PayloadUUID</key><string>)" + uuid(32) + R"(</string>
<key>PayloadDisplayName</key><string>Écoute</string>
</dict></plist>
)";
}

/// False, and the request is refused, when there is no authority to install.
bool has_authority(Desk& desk, const Request& request, const Respond& respond) {
    if (desk.settings.authority) return true;
    respond(refusal(desk.words, request, {forms::Code::not_found, request.path, "", {}}));
    return false;
}

}  // namespace

void certificate_page(Desk& desk, const Request& request, Respond respond) {
    if (!has_authority(desk, request, respond)) return;
    const auto& words = desk.words;
    const auto language = words.best(request.accept_language);
    auto data = page_data(words, language, words.say(language, "tls.title"));
    for (const std::string word : {"why", "then", "check", "fingerprint", "trusts_little", "clock_wrong"})
        data["say_" + word] = words.say(language, "tls." + word);
    data["systems"] = json::array();
    for (const auto& system : systems)
        data["systems"].push_back({{"name", words.say(language, system.key)}, {"steps", steps_of(words, language, system)}});
    const auto address = desk.settings.tablet_url + "/";
    data["address"] = address;
    data["qr"] = qr_svg(address, address);
    data["fingerprint"] = desk.settings.authority->fingerprint();
    data["now"] = instant_text(std::chrono::floor<std::chrono::seconds>(desk.clock.now()));
    data["script"] = std::string(asset("certificate.js"));
    data["head_extra"] = "<style>" + std::string(asset("certificate.css")) + "</style>";
    respond(page_reply(200, render("certificate", data), {asset("certificate.js")}, {asset("certificate.css")}));
}

void certificate_file(Desk& desk, const Request& request, Respond respond) {
    if (!has_authority(desk, request, respond)) return;
    respond({.content_type = "application/x-x509-ca-cert",
             .body = desk.settings.authority->der(),
             .headers = {{"Content-Disposition", "attachment; filename=\"ecoute.crt\""}}});
}

void certificate_profile(Desk& desk, const Request& request, Respond respond) {
    if (!has_authority(desk, request, respond)) return;
    respond({.content_type = "application/x-apple-aspen-config", .body = profile_of(*desk.settings.authority)});
}

}  // namespace ecoute::server

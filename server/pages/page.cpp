#include "server/pages/page.hpp"

#include <openssl/evp.h>
#include <openssl/sha.h>

#include <array>
#include <cassert>
#include <kainjow/mustache.hpp>
#include <map>
#include <mutex>
#include <nlohmann/json.hpp>

#include "server_assets.hpp"

namespace ecoute::server {
namespace {

namespace mustache = kainjow::mustache;

std::string_view embedded(std::string_view name) {
    for (const auto& file : server_assets())
        if (file.name == name) return file.bytes;
    assert(false && "every page and asset that is named is embedded");
    return {};
}

/// The template's text with each {{>part}} replaced by the part's own text. Parts may hold parts, never themselves.
std::string with_parts(std::string_view page) {
    std::string text{embedded("pages/" + std::string{page} + ".mustache")};
    for (std::size_t at = 0; (at = text.find("{{>", at)) != std::string::npos;) {
        const auto end = text.find("}}", at);
        assert(end != std::string::npos && "a part's tag is closed");
        const auto part = text.substr(at + 3, end - at - 3);
        text.replace(at, end + 2 - at, with_parts(part));
    }
    return text;
}

/// Parsed once a thread: a template keeps its last error while it renders.
mustache::mustache& parsed(std::string_view page) {
    thread_local std::map<std::string, mustache::mustache, std::less<>> pages;
    auto found = pages.find(page);
    if (found == pages.end()) found = pages.emplace(std::string{page}, mustache::mustache{with_parts(page)}).first;
    assert(found->second.is_valid() && "templates parse");
    return found->second;
}

/// The library's set() and push_back() copy what they are given, with all that is in it: at each level again. Here
/// values are moved to where they stay (the page of a table: 0.43 ms instead of 1.46).
mustache::data model(const nlohmann::json& value) {
    using nlohmann::json;
    switch (value.type()) {
        case json::value_t::object: {
            mustache::data object{mustache::data::type::object};
            for (const auto& [name, inner] : value.items()) object[name] = model(inner);
            return object;
        }
        case json::value_t::array: {
            mustache::data list{mustache::data::type::list};
            for (std::size_t i = 0; i < value.size(); ++i) list.push_back(mustache::data{false});
            auto& places = const_cast<mustache::list&>(list.list_value());  // of an object that is ours, and not const
            for (std::size_t i = 0; i < value.size(); ++i) places[i] = model(value[i]);
            return list;
        }
        case json::value_t::string: {
            const auto& text = value.get_ref<const std::string&>();
            return text.empty() ? mustache::data{false} : mustache::data{text};
        }
        case json::value_t::boolean:
            return mustache::data{value.get<bool>()};
        case json::value_t::null:
            return mustache::data{false};
        default:
            return mustache::data{value.dump()};
    }
}

/// Lines without indentation, without those that are only comment ("// ...", "/* ... */", " * ..."). Our files keep to
/// what this understands: no text over several lines, no code after a comment's end.
std::string slim(std::string_view text) {
    std::string out;
    bool in_comment = false;
    while (!text.empty()) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        const auto start = line.find_first_not_of(" \t");
        line = start == std::string_view::npos ? std::string_view{} : line.substr(start);
        if (line.starts_with("/*")) in_comment = true;
        if (in_comment) {
            in_comment = line.find("*/") == std::string_view::npos;
            continue;
        }
        if (line.empty() || line.starts_with("//")) continue;
        out.append(line).push_back('\n');
    }
    return out;
}

/// 'sha256-...' of a text, as a content security policy names it.
std::string hash_source(std::string_view text) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data());
    std::array<unsigned char, 48> base64{};
    EVP_EncodeBlock(base64.data(), digest.data(), static_cast<int>(digest.size()));
    return "'sha256-" + std::string{reinterpret_cast<const char*>(base64.data())} + "'";
}

}  // namespace

std::string_view asset(std::string_view name) {
    static std::mutex guard;
    static std::map<std::string, std::string, std::less<>> slimmed;
    const std::scoped_lock lock{guard};
    auto found = slimmed.find(name);
    if (found == slimmed.end())
        found = slimmed.emplace(std::string{name}, slim(embedded("web/" + std::string{name}))).first;
    return found->second;
}

std::string escaped(std::string_view text) {
    std::string out;
    out.reserve(text.size() + text.size() / 8);
    for (const char letter : text) {
        switch (letter) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += letter;
        }
    }
    return out;
}

std::string_view source(std::string_view name) { return embedded("web/" + std::string{name}); }

std::string render(std::string_view page, const nlohmann::json& data) { return parsed(page).render(model(data)); }

std::string content_policy(std::initializer_list<std::string_view> scripts,
                           std::initializer_list<std::string_view> styles) {
    static const std::string style = hash_source(asset("look.css"));
    std::string policy =
        "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'; img-src 'self' data:; "
        "media-src 'self'; connect-src 'self'; style-src-attr 'unsafe-inline'; style-src " +
        style;
    for (const auto sheet : styles) policy += " " + hash_source(sheet);
    if (scripts.size() == 0) return policy;
    policy += "; script-src";
    for (const auto script : scripts) policy += " " + hash_source(script);
    return policy;
}

std::string framed_policy(std::string policy) {
    const auto put = [&](std::string_view from, std::string_view to) {
        const auto at = policy.find(from);
        assert(at != policy.npos && "every policy of ours says it");
        policy.replace(at, from.size(), to);
    };
    put("frame-ancestors 'none'", "frame-ancestors 'self'");
    put("form-action 'self'", "form-action 'none'");
    put("script-src ", "script-src 'self' ");
    // What was just photographed or recorded, from the tablet's own memory.
    put("img-src 'self' data:", "img-src 'self' data: blob:");
    put("media-src 'self'", "media-src 'self' blob:");
    return policy;
}

Reply page_reply(int status, std::string html, std::initializer_list<std::string_view> scripts,
                 std::initializer_list<std::string_view> styles) {
    return page_with_policy(status, std::move(html), content_policy(scripts, styles));
}

Reply page_with_policy(int status, std::string html, std::string policy) {
    Reply reply;
    reply.status = status;
    reply.body = std::move(html);
    reply.headers = {{"Content-Security-Policy", std::move(policy)},
                     {"X-Content-Type-Options", "nosniff"},
                     {"Referrer-Policy", "same-origin"},
                     {"Cache-Control", "private, no-cache"}};
    return reply;
}

}  // namespace ecoute::server

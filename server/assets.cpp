#include "server/assets.hpp"

#include <sodium.h>

#include <array>
#include <map>

#include "server/http/gzip.hpp"
#include "server_assets.hpp"

namespace ecoute::server {
namespace {

struct Kind {
    std::string_view ending, content_type;
};
constexpr std::array kinds{
    Kind{".css", "text/css; charset=utf-8"}, Kind{".js", "text/javascript; charset=utf-8"},
    Kind{".svg", "image/svg+xml"},           Kind{".json", "application/json"},
    Kind{".csv", "text/csv; charset=utf-8"}, Kind{".mustache", "text/plain; charset=utf-8"},
};

std::string content_type_of(std::string_view name) {
    for (const auto& kind : kinds)
        if (name.ends_with(kind.ending)) return std::string(kind.content_type);
    return "application/octet-stream";
}

using Assets = std::map<std::string_view, Asset>;

Assets all_assets() {
    Assets assets;
    for (const auto& file : server_assets()) {
        Asset asset{content_type_of(file.name), etag_of(file.bytes), std::make_shared<const std::string>(file.bytes),
                    nullptr};
        auto compressed = gzipped(file.bytes, best_compression);
        if (compressed.size() < file.bytes.size())
            asset.compressed = std::make_shared<const std::string>(std::move(compressed));
        assets.emplace(file.name, std::move(asset));
    }
    return assets;
}

}  // namespace

const Asset* embedded_file(std::string_view name) {
    static const Assets assets = all_assets();
    const auto found = assets.find(name);
    return found == assets.end() ? nullptr : &found->second;
}

std::string_view program_mark() {
    static const std::string mark = [] {
        std::string all = ECOUTE_VERSION;
        for (const auto& file : server_assets()) all.append(file.name).append(etag_of(file.bytes));
        return short_hash(all);
    }();
    return mark;
}

std::string short_hash(std::string_view bytes) {
    const auto etag = etag_of(bytes);
    return etag.substr(3, 16);
}

Reply asset_reply(const Asset& asset, const Request& request, std::string_view fresh) {
    Reply reply{.content_type = asset.content_type};
    reply.headers = {{"ETag", asset.etag}, {"Cache-Control", std::string(fresh)}};
    if (names_etag(request.if_none_match, asset.etag)) {
        reply.status = 304;
        return reply;
    }
    if (asset.compressed) reply.headers.emplace_back("Vary", "Accept-Encoding");
    if (asset.compressed && request.accepts_gzip) {
        reply.headers.emplace_back("Content-Encoding", "gzip");
        reply.shared = asset.compressed;
    } else {
        reply.shared = asset.plain;
    }
    return reply;
}

bool names_etag(std::string_view if_none_match, std::string_view etag) {
    if (etag.starts_with("W/")) etag.remove_prefix(2);
    return !etag.empty() && (if_none_match == "*" || if_none_match.find(etag) != if_none_match.npos);
}

std::string etag_of(std::string_view bytes) {
    std::array<unsigned char, crypto_generichash_BYTES_MIN> hash{};
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                       nullptr, 0);
    std::array<char, 2 * hash.size() + 1> digits{};
    sodium_bin2hex(digits.data(), digits.size(), hash.data(), hash.size());
    return "W/\"" + std::string(digits.data()) + "\"";
}

}  // namespace ecoute::server

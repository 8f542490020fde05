#pragma once
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "server/sealing.hpp"

namespace ecoute::tests {

/// What the tablet's own module seals in node, to the public key of a campaign: JavaScript that gives what is sealed of one text of `all`.
inline std::vector<std::string> sealed_by_script(const std::filesystem::path& folder, const server::PublicKey& key, const nlohmann::json& all,
                                                 const std::string& content) {
    const auto module = std::filesystem::path{ECOUTE_SOURCE_DIR} / "server/web/tablet/sealed.js";
    const auto script = folder / "seal.mjs";
    const nlohmann::json recipient{{"kty", "EC"}, {"crv", "P-256"}, {"x", key.x}, {"y", key.y}, {"kid", key.kid}};
    std::ofstream{script} << "import {sealed} from " << nlohmann::json(module.string()).dump() << ";\n"
                          << "for (const text of " << all.dump() << ") console.log(await sealed(" << content << ", " << recipient.dump() << "));\n";
    const std::unique_ptr<FILE, int (*)(FILE*)> node{popen(("node " + script.string()).c_str(), "r"), pclose};
    if (!node) throw std::runtime_error("node does not start");
    std::string out;
    char part[4096];
    while (const auto read = fread(part, 1, sizeof part, node.get())) out.append(part, read);
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < out.size();) {
        const auto end = out.find('\n', at);
        lines.push_back(out.substr(at, end - at));
        at = end + 1;
    }
    if (lines.size() != all.size()) throw std::runtime_error("node did not seal all texts");
    return lines;
}

/// Texts.
inline std::vector<std::string> sealed_by_node(const std::filesystem::path& folder, const server::PublicKey& key,
                                               const std::vector<std::string>& texts) {
    return sealed_by_script(folder, key, texts, "text");
}

/// Bytes, which need not be text.
inline std::vector<std::string> sealed_bytes_by_node(const std::filesystem::path& folder, const server::PublicKey& key,
                                                     const std::vector<std::string>& all) {
    constexpr std::string_view digits = "0123456789abcdef";
    auto hex = nlohmann::json::array();
    for (const auto& bytes : all) {
        std::string text;
        for (const char letter : bytes) {
            const auto byte = static_cast<unsigned char>(letter);
            text.append({digits[byte >> 4], digits[byte & 15]});
        }
        hex.push_back(text);
    }
    return sealed_by_script(folder, key, hex, "new Uint8Array(Buffer.from(text, 'hex'))");
}

}  // namespace ecoute::tests

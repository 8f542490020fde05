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

/// Texts sealed by the tablet's own module in node, to the public key of a campaign.
inline std::vector<std::string> sealed_by_node(const std::filesystem::path& folder, const server::PublicKey& key,
                                               const std::vector<std::string>& texts) {
    const auto module = std::filesystem::path{ECOUTE_SOURCE_DIR} / "server/web/tablet/sealed.js";
    const auto script = folder / "seal.mjs";
    const nlohmann::json recipient{{"kty", "EC"}, {"crv", "P-256"}, {"x", key.x}, {"y", key.y}, {"kid", key.kid}};
    std::ofstream{script} << "import {sealed} from " << nlohmann::json(module.string()).dump() << ";\n"
                          << "for (const text of " << nlohmann::json(texts).dump() << ") console.log(await sealed(text, " << recipient.dump() << "));\n";
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
    if (lines.size() != texts.size()) throw std::runtime_error("node did not seal all texts");
    return lines;
}

}  // namespace ecoute::tests

#pragma once
#include <memory>
#include <string>
#include <string_view>

namespace ecoute::server {

/// SHA-256 (FIPS 180-4) as 64 hexadecimal digits in lower case.
std::string hex_sha256(std::string_view bytes);

/// The same of bytes that come in pieces.
class RunningSha256 {
public:
    RunningSha256();
    ~RunningSha256();
    RunningSha256(const RunningSha256&) = delete;
    RunningSha256& operator=(const RunningSha256&) = delete;
    void add(std::string_view bytes);
    std::string hex();  ///< once, at the end

private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Of a whole body, as the header Repr-Digest says it (RFC 9530): "sha-256=:BASE64:".
std::string repr_digest(std::string_view body);

}  // namespace ecoute::server

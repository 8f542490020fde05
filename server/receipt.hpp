#pragma once
#include <string>
#include <string_view>

#include "server/desk.hpp"

namespace ecoute::server {

/// The code that a person is handed with the thank-you: HMAC-SHA256(receipt_key, id), its first 50 bits in Crockford's
/// base32, shown as XXXXX-XXXXX. The same response gives the same code again, and nobody finds a response's id from it.
std::string receipt_code(const Settings& settings, std::string_view id);

/// Another such code, by chance: for a draft that somebody goes on with elsewhere.
std::string new_code();

/// SHA-256 (32 bytes) of a code, which is what is stored. Typed codes are read with tolerance: small letters, spaces,
/// dashes, I and L for 1, O for 0. "" when the text can't be a code.
std::string receipt_hash(std::string_view code);

/// A code as it was handed out, from what was typed; "" when the text can't be a code.
std::string tidy_code(std::string_view typed);

/// A text sealed so that it takes the code and this server's key to read it (XSalsa20-Poly1305), in base64; and opened:
/// "" when code or key are others, or when it was changed. A code that can't be one opens nothing.
std::string sealed(const Settings& settings, std::string_view code, std::string_view text);
std::string opened(const Settings& settings, std::string_view code, std::string_view sealed);

}  // namespace ecoute::server

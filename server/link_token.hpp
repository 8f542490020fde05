#pragma once
#include <string>
#include <string_view>

#include "server/desk.hpp"

namespace ecoute::server {

/// The code of a link: twelve letters of Crockford's base32 by chance, 60 bits, as XXXX-XXXX-XXXX. Two more than a receipt's, which
/// makes it another word and lets a right link be opened without waiting however many wrong ones are tried: at 20,000
/// tries a second and 10,000 links, one is hit in 180 years.
std::string new_link_token();

/// A token as it was handed out, from what was typed, with the tolerance of receipt codes (small letters, spaces, dashes, I and L for 1, O
/// for 0); "" when the text can't be one.
std::string tidy_link_token(std::string_view typed);

/// HMAC-SHA256 (32 bytes) of a token with the server's receipt key: what is stored, and what nobody turns back without the key. "" when
/// the text can't be a token.
std::string link_token_hash(const Settings& settings, std::string_view token);

}  // namespace ecoute::server

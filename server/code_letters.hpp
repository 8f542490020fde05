#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace ecoute::server {

/// Crockford's base32: no letter looks like a digit. Five bits each.
inline constexpr std::string_view crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The letters of a code as it is typed, as they were meant (small letters, I and L for 1, O for 0; spaces and dashes go): exactly
/// `count` of them, else "".
std::string typed_letters(std::string_view typed, std::size_t count);

}  // namespace ecoute::server

#pragma once
#include <simdjson.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ecoute::forms {

/// Parses UTF-8 JSON with this thread's own parser, which chooses the widest instructions of the machine. What it gives
/// is valid until the next call on the same thread. Any bytes may come: what is not JSON is an error, never an
/// exception. A byte order mark is passed over.
simdjson::simdjson_result<simdjson::dom::element> parse_json(std::string_view bytes);

/// The byte at which a text shows that it is not JSON (the last of a word that has no place there); nullopt when it is not one of
/// grammar (nested too deep, a number too large). Slow: only for the sentence that a person reads.
std::optional<std::size_t> offset_of_mistake(std::string_view bytes);

/// "a/b~c" as one step of a JSON pointer (RFC 6901): "/a~1b~0c".
std::string pointer_step(std::string_view key);

/// The bytes of the value of `key` in the bytes of a JSON object that parse_json has accepted; "" when there is none.
std::string_view bytes_of_member(std::string_view object, std::string_view key);

/// Walks over the elements of a JSON array that parse_json has accepted: takes the next off `rest`, which begins as the
/// array's bytes; "" after the last.
std::string_view take_element(std::string_view& rest);

}  // namespace ecoute::forms

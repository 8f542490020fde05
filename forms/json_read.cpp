#include "forms/json_read.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <nlohmann/json.hpp>
#include <vector>

namespace ecoute::forms {
namespace {

/// A thread keeps its parser and buffer from one document to the next unless a document was larger than this.
constexpr std::size_t most_bytes_kept = 1024 * 1024;

struct Desk {
    simdjson::dom::parser parser{simdjson::SIMDJSON_MAXSIZE_BYTES};
    std::vector<char> padded{};
};

/// Listens to nlohmann's reader for the place of the first mistake only.
struct MistakeFinder : nlohmann::json_sax<nlohmann::json> {
    std::optional<std::size_t> offset;
    bool null() override { return true; }
    bool boolean(bool) override { return true; }
    bool number_integer(number_integer_t) override { return true; }
    bool number_unsigned(number_unsigned_t) override { return true; }
    bool number_float(number_float_t, const string_t&) override { return true; }
    bool string(string_t&) override { return true; }
    bool binary(binary_t&) override { return true; }
    bool start_object(std::size_t) override { return true; }
    bool key(string_t&) override { return true; }
    bool end_object() override { return true; }
    bool start_array(std::size_t) override { return true; }
    bool end_array() override { return true; }
    bool parse_error(std::size_t end, const std::string&, const nlohmann::detail::exception&) override {
        offset = end - std::min<std::size_t>(end, 1);
        return false;
    }
};

bool is_blank(char c) noexcept { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

std::size_t skip_blanks(std::string_view s, std::size_t at) noexcept {
    while (at < s.size() && is_blank(s[at])) ++at;
    return at;
}

/// One past the closing quote of the string that begins at `at`.
std::size_t skip_string(std::string_view s, std::size_t at) noexcept {
    // A quote ends the string unless an odd number of backslashes stands before it.
    const std::size_t begin = at + 1;
    for (auto quote = s.find('"', begin); quote != s.npos; quote = s.find('"', quote + 1)) {
        std::size_t slashes = 0;
        while (quote - slashes > begin && s[quote - slashes - 1] == '\\') ++slashes;
        if (slashes % 2 == 0) return quote + 1;
    }
    return s.size();
}

constexpr auto structure = [] {
    std::array<signed char, 256> kinds{};
    kinds['{'] = kinds['['] = 1;
    kinds['}'] = kinds[']'] = -1;
    kinds['"'] = 2;
    return kinds;
}();

/// One past the value that begins at `at`.
std::size_t skip_value(std::string_view s, std::size_t at) noexcept {
    if (at >= s.size()) return s.size();
    if (s[at] == '"') return skip_string(s, at);
    if (s[at] != '{' && s[at] != '[') return std::min(s.find_first_of(",]} \n\r\t", at), s.size());
    int depth = 0;
    while (at < s.size()) {
        const int kind = structure[static_cast<unsigned char>(s[at])];
        if (kind == 2) {
            at = skip_string(s, at);
            continue;
        }
        depth += kind;
        ++at;
        if (depth == 0) break;
    }
    return at;
}

}  // namespace

simdjson::simdjson_result<simdjson::dom::element> parse_json(std::string_view bytes) {
    thread_local Desk desk;
    if (bytes.starts_with("\xEF\xBB\xBF")) bytes.remove_prefix(3);
    if (desk.padded.size() > most_bytes_kept) {
        desk.parser = simdjson::dom::parser{};
        desk.padded = {};
    }
    const std::size_t needed = bytes.size() + simdjson::SIMDJSON_PADDING;
    if (desk.padded.size() < needed) desk.padded.resize(needed);
    if (!bytes.empty()) std::memcpy(desk.padded.data(), bytes.data(), bytes.size());
    std::memset(desk.padded.data() + bytes.size(), 0, simdjson::SIMDJSON_PADDING);
    return desk.parser.parse(desk.padded.data(), bytes.size(), false);
}

std::optional<std::size_t> offset_of_mistake(std::string_view bytes) {
    MistakeFinder finder;
    nlohmann::json::sax_parse(bytes, &finder);
    return finder.offset;
}

std::string pointer_step(std::string_view key) {
    std::string step = "/";
    for (const char c : key) {
        if (c == '~')
            step += "~0";
        else if (c == '/')
            step += "~1";
        else
            step += c;
    }
    return step;
}

std::string_view bytes_of_member(std::string_view object, std::string_view key) {
    std::size_t at = skip_blanks(object, object.find('{'));
    for (++at; at < object.size();) {
        at = skip_blanks(object, at);
        if (at >= object.size() || object[at] != '"') break;
        const std::size_t after_key = skip_string(object, at);
        const std::string_view found = object.substr(at + 1, after_key - at - 2);
        const std::size_t value = skip_blanks(object, skip_blanks(object, after_key) + 1);
        const std::size_t after_value = skip_value(object, value);
        if (found == key) return object.substr(value, after_value - value);
        at = skip_blanks(object, after_value) + 1;
    }
    return {};
}

std::string_view take_element(std::string_view& rest) {
    std::size_t at = skip_blanks(rest, 0);
    if (at < rest.size()) ++at;  // the bracket or comma before it
    at = skip_blanks(rest, at);
    if (at >= rest.size() || rest[at] == ']') return {};
    const std::size_t end = skip_value(rest, at);
    const auto element = rest.substr(at, end - at);
    rest.remove_prefix(end);
    return element;
}

}  // namespace ecoute::forms

#include "server/http/multipart.hpp"

#include <algorithm>

namespace ecoute::server {
namespace {

using forms::Code;
using forms::Problem;

constexpr std::string_view line_end = "\r\n";

bool is_boundary_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view{"'()+_,-./:=? "}.find(c) != std::string_view::npos;
}

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool starts_with_any_case(std::string_view text, std::string_view start) {
    return text.size() >= start.size() &&
           std::equal(start.begin(), start.end(), text.begin(), [](char wanted, char found) { return wanted == lower(found); });
}

/// What is left of a text to be read.
class Rest {
public:
    explicit Rest(std::string_view body) : all_(body), rest_(body) {}
    std::size_t offset() const { return all_.size() - rest_.size(); }
    bool empty() const { return rest_.empty(); }
    bool take(std::string_view text) {
        if (!rest_.starts_with(text)) return false;
        rest_.remove_prefix(text.size());
        return true;
    }
    /// Up to `end`, which goes too; false when it isn't there within `most` bytes.
    bool take_until(std::string_view end, std::size_t most, std::string_view& taken) {
        const auto at = rest_.substr(0, most == std::string_view::npos ? most : most + end.size()).find(end);
        if (at == std::string_view::npos) return false;
        taken = rest_.substr(0, at);
        rest_.remove_prefix(at + end.size());
        return true;
    }

private:
    std::string_view all_, rest_;
};

/// A quoted parameter; browsers write %22, %0D and %0A for what can't stand there (HTML, "multipart/form-data encoding algorithm").
bool read_quoted(Rest& rest, std::string& value) {
    std::string_view quoted;
    if (!rest.take("\"") || !rest.take_until("\"", longest_part_header, quoted)) return false;
    for (std::size_t at = 0; at < quoted.size(); ++at) {
        if (quoted[at] == '\\' || static_cast<unsigned char>(quoted[at]) < ' ') return false;
        if (starts_with_any_case(quoted.substr(at), "%22")) {
            value += '"';
            at += 2;
        } else {
            value += quoted[at];
        }
    }
    return true;
}

/// `form-data; name="..."; filename="..."`.
bool read_disposition(std::string_view text, Part& part) {
    Rest rest{text};
    if (!rest.take("form-data; name=") || !read_quoted(rest, part.name) || part.name.empty()) return false;
    if (rest.empty()) return true;
    if (!rest.take("; filename=") || !read_quoted(rest, part.filename) || !rest.empty()) return false;
    // Some browsers send the folders of the sender's machine along.
    part.filename.erase(0, part.filename.find_last_of("/\\") + 1);
    return part.is_file = true;
}

bool read_part_head(Rest& rest, Part& part) {
    constexpr std::string_view disposition = "content-disposition: ", encoding = "content-transfer-encoding:";
    bool named = false;
    for (std::size_t lines = 0; lines <= most_part_headers; ++lines) {
        std::string_view line;
        if (!rest.take_until(line_end, longest_part_header, line)) return false;
        if (line.empty()) return named;
        if (starts_with_any_case(line, encoding)) return false;
        if (!starts_with_any_case(line, disposition)) continue;
        if (named || !read_disposition(line.substr(disposition.size()), part)) return false;
        named = true;
    }
    return false;
}

Problem malformed(const Rest& rest) { return {Code::request_malformed, "", "", {{"offset", std::to_string(rest.offset())}}}; }

}  // namespace

forms::Result<std::vector<Part>> read_multipart(std::string_view body) {
    Rest rest{body};
    std::string_view boundary;
    if (!rest.take("--") || !rest.take_until(line_end, longest_boundary, boundary) || boundary.empty() ||
        !std::all_of(boundary.begin(), boundary.end(), is_boundary_letter))
        return malformed(rest);
    const auto divider = "\r\n--" + std::string{boundary};
    std::vector<Part> parts;
    while (parts.size() < most_parts) {
        Part part;
        if (!read_part_head(rest, part) || !rest.take_until(divider, std::string_view::npos, part.content)) return malformed(rest);
        parts.push_back(std::move(part));
        if (rest.take("--")) {
            rest.take(line_end);
            return rest.empty() ? forms::Result<std::vector<Part>>{std::move(parts)} : malformed(rest);
        }
        if (!rest.take(line_end)) return malformed(rest);
    }
    return malformed(rest);
}

std::string_view part_named(const std::vector<Part>& parts, std::string_view name) {
    const auto found = std::find_if(parts.begin(), parts.end(), [&](const Part& part) { return !part.is_file && part.name == name; });
    return found == parts.end() ? std::string_view{} : found->content;
}

}  // namespace ecoute::server

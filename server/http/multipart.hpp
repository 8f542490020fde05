#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "forms/problem.hpp"

namespace ecoute::server {

/// More parts than a form of ours has fields and a person chooses files at once.
inline constexpr std::size_t most_parts = 500;
/// Lines before the content of a part; browsers send two.
inline constexpr std::size_t most_part_headers = 8;
/// Longest of them: a file's name has 255 bytes, three times as many when escaped.
inline constexpr std::size_t longest_part_header = 1024;
/// RFC 2046 section 5.1.1.
inline constexpr std::size_t longest_boundary = 70;

/// A field of a form, or one of its files.
struct Part {
    std::string name;
    std::string filename;      ///< as the browser says it, without its folders; "" for a field
    bool is_file = false;
    std::string_view content;  ///< within the body
};

/// Reads the body of a form that was sent as multipart/form-data (RFC 7578), as browsers write it, strictly: the boundary is the body's
/// first line, nothing stands before it or after the last; each part has one Content-Disposition of form-data with a quoted name; no
/// Content-Transfer-Encoding, no filename*. Anything else is request_malformed (fact "offset"), also beyond the limits above.
/// The content of the parts stays in `body`; time grows with its length.
forms::Result<std::vector<Part>> read_multipart(std::string_view body);

/// The content of the first field of that name, or "".
std::string_view part_named(const std::vector<Part>& parts, std::string_view name);

}  // namespace ecoute::server

#include "server/place_words.hpp"

namespace ecoute::server {

std::string place_in_words(const Words& words, std::string_view language, std::string_view where) {
    constexpr std::string_view line = "line ";
    const auto at = where.rfind(line);
    const bool counts = at != where.npos && (at == 0 || where[at - 1] == ' ') && at + line.size() < where.size() &&
                        where.find_first_not_of("0123456789", at + line.size()) == where.npos;
    if (!counts) return std::string(where);
    return std::string(where.substr(0, at)) + words.say(language, "place.line", {{"line", std::string(where.substr(at + line.size()))}});
}

}  // namespace ecoute::server

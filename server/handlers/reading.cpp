#include "server/handlers/reading.hpp"

namespace ecoute::server::admin {

std::string Reading::say(std::string_view key, const Words::Facts& facts) const {
    return words.say(heading.language, "admin.table." + std::string{key}, facts);
}

PercentOf percent_of(std::string_view asked) noexcept {
    for (const auto of : {PercentOf::answer, PercentOf::all})
        if (asked == name(of)) return of;
    return PercentOf::group;
}

std::string_view name(PercentOf of) noexcept {
    constexpr std::string_view names[] = {"group", "answer", "all"};
    return names[static_cast<std::size_t>(of)];
}

}  // namespace ecoute::server::admin

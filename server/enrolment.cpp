#include "server/enrolment.hpp"

#include <algorithm>

#include "server/access.hpp"
#include "server/system_clock.hpp"

namespace ecoute::server {

bool is_interviewer_code(std::string_view text) noexcept {
    constexpr std::size_t longest = 12;
    return text.size() <= longest && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    });
}

bool is_tablet_name(std::string_view text) noexcept {
    return text.size() <= longest_tablet_name_bytes &&
           std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
}

std::string prepare_tablet(storage::Store& store, const forms::Clock& clock, std::string_view base, const storage::Tour& tour, std::string_view who) {
    const auto now = std::chrono::floor<std::chrono::seconds>(clock.now());
    const auto token = new_token();
    store.devices().prepare(token_hash(token), tour, instant_text(now + enrolment_life), instant_text(now));
    store.audit().add(instant_text(now), who, "device.prepare", tour.name);
    return std::string{base} + "/t#enrol=" + token;
}

forms::Result<void> revoke_tablet(storage::Store& store, const forms::Clock& clock, std::string_view id, std::string_view who) {
    const auto revoked = store.devices().revoke(id, local_day(clock));
    if (revoked) store.audit().add(instant_text(std::chrono::floor<std::chrono::seconds>(clock.now())), who, "device.revoke", id);
    return revoked;
}

}  // namespace ecoute::server

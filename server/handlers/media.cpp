#include "server/campaign_media.hpp"
#include "server/handlers/resident.hpp"
#include "server/http/byte_range.hpp"
#include "server/wire/refusal.hpp"

namespace ecoute::server {

void media_file(Desk& desk, const Request& request, Respond respond) {
    const auto& campaign = request.captured.at(0);
    const auto& digits = request.captured.at(1);
    auto file = digits.size() == media_address_digits ? desk.store.media().find(campaign, digits) : std::nullopt;
    if (!file) return respond(refusal(desk.words, request, {forms::Code::not_found, request.path, "", {}}));
    Reply reply;
    reply.content_type = std::move(file->type);
    reply.body = std::move(file->bytes);
    // The address holds the hash: what is there never changes, and nothing about a person is in it.
    reply.headers = {{"Cache-Control", "public, max-age=31536000, immutable"},
                     {"ETag", "\"" + digits + "\""},
                     {"Cross-Origin-Resource-Policy", "same-origin"}};
    if (request.if_none_match == "\"" + digits + "\"") {
        reply.status = 304;
        reply.body.clear();
        return respond(std::move(reply));
    }
    respond(in_range(std::move(reply), request.range));
}

}  // namespace ecoute::server

#include <cassert>

#include "server/assets.hpp"
#include "server/handlers/api.hpp"
#include "server/wire/refusal.hpp"

namespace ecoute::server {

void openapi(Desk&, const Request& request, Respond respond) {
    const auto* document = embedded_file("openapi.json");
    assert(document && "the description of the API is part of the program");
    respond(asset_reply(*document, request));
}

void static_file(Desk& desk, const Request& request, Respond respond) {
    const auto* file = embedded_file("web/" + request.captured.front());
    if (!file) return respond(refusal(desk.words, request, {forms::Code::not_found, request.path, "", {}}));
    respond(asset_reply(*file, request));
}

}  // namespace ecoute::server

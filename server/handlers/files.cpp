#include <cassert>

#include "server/assets.hpp"
#include "server/handlers/api.hpp"
#include "server/wire/refusal.hpp"

namespace ecoute::server {

namespace {

/// The JSON Schema of questionnaires, for "$schema" in an editor; its file stands in another room.
constexpr std::string_view schema = "questionnaire.schema.json";
const std::string schema_file = "../forms/questionnaire.schema.json";

}  // namespace

void openapi(Desk&, const Request& request, Respond respond) {
    const auto* document = embedded_file("openapi.json");
    assert(document && "the description of the API is part of the program");
    respond(asset_reply(*document, request));
}

void static_file(Desk& desk, const Request& request, Respond respond) {
    const auto& name = request.captured.front();
    const auto* file = embedded_file(name == schema ? schema_file : "web/" + name);
    if (!file) return respond(refusal(desk.words, request, {forms::Code::not_found, request.path, "", {}}));
    respond(asset_reply(*file, request));
}

}  // namespace ecoute::server

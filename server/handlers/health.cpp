#include "server/assets.hpp"
#include "server/handlers/api.hpp"

namespace ecoute::server {

void healthz(Desk&, const Request&, Respond respond) {
    respond({.content_type = "application/json", .body = R"({"status":"ok"})"});
}

void metrics(Desk& desk, const Request&, Respond respond) {
    respond({.content_type = "text/plain; version=0.0.4; charset=utf-8", .body = desk.counters->text()});
}

}  // namespace ecoute::server

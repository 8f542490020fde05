#include "server/routes.hpp"

#include <array>

#include "server/handlers/api.hpp"

namespace ecoute::server {
namespace {

using enum Right;
using enum Runs;

constexpr std::array table{
    // for machines
    Route{"GET", "/healthz", anyone, here, healthz},
    Route{"GET", "/metrics", anyone, here, metrics},
    Route{"GET", "/static/{file}", anyone, here, static_file},
    // the API
    Route{"GET", "/api/v1/openapi.json", anyone, here, openapi},
};

}  // namespace

std::span<const Route> routes() { return table; }

}  // namespace ecoute::server

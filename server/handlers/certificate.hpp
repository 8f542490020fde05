#pragma once
#include "server/desk.hpp"
#include "server/http/message.hpp"

/// How a device comes to trust this computer (`ecoute serve --tls auto`): a page with pictures, and the authority's
/// certificate as Android and iOS install it. Served over http as well: the device can't do otherwise yet. Not found when
/// the server has no authority of its own.
namespace ecoute::server {

void certificate_page(Desk& desk, const Request& request, Respond respond);
void certificate_file(Desk& desk, const Request& request, Respond respond);     ///< ecoute.crt, DER
void certificate_profile(Desk& desk, const Request& request, Respond respond);  ///< ecoute.mobileconfig, Apple's

}  // namespace ecoute::server

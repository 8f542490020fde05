#pragma once
#include "server/desk.hpp"
#include "server/http/message.hpp"

/// The interviewers' app (`/t`): its page, its modules, its service worker. What it asks of the server stands in devices.hpp.
namespace ecoute::server {

void tablet_page(Desk& desk, const Request& request, Respond respond);
/// The service worker: one line that names this version's files, so that another version is another worker.
void tablet_worker(Desk& desk, const Request& request, Respond respond);
void tablet_manifest(Desk& desk, const Request& request, Respond respond);
void tablet_files(Desk& desk, const Request& request, Respond respond);      ///< {"version", "files"}
void tablet_file(Desk& desk, const Request& request, Respond respond);       ///< /t/f/{version}/{file}, of this version only
void tablet_interview(Desk& desk, const Request& request, Respond respond);  ///< the script in a questionnaire's page

}  // namespace ecoute::server

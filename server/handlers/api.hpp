#pragma once
#include "server/desk.hpp"
#include "server/http/message.hpp"

/// Handlers of the API and of what machines ask for; see openapi.json for what each takes and gives.
namespace ecoute::server {

void healthz(Desk& desk, const Request& request, Respond respond);
void metrics(Desk& desk, const Request& request, Respond respond);
void openapi(Desk& desk, const Request& request, Respond respond);
void open_campaigns(Desk& desk, const Request& request, Respond respond);
void campaign_form(Desk& desk, const Request& request, Respond respond);
/// The versions of its questionnaire that a campaign asked, oldest first, with what each changed.
void campaign_versions(Desk& desk, const Request& request, Respond respond);
/// How the collection goes: counts by day and quartier, refusals; never answers.
void campaign_progress(Desk& desk, const Request& request, Respond respond);
/// One submission or a batch. Answers once they are on the disk.
void submit_responses(Desk& desk, const Request& request, Respond respond);
/// A file of server/web/, by its name: "/static/app.css".
void static_file(Desk& desk, const Request& request, Respond respond);

}  // namespace ecoute::server

#include "server/handlers/admin.hpp"
#include "server/handlers/admin_frame.hpp"
#include "server/pages/page.hpp"
#include "server/report/report.hpp"
#include "server/table_view.hpp"

namespace ecoute::server::admin {

void report_page(Desk& desk, const Request& request, Respond respond) {
    const auto html = report_html(desk, {.campaign = request.captured.front(),
                                         .audience = audience_of(request.session),
                                         .language = language_of(request),
                                         .who = request.session ? request.session->login : ""});
    if (!html) return respond(refusal(desk, request, html.error()));
    respond(page_reply(200, *html, {asset("report.js")}, {asset("report.css")}));
}

}  // namespace ecoute::server::admin

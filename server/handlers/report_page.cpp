#include "server/handlers/admin.hpp"
#include "server/handlers/admin_frame.hpp"
#include "server/pages/page.hpp"
#include "server/report/exact_report.hpp"
#include "server/table_gate.hpp"
#include "server/table_view.hpp"

namespace ecoute::server::admin {

void report_page(Desk& desk, const Request& request, Respond respond) {
    const ReportRequest asked{.campaign = request.captured.front(),
                              .audience = audience_of(request.session),
                              .language = language_of(request),
                              .who = request.session ? request.session->login : ""};
    // Exact figures once published stand alone: this address gives them, and no other report.
    if (const auto published = published_report(desk, asked.campaign)) {
        const bool theirs = asked.audience == analysis::Audience::team || published->audience != analysis::name(analysis::Audience::team);
        if (!theirs) return respond(refusal(desk, request, *exact_published(desk, asked.campaign)));
        return respond(page_reply(200, page_with_words(desk, asked, *published), {asset("report.js")}, {asset("report.css")}));
    }
    const auto html = report_html(desk, asked);
    if (!html) return respond(refusal(desk, request, html.error()));
    respond(page_reply(200, *html, {asset("report.js")}, {asset("report.css")}));
}

}  // namespace ecoute::server::admin

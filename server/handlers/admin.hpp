#pragma once
#include "server/desk.hpp"
#include "server/http/message.hpp"
#include "server/quotas.hpp"

/// Pages of the team (/admin) and the table API. All run on workers; rights and CSRF were checked by the router.
namespace ecoute::server::admin {

/// A login and two passwords; ten times what they may hold.
inline constexpr std::size_t largest_form_bytes = 32 * 1024;

/// The longest text answer, each of its bytes percent-encoded, and the fields beside it.
inline constexpr std::size_t largest_verdict_bytes = 3 * forms::longest_text_answer_bytes + 4 * 1024;

// setup.cpp: the one-time link of the first start
void first_account_page(Desk& desk, const Request& request, Respond respond);
void create_first_account(Desk& desk, const Request& request, Respond respond);

// login.cpp
void login_page(Desk& desk, const Request& request, Respond respond);
void log_in(Desk& desk, const Request& request, Respond respond);
void log_out(Desk& desk, const Request& request, Respond respond);

// campaign_pages.cpp
void campaigns_page(Desk& desk, const Request& request, Respond respond);
void campaign_page(Desk& desk, const Request& request, Respond respond);
void poster_page(Desk& desk, const Request& request, Respond respond);

// links_page.cpp: links to hand out (server/link_making.hpp). A post answers with the file or the page that alone holds the tokens.
void links_page(Desk& desk, const Request& request, Respond respond);
void links_post(Desk& desk, const Request& request, Respond respond);
void links_withdraw(Desk& desk, const Request& request, Respond respond);

// tablets_page.cpp
void tablets_page(Desk& desk, const Request& request, Respond respond);
/// Shows a code for one more tablet, once: the page that answers is not to be had again.
void enrol_tablet(Desk& desk, const Request& request, Respond respond);
/// Asks first, unless the field "sure" says 1.
void revoke_tablet_page(Desk& desk, const Request& request, Respond respond);

// links_page.cpp: who may answer, anybody or holders of links
void set_access(Desk& desk, const Request& request, Respond respond);

// media_page.cpp: recordings and pictures of the questionnaire's labels
/// Some hundred recordings at once; one request stays in memory until it is kept.
inline constexpr std::size_t largest_upload_bytes = 16'000'000;
void media_page(Desk& desk, const Request& request, Respond respond);
void media_post(Desk& desk, const Request& request, Respond respond);
void media_remove(Desk& desk, const Request& request, Respond respond);

// quotas_page.cpp: how many interviews are wanted of whom; a file of targets with its form around it
inline constexpr std::size_t largest_targets_form_bytes = largest_targets_bytes + 4096;
void quotas_page(Desk& desk, const Request& request, Respond respond);
void quotas_post(Desk& desk, const Request& request, Respond respond);
void quotas_remove(Desk& desk, const Request& request, Respond respond);

// table_page.cpp; the whole state stands in the address: question, by, answer (the one that is drawn)
void table_page(Desk& desk, const Request& request, Respond respond);

// comparison_page.cpp; the address: question, depuis (the earlier campaign), by, weights
void comparison_page(Desk& desk, const Request& request, Respond respond);
void comparison_csv_file(Desk& desk, const Request& request, Respond respond);
void comparison_json_file(Desk& desk, const Request& request, Respond respond);

// report_page.cpp: the bilan, for whoever reads
void report_page(Desk& desk, const Request& request, Respond respond);

// exact_report_page.cpp: publishing exact figures, once, instead of protected tables
inline constexpr std::size_t largest_exact_form_bytes = 4 * 1024;
void exact_report_page(Desk& desk, const Request& request, Respond respond);
void publish_exact_report(Desk& desk, const Request& request, Respond respond);

// attachments_page.cpp: photos, voices and files of answers; each look is logged
void attachments_page(Desk& desk, const Request& request, Respond respond);
void attachment_file(Desk& desk, const Request& request, Respond respond);

// open_answers_page.cpp: what people wrote, reviewed one by one; each look is logged
void open_answers_page(Desk& desk, const Request& request, Respond respond);
void decide_open_answer(Desk& desk, const Request& request, Respond respond);

// tables_api.cpp: the same table for machines and spreadsheets
void table_csv(Desk& desk, const Request& request, Respond respond);
void table_svg(Desk& desk, const Request& request, Respond respond);
void table_xlsx(Desk& desk, const Request& request, Respond respond);
void table_jsonstat(Desk& desk, const Request& request, Respond respond);
void table_json(Desk& desk, const Request& request, Respond respond);

}  // namespace ecoute::server::admin

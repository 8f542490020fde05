#pragma once
#include "server/desk.hpp"
#include "server/http/message.hpp"

/// Pages for residents: no account, no cookie, nothing from elsewhere; each works without a script.
namespace ecoute::server {

/// GET /: the campaigns that take answers today.
void home(Desk& desk, const Request& request, Respond respond);

/// GET /q/{campaign}?langue=ar&quartier=CODE&lieu=NAME: the questionnaire, empty but for what the address fills in. 404
/// for an unknown campaign, 403 with its date for one that is not open.
void questionnaire_page(Desk& desk, const Request& request, Respond respond);

/// GET and POST /l/{token}: the same by a link that was handed out (server/link_making.hpp), with what it fills in. 404 for a token
/// of nothing (429 once many that resemble it were tried), 410 for a link that was used or is over.
void link_page(Desk& desk, const Request& request, Respond respond);
void link_post(Desk& desk, const Request& request, Respond respond);

/// GET /m/{campaign}/{hash}: a recording or a picture of the campaign's questionnaire, whole or in part (Range), kept for ever.
void media_file(Desk& desk, const Request& request, Respond respond);

/// POST /q/{campaign}, a form: field ":action" is "envoyer" (default), or one of those in pages/questionnaire.hpp, which
/// give the page again (200) with another language, one more row, one less. 200 with the thank-you, once the response is
/// on disk; 422 with the page and its mistakes; 409 when other
/// answers were kept under that id; 503 with the page, answers kept, when the disk or the queue failed.
void questionnaire_post(Desk& desk, const Request& request, Respond respond);

/// GET /pause: a page about nothing, where the way out of a delicate questionnaire leads. It takes the place of what was
/// before it in this visit's history.
void pause_page(Desk& desk, const Request& request, Respond respond);

/// A code and an action.
inline constexpr std::size_t largest_code_bytes = 1024;

/// GET /code: asks for a code. POST /code, a form: field "code", "action". With a receipt's code: the person's answers as they
/// were kept (""), the questionnaire to correct them ("corriger"), the question whether to erase them ("effacer"), and
/// the erasure ("effacer-oui"). With the code of a draft: the questionnaire as it was left. 404 for a code of nothing,
/// 422 for what is no code, 429 with Retry-After when too many wrong codes resembled this one.
void code_page(Desk& desk, const Request& request, Respond respond);
void code_post(Desk& desk, const Request& request, Respond respond);

}  // namespace ecoute::server

#pragma once
#include <initializer_list>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "server/http/message.hpp"
#include "server/words.hpp"

namespace ecoute::server {

/// Renders the embedded template pages/NAME.mustache with a JSON object. {{name}} is escaped, {{{name}}} is not;
/// {{>part}} stands for the text of pages/part.mustache. Numbers come as plain text; null, "" and missing names are
/// absent for {{#sections}}, so that an empty text hides what is around it. An unknown template is a broken build: asserts.
std::string render(std::string_view page, const nlohmann::json& data);

/// Text as HTML shows it, also within quotes: for the few places where a page is given markup of ours around a text.
std::string escaped(std::string_view text);

/// What the parts `head` and `foot` read, to which a page adds its own names: "language", "direction", "title", "style"
/// (look.css) and, for a demonstration, "invented" (the sentence on its banner). A page may add "wide" for
/// the facilitators' width, and "head_extra" (raw).
nlohmann::json page_data(const Words& words, std::string_view language, std::string_view title, bool invented = false);

/// A page as a reply, with the headers every page of ours has. `scripts` are the exact texts between its <script> tags:
/// only they run (a content security policy by hash). `styles`: sheets besides look.css. Inline style attributes are
/// allowed, other people's hosts are not.
Reply page_reply(int status, std::string html, std::initializer_list<std::string_view> scripts = {},
                 std::initializer_list<std::string_view> styles = {});

/// The same with a policy that was made before.
Reply page_with_policy(int status, std::string html, std::string policy);

/// A page that says what went wrong and what to do next, in the reader's language: title and sentence are keys of
/// Words. `go` is an address of ours offered as the way on ("/"), or "" for none.
Reply message_page(const Words& words, std::string_view language, int status, std::string_view title_key,
                   std::string_view sentence_key, const Words::Facts& facts = {}, std::string_view go = "/");

/// The content security policy of a page with our sheet, these scripts and these other sheets.
std::string content_policy(std::initializer_list<std::string_view> scripts = {},
                           std::initializer_list<std::string_view> styles = {});

/// The policy of a page that the tablet's app shows within its own: its modules may run, nobody else may frame it, and nothing is
/// ever sent as a form.
std::string framed_policy(std::string policy);

/// An embedded file of web/ ("questionnaire.js") as pages carry it: without indentation and lines that are only
/// comment.
std::string_view asset(std::string_view name);

/// The same file as it is written.
std::string_view source(std::string_view name);

}  // namespace ecoute::server

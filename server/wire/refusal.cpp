#include "server/wire/refusal.hpp"

#include <nlohmann/json.hpp>

#include "server/pages/page.hpp"
#include "server/request_log.hpp"

namespace ecoute::server {
namespace {

using nlohmann::json;

/// Bytes that came from outside may be no UTF-8: replaced, never thrown at.
std::string text_of(const json& document) { return document.dump(-1, ' ', false, json::error_handler_t::replace); }

/// "answer.required" -> "answer": one short title a family of codes.
std::string family_of(forms::Code code) {
    const auto wire = forms::name(code);
    return std::string(wire.substr(0, wire.find('.')));
}

/// Headers that the status asks for.
void add_headers(Reply& reply) {
    if (reply.status == 503 || reply.status == 429) reply.headers.emplace_back("Retry-After", retry_after_seconds);
}

bool for_machines(const Request& request) {
    return request.path.starts_with("/api/") || request.path == "/healthz" || request.path == "/metrics" ||
           request.content_type == "application/json";
}

}  // namespace

json mistake_json(const Words& words, std::string_view language, const forms::Problem& mistake) {
    json row = json::object();
    for (const auto& [name, value] : mistake.facts) row[name] = value;
    row["question"] = mistake.subject;
    row["code"] = forms::name(mistake.code);
    row["message"] = words.say(language, mistake);
    return row;
}

Reply problem_json(const Words& words, const Request& request, const forms::Problem& problem,
                   const forms::Problems& mistakes) {
    const auto language = words.best(request.accept_language);
    const auto code = forms::name(problem.code);
    json document = {{"type", "urn:ecoute:problem:" + std::string(code)},
                     {"title", words.say("fr", "title." + family_of(problem.code))},
                     {"status", forms::http_status(problem.code)},
                     {"code", code},
                     {"detail", words.say(language, problem)}};
    for (const auto& [name, value] : problem.facts)
        if (!document.contains(name)) document[name] = value;
    if (!mistakes.empty()) {
        auto& rows = document["errors"] = json::array();
        for (const auto& mistake : mistakes) rows.push_back(mistake_json(words, language, mistake));
    }
    Reply reply{.status = forms::http_status(problem.code),
                .content_type = "application/problem+json",
                .body = text_of(document)};
    add_headers(reply);
    return reply;
}

Reply refusal_page(const Words& words, const Request& request, const forms::Problem& problem) {
    auto facts = problem.facts;
    facts.emplace("subject", problem.subject);
    const auto title = "title." + family_of(problem.code);
    auto reply = message_page(words, words.best(request.accept_language), forms::http_status(problem.code), title,
                              forms::name(problem.code), facts);
    add_headers(reply);
    return reply;
}

Reply refusal(const Words& words, const Request& request, const forms::Problem& problem) {
    return for_machines(request) ? problem_json(words, request, problem) : refusal_page(words, request, problem);
}

Reply fault_reply(const Words& words, const Request& request, std::exception_ptr fault) {
    try {
        std::rethrow_exception(fault);
    } catch (const storage::StorageFault& cause) {
        log_fault(request.id, "storage.failed", cause.what());
        return refusal(words, request, {forms::Code::storage_failed, "", "", {{"request", request.id}}});
    } catch (const std::exception& cause) {
        log_fault(request.id, "server.failed", cause.what());
    } catch (...) {
        log_fault(request.id, "server.failed", "unknown");
    }
    return refusal(words, request, {forms::Code::server_failed, "", "", {{"request", request.id}}});
}

}  // namespace ecoute::server

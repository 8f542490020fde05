#pragma once
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "server/http/message.hpp"
#include "server/words.hpp"

/// Refusals and faults as answers: problem+json (RFC 9457) for the API and for machines, a plain page for people. Every
/// one names its cause in a sentence (trap T12), in the reader's language where we have it and in French otherwise.
namespace ecoute::server {

/// The members of one mistake in "errors": {"question","code","message",...facts}.
nlohmann::json mistake_json(const Words& words, std::string_view language, const forms::Problem& mistake);

/// The refusal of a whole request. `mistakes` are the questions at fault, when there are any.
Reply problem_json(const Words& words, const Request& request, const forms::Problem& problem,
                   const forms::Problems& mistakes = {});
Reply refusal_page(const Words& words, const Request& request, const forms::Problem& problem);
/// problem_json under /api/ and for machines, refusal_page elsewhere.
Reply refusal(const Words& words, const Request& request, const forms::Problem& problem);

/// 503 for a StorageFault, 500 for anything else: logged with the request's id, which the answer quotes so that a
/// person can tell it.
Reply fault_reply(const Words& words, const Request& request, std::exception_ptr fault);

/// What a 503 asks a client to wait before it tries again.
inline constexpr std::string_view retry_after_seconds = "5";

}  // namespace ecoute::server

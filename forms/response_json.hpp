#pragma once
#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "forms/problem.hpp"

namespace ecoute::forms {

/// Ways by which an answer reaches us, by wire name.
inline constexpr std::array<std::string_view, 7> channels{"tablet", "link", "kiosk", "phone", "paper", "import", "odk"};

/// A tablet that comes back from a day in the street holds about a hundred; a thousand is still one quick transaction.
inline constexpr std::size_t most_submissions_in_batch = 1'000;

/// One submission as it came: what stands beside the answers, checked; the answers themselves not read yet.
struct Submission {
    std::string id;            ///< UUID, textual form, lower case
    std::string form_version;  ///< "" when the sender did not say
    std::string language;      ///< BCP-47 tag; "" when the sender did not say
    std::string channel;       ///< one of `channels`; "" when the sender did not say
    std::string started_at;    ///< ISO 8601 date and time, as sent; "" when the sender did not say
    std::string ended_at;
    bool simulated = false;         ///< made up by `ecoute simulate`
    std::string_view answers_json;  ///< the "answers" object, a view into the bytes that were read
};

/// What a request body holds: one submission, or a batch with one outcome for each item.
struct Submissions {
    bool batch = false;
    std::vector<Result<Submission>> items;  ///< exactly one unless `batch`
};

/// Reads `{"id","form_version","language","channel","started_at","ended_at","answers","simulated"}` or
/// `{"responses":[...]}`. The views of the answers stay valid as long as `body`.
/// Refuses the whole with response_malformed: not JSON (facts "what": "json", "offset" in bytes when known), not an
/// object, or a batch of more than `most_submissions_in_batch` ("what": "too_many", "limit"). Refuses one item with
/// response_malformed (subject: the property; "what": "missing", "wrong_type", "twice" or "value") or
/// response_id_invalid ("value"). `where` is the JSON pointer. Properties that nobody knows are passed over, so that
/// newer tablets can talk to an older server.
Result<Submissions> read_submissions(std::string_view body);

/// True for the textual form of a UUID: 8-4-4-4-12 hexadecimal digits, either case.
bool is_uuid(std::string_view text) noexcept;

}  // namespace ecoute::forms

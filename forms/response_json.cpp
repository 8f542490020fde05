#include "forms/response_json.hpp"

#include <algorithm>
#include <utility>

#include "forms/calendar.hpp"
#include "forms/json_read.hpp"

namespace ecoute::forms {
namespace {

using simdjson::dom::element;
using simdjson::dom::object;

/// Longest language tag or version name that makes sense; keeps what is stored beside an answer small.
constexpr std::size_t longest_word_bytes = 100;

Problem malformed(std::string what, std::string_view property, const std::string& where) {
    Problem problem{Code::response_malformed, std::string(property), where, {{"what", std::move(what)}}};
    if (!property.empty()) problem.where += pointer_step(property);
    return problem;
}

Problem not_json(std::string_view body) {
    Problem problem = malformed("json", "", "");
    if (const auto offset = offset_of_mistake(body)) problem.facts["offset"] = std::to_string(*offset);
    return problem;
}

bool is_word(std::string_view text) { return text.size() <= longest_word_bytes; }
bool is_channel(std::string_view text) { return std::find(channels.begin(), channels.end(), text) != channels.end(); }

/// Properties that are text: where each goes, and which texts it takes.
struct TextProperty {
    std::string_view name;
    std::string Submission::*goes_to;
    bool (*accepts)(std::string_view);
};
constexpr std::array text_properties{
    TextProperty{"id", &Submission::id, is_word},
    TextProperty{"form_version", &Submission::form_version, is_word},
    TextProperty{"language", &Submission::language, is_word},
    TextProperty{"channel", &Submission::channel, is_channel},
    TextProperty{"started_at", &Submission::started_at, [](std::string_view text) { return is_date_time(text); }},
    TextProperty{"ended_at", &Submission::ended_at, [](std::string_view text) { return is_date_time(text); }},
};

/// Reads properties of a submission one after the other, and remembers which it has met.
class SubmissionReader {
public:
    SubmissionReader(std::string_view bytes, const std::string& where) : bytes_(bytes), where_(where) {}

    Result<Submission> read(object sent) {
        for (const auto [key, value] : sent)
            if (auto refused = read_property(key, value)) return *std::move(refused);
        if (!(met_ & id_bit)) return malformed("missing", "id", where_);
        if (!is_uuid(submission_.id))
            return Problem{Code::response_id_invalid, "", where_ + "/id", {{"value", submission_.id}}};
        for (char& c : submission_.id) c = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
        submission_.answers_json = bytes_of_member(bytes_, "answers");
        if (submission_.answers_json.empty()) return malformed("missing", "answers", where_);
        return std::move(submission_);
    }

private:
    static constexpr unsigned id_bit = 1, simulated_bit = 1U << text_properties.size(),
                              answers_bit = simulated_bit << 1;

    std::optional<Problem> read_property(std::string_view key, element value) {
        if (key == "answers") return read_once(answers_bit, key, value.is_object());
        if (key == "simulated") {
            if (value.is_null()) return std::nullopt;
            if (value.is_bool()) submission_.simulated = value.get_bool().value_unsafe();
            return read_once(simulated_bit, key, value.is_bool());
        }
        for (std::size_t i = 0; i < text_properties.size(); ++i)
            if (text_properties[i].name == key) return read_text(1U << i, text_properties[i], value);
        return std::nullopt;
    }

    std::optional<Problem> read_text(unsigned bit, const TextProperty& property, element value) {
        if (value.is_null()) return std::nullopt;
        if (auto refused = read_once(bit, property.name, value.is_string())) return refused;
        const std::string_view text = value.get_string().value_unsafe();
        if (!text.empty() && !property.accepts(text)) {
            auto refused = malformed("value", property.name, where_);
            refused.facts["value"] = text.substr(0, longest_word_bytes);
            return refused;
        }
        submission_.*property.goes_to = text;
        return std::nullopt;
    }

    std::optional<Problem> read_once(unsigned bit, std::string_view key, bool right_type) {
        if (met_ & bit) return malformed("twice", key, where_);
        met_ |= bit;
        if (!right_type) return malformed("wrong_type", key, where_);
        return std::nullopt;
    }

    std::string_view bytes_;
    const std::string& where_;
    Submission submission_;
    unsigned met_ = 0;
};

Result<Submission> read_one(element sent, std::string_view bytes, const std::string& where) {
    object members;
    if (sent.get_object().get(members) != simdjson::SUCCESS) return malformed("wrong_type", "", where);
    return SubmissionReader(bytes, where).read(members);
}

Result<Submissions> read_batch(simdjson::dom::array sent, std::string_view bytes) {
    if (sent.size() > most_submissions_in_batch) {
        auto refused = malformed("too_many", "responses", "");
        refused.facts["limit"] = std::to_string(most_submissions_in_batch);
        return refused;
    }
    Submissions batch{true, {}};
    batch.items.reserve(sent.size());
    for (const element item : sent) {
        const std::string where = "/responses/" + std::to_string(batch.items.size());
        batch.items.push_back(read_one(item, take_element(bytes), where));
    }
    return batch;
}

}  // namespace

Result<Submissions> read_submissions(std::string_view body) {
    element sent;
    if (parse_json(body).get(sent) != simdjson::SUCCESS) return not_json(body);
    if (!sent.is_object()) return malformed("wrong_type", "", "");

    element responses;
    if (sent["responses"].get(responses) != simdjson::SUCCESS) {
        Submissions single;
        single.items.push_back(read_one(sent, body, ""));
        return single;
    }
    simdjson::dom::array items;
    if (responses.get_array().get(items) != simdjson::SUCCESS) return malformed("wrong_type", "responses", "");
    return read_batch(items, bytes_of_member(body, "responses"));
}

bool is_uuid(std::string_view text) noexcept {
    if (text.size() != 36) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        const char c = text[i];
        const bool hexadecimal = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        if (dash ? c != '-' : !hexadecimal) return false;
    }
    return true;
}

}  // namespace ecoute::forms

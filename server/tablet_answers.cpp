#include "server/tablet_answers.hpp"

#include <sodium.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>

#include "server/handlers/resident_parts.hpp"
#include "server/sealing.hpp"

namespace ecoute::server {
namespace {

using forms::Code;
using forms::Problem;
using nlohmann::json;

/// The question that holds the code of who asks, where a field sheet has one.
constexpr std::string_view interviewer_question = "enqueteur";

Problem malformed(std::string_view member, const char* what) { return {Code::response_malformed, std::string{member}, "", {{"what", what}}}; }

/// Members that are texts, and where they go.
struct TextMember {
    const char* name;
    std::string Collected::*place;
};
constexpr TextMember response_members[] = {
    {"form_version", &Collected::form_version}, {"language", &Collected::language},       {"started_at", &Collected::started_at},
    {"ended_at", &Collected::ended_at},         {"interviewer", &Collected::interviewer},
};
constexpr TextMember contact_members[] = {{"at", &Collected::ended_at}, {"interviewer", &Collected::interviewer}};

/// A text that may be left out; nothing when it is something else.
std::optional<std::string> text_of(const json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || found->is_null()) return "";
    return found->is_string() ? std::optional{found->get<std::string>()} : std::nullopt;
}

std::optional<Problem> read_members(const json& object, std::span<const TextMember> members, Collected& collected) {
    for (const auto& member : members) {
        auto text = text_of(object, member.name);
        if (!text) return malformed(member.name, "wrong_type");
        collected.*member.place = *std::move(text);
    }
    return std::nullopt;
}

std::optional<Problem> read_fields(const json& object, Collected& collected) {
    const auto found = object.find("fields");
    if (found == object.end()) return std::nullopt;
    if (!found->is_array()) return malformed("fields", "wrong_type");
    if (found->size() > most_collected_fields) return malformed("fields", "too_many");
    for (const auto& field : *found) {
        if (!field.is_array() || field.size() != 2 || !field[0].is_string() || !field[1].is_string()) return malformed("fields", "value");
        collected.fields.emplace_back(field[0].get<std::string>(), field[1].get<std::string>());
    }
    return std::nullopt;
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

/// The code of who asks, where the form wants it and nobody wrote one. Only what the question can hold: a text, or one of its choices.
void add_interviewer(const forms::Form& form, const std::string& code, Filling& filling) {
    const auto question = code.empty() ? std::nullopt : form.find(interviewer_question);
    if (!question || filling.values.contains(interviewer_question)) return;
    const auto& asked = form.questions[*question];
    const bool fits = asked.type == forms::QuestionType::text ||
                      (asked.type == forms::QuestionType::select_one && form.list_of(*question).find(code));
    if (asked.field_sheet && asked.repeat == forms::none && fits) filling.values.emplace(interviewer_question, std::vector{code});
}

/// The quartier that a contact's field sheet names: the breakdown itself, or a question of the sheet that asks for the same list.
std::string quartier_of(const forms::Form& form, const Collected& collected) {
    const auto quartier = form.breakdowns.quartier;
    if (quartier == forms::none || form.questions[quartier].list == forms::none) return {};
    for (const auto& [name, value] : collected.fields) {
        const auto question = form.find(name);
        if (question && form.questions[*question].list == form.questions[quartier].list && form.list_of(quartier).find(value)) return value;
    }
    return {};
}

std::string fingerprint(const Collected& collected) {
    const json said{collected.absent, collected.ended_at, collected.fields};
    const auto text = said.dump(-1, ' ', false, json::error_handler_t::replace);
    std::string hash(16, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(), reinterpret_cast<const unsigned char*>(text.data()),
                       text.size(), nullptr, 0);
    return hash;
}

}  // namespace

forms::Result<std::string> collected_text(const Settings& settings, std::string_view campaign, std::string_view sealed) {
    const Problem too_large{Code::response_too_large, "", "", {{"limit", std::to_string(longest_collected_bytes / 1024)}}};
    if (sealed.size() > longest_sealed_bytes) return too_large;
    if (sealed.starts_with('{')) return sealed.size() > longest_collected_bytes ? forms::Result<std::string>{too_large} : std::string{sealed};
    if (!settings.sealing) return Problem{Code::sealed_unreadable, "", "", {}};
    return settings.sealing->opened(campaign, sealed);
}

forms::Result<Collected> read_collected(std::string_view text) {
    const auto object = json::parse(text, nullptr, false);
    if (!object.is_object()) return malformed("", "json");
    Collected collected;
    const auto kind = text_of(object, "kind");
    if (kind != "response" && kind != "contact") return malformed("kind", "value");
    collected.contact = kind == "contact";
    const auto id = text_of(object, "id"), campaign = text_of(object, "campaign");
    if (!id || !forms::is_uuid(*id)) return Problem{Code::response_id_invalid, "id", "", {{"value", id.value_or("")}}};
    if (!campaign) return malformed("campaign", "wrong_type");
    collected.id = lower(*id);
    collected.campaign = *campaign;
    const auto members = collected.contact ? std::span<const TextMember>{contact_members} : std::span<const TextMember>{response_members};
    if (auto problem = read_members(object, members, collected)) return *std::move(problem);
    if (auto problem = read_fields(object, collected)) return *std::move(problem);
    collected.uncertain = text_of(object, "times") == "uncertain";
    if (!collected.contact) return collected;
    const auto outcome = text_of(object, "outcome");
    if (outcome != "refused" && outcome != "absent") return malformed("outcome", "value");
    if (half_day(collected.ended_at).empty()) return malformed("at", "value");
    collected.absent = outcome == "absent";
    return collected;
}

Intake take_interview(const CampaignForm& campaign, const Collected& collected, const forms::Clock& clock, const Settings& settings) {
    const auto& form = campaign.form;
    auto filling = residents::read_filling(form, collected.fields, tablet_pages);
    add_interviewer(form, collected.interviewer, filling);
    drop_blank_rows(form, filling);
    count_rows(form, filling, clock);
    forms::Problems problems;
    auto answers = forms::answers_from_text(form, named_texts(form, filling), problems);
    const bool spoken = std::find(form.languages.begin(), form.languages.end(), collected.language) != form.languages.end();
    const Beside beside{.id = collected.id,
                        .form_version = form.version,
                        .language = spoken ? collected.language : form.default_language,
                        .channel = "tablet",
                        .started_at = collected.uncertain ? "" : collected.started_at,
                        .ended_at = collected.uncertain ? "" : collected.ended_at,
                        .simulated = false,
                        .pages = tablet_pages};
    return take_in(campaign, beside, std::move(answers), std::move(problems), clock, settings);
}

storage::Contact contact_of(const CampaignForm& campaign, const Collected& collected) {
    return {.id = collected.id,
            .campaign = campaign.campaign.id,
            .absent = collected.absent,
            .at = half_day(collected.ended_at),
            .quartier = quartier_of(campaign.form, collected),
            .fingerprint = fingerprint(collected)};
}

}  // namespace ecoute::server

#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/access.hpp"
#include "server/attachments.hpp"
#include "server/handlers/devices.hpp"
#include "server/tablet_answers.hpp"
#include "server/wire/refusal.hpp"
#include "storage/devices.hpp"
#include "storage/field_work.hpp"

/// POST /api/v1/device/answers: from a sealed text to a response, or a contact, on the disk. Each item stands alone: what is wrong
/// with one is said of it, and the others go on.
namespace ecoute::server {
namespace {

using forms::Code;
using forms::Problem;
using nlohmann::json;
using storage::Kept;

/// How many questions at fault a reason names: the rest is on the page.
constexpr std::size_t most_named = 3;

struct Item {
    std::string id, campaign, sealed;  ///< as sent
    forms::Result<Kept> outcome = Problem{Code::response_malformed, "", "", {{"what", "json"}}};
    forms::Problems mistakes{};  ///< of its questions
    std::shared_ptr<const CampaignForm> form = nullptr;
    bool is_file = false;  ///< an attachment: counted as none of the responses
};

/// What may be kept, each with the item that it came from.
struct ToKeep {
    std::vector<storage::NewResponse> responses;
    std::vector<storage::Contact> contacts;
    std::vector<std::size_t> of_response, of_contact;
};

std::string text_of(const json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string{};
}

forms::Result<std::vector<Item>> read_items(const std::string& body) {
    const auto sent = json::parse(body, nullptr, false);
    const auto found = sent.is_object() ? sent.find("items") : sent.end();
    if (!sent.is_object() || found == sent.end() || !found->is_array()) return Problem{Code::request_malformed, "items", "", {}};
    if (found->size() > most_items_in_call)
        return Problem{Code::request_malformed, "items", "", {{"limit", std::to_string(most_items_in_call)}}};
    std::vector<Item> items;
    for (const auto& one : *found)
        items.push_back(one.is_object() ? Item{text_of(one, "id"), text_of(one, "campaign"), text_of(one, "sealed")} : Item{});
    return items;
}

/// The clear text of an item, which the device may send.
forms::Result<std::string> opened(Desk& desk, const storage::Device& device, Item& item) {
    if (!device.serves(item.campaign)) return Problem{Code::forbidden, item.campaign, "", {}};
    item.form = desk.forms.find(item.campaign);
    if (!item.form) return Problem{Code::campaign_unknown, item.campaign, "", {}};
    return collected_text(desk.settings, item.campaign, item.sealed);
}

bool is_of(const Item& item, std::string_view id, std::string_view campaign) { return item.id == id && item.campaign == campaign; }
Problem of_another(const Item& item) { return {Code::response_id_invalid, "id", "", {{"value", item.id}}}; }

/// A file of a response. On the disk when this returns: it is looked at first, and there are few of them in a call.
forms::Result<Kept> take_attachment(Desk& desk, const Item& item, std::string_view text) {
    const auto sent = read_attachment(text);
    if (!sent) return sent.error();
    if (!is_of(item, sent->id, sent->piece.campaign)) return of_another(item);
    return keep_attachment(desk.store, desk.forms, *sent);
}

/// What was said, and the form that it was asked with. What can't be taken is a refusal.
forms::Result<Collected> collected_of(Desk& desk, Item& item, std::string_view text) {
    auto collected = read_collected(text);
    if (!collected) return collected.error();
    if (!is_of(item, collected->id, collected->campaign)) return of_another(item);
    if (const auto open = takes_late_answers(item.form->campaign, collected->ended_at, desk.clock); !open) return open.error();
    if (collected->contact) return collected;
    item.form = desk.forms.version(item.campaign, collected->form_version);
    if (!item.form) return Problem{Code::response_version_unknown, item.id, "", {{"value", collected->form_version}}};
    return collected;
}

void check(Desk& desk, const storage::Device& device, std::size_t at, Item& item, ToKeep& to_keep) {
    const auto text = opened(desk, device, item);
    if (!text) {
        item.outcome = text.error();
        return;
    }
    if (is_attachment(*text)) {
        item.outcome = take_attachment(desk, item, *text);
        item.is_file = true;
        return;
    }
    const auto collected = collected_of(desk, item, *text);
    if (!collected) {
        item.outcome = collected.error();
        return;
    }
    if (collected->contact) {
        to_keep.contacts.push_back(contact_of(*item.form, *collected));
        to_keep.of_contact.push_back(at);
        return;
    }
    auto intake = take_interview(*item.form, *collected, desk.clock, desk.settings);
    if (!intake.problems.empty()) {
        item.outcome = Problem{Code::response_invalid, item.id, "", {}};
        item.mistakes = std::move(intake.problems);
        return;
    }
    to_keep.responses.push_back(std::move(intake.response));
    to_keep.of_response.push_back(at);
}

int status_of(const Item& item) {
    if (!item.outcome) return forms::http_status(item.outcome.error().code);
    return *item.outcome == Kept::first_time ? 201 : 200;
}

/// Why an item was not taken, in French: without a word of the answers, since the tablet keeps the sentence beside what it sealed.
std::string reason_of(const Words& words, const Item& item) {
    if (item.outcome) return {};
    // A file's name is the tablet's own, and nobody's answer.
    const auto& refused = item.outcome.error();
    if (item.mistakes.empty()) return words.say("fr", Problem{refused.code, item.is_file ? refused.subject : "", "", refused.facts});
    std::vector<std::string> named;
    for (const auto& mistake : item.mistakes)
        if (std::find(named.begin(), named.end(), mistake.subject) == named.end()) named.push_back(mistake.subject);
    std::string questions;
    for (std::size_t i = 0; i < named.size() && i < most_named; ++i) questions += (i == 0 ? "" : ", ") + named[i];
    if (named.size() > most_named) questions += "…";
    return words.say("fr", "tablets.mistakes", {{"questions", questions}});
}

void count(Counters& counters, const std::vector<Item>& items) {
    for (const auto& item : items) {
        if (item.is_file) continue;
        auto& counter = !item.outcome                       ? counters.responses_refused
                        : *item.outcome == Kept::first_time ? counters.responses_kept
                                                            : counters.responses_resent;
        counter.fetch_add(1, std::memory_order_relaxed);
    }
}

Reply reply_of(Desk& desk, const Request& request, const std::vector<Item>& items) {
    const auto busy = [](const Item& item) { return !item.outcome && item.outcome.error().code == Code::too_busy; };
    if (!items.empty() && std::all_of(items.begin(), items.end(), busy))
        return problem_json(desk.words, request, {Code::too_busy, "", "", {}});
    count(*desk.counters, items);
    auto rows = json::array();
    for (const auto& item : items)
        rows.push_back({{"id", item.id}, {"status", status_of(item)}, {"digest", token_hash(item.sealed)}, {"reason", reason_of(desk.words, item)}});
    return {.content_type = "application/json",
            .body = json{{"items", std::move(rows)}}.dump(-1, ' ', false, json::error_handler_t::replace),
            .headers = {{"Cache-Control", "no-store"}}};
}

}  // namespace

void take_from_device(Desk& desk, const Request& request, Respond respond) {
    auto items = read_items(request.body);
    if (!items) return respond(problem_json(desk.words, request, items.error()));
    ToKeep to_keep;
    for (std::size_t at = 0; at < items->size(); ++at) check(desk, *request.device, at, (*items)[at], to_keep);
    if (!to_keep.contacts.empty()) {
        const auto outcomes = desk.store.devices().field_work().keep(to_keep.contacts);
        for (std::size_t i = 0; i < outcomes.size(); ++i) (*items)[to_keep.of_contact[i]].outcome = outcomes[i];
    }
    if (to_keep.responses.empty()) return respond(reply_of(desk, request, *items));
    desk.store.responses().keep(std::move(to_keep.responses),
                                [&desk, &request, items = *std::move(items), of = std::move(to_keep.of_response), respond = std::move(respond)](
                                    std::exception_ptr fault, std::vector<forms::Result<Kept>> outcomes) mutable {
                                    if (fault) return respond(fault_reply(desk.words, request, std::move(fault)));
                                    for (std::size_t i = 0; i < outcomes.size(); ++i) items[of[i]].outcome = outcomes[i];
                                    respond(reply_of(desk, request, items));
                                });
}

}  // namespace ecoute::server

#include <charconv>
#include <nlohmann/json.hpp>

#include "server/attached_lists.hpp"
#include "server/handlers/admin.hpp"
#include "server/handlers/admin_frame.hpp"
#include "server/http/urlencoded.hpp"
#include "server/in_words.hpp"
#include "server/link_making.hpp"
#include "server/pages/link_cards.hpp"
#include "server/pages/page.hpp"
#include "server/system_clock.hpp"

namespace ecoute::server::admin {
namespace {

using nlohmann::json;
using Fields = std::vector<std::pair<std::string, std::string>>;

/// "pour chaque quartier" among the values of the field "lieu-rempli"; no territory has such a code.
constexpr std::string_view each_place = ":chaque";
constexpr std::size_t longest_batch_name = 60;

std::optional<CampaignPage> asked(Desk& desk, const Request& request, const Respond& respond) {
    return asked_page(desk, request, respond, "admin.links.", "/liens");
}

json batch_row(const CampaignPage& page, const storage::LinkBatchCount& one) {
    const auto& batch = one.batch;
    const auto day = [&](const std::string& text) { return text.empty() ? "" : day_in_words(page.desk.words, page.language, text); };
    return {{"batch", batch.name},
            {"kind", page.say(batch.single_use ? "once" : "household")},
            {"made_on", day(batch.created_on)},
            {"until", day(batch.expires_on)},
            {"links", page.number(one.links)},
            {"used", batch.single_use ? page.number(one.used) : page.say("not_counted")},
            {"which", page.say("withdraw_what", {{"batch", batch.name}})},
            {"withdrawn", batch.withdrawn_on.empty() ? "" : page.say("withdrawn", {{"day", day(batch.withdrawn_on)}})}};
}

json places(const CampaignPage& page) {
    json all = json::array();
    for (const auto& field : link_fields(page.campaign->form)) {
        if (field.name != "quartier") continue;
        for (const auto& choice : page.campaign->form.list_of(field.question).choices)
            if (!choice.refusal)
                all.push_back({{"code", choice.name},
                               {"place", forms::shown(choice.label, page.language, page.campaign->form.default_language).text}});
    }
    return all;
}

Reply links_form(const CampaignPage& page, int status, const std::string& mistake, const Fields& typed) {
    auto data = frame(page.desk, page.request, page.say("title", {{"campaign", page.campaign->campaign.title}}), page.campaign->invented);
    data["mistake"] = mistake;
    data["here"] = campaign_address(page.id());
    data["csrf"] = page.request.session->csrf_token;
    data["places"] = places(page);
    data["any_place"] = !data["places"].empty();
    data["each"] = each_place;
    data["most"] = storage::most_links;
    const auto count = field(typed, "combien");
    data["count"] = count.empty() ? "10" : std::string{count};
    data["last"] = std::string{field(typed, "jusqu")};
    data["batch_name"] = std::string{field(typed, "serie")};
    data["once"] = typed.empty() || !field(typed, "une-fois").empty();
    data["batches"] = json::array();
    for (const auto& one : page.desk.store.links().batches(page.id())) data["batches"].push_back(batch_row(page, one));
    data["any_batch"] = !data["batches"].empty();
    data["by_invitation"] = page.desk.store.links().by_invitation(page.id());
    for (const auto* key : {"access", "access_open", "access_invitation", "access_close", "access_reopen", "about", "make", "count", "count_hint", "single_use", "single_use_hint", "place", "no_place", "each_place",
                            "expires", "batch", "as_csv", "as_cards", "as_posters", "batches", "none", "batch_column", "kind", "made_on",
                            "until", "number", "used", "withdraw"})
        data["words"][key] = page.say(key);
    return admin::page(page.request, status, "admin_links", data);
}

LinkOrder order_of(const Fields& fields) {
    LinkOrder order;
    const auto count = field(fields, "combien");
    std::from_chars(count.data(), count.data() + count.size(), order.count);
    order.single_use = !field(fields, "une-fois").empty();
    order.batch = std::string{field(fields, "serie").substr(0, longest_batch_name)};
    order.expires_on = std::string{field(fields, "jusqu")};
    const auto place = field(fields, "quartier");
    if (place == each_place)
        order.per = "quartier";
    else if (!place.empty())
        order.prefill.emplace_back("quartier", place);
    return order;
}

/// What is wrong with an order that was typed, as a sentence; "" for nothing.
std::string mistake_in(const CampaignPage& page, const LinkOrder& order, std::size_t places, std::string_view as) {
    const auto total = order.count > storage::most_links ? order.count : order.count * (order.per.empty() ? 1 : places);
    const Words::Facts limit{{"limit", page.number(storage::most_links)}};
    if (total == 0 || total > storage::most_links) return page.desk.words.say(page.language, "links.too_many", limit);
    if (as != "csv" && total > most_cards)
        return page.desk.words.say(page.language, "links.too_many_cards", {{"limit", page.number(most_cards)}});
    if (!order.expires_on.empty() && !is_day(order.expires_on)) return page.desk.words.say(page.language, "links.bad_day", {{"value", order.expires_on}});
    return {};
}

Reply csv_file(const MadeLinks& made) {
    Reply reply{.content_type = "text/csv; charset=utf-8", .body = links_csv(made)};
    reply.headers = {{"Content-Disposition", "attachment; filename=\"liens-" + percent_encoded(made.batch.name) + ".csv\""},
                     {"Cache-Control", "no-store"}};
    return reply;
}

Reply printed(const CampaignPage& page, const MadeLinks& made, std::string_view as) {
    const auto print = as == "affiches" ? LinkPrint::posters : LinkPrint::cards;
    auto reply = page_reply(200, link_cards_html(page.desk.words, page.language, *page.campaign, made, print, links_csv(made)), {},
                            {asset("link_cards.css")});
    for (auto& [name, value] : reply.headers)
        if (name == "Cache-Control") value = "no-store";
    return reply;
}

}  // namespace

void links_page(Desk& desk, const Request& request, Respond respond) {
    if (const auto page = asked(desk, request, respond)) respond(links_form(*page, 200, "", {}));
}

void links_post(Desk& desk, const Request& request, Respond respond) {
    const auto page = asked(desk, request, respond);
    if (!page) return;
    const auto fields = read_urlencoded(request.body);
    const auto as = field(fields, "sous");
    const auto order = order_of(fields);
    const auto mistake = mistake_in(*page, order, places(*page).size(), as);
    if (!mistake.empty()) return respond(links_form(*page, 422, mistake, fields));
    const auto made = make_links(desk, *page->campaign, order, desk.settings.public_url, request.session->login);
    if (!made) {
        const bool there = made.error().code == forms::Code::request_malformed;
        const auto sentence = there ? desk.words.say(page->language, "links.batch_there", {{"batch", order.batch}})
                                    : desk.words.say(page->language, made.error());
        return respond(links_form(*page, 422, sentence, fields));
    }
    respond(as == "csv" ? csv_file(*made) : printed(*page, *made, as));
}

void set_access(Desk& desk, const Request& request, Respond respond) {
    const auto page = asked(desk, request, respond);
    if (!page) return;
    const auto& id = page->id();
    const bool invitation = field(read_urlencoded(request.body), "acces") == "invitation";
    const auto set = desk.store.links().set_by_invitation(id, invitation);
    if (!set) return respond(refusal(desk, request, set.error()));
    desk.store.audit().add(now_text(desk.clock), request.session->login, invitation ? "campaign.by_invitation" : "campaign.to_all", id);
    respond(go_to(page->here() + "#acces"));
}

void links_withdraw(Desk& desk, const Request& request, Respond respond) {
    const auto page = asked(desk, request, respond);
    if (!page) return;
    const auto batch = std::string{field(read_urlencoded(request.body), "serie")};
    const auto& id = page->id();
    if (desk.store.links().withdraw(id, batch, local_day(desk.clock)))
        desk.store.audit().add(instant_text(std::chrono::floor<std::chrono::seconds>(desk.clock.now())), request.session->login,
                               "link.withdraw", id + " " + batch);
    respond(go_to(page->here()));
}

}  // namespace ecoute::server::admin

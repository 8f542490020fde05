#include <algorithm>
#include <nlohmann/json.hpp>

#include "forms/form_json.hpp"
#include "server/attachments.hpp"
#include "server/campaign_versions.hpp"
#include "server/comparison.hpp"
#include "server/gate.hpp"
#include "server/handlers/admin.hpp"
#include "server/handlers/admin_frame.hpp"
#include "server/handlers/table_links.hpp"
#include "server/http/urlencoded.hpp"
#include "server/in_words.hpp"
#include "server/link_making.hpp"
#include "server/open_questions.hpp"
#include "server/qr.hpp"
#include "server/system_clock.hpp"
#include "server/table_gate.hpp"
#include "server/table_view.hpp"
#include "storage/links.hpp"
#include "storage/devices.hpp"
#include "storage/field_work.hpp"

namespace ecoute::server::admin {
namespace {

using nlohmann::json;

/// More days than a campaign is in the field; the youngest are shown.
constexpr std::size_t most_days = 92;
/// A day with fewer responses than this is said to have "fewer than": nobody is found by the day of an interview.
constexpr std::int64_t smallest_count = 5;

std::string state_of(const TeamPage& page, const storage::Campaign& campaign) {
    const std::string day = local_day(page.desk.clock);
    if (!campaign.open || (!campaign.closes.empty() && day > campaign.closes)) return "closed";
    return !campaign.opens.empty() && day < campaign.opens ? "not_yet" : "open";
}

std::string resident_address(const TeamPage& page, std::string_view id) {
    return page.desk.settings.public_url + "/q/" + percent_encoded(id);
}

/// What both pages say of a campaign.
json described(const TeamPage& page, const storage::Campaign& campaign) {
    const auto tally = page.desk.store.responses().tally(campaign.id);
    const auto state = state_of(page, campaign);
    const auto dates = period_in_words(page.desk.words, page.language, campaign.opens, campaign.closes);
    const auto address = resident_address(page, campaign.id);
    return {{"name", campaign.title},
            {"state", page.say("state." + state)},
            {"is_open", state == "open"},
            {"by_invitation", page.desk.store.links().by_invitation(campaign.id) ? page.say("by_invitation") : ""},
            {"dates", dates.empty() ? page.say("no_dates") : dates},
            {"responses", page.number(tally.responses)},
            {"responses_word", page.say(tally.responses == 1 ? "response" : "responses")},
            {"refusals", page.number(tally.refusals)},
            {"simulated", tally.simulated > 0 ? page.say("simulated", {{"count", page.number(tally.simulated)}}) : ""},
            {"address", address},
            {"qr", qr_svg(address, page.say("qr_label", {{"address", address}}))},
            {"here", campaign_address(campaign.id)},
            {"invented", campaign.demonstration || (tally.simulated > 0 && tally.simulated >= tally.responses + tally.refusals) ? page.say("invented") : ""}};
}

/// Who was called on by interviewers and did not begin, when tablets counted any.
json contacts_of(const TeamPage& page, const std::string& campaign) {
    const auto count = page.desk.store.devices().field_work().contacts(campaign);
    if (count.refused + count.absent == 0) return nullptr;
    return {{"refused", page.number(count.refused)}, {"absent", page.number(count.absent)}};
}

/// "list.none" becomes words -> list -> none, which is how templates read a dotted name.
void add_words(json& data, const TeamPage& page, std::initializer_list<const char*> keys) {
    for (const auto* key : keys) {
        std::string place = std::string{"/words/"} + key;
        std::replace(place.begin(), place.end(), '.', '/');
        data[json::json_pointer{place}] = page.say(key);
    }
}

/// A bar of 0 to 100 beside a count, for the eye only.
json bar_row(const TeamPage& page, const std::string& label, std::int64_t count, std::int64_t longest) {
    return {{"label", label}, {"count", page.number(count)}, {"bar", longest > 0 ? count * 100 / longest : 0}};
}

/// Counts by quartier pass the same gate as any table. The questionnaire's subject makes nothing sensitive here: it is
/// known who lives where, not what they said. Collection is followed live (STATISTICS.md B6 a): no snapshot, and no
/// noise, which would be drawn anew with each response.
json by_quartier(const TeamPage& page, const CampaignForm& campaign) {
    const auto quartier = campaign.form.breakdowns.quartier;
    if (quartier == forms::none) return {{"sentence", page.say("campaign.no_quartier")}};
    const auto columns = page.desk.snapshots.columns(campaign);
    auto counted = analysis::crosstab(campaign.form, *columns, {.question = campaign.form.questions[quartier].name, .keys = false});
    if (!counted) return {{"sentence", page.say("campaign.no_quartier")}};
    const auto table = analysis::protect(*std::move(counted), audience_of(page.request.session), false);
    if (table.groups().empty() || table.groups().front().suppressed)
        return {{"sentence", page.say("campaign.too_few")}};

    const auto& cells = table.groups().front().cells;
    std::int64_t longest = 0;
    for (const auto& cell : cells) longest = std::max(longest, cell.count.value_or(0));
    json rows = json::array();
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto& label = table.question().categories[i].label;
        const std::string name{forms::shown(label, page.language, campaign.form.default_language).text};
        const bool shown = cells[i].count && !cells[i].suppressed;
        rows.push_back(shown ? bar_row(page, name, *cells[i].count, longest)
                             : json{{"label", name}, {"few", page.desk.words.say(page.language, "tables.too_few")}});
    }
    return {{"rows", rows}, {"any", !rows.empty()}};
}

json by_day(const TeamPage& page, const std::string& campaign) {
    auto days = page.desk.store.responses().by_day(campaign);
    const bool cut = days.size() > most_days;
    if (cut) days.erase(days.begin(), days.end() - std::ptrdiff_t{most_days});
    std::int64_t longest = 0;
    for (const auto& day : days) longest = std::max(longest, day.count);
    json rows = json::array();
    for (const auto& day : days) {
        const auto label = day_in_words(page.desk.words, page.language, day.key);
        if (day.count >= smallest_count)
            rows.push_back(bar_row(page, label, day.count, longest));
        else
            rows.push_back(
                {{"label", label}, {"few", page.say("campaign.few", {{"limit", page.number(smallest_count)}})}});
    }
    json found{{"rows", rows}, {"any", !rows.empty()}};
    if (cut) found["sentence"] = page.say("campaign.days_left_out", {{"count", std::to_string(most_days)}});
    return found;
}

/// Sections of the questionnaire, in them the single questions and the grids, each with links to tables of its
/// questions by quartier (or whatever it can be split by).
json question_links(const TeamPage& page, const CampaignForm& campaign) {
    json sections = json::array();
    const auto by = usual_breakdown(campaign.form);
    for (const auto& question : tabulated_questions(campaign.form, page.language)) {
        if (sections.empty() || sections.back()["section"] != question.section)
            sections.push_back({{"section", question.section}, {"parts", json::array()}});
        auto& parts = sections.back()["parts"];
        if (parts.empty() || parts.back()["grid"] != question.grid)
            parts.push_back({{"grid", question.grid}, {"links", json::array()}});
        parts.back()["links"].push_back(
            {{"label", question.label}, {"address", table_address(campaign.campaign.id, {question.name, by}, "")}});
    }
    return sections;
}

/// What is said of translations that nobody who grew up with the language has read yet; "" when there are none.
std::string to_review(const TeamPage& page, const storage::Campaign& campaign) {
    const auto kept = page.desk.store.forms().find(campaign.form_id, campaign.form_version);
    const auto languages = kept ? forms::translations_to_review(kept->document) : std::vector<std::string>{};
    if (languages.empty()) return "";
    return page.say("campaign.to_review", {{"languages", languages_in_words(page.desk.words, languages)}});
}

/// Answers in the handler's stead when there is no such campaign.
/// Versions of the questionnaire, youngest first, when there was more than one.
json versions_of(const TeamPage& page, const storage::Campaign& campaign) {
    json rows = json::array();
    const auto history = page.desk.store.versions().of(campaign.id);
    if (history.size() < 2) return rows;
    for (auto version = history.rbegin(); version != history.rend(); ++version) {
        json changes = json::array();
        for (const auto& change : changes_from_json(version->changes))
            changes.push_back(change_in_words(page.desk.words, page.language, change));
        rows.push_back({{"title", page.say("campaign.version", {{"version", version->version},
                                                                {"day", day_in_words(page.desk.words, page.language, version->since)}})},
                        {"changes", std::move(changes)}});
    }
    return rows;
}

/// A poster that hangs in one quartier (?quartier=CODE) has it filled in, to be changed by whoever lives elsewhere.
void add_place(json& data, const TeamPage& page, const CampaignForm& campaign) {
    data["places"] = json::array();
    for (const auto& field : link_fields(campaign.form)) {
        if (field.name != "quartier") continue;
        for (const auto& choice : campaign.form.list_of(field.question).choices) {
            if (choice.refusal) continue;
            const std::string name{forms::shown(choice.label, page.language, campaign.form.default_language).text};
            const bool chosen = page.request.parameter("quartier") == choice.name;
            data["places"].push_back({{"code", choice.name}, {"place", name}, {"chosen", chosen}});
            if (!chosen) continue;
            const auto address = resident_address(page, campaign.campaign.id) + "?quartier=" + percent_encoded(choice.name);
            data["quartier"] = name;
            data["campaign"]["address"] = address;
            data["campaign"]["qr"] = qr_svg(address, page.say("qr_label", {{"address", address}}));
        }
    }
    data["any_place"] = !data["places"].empty();
}

}  // namespace

void campaigns_page(Desk& desk, const Request& request, Respond respond) {
    const TeamPage page_of{desk, request, "admin."};
    const auto all = desk.store.campaigns().all();
    json campaigns = json::array();
    bool invented = !all.empty();  // of a mixed list each campaign says it for itself
    for (const auto& campaign : all) {
        const auto form = desk.forms.find(campaign.id);
        invented = invented && (form ? is_invented(desk, *form) : campaign.demonstration);
        campaigns.push_back(described(page_of, campaign));
        campaigns.back()["readable"] = form != nullptr;
    }
    auto data = frame(desk, request, page_of.say("list.title"), invented);
    data["campaigns"] = std::move(campaigns);
    data["none"] = all.empty();
    add_words(data, page_of,
              {"refusals", "tables", "follow", "resident_page", "poster", "state.unreadable", "list.none",
               "list.none_next", "list.none_command", "list.none_demo", "list.none_demo_command"});
    respond(page(request, 200, "admin_campaigns", data));
}

void campaign_page(Desk& desk, const Request& request, Respond respond) {
    const auto campaign = asked_campaign(desk, request, respond);
    if (!campaign) return;
    const TeamPage page_of{desk, request, "admin."};
    const auto& kept = campaign->campaign;
    auto data = frame(desk, request, kept.title, is_invented(desk, *campaign));
    data["campaign"] = described(page_of, kept);
    data["may_prepare"] = may(request.session->role, Right::field_work);
    data["questionnaire"] =
        page_of.say("campaign.questionnaire", {{"form", kept.form_id}, {"version", kept.form_version}});
    data["to_review"] = to_review(page_of, kept);
    data["empty"] = desk.store.responses().tally(kept.id).responses == 0;
    data["quartiers"] = by_quartier(page_of, *campaign);
    data["days"] = by_day(page_of, kept.id);
    data["sections"] = question_links(page_of, *campaign);
    data["versions"] = versions_of(page_of, kept);
    data["any_version"] = !data["versions"].empty();
    data["any_table"] = !data["sections"].empty();
    const bool reviews = may(request.session->role, Right::rows) && !open_questions(campaign->form, "fr").empty();
    data["open_answers"] = reviews ? desk.words.say(page_of.language, "open_answers.title") : "";
    const bool has_files = may(request.session->role, Right::rows) && !file_questions(campaign->form).empty();
    data["attachments"] = has_files ? desk.words.say(page_of.language, "admin.attachments") : "";
    data["contacts"] = contacts_of(page_of, kept.id);
    // Whoever may release answers may publish exact figures, as long as no table was shown.
    data["may_publish"] = may(request.session->role, Right::rows) && !builder_used(desk, campaign->campaign.id);
    data["words"]["exact"] = desk.words.say(language_of(request), "admin.exact.title");
    data["may_enrol"] = may(request.session->role, Right::field_work);
    data["comparable"] = !earlier_waves(desk, *campaign).empty();
    const auto api = "/api/v1/campaigns/" + percent_encoded(kept.id);
    data["api_form"] = api + "/form";
    data["api_tables"] = api + "/tables";
    add_words(data, page_of,
              {"refusals", "tables", "report", "compare", "resident_page", "poster", "links", "quotas", "media", "campaign.by_quartier", "campaign.by_day",
               "campaign.quartier", "campaign.day", "campaign.count", "campaign.nothing_yet", "campaign.nothing_next",
               "campaign.questions", "campaign.questions_about", "campaign.no_section", "campaign.addresses", "campaign.address_page",
               "campaign.address_form", "campaign.address_tables", "campaign.versions", "campaign.no_tables", "tablets.title", "tablets.refused", "tablets.absent"});
    respond(page(request, 200, "admin_campaign", data));
}

void poster_page(Desk& desk, const Request& request, Respond respond) {
    const auto campaign = asked_campaign(desk, request, respond);
    if (!campaign) return;
    const TeamPage page_of{desk, request, "admin."};
    auto data = frame(desk, request, campaign->campaign.title, is_invented(desk, *campaign));
    data["campaign"] = described(page_of, campaign->campaign);
    data["organisation"] = campaign->campaign.organisation;
    add_place(data, page_of, *campaign);
    add_words(data, page_of, {"poster.invite", "poster.how", "poster.print_hint", "poster.place", "poster.all", "poster.show"});
    respond(page(request, 200, "admin_poster", data));
}

}  // namespace ecoute::server::admin

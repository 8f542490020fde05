#include <algorithm>

#include "server/assets.hpp"
#include "server/handlers/devices.hpp"
#include "server/handlers/resident_parts.hpp"
#include "server/pages/page.hpp"
#include "server/pages/questionnaire.hpp"
#include "server/wire/refusal.hpp"

namespace ecoute::server {
namespace {

/// As long as the app may keep a page: its address changes with it.
constexpr std::string_view for_ever = "public, max-age=31536000, immutable";

std::shared_ptr<const PageInPieces> made_page(const Desk& desk, const CampaignForm& campaign, std::string_view language, Audience audience,
                                            const CampaignMedia* media) {
    Filling filling;
    filling.language = language;
    fill_defaults(campaign.form, filling, desk.clock, Defaults::fixed);
    count_rows(campaign.form, filling, desk.clock);
    auto page = std::make_shared<PageInPieces>(questionnaire_html(campaign, desk.words, filling, desk.clock, audience, media), id_placeholder);
    page->policy = framed_policy(residents::policy_of(campaign.form, media, audience));
    return page;
}

}  // namespace

std::string page_mark(const CampaignForm& campaign, const CampaignMedia* media) {
    auto made_of = std::string{program_mark()} + campaign.etag + (campaign.invented ? "1" : "0");
    if (media)
        for (const auto& file : media->files()) made_of.append("\n" + file.name + " " + file.sha256);
    return short_hash(made_of);
}

void interview_page(Desk& desk, const Request& request, Respond respond) {
    const auto& version = request.captured.at(1);
    const auto& language = request.captured.at(2);
    const auto campaign = desk.forms.version(request.captured.at(0), version);
    const auto audience = std::any_of(request.query.begin(), request.query.end(), [](const auto& one) { return one.first == "fiche"; })
                              ? Audience::field_sheet
                              : Audience::interview;
    const auto speaks = [&] {
        const auto& spoken = campaign->form.languages;
        return std::find(spoken.begin(), spoken.end(), language) != spoken.end();
    };
    if (!campaign || !speaks() || (audience == Audience::field_sheet && !has_field_sheet(campaign->form)))
        return respond(refusal(desk.words, request, {forms::Code::not_found, request.path, "", {}}));
    const auto media = residents::media_of(desk, *campaign);
    const auto mark = page_mark(*campaign, media.get());
    // No resident's variant begins so: it begins with a language. With its mark, so that none is kept under that of a later one.
    const auto variant = (audience == Audience::field_sheet ? ":fiche:" : ":entretien:") + language + ":" + version + ":" + mark;
    // The interviewer reads the field sheet: nobody listens to it.
    const auto* heard = audience == Audience::interview ? media.get() : nullptr;
    const auto page = desk.pages->find(campaign->campaign.id, variant, campaign, [&] { return made_page(desk, *campaign, language, audience, heard); });
    auto reply = page_with_policy(200, request.accepts_gzip ? page->gzip("") : page->plain(""), page->policy);
    const bool same = request.parameter("v") == mark;
    for (auto& [name, value] : reply.headers)
        if (name == "Cache-Control") value = same ? for_ever : "no-cache";
    reply.headers.emplace_back("Vary", "Accept-Encoding");
    if (request.accepts_gzip) reply.headers.emplace_back("Content-Encoding", "gzip");
    respond(std::move(reply));
}

}  // namespace ecoute::server

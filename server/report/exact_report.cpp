#include "server/report/exact_report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/in_words.hpp"
#include "server/pages/page.hpp"
#include "server/report/report_questions.hpp"
#include "server/report/scope.hpp"
#include "server/system_clock.hpp"
#include "server/table_gate.hpp"

namespace ecoute::server {
namespace {

using forms::Code;
using forms::Problem;

struct Ready {
    std::shared_ptr<const CampaignForm> campaign;
    std::vector<storage::Release> before;
    ReportRequest request;  ///< with the audience of the first release
};

/// A campaign of which nobody was shown a moved table.
forms::Result<Ready> ready(Desk& desk, const ReportRequest& request) {
    auto campaign = desk.forms.find(request.campaign);
    if (!campaign) return Problem{Code::campaign_unknown, request.campaign, "", {}};
    if (auto used = builder_used(desk, request.campaign)) return *used;
    Ready found{std::move(campaign), desk.store.snapshots().releases(request.campaign), request};
    if (!found.before.empty()) found.request.audience = analysis::audience(found.before.front().audience).value_or(request.audience);
    return found;
}

forms::Result<ExactSet> set_of(Desk& desk, const Ready& ready) {
    const auto questions = report_questions(ready.campaign->form, ready.request.language);
    ExactOrder order{{}, ready.request.audience, is_weighted(desk, ready.request.campaign), ready.request.progress};
    for (const auto* list : {&questions.about_people, &questions.asked})
        for (const auto& question : *list)
            if (may_be_exact(ready.campaign->form, question.name)) order.questions.push_back(question.name);
    return exact_set(desk, *ready.campaign, order, ready.before);
}

const storage::Release* of_snapshot(const std::vector<storage::Release>& releases, const std::string& snapshot) {
    const auto found = std::find_if(releases.begin(), releases.end(), [&](const auto& one) { return one.snapshot == snapshot; });
    return found == releases.end() ? nullptr : &*found;
}

}  // namespace

forms::Result<ExactPreview> preview_exact(Desk& desk, const ReportRequest& request) {
    const auto found = ready(desk, request);
    if (!found) return found.error();
    const auto set = set_of(desk, *found);
    if (!set) return set.error();
    ExactPreview preview{set->extract.name, 0, 0, 0, set->told, together_in_words(desk, request.language, found->campaign->form, *set), {}};
    const auto questions = report_questions(found->campaign->form, request.language);
    for (const auto* list : {&questions.about_people, &questions.asked})
        for (const auto& question : *list) {
            if (!set->tables.count(question.name + "\n")) preview.left_out.push_back(question.full);
            for (auto& told : preview.told)
                if (told.question == question.name) told.question = question.full;
        }
    for (const auto& told : preview.told) preview.figures += told.figures, preview.hidden += told.hidden;
    return preview;
}

forms::Result<storage::Release> publish_exact(Desk& desk, const ReportRequest& request) {
    const auto found = ready(desk, request);
    if (!found) return found.error();
    const auto today = todays_snapshot(desk, *found->campaign);
    if (const auto* same = of_snapshot(found->before, today)) return *same;
    const auto set = set_of(desk, *found);
    if (!set) return set.error();
    storage::Release release{request.campaign, static_cast<std::int64_t>(found->before.size()) + 1, set->extract.name, now_text(desk.clock), request.who,
                             std::string{analysis::name(found->request.audience)}, analysis::write_sets(set->sets),
                             exact_html(desk, found->request, *found->campaign, *set), set->parts};
    if (!desk.store.snapshots().publish(release)) {
        if (auto used = builder_used(desk, request.campaign)) return *used;
        // Somebody else published meanwhile: theirs stands.
        return *published_report(desk, request.campaign);
    }
    desk.store.audit().add(release.published_at, request.who, "report.publish", request.campaign + " " + release.snapshot);
    return release;
}

std::optional<storage::Release> published_report(Desk& desk, std::string_view campaign) {
    auto releases = desk.store.snapshots().releases(campaign);
    if (releases.empty()) return std::nullopt;
    return std::move(releases.back());
}

std::string page_with_words(Desk& desk, const ReportRequest& request, const storage::Release& release) {
    const auto campaign = desk.forms.find(request.campaign);
    std::map<std::string, std::string> said;  // by place
    if (campaign)
        for (const auto& block : released_words(desk, request, campaign->form)) {
            auto place = words_place(block["volet"].get<std::string>());
            if (release.page.find(place) == std::string::npos) place = words_place("");
            if (said[place].empty()) said[place] = "<h3>" + escaped(desk.words.say(request.language, "report.verbatims")) + "</h3>";
            said[place] += render("report_said", block);
        }
    auto page = release.page;
    for (const auto& [place, words] : said)
        if (const auto at = page.find(place); at != std::string::npos) page.replace(at, place.size(), words);
    return page;
}

}  // namespace ecoute::server

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "server/comparison.hpp"
#include "server/report/scope.hpp"

namespace ecoute::server {
namespace {

using nlohmann::json;

std::string begins(const storage::Campaign& campaign) { return campaign.opens.empty() ? campaign.created_at : campaign.opens; }

/// Of everybody, the figure of the answer that is given most now; nullptr when none is shown.
const ComparedFigure* headline(const Comparison& comparison) {
    const ComparedFigure* most = nullptr;
    for (const auto& figure : comparison.figures) {
        const bool everybody = std::all_of(figure.key.begin(), figure.key.end(), [](int part) { return part == analysis::all_of_them; });
        if (!everybody || !figure.later.percent) continue;
        if (!most || *figure.later.percent > *most->later.percent) most = &figure;
    }
    return most;
}

std::string signed_points(double points) {
    const auto whole = std::lround(points);
    return (whole > 0 ? "+" : whole < 0 ? "\u2212" : "") + std::to_string(std::labs(whole));
}

/// `p`: of no change, made stricter for as many questions as stand in the list.
std::string verdict(const ReportScope& scope, const ComparedFigure& figure, double p) {
    const auto say = [&](std::string_view key, const Words::Facts& facts = {}) {
        return scope.desk.words.say(scope.request.language, "compare." + std::string{key}, facts);
    };
    if (figure.too_few || !figure.change) return say("too_few");
    const auto& change = *figure.change;
    const auto points = say("points", {{"difference", signed_points(change.difference)}, {"low", signed_points(change.low)}, {"high", signed_points(change.high)}});
    return points + " : " + say(p >= 0.05 ? "maybe_chance" : change.difference > 0 ? "up" : "down");
}

/// What is told of one question, before it is known how many there are.
struct Followed {
    const admin::TabulatedQuestion* question;
    std::string answer, before, now;
    ComparedFigure figure;
};

json rows_of(const ReportScope& scope, const std::vector<Followed>& all) {
    std::vector<double> p;
    for (const auto& one : all) p.push_back(one.figure.change ? one.figure.change->p : 1);
    const auto stricter = analysis::holm(p);
    json rows = json::array();
    for (std::size_t i = 0; i < all.size(); ++i)
        rows.push_back({{"label", all[i].question->full},
                        {"answer", all[i].answer},
                        {"before", all[i].before},
                        {"now", all[i].now},
                        {"change", verdict(scope, all[i].figure, stricter[i])}});
    return rows;
}

std::string reasons(const ReportScope& scope, const Comparison& comparison) {
    std::string text;
    for (const auto reason : comparison.breaks)
        text += (text.empty() ? "" : ", ") + scope.desk.words.say(scope.request.language, "compare.break." + std::string{analysis::name(reason)});
    return text;
}

}  // namespace

std::shared_ptr<const CampaignForm> wave_before(const ReportScope& scope) {
    const auto& now = scope.campaign.campaign;
    std::shared_ptr<const CampaignForm> before;
    if (now.series.empty()) return before;
    for (const auto& other : scope.desk.forms.all()) {
        const auto& wave = other->campaign;
        if (wave.series != now.series || wave.id == now.id || begins(wave) >= begins(now)) continue;
        if (!before || begins(before->campaign) < begins(wave)) before = other;
    }
    return before;
}

json evolution(const ReportScope& scope, const std::vector<admin::TabulatedQuestion>& questions) {
    const auto before = wave_before(scope);
    if (!before) return {{"any", false}};
    const bool weights = scope.weights && scope.desk.store.margins().last(before->campaign.id).has_value();
    std::vector<Followed> followed;
    json broken = json::array();
    std::size_t others = 0;
    for (const auto& question : questions) {
        const auto compared = compare(scope.desk, {question.name, before->campaign.id, scope.id(), "", weights}, scope.request.audience, scope.request.who);
        const auto* figure = compared ? headline(*compared) : nullptr;
        if (compared && !compared->breaks.empty()) {
            broken.push_back({{"label", question.full}, {"why", reasons(scope, *compared)}});
        } else if (!figure || !figure->earlier.percent) {
            ++others;
        } else {
            const auto* seen = scope.tables.find(question.name, "");
            if (!seen) continue;
            const auto& asked = compared->later.question();
            followed.push_back({&question, seen->wording.label(asked, asked.categories[figure->answer]),
                                seen->wording.percent(*figure->earlier.percent), seen->wording.percent(*figure->later.percent), *figure});
        }
    }
    return {{"any", true},
            {"about", scope.say("evolution_about", {{"wave", before->campaign.title}})},
            {"any_row", !followed.empty()},
            {"rows", rows_of(scope, followed)},
            {"any_broken", !broken.empty()},
            {"broken", broken},
            {"others", others > 0 ? scope.say("evolution_others", {{"count", std::to_string(others)}}) : ""}};
}

}  // namespace ecoute::server

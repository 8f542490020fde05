#include "server/report/report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "server/handlers/table_grid.hpp"
#include "server/handlers/table_links.hpp"
#include "server/in_words.hpp"
#include "server/pages/page.hpp"
#include "server/report/bars.hpp"
#include "server/table_view.hpp"

namespace ecoute::server {
namespace {

using admin::Reading;
using admin::TabulatedQuestion;
using analysis::all_of_them;
using nlohmann::json;

/// Volets that say who answered and how, not what people think.
bool is_about_the_person(std::string_view volet) { return volet == "profil" || volet == "terrain"; }

class Report {
public:
    Report(Desk& desk, const ReportRequest& request, const CampaignForm& campaign)
        : desk_(desk), request_(request), campaign_(campaign), form_(campaign.form) {}

    std::string html() {
        read_questions();
        json data = page_data(desk_.words, request_.language, say("title", {{"campaign", campaign_.campaign.title}}),
                              is_invented(desk_, campaign_));
        add_cover(data);
        data["profile"] = profile();
        data["volets"] = volets();
        data["needs"] = needs();
        data["quartiers"] = quartiers();
        data["limits"] = limits();
        for (const char* word : {"contents", "method", "profile", "profile_about", "quartiers", "quartiers_about", "needs", "needs_about",
                                 "limits", "comment", "comment_hint", "keep", "print", "answers_of", "gender_about", "verbatims", "no_verbatims"})
            data["words"][word] = say(word);
        data["script"] = asset("report.js");
        data["head_extra"] = "<style>" + std::string(asset("report.css")) + "</style>";
        return render("report", data);
    }

private:
    std::string say(std::string_view key, const Words::Facts& facts = {}) const {
        return desk_.words.say(request_.language, "report." + std::string(key), facts);
    }

    std::string shown(const forms::Text& text) const {
        return std::string(forms::shown(text, request_.language, form_.default_language).text);
    }

    std::uint32_t index_of(const TabulatedQuestion& question) const { return *form_.find(question.name); }

    void read_questions() {
        for (auto& question : admin::tabulated_questions(form_, request_.language)) {
            const auto at = index_of(question);
            const auto& asked = form_.questions[at];
            if (asked.field_sheet || at == form_.breakdowns.quartier || at == form_.breakdowns.age || at == form_.breakdowns.gender) continue;
            (is_about_the_person(asked.volet) || asked.volet.empty() ? about_people_ : questions_).push_back(std::move(question));
        }
        for (const auto& question : questions_) {
            const auto& volet = form_.questions[index_of(question)].volet;
            if (std::find(volets_.begin(), volets_.end(), volet) == volets_.end()) volets_.push_back(volet);
        }
    }

    forms::Result<TableView> table(const std::string& question, std::vector<std::string> by) const {
        return table_view(desk_, campaign_.campaign.id, {question, std::move(by)}, request_.audience, request_.language);
    }

    void add_cover(json& data) const {
        const auto tally = desk_.store.responses().tally(campaign_.campaign.id);
        const auto& kept = campaign_.campaign;
        data["campaign"] = kept.title;
        data["organisation"] = kept.organisation;
        json lines = json::array();
        const auto line = [&](std::string_view label, const std::string& value) {
            if (!value.empty()) lines.push_back({{"label", say(label)}, {"value", value}});
        };
        line("method.questionnaire", shown(form_.title) + ", version " + form_.version);
        line("method.dates", period_in_words(desk_.words, request_.language, kept.opens, kept.closes.empty() ? kept.closed_at : kept.closes));
        line("method.responses", number_in_words(request_.language, tally.responses));
        line("method.refusals", number_in_words(request_.language, tally.refusals));
        line("method.who", say(request_.audience == analysis::Audience::team ? "method.team" : "method.public"));
        line("method.sample", say("method.sample_text"));
        data["method"] = lines;
    }

    /// One question as a section shows it: chart, sentences, women and men.
    json question_block(const TabulatedQuestion& question) {
        json block{{"label", question.full}};
        if (const auto all = table(question.name, {}); all) {
            const Reading reading{*all, desk_.words};
            if (!all->table.everybody().suppressed)
                block["chart"] = analysis::to_svg(all->table, all->heading, -1, analysis::Surroundings::subtitle);
            block["sentences"] = admin::sentences(reading, -1);
            if (notes_.empty()) notes_ = reading.wording.notes();
        }
        if (form_.breakdowns.gender != forms::none)
            if (const auto by_gender = table(question.name, {"gender"}); by_gender)
                block["gender"] = bars_of(by_gender->table, analysis::Wording{by_gender->table, by_gender->heading}, keys_of(by_gender->table));
        if (request_.progress) request_.progress(++done_, questions_.size() + about_people_.size());
        return block;
    }

    static std::vector<std::vector<int>> keys_of(const analysis::ProtectedTable& table) {
        std::vector<std::vector<int>> keys;
        for (const auto& group : table.groups()) keys.push_back(group.key);
        return keys;
    }

    json profile() {
        json blocks = json::array();
        for (const auto breakdown : {form_.breakdowns.quartier, form_.breakdowns.gender, form_.breakdowns.age}) {
            if (breakdown == forms::none) continue;
            const auto view = table(form_.questions[breakdown].name, {});
            if (!view) continue;
            blocks.push_back({{"label", shown(form_.questions[breakdown].label)},
                              {"chart", analysis::to_svg(view->table, view->heading, -1, analysis::Surroundings::subtitle)}});
        }
        for (const auto& question : about_people_) blocks.push_back(question_block(question));
        return blocks;
    }

    json volets() {
        json sections = json::array();
        for (const auto& volet : volets_) {
            json section{{"name", volet_name(volet)}, {"id", volet}, {"questions", json::array()}};
            for (const auto& question : questions_)
                if (form_.questions[index_of(question)].volet == volet) section["questions"].push_back(question_block(question));
            sections.push_back(std::move(section));
        }
        return sections;
    }

    std::string volet_name(const std::string& volet) const {
        const auto key = "report.volet." + volet;
        if (desk_.words.has("fr", key)) return desk_.words.say(request_.language, key);
        std::string name = volet;
        std::replace(name.begin(), name.end(), '_', ' ');
        return name;
    }

    /// What people rank, the choice that most people rank first.
    json needs() const {
        json blocks = json::array();
        for (const auto& question : questions_) {
            if (form_.questions[index_of(question)].type != forms::QuestionType::rank) continue;
            const auto view = table(question.name, {});
            if (!view || view->table.everybody().suppressed) continue;
            const analysis::Wording wording{view->table, view->heading};
            const auto& cells = view->table.everybody().cells;
            std::vector<std::size_t> order;
            for (std::size_t i = 0; i < cells.size(); ++i)
                if (cells[i].percent) order.push_back(i);
            std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return *cells[a].percent > *cells[b].percent; });
            json lines = json::array();
            for (const auto i : order)
                lines.push_back({{"label", wording.label(view->table.question(), view->table.question().categories[i])},
                                 {"percent", wording.percent(*cells[i].percent)},
                                 {"width", std::to_string(static_cast<int>(*cells[i].percent * 10))}});
            blocks.push_back({{"label", question.full}, {"lines", lines}});
        }
        return blocks;
    }

    /// A page a quartier: each question beside the whole and beside what lies outside the quartiers.
    json quartiers() const {
        json pages = json::array();
        if (form_.breakdowns.quartier == forms::none) return pages;
        std::vector<std::pair<const TabulatedQuestion*, TableView>> views;
        for (const auto& question : questions_)
            if (auto view = table(question.name, {"quartier"}); view) views.emplace_back(&question, *std::move(view));
        if (views.empty()) return pages;
        const auto& variable = views.front().second.table.by().front();
        for (std::size_t at = 0; at < variable.categories.size(); ++at)
            if (variable.categories[at].kind != "outside") pages.push_back(quartier_page(views, static_cast<int>(at)));
        return pages;
    }

    json quartier_page(const std::vector<std::pair<const TabulatedQuestion*, TableView>>& views, int quartier) const {
        const auto& first = views.front().second;
        json page{{"name", analysis::Wording{first.table, first.heading}.part(0, quartier)}, {"questions", json::array()}};
        std::size_t hidden = 0;
        for (const auto& [question, view] : views) {
            const auto* group = view.table.find({quartier});
            if (!group || group->suppressed) {
                ++hidden;
                continue;
            }
            std::vector<std::vector<int>> keys{{quartier}};
            const auto& categories = view.table.by().front().categories;
            for (std::size_t i = 0; i < categories.size(); ++i)
                if (categories[i].kind == "outside") keys.push_back({static_cast<int>(i)});
            keys.push_back({all_of_them});
            page["questions"].push_back({{"label", question->full}, {"picture", bars_of(view.table, analysis::Wording{view.table, view.heading}, keys)}});
        }
        if (hidden > 0) page["too_few"] = say("too_few_questions", {{"count", std::to_string(hidden)}});
        return page;
    }

    json limits() const {
        json lines = json::array();
        for (const char* key : {"limits.words", "limits.mode", "limits.small", "limits.ranking", "limits.national"}) lines.push_back(say(key));
        for (const auto& note : notes_) lines.push_back(note);
        return lines;
    }

    Desk& desk_;
    const ReportRequest& request_;
    const CampaignForm& campaign_;
    const forms::Form& form_;
    std::vector<TabulatedQuestion> questions_, about_people_;
    std::vector<std::string> volets_, notes_;
    std::size_t done_ = 0;
};

}  // namespace

forms::Result<std::string> report_html(Desk& desk, const ReportRequest& request) {
    const auto campaign = desk.forms.find(request.campaign);
    if (!campaign) return forms::Problem{forms::Code::campaign_unknown, request.campaign, "", {}};
    return Report{desk, request, *campaign}.html();
}

}  // namespace ecoute::server

#include "server/report/report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/panels.hpp"
#include "server/handlers/table_grid.hpp"
#include "server/in_words.hpp"
#include "server/method_words.hpp"
#include "server/pages/page.hpp"
#include "server/report/report_questions.hpp"
#include "server/report/scope.hpp"
#include "server/system_clock.hpp"
#include "server/table_gate.hpp"
#include "storage/devices.hpp"
#include "storage/field_work.hpp"

namespace ecoute::server {
namespace {

using admin::Reading;
using admin::TabulatedQuestion;
using analysis::all_of_them;
using nlohmann::json;

class Report {
public:
    /// `exact`: the set that is published, and nothing beside it.
    Report(Desk& desk, const ReportRequest& request, const CampaignForm& campaign, const ExactSet* exact = nullptr)
        : desk_(desk), request_(request), campaign_(campaign), form_(campaign.form), exact_(exact) {}

    std::string html() {
        read_questions();
        json data = page_data(desk_.words, request_.language, scope_.say("title", {{"campaign", campaign_.campaign.title}}),
                              is_invented(desk_, campaign_));
        data["population"] = respondents_beside_population(scope_);
        data["profile"] = blocks_of(about_people_);
        if (!exact_) words_said_ = released_words(desk_, request_, form_);
        data["volets"] = volets();
        data["needs"] = needs();
        data["any_need"] = !data["needs"].empty();
        data["evolution"] = exact_ ? json{{"any", false}} : evolution(scope_, questions_);
        data["glance"] = quartiers_at_a_glance(scope_, first_of_each_volet());
        data["any_glance"] = !data["glance"].empty();
        data["quartiers"] = quartier_pages(scope_, questions_);
        add_cover(data);
        data["said"] = said_in("");
        data["said_place"] = exact_ ? words_place("") : "";
        data["limits"] = limits(data["evolution"]["any"]);
        for (const char* word : {"contents", "method", "profile", "profile_about", "profile_population", "profile_share", "profile_gap", "evolution", "before", "now",
                                 "change", "answer", "question", "broken", "quartiers", "quartiers_about", "glance_about", "needs", "needs_about", "limits", "comment",
                                 "comment_hint", "keep", "unsaved", "print", "verbatims", "no_verbatims", "cut", "masked"})
            data["words"][word] = scope_.say(word);
        data["script"] = asset("report.js");
        data["head_extra"] = "<style>" + std::string(asset("report.css")) + "</style>";
        return render("report", data);
    }

private:
    std::uint32_t index_of(const TabulatedQuestion& question) const { return *form_.find(question.name); }

    void read_questions() {
        auto all = report_questions(form_, request_.language);
        about_people_ = std::move(all.about_people);
        questions_ = std::move(all.asked);
        if (exact_) keep_those_of_the_set();
        for (const auto& question : questions_) {
            const auto volet = volet_of(form_, index_of(question));
            if (std::find(volets_.begin(), volets_.end(), volet) == volets_.end()) volets_.emplace_back(volet);
        }
    }

    void keep_those_of_the_set() {
        const auto is_missing = [&](const auto& question) { return exact_->tables.count(question.name + "\n") == 0; };
        for (auto* list : {&about_people_, &questions_}) list->erase(std::remove_if(list->begin(), list->end(), is_missing), list->end());
    }

    /// What quartiers are first compared by: of each volet the first question to which people give one of a few answers.
    std::vector<TabulatedQuestion> first_of_each_volet() {
        std::vector<TabulatedQuestion> first;
        for (const auto& volet : volets_) {
            const auto asks = [&](const TabulatedQuestion& question) {
                const auto at = index_of(question);
                const bool consent = form_.sensitive_consent && form_.sensitive_consent->question == at;
                if (consent || volet_of(form_, at) != volet) return false;
                const auto* seen = tables_.find(question.name, "");
                return seen && analysis::can_be_stacked(seen->table());
            };
            const auto found = std::find_if(questions_.begin(), questions_.end(), asks);
            if (found != questions_.end()) first.push_back(*found);
        }
        return first;
    }

    void add_cover(json& data) const {
        const auto tally = desk_.store.responses().tally(campaign_.campaign.id);
        const auto& kept = campaign_.campaign;
        data["campaign"] = kept.title;
        data["organisation"] = kept.organisation;
        json lines = json::array();
        const auto line = [&](std::string_view label, const std::string& value) {
            if (!value.empty()) lines.push_back({{"label", scope_.say(label)}, {"value", value}});
        };
        line("method.questionnaire", scope_.shown(form_.title) + ", version " + form_.version);
        line("method.dates", fieldwork_in_words(desk_, kept, request_.language));
        line("method.responses", number_in_words(request_.language, exact_ ? static_cast<std::int64_t>(exact_->extract.columns->people) : tally.responses));
        line("method.refusals", number_in_words(request_.language, tally.refusals));
        const auto contacts = desk_.store.devices().field_work().contacts(campaign_.campaign.id);
        if (contacts.refused > 0) line("method.refused_at_the_door", number_in_words(request_.language, contacts.refused));
        if (contacts.absent > 0) line("method.absent", number_in_words(request_.language, contacts.absent));
        line("method.modes", channels_in_words(desk_.words, request_.language, desk_.store.responses().by_channel(kept.id)));
        line("method.sample", scope_.say("method.sample_text"));
        line("method.weights", scope_.say(scope_.weights ? "method.weighted" : "method.unweighted"));
        if (exact_)
            for (const auto& [label, sentence] : exact_in_words(desk_, request_.language, form_, *exact_)) lines.push_back({{"label", label}, {"value", sentence}});
        else
            line("method.protection", scope_.say("method.protection_text"));
        line("method.who", scope_.say(request_.audience == analysis::Audience::team ? "method.team" : "method.public"));
        line("method.source", source_);
        line("method.made", day_in_words(desk_.words, request_.language, local_day(desk_.clock)));
        data["method"] = lines;
    }

    /// One question as a section shows it: everybody, women, men, and what may be said.
    json block_of(const TabulatedQuestion& question) {
        json block{{"label", question.full}};
        const auto* all = tables_.find(question.name, "");
        if (request_.progress) request_.progress(++done_, questions_.size() + about_people_.size());
        if (!all) return block;
        if (notes_.empty()) notes_ = all->wording.notes();
        if (source_.empty()) source_ = all->view.heading.source;
        const auto* by_gender = form_.breakdowns.gender == forms::none ? nullptr : tables_.find(question.name, "gender");
        block["picture"] = bars_of(rows_of(*all, by_gender));
        if (by_gender && by_gender->wording.comparison() != "") block["sentence"] = by_gender->wording.comparison();
        return block;
    }

    static std::vector<BarRow> rows_of(const TableSeen& all, const TableSeen* by_gender) {
        std::vector<BarRow> rows{{all.wording.key({}), all.table(), all.wording, &all.table().everybody()}};
        if (!by_gender) return rows;
        for (const auto& group : by_gender->table().groups())
            if (group.key != std::vector<int>{all_of_them} && !group.suppressed)
                rows.push_back({by_gender->wording.key(group.key), by_gender->table(), by_gender->wording, &group});
        return rows;
    }

    json blocks_of(const std::vector<TabulatedQuestion>& questions) {
        json blocks = json::array();
        for (const auto& question : questions) blocks.push_back(block_of(question));
        return blocks;
    }

    json volets() {
        json sections = json::array();
        for (const auto& volet : volets_) {
            json section{{"name", volet_name(volet)}, {"id", volet}, {"questions", json::array()}, {"said", said_in(volet)}};
            section["any_said"] = !section["said"].empty();
            section["said_place"] = exact_ ? words_place(volet) : "";
            for (const auto& question : questions_)
                if (volet_of(form_, index_of(question)) == volet) section["questions"].push_back(block_of(question));
            sections.push_back(std::move(section));
        }
        return sections;
    }

    /// Released words of a volet; with "" those that belong to none that has a section.
    json said_in(const std::string& volet) const {
        json blocks = json::array();
        for (const auto& block : words_said_) {
            const auto its = block["volet"].get<std::string>();
            const bool has_section = std::find(volets_.begin(), volets_.end(), its) != volets_.end();
            if (its == volet ? has_section : volet.empty() && !has_section) blocks.push_back(block);
        }
        return blocks;
    }

    std::string volet_name(const std::string& volet) const {
        const auto key = "report.volet." + volet;
        if (desk_.words.has("fr", key)) return desk_.words.say(request_.language, key);
        std::string name = volet;
        std::replace(name.begin(), name.end(), '_', ' ');
        return name;
    }

    /// "classé premier par 12 %, rang moyen 2,1", as far as it is shown.
    std::string first_and_place(const TableSeen& seen, std::size_t answer) const {
        const auto& all = seen.table().everybody();
        if (answer >= all.ranked.size()) return "";
        const auto& ranked = all.ranked[answer];
        std::string text;
        if (ranked.first) text = scope_.say("needs_first", {{"percent", seen.wording.percent(*ranked.first)}});
        if (ranked.mean_place) text += (text.empty() ? "" : ", ") + scope_.say("needs_place", {{"place", seen.wording.decimal(*ranked.mean_place)}});
        return text;
    }

    /// What people rank, the choice that most people rank first.
    json needs() {
        json blocks = json::array();
        for (const auto& question : questions_) {
            if (form_.questions[index_of(question)].type != forms::QuestionType::rank) continue;
            const auto* seen = tables_.find(question.name, "");
            if (!seen || seen->table().everybody().suppressed) continue;
            const auto& cells = seen->table().everybody().cells;
            std::vector<std::size_t> order;
            for (std::size_t i = 0; i < cells.size(); ++i)
                if (cells[i].percent) order.push_back(i);
            std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return *cells[a].percent > *cells[b].percent; });
            json lines = json::array();
            for (const auto i : order)
                lines.push_back({{"label", seen->wording.label(seen->table().question(), seen->table().question().categories[i])},
                                 {"percent", seen->wording.percent(*cells[i].percent)},
                                 {"first", first_and_place(*seen, i)},
                                 {"width", std::to_string(static_cast<int>(*cells[i].percent * 10))}});
            blocks.push_back({{"label", question.full}, {"lines", lines}});
        }
        return blocks;
    }

    json limits(bool any_wave) const {
        json lines = json::array();
        for (const char* key : {"limits.words", "limits.mode", "limits.small", "limits.ranking", "limits.national"}) lines.push_back(scope_.say(key));
        if (exact_)
            lines.push_back(scope_.say("limits.exact"));
        else if (!any_wave)
            lines.push_back(scope_.say("limits.no_wave"));
        for (const auto& note : notes_) lines.push_back(note);
        return lines;
    }

    Desk& desk_;
    const ReportRequest& request_;
    const CampaignForm& campaign_;
    const forms::Form& form_;
    const ExactSet* exact_;
    TablesSeen tables_{desk_, request_, is_weighted(desk_, request_.campaign), exact_};
    ReportScope scope_{desk_, request_, campaign_, tables_, is_weighted(desk_, request_.campaign)};
    std::vector<TabulatedQuestion> questions_, about_people_;
    std::vector<std::string> volets_, notes_;
    std::string source_;
    json words_said_ = json::array();
    std::size_t done_ = 0;
};

}  // namespace

std::string ReportScope::say(std::string_view key, const Words::Facts& facts) const {
    return desk.words.say(request.language, "report." + std::string(key), facts);
}

std::string ReportScope::shown(const forms::Text& text) const {
    return std::string(forms::shown(text, request.language, form().default_language).text);
}

forms::Result<std::string> report_html(Desk& desk, const ReportRequest& request) {
    const auto campaign = desk.forms.find(request.campaign);
    if (!campaign) return forms::Problem{forms::Code::campaign_unknown, request.campaign, "", {}};
    if (auto published = exact_published(desk, request.campaign)) return *published;
    return Report{desk, request, *campaign}.html();
}

std::string exact_html(Desk& desk, const ReportRequest& request, const CampaignForm& campaign, const ExactSet& set) {
    return Report{desk, request, campaign, &set}.html();
}

bool is_weighted(Desk& desk, std::string_view campaign) { return desk.store.margins().last(campaign).has_value(); }

std::string words_place(std::string_view volet) { return "<!--paroles:" + std::string{volet} + "-->"; }

}  // namespace ecoute::server

#include "server/pages/questionnaire.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "forms/residents.hpp"
#include "server/pages/page.hpp"
#include "server/pages/questionnaire_items.hpp"
#include "server/pages/questionnaire_media.hpp"

namespace ecoute::server {
namespace {

using forms::Form;
using nlohmann::json;

/// Mistakes of questions that the page does not show: told all the same, since nothing is kept while there is one.
void add_hidden_mistakes(const Pen& pen, json& all) {
    for (std::uint32_t at = 0; at < pen.form.questions.size(); ++at) {
        const auto& question = pen.form.questions[at];
        if (is_shown(pen.form, at, pen.audience)) continue;
        const auto sentence = pen.why(question);
        if (!sentence.empty())
            all.push_back({{"name", question.name}, {"label", pen.html(question.label)}, {"why", sentence}});
    }
}

json other_languages(const Pen& pen) {
    json all = json::array();
    for (const auto& language : pen.form.languages) {
        if (language == pen.filling.language) continue;
        const auto key = "language." + language;
        all.push_back({{"tag", language},
                       {"tag_direction", forms::right_to_left(language) ? "rtl" : "ltr"},
                       {"own_name", pen.words.has("fr", key) ? pen.words.say("fr", key) : language}});
    }
    return all;
}

/// Answers to questions that the page does not show: those that came with the address (?lieu=...) or a default, and
/// what chance or the clock gave, so that it stays what it was. On a tablet blank ones too: their values come later.
json carried(const Pen& pen) {
    json all = json::array();
    for (std::uint32_t at = 0; at < pen.form.questions.size(); ++at) {
        const auto& question = pen.form.questions[at];
        if (question.repeat != forms::none || !is_carried(pen.form, at, pen.audience)) continue;
        auto field = carried_field(pen, at);
        const bool single = pen.audience != Audience::resident || question.keeps_sent;
        const auto values = single ? std::vector{field["value"].get<std::string>()} : pen.values(question);
        for (const auto& value : values) {
            if (!single && value.empty()) continue;
            field["value"] = value;
            all.push_back(field);
        }
    }
    return all;
}

/// Names of the questions that are asked in confidence: a grid stands for its rows.
std::string sensitive_names(const Pen& pen) {
    std::string names;
    for (std::uint32_t at = 0; at < pen.form.questions.size(); ++at) {
        const auto& question = pen.form.questions[at];
        const bool row = question.parent != forms::none && pen.form.questions[question.parent].type == forms::QuestionType::grid;
        const bool holder = question.type == forms::QuestionType::group || question.type == forms::QuestionType::repeat;
        if (question.sensitive && !row && !holder && is_shown(pen.form, at, pen.audience)) names += (names.empty() ? "" : " ") + question.name;
    }
    return names;
}

/// Questions whose choices each person sees in another order, with the choices as the list has them: a tablet's page is made once for
/// everybody, and the order where the interview begins. "" when there is none.
std::string drawn_orders(const Pen& pen) {
    json orders = json::object();
    for (std::uint32_t at = 0; at < pen.form.questions.size(); ++at) {
        const auto& question = pen.form.questions[at];
        if (!is_drawn_by_person(question) || !is_shown(pen.form, at, pen.audience)) continue;
        for (const auto& choice : pen.form.lists[question.list].choices) orders[question.name].push_back(choice.name);
    }
    return orders.empty() ? "" : orders.dump();
}

/// The notice, a paragraph a line.
json paragraphs(const Pen& pen, const forms::Text& text) {
    const auto shown = forms::shown(text, pen.filling.language, pen.form.default_language);
    json all = json::array();
    for (auto rest = shown.text; !rest.empty();) {
        const auto line = rest.substr(0, rest.find('\n'));
        rest.remove_prefix(std::min(rest.size(), line.size() + 1));
        if (!line.empty())
            all.push_back({{"paragraph", line}, {"other_language", shown.missing ? json(shown.language) : json()}});
    }
    return all;
}

/// The sentences that the template itself needs.
void add_sentences(const Pen& pen, json& page) {
    for (const auto* key :
         {"send", "next", "previous", "refuse", "maybe", "choose_here", "languages_label", "filter_label", "summary",
          "rights_label", "who_asks", "progress_label", "draft_found", "draft_forget", "offline", "add_row",
          "remove_row", "refresh", "draft_keep", "change"})
        page["say_" + std::string{key}] = pen.say("resident." + std::string{key});
}

/// What only a questionnaire with recordings or pictures carries.
void add_media(const Pen& pen, json& page) {
    page["head_extra"] = page["head_extra"].get<std::string>() + "<style>" + std::string{asset("listen.css")} + "</style>";
    for (const auto* key : {"listen", "enlarge", "film"}) page[std::string{"say_"} + key] = pen.say(std::string{"resident."} + key);
    page["listening"] = listening(pen);
}

}  // namespace

bool is_delicate(const Form& form) {
    return form.sensitive || std::any_of(form.questions.begin(), form.questions.end(),
                                         [](const forms::Question& question) { return question.sensitive; });
}

std::string questionnaire_sheet(const Form& form) {
    std::string sheet{asset("resident.css")};
    const bool rows = std::any_of(form.questions.begin(), form.questions.end(), [](const forms::Question& question) {
        return question.type == forms::QuestionType::repeat;
    });
    if (rows) sheet += asset("rows.css");
    if (is_delicate(form)) sheet += asset("delicate.css");
    return sheet;
}

std::string reader_language(const Form& form, std::string_view asked, std::string_view accept_language) {
    const auto& spoken = form.languages;
    const auto speaks = [&](std::string_view tag) {
        return std::find(spoken.begin(), spoken.end(), tag) != spoken.end();
    };
    if (speaks(asked)) return std::string{asked};
    while (!accept_language.empty()) {
        auto tag = accept_language.substr(0, accept_language.find(','));
        accept_language.remove_prefix(std::min(accept_language.size(), tag.size() + 1));
        tag.remove_prefix(std::min(tag.size(), tag.find_first_not_of(' ')));
        tag = tag.substr(0, tag.find_first_of("; "));
        if (speaks(tag)) return std::string{tag};
        tag = tag.substr(0, tag.find('-'));
        if (speaks(tag)) return std::string{tag};
    }
    return form.default_language;
}

json questionnaire_model(const CampaignForm& campaign, const Words& words, const Filling& filling,
                         const forms::Clock& clock, Audience audience, const CampaignMedia* media) {
    const Known known{campaign.form, filling, clock};
    json mistakes = json::array();
    const Pen pen{campaign.form, words, filling, known, mistakes, {}, {}, audience, media, campaign.campaign.id};
    const bool tablet = audience != Audience::resident;
    const auto title = forms::shown(campaign.form.title, filling.language, campaign.form.default_language);
    auto page = page_data(words, filling.language, title.text, campaign.invented);
    page["campaign"] = campaign.campaign.id;
    page["address"] = filling.address.empty() ? "/q/" + campaign.campaign.id : filling.address;
    page["campaign_title"] = pen.html(campaign.form.title);
    page["organisation"] = campaign.campaign.organisation;
    page["version"] = campaign.form.version;
    page["head_extra"] = "<style>" + questionnaire_sheet(campaign.form) + "</style>";
    if (media) add_media(pen, page);
    page["response_id"] = filling.id;
    page["step"] = filling.step;
    page["started"] = filling.started;
    page["fresh"] = filling.fresh;
    page["said"] = filling.said;
    page["code"] = filling.code;
    page["revision"] = filling.revision == 0 ? "" : std::to_string(filling.revision);
    page["exit"] = is_delicate(campaign.form) && !tablet ? pen.say("resident.exit") : "";
    // The title is what a browser's history shows.
    if (campaign.form.sensitive) page["title"] = pen.say("resident.delicate_title");
    page["languages"] = other_languages(pen);
    page["more_languages"] = campaign.form.languages.size() > 1;
    page["tablet"] = tablet;
    page["on_sheet"] = audience == Audience::field_sheet;
    page["sensitive_names"] = tablet ? sensitive_names(pen) : "";
    page["drawn_orders"] = tablet ? drawn_orders(pen) : "";
    page["draft"] = !tablet && filling.revision == 0;
    page["notice"] = audience == Audience::field_sheet ? json::array() : paragraphs(pen, campaign.form.notice);
    page["any_notice"] = !page["notice"].empty();
    page["sections"] = sections(pen);
    add_hidden_mistakes(pen, mistakes);
    page["mistakes"] = mistakes;
    page["any_mistake"] = !page["mistakes"].empty();
    page["carried"] = carried(pen);
    add_sentences(pen, page);
    return page;
}

std::string questionnaire_html(const CampaignForm& campaign, const Words& words, const Filling& filling,
                               const forms::Clock& clock, Audience audience, const CampaignMedia* media) {
    auto page = questionnaire_model(campaign, words, filling, clock, audience, media);
    page["rules"] = questionnaire_rules_text(campaign.form, words, filling.language, audience);
    page["script"] = questionnaire_script(campaign.form, audience);
    return render("questionnaire", page);
}

}  // namespace ecoute::server

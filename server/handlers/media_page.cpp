#include <nlohmann/json.hpp>

#include "server/campaign_media.hpp"
#include "server/handlers/admin.hpp"
#include "server/handlers/admin_frame.hpp"
#include "server/http/multipart.hpp"
#include "server/http/urlencoded.hpp"
#include "server/in_words.hpp"
#include "server/media_intake.hpp"
#include "server/pages/page.hpp"
#include "server/system_clock.hpp"

namespace ecoute::server::admin {
namespace {

using nlohmann::json;

constexpr std::string_view sentences = "admin.media.", path = "/enregistrements";

struct MediaPage : CampaignPage {
    CampaignMedia media{desk.store.media().of(id())};
};

/// The language whose labels are listed: the one asked for, else the questionnaire's own.
std::string listed_language(const MediaPage& page) {
    const auto asked = page.request.parameter("langue");
    for (const auto& language : page.campaign->form.languages)
        if (language == asked) return language;
    return page.campaign->form.default_language;
}

std::string own_name(const MediaPage& page, const std::string& language) {
    const auto key = "language." + language;
    return page.desk.words.has("fr", key) ? page.desk.words.say("fr", key) : language;
}

json weights(const MediaPage& page) {
    json all = json::array();
    for (const auto& language : page.campaign->form.languages)
        all.push_back({{"tag", language},
                       {"own_name", own_name(page, language)},
                       {"address", page.here() + "?langue=" + language},
                       {"weight", media_weight_in_words(page.desk.words, page.language, weight_of(page.campaign->form, page.media, language))}});
    return all;
}

json file_row(const MediaPage& page, const storage::MediaName* file) {
    if (!file) return {};
    return {{"name", file->name},
            {"address", media_address(page.id(), *file)},
            {"weight", weight_in_words(page.desk.words, page.language, file->size)},
            {"which", page.say("remove_what", {{"file", file->name}})}};
}

json label_row(const MediaPage& page, const LabelPlace& place, const std::string& language) {
    const auto& form = page.campaign->form;
    const auto& label = place.choice ? form.list_of(place.question).choices[*place.choice].label : form.questions[place.question].label;
    return {{"label", forms::shown(label, language, form.default_language).text},
            {"is_choice", place.choice.has_value()},
            {"file_name", file_stem(form, place, language) + ".mp3"},
            {"sound", file_row(page, page.media.sound(form, place, language))},
            {"picture", file_row(page, page.media.picture(form, place, language))},
            {"enlargement", file_row(page, page.media.enlargement(form, place, language))},
            {"film", file_row(page, page.media.film(form, place, language))}};
}

/// A question with its choices, and how many of these labels have a recording.
struct Recorded {
    json rows = json::array();
    std::size_t recorded = 0;
    bool complete() const { return recorded == rows.size(); }
};

/// Questions in document order, each folded under its label: those that miss a recording, or those that miss none.
json questions_of(const MediaPage& page, const std::vector<Recorded>& all, bool complete) {
    json folded = json::array();
    for (const auto& question : all)
        if (question.complete() == complete)
            folded.push_back({{"label", question.rows.front()["label"]},
                              {"how_many", page.say("recorded_of", {{"count", std::to_string(question.recorded)}, {"all", std::to_string(question.rows.size())}})},
                              {"rows", question.rows}});
    return folded;
}

void add_labels(const MediaPage& page, const std::string& language, json& data) {
    std::vector<Recorded> all;
    for (const auto& place : labels_of(page.campaign->form)) {
        if (!place.choice) all.emplace_back();
        auto row = label_row(page, place, language);
        all.back().recorded += row["sound"].is_null() ? 0 : 1;
        all.back().rows.push_back(std::move(row));
    }
    for (const bool complete : {false, true}) {
        auto questions = questions_of(page, all, complete);
        if (questions.empty()) continue;
        const auto count = page.say(complete ? "complete" : "to_record", {{"count", std::to_string(questions.size())}});
        data["parts"].push_back({{"heading", count}, {"questions", std::move(questions)}});
    }
}

Reply media_list(const MediaPage& page, int status, const json& refused, std::size_t kept) {
    const auto language = listed_language(page);
    auto data = frame(page.desk, page.request, page.say("title", {{"campaign", page.campaign->campaign.title}}), page.campaign->invented);
    data["here"] = page.here();
    data["csrf"] = page.request.session->csrf_token;
    data["weights"] = weights(page);
    data["listed"] = language;
    data["listed_direction"] = forms::right_to_left(language) ? "rtl" : "ltr";
    data["listed_name"] = own_name(page, language);
    data["parts"] = json::array();
    add_labels(page, language, data);
    data["absent"] = missing_files(page.campaign->form, page.media);
    data["any_absent"] = !data["absent"].empty();
    data["refused"] = refused;
    data["any_refused"] = !refused.empty();
    data["kept"] = kept == 0 ? "" : page.say(kept == 1 ? "kept_one" : "kept", {{"count", std::to_string(kept)}});
    data["limits"] = page.say("limits", {{"sound", weight_in_words(page.desk.words, page.language, largest_recording_bytes)},
                                         {"picture", weight_in_words(page.desk.words, page.language, largest_picture_bytes)},
                                         {"enlargement", weight_in_words(page.desk.words, page.language, largest_enlargement_bytes)},
                                         {"film", weight_in_words(page.desk.words, page.language, largest_film_bytes)},
                                         {"known", std::string{accepted_media()}},
                                         {"all", weight_in_words(page.desk.words, page.language, largest_upload_bytes)}});
    for (const auto* key : {"about", "names", "choose", "send", "weights", "listed", "label", "file", "recording", "picture", "film", "enlargement", "absent", "missing", "remove", "refused"})
        data["words"][key] = page.say(key);
    return admin::page(page.request, status, "admin_media", data);
}

}  // namespace

void media_page(Desk& desk, const Request& request, Respond respond) {
    if (auto page = asked_page(desk, request, respond, sentences, path)) respond(media_list({std::move(*page)}, 200, json::array(), 0));
}

void media_post(Desk& desk, const Request& request, Respond respond) {
    auto page = asked_page(desk, request, respond, sentences, path);
    if (!page) return;
    const auto parts = read_multipart(request.body);
    if (!parts) return respond(refusal(desk, request, parts.error()));
    MediaIntake intake{page->campaign->form, page->id(), local_day(desk.clock)};
    for (const auto& part : *parts)
        if (part.is_file && !(part.filename.empty() && part.content.empty())) intake.add(part.filename, part.content);
    const auto kept = intake.keep(desk.store, now_text(desk.clock), request.session->login);
    json refused = json::array();
    for (const auto& problem : intake.problems()) refused.push_back(desk.words.say(page->language, problem));
    respond(media_list({std::move(*page)}, refused.empty() ? 200 : 422, refused, kept));
}

void media_remove(Desk& desk, const Request& request, Respond respond) {
    const auto page = asked_page(desk, request, respond, sentences, path);
    if (!page) return;
    const auto fields = read_urlencoded(request.body);
    const auto name = std::string{field(fields, "fichier")};
    const auto& id = page->id();
    if (desk.store.media().remove(id, name)) desk.store.audit().add(now_text(desk.clock), request.session->login, "media.remove", id + " " + name);
    const auto language = field(fields, "langue");
    respond(go_to(page->here() + (language.empty() ? "" : "?langue=" + percent_encoded(language))));
}

}  // namespace ecoute::server::admin

#include "server/pages/questionnaire_media.hpp"

#include <nlohmann/json.hpp>

#include "server/campaign_media.hpp"
#include "server/in_words.hpp"
#include "server/pages/page.hpp"

namespace ecoute::server {
namespace {

using nlohmann::json;

std::string plain_label(const Pen& pen, const forms::Text& label) {
    return pen.plain(forms::shown(label, pen.filling.language, pen.form.default_language).text);
}

/// Keys of the template for what is seen on request.
struct Keys {
    const char *enlargement, *film;
};

/// True when there is a film or an enlargement.
bool add_larger(const Pen& pen, const LabelPlace& place, const forms::Text& label, const Keys& keys, json& into) {
    const auto* large = pen.media->enlargement(pen.form, place, pen.filling.language);
    const auto* film = pen.media->film(pen.form, place, pen.filling.language);
    if (large) into[keys.enlargement] = {{"file", media_address(pen.campaign, *large)}, {"of", plain_label(pen, label)}};
    if (film)
        into[keys.film] = {{"file", media_address(pen.campaign, *film)},
                           {"of", plain_label(pen, label)},
                           {"weight", weight_in_words(pen.words, pen.filling.language, film->size)}};
    return large || film;
}

}  // namespace

void add_label_media(const Pen& pen, const forms::Question& question, json& item) {
    if (!pen.media) return;
    const LabelPlace place{pen.index(question)};
    if (const auto* file = pen.media->sound(pen.form, place, pen.filling.language)) {
        item["sound"] = media_address(pen.campaign, *file);
        item["sound_of"] = plain_label(pen, question.label);
    }
    if (const auto* file = pen.media->picture(pen.form, place, pen.filling.language)) item["scene"] = media_address(pen.campaign, *file);
    add_larger(pen, place, question.label, {"enlarged", "film"}, item);
}

bool add_choice_media(const Pen& pen, const forms::Question& question, forms::ChoiceIndex choice, json& row) {
    if (!pen.media) return false;
    const LabelPlace place{pen.index(question), choice};
    if (const auto* file = pen.media->sound(pen.form, place, pen.filling.language)) {
        row["voice"] = media_address(pen.campaign, *file);
        row["voice_of"] = plain_label(pen, pen.form.lists[question.list].choices[choice].label);
    }
    row["more"] = add_larger(pen, place, pen.form.lists[question.list].choices[choice].label, {"large", "clip"}, row);
    const auto* picture = pen.media->picture(pen.form, place, pen.filling.language);
    if (picture) row["picture"] = media_address(pen.campaign, *picture);
    return picture != nullptr;
}

json listening(const Pen& pen) {
    if (!pen.media) return {};
    const auto weight = weight_of(pen.form, *pen.media, pen.filling.language);
    if (weight.files == 0) return {};
    json words = json::object();
    for (const auto* key : {"stop", "again", "on"}) words[key] = pen.say(std::string{"resident.listen_"} + key);
    auto text = words.dump(-1, ' ', false, json::error_handler_t::replace);
    for (auto at = text.find("</"); at != text.npos; at = text.find("</", at + 3)) text.insert(at + 1, "\\");
    return {{"say", pen.say("resident.listen_all")},
            // A tablet has them already.
            {"weight", pen.audience == Audience::resident
                           ? pen.say("resident.listen_weight", {{"weight", weight_in_words(pen.words, pen.filling.language, weight.bytes)}})
                           : ""},
            {"words", text},
            {"script", asset("listen.js")}};
}

}  // namespace ecoute::server

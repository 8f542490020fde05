#include "server/campaign_media.hpp"

#include <algorithm>
#include <set>

#include "forms/residents.hpp"
#include "server/hex_digest.hpp"
#include "server/http/urlencoded.hpp"
#include "server/pages/audience.hpp"
#include "server/pages/questionnaire.hpp"

namespace ecoute::server {
namespace {

using forms::Code;
using forms::Form;
using forms::Problem;
using forms::QuestionType;
using storage::MediaName;

MediaKind kind_of(std::string_view type) {
    if (type.starts_with("image/")) return MediaKind::picture;
    return type.starts_with("video/") ? MediaKind::film : MediaKind::sound;
}

std::string_view without_extension(std::string_view name) {
    const auto dot = name.rfind('.');
    return dot == name.npos ? name : name.substr(0, dot);
}

/// Buttons and boxes; the places of a menu or a rank have no label of their own on the page.
bool shows_choices(const Form& form, std::uint32_t question) {
    const auto type = form.questions[question].type;
    return (type == QuestionType::select_one || type == QuestionType::select_multiple) && !is_menu(form, question);
}

/// Sections and repeats have headings; what is asked has a label.
bool has_label(const Form& form, std::uint32_t question) {
    const auto type = form.questions[question].type;
    return forms::is_shown(form, question) && type != QuestionType::group && type != QuestionType::repeat && !form.questions[question].label.empty();
}

/// The section of the page that a question stands in; questions between groups share one.
std::uint32_t part_of(const Form& form, std::uint32_t question) {
    while (form.questions[question].parent != forms::none) question = form.questions[question].parent;
    const auto type = form.questions[question].type;
    return type == QuestionType::group || type == QuestionType::repeat ? question : forms::none - 1;
}

/// Names that the document gives to files, whatever their language.
void add_written(const forms::Text& text, std::set<std::string_view>& names) {
    for (const auto& [language, file] : text) names.insert(file);
}

std::set<std::string_view> written_names(const Form& form) {
    std::set<std::string_view> names;
    for (const auto& question : form.questions)
        for (const auto* text : {&question.audio, &question.image, &question.big_image, &question.video}) add_written(*text, names);
    for (const auto& list : form.lists)
        for (const auto& choice : list.choices)
            for (const auto* text : {&choice.audio, &choice.image, &choice.big_image, &choice.video}) add_written(*text, names);
    return names;
}

/// True for what is shown only when somebody asks to see it larger.
bool is_enlargement(const Form& form, std::string_view name) {
    const auto says = [&](const forms::Text& text) {
        return std::any_of(text.begin(), text.end(), [&](const auto& written) { return written.second == name; });
    };
    bool large = false;
    for (const auto& question : form.questions) {
        if (says(question.image)) return false;
        large = large || says(question.big_image);
    }
    for (const auto& list : form.lists)
        for (const auto& choice : list.choices) {
            if (says(choice.image)) return false;
            large = large || says(choice.big_image);
        }
    return large;
}

std::size_t largest_of(const Form& form, std::string_view name, const MediaType& type) {
    return type.kind == MediaKind::picture && is_enlargement(form, name) ? largest_enlargement_bytes : largest_bytes(type);
}

}  // namespace

CampaignMedia::CampaignMedia(std::vector<MediaName> files) : files_(std::move(files)) {
    for (std::size_t at = 0; at < files_.size(); ++at) {
        by_name_.emplace(files_[at].name, at);
        const auto kind = kind_of(files_[at].type);
        auto& stems = kind == MediaKind::sound ? sounds_ : kind == MediaKind::film ? films_ : pictures_;
        stems.emplace(without_extension(files_[at].name), at);
    }
}

const MediaName* CampaignMedia::named(const forms::Text& written, std::string_view language, MediaKind kind) const {
    const auto text = written.find(language);
    if (text == written.end()) return nullptr;
    const auto found = by_name_.find(text->second);
    return found != by_name_.end() && kind_of(files_[found->second].type) == kind ? &files_[found->second] : nullptr;
}

const MediaName* CampaignMedia::by_convention(const Form& form, const LabelPlace& place, std::string_view language, MediaKind kind) const {
    const auto& stems = kind == MediaKind::sound ? sounds_ : kind == MediaKind::film ? films_ : pictures_;
    const auto find = [&](const std::string& stem) {
        const auto found = stems.find(stem);
        return found == stems.end() ? nullptr : &files_[found->second];
    };
    std::vector<std::string> owners{form.questions[place.question].name};
    if (place.choice) {
        const auto& list = form.list_of(place.question);
        owners.push_back(list.name);
        for (auto& owner : owners) owner += "." + list.choices[*place.choice].name;
    }
    for (const auto& owner : owners) {
        if (const auto* found = find(owner + "." + std::string{language})) return found;
        if (kind == MediaKind::picture)
            if (const auto* found = find(owner)) return found;
    }
    return nullptr;
}

namespace {

/// What a question or one of its choices says in a member that both have.
template <auto OfQuestion, auto OfChoice>
const auto& written(const Form& form, const LabelPlace& place) {
    return place.choice ? form.list_of(place.question).choices[*place.choice].*OfChoice : form.questions[place.question].*OfQuestion;
}

}  // namespace

const MediaName* CampaignMedia::sound(const Form& form, const LabelPlace& place, std::string_view language) const {
    if (const auto* found = named(written<&forms::Question::audio, &forms::Choice::audio>(form, place), language, MediaKind::sound)) return found;
    return by_convention(form, place, language, MediaKind::sound);
}

const MediaName* CampaignMedia::film(const Form& form, const LabelPlace& place, std::string_view language) const {
    if (const auto* found = named(written<&forms::Question::video, &forms::Choice::video>(form, place), language, MediaKind::film)) return found;
    return by_convention(form, place, language, MediaKind::film);
}

const MediaName* CampaignMedia::picture(const Form& form, const LabelPlace& place, std::string_view language) const {
    for (const auto asked : {language, std::string_view{form.default_language}})
        if (const auto* found = named(written<&forms::Question::image, &forms::Choice::image>(form, place), asked, MediaKind::picture)) return found;
    return by_convention(form, place, language, MediaKind::picture);
}

const MediaName* CampaignMedia::enlargement(const Form& form, const LabelPlace& place, std::string_view language) const {
    for (const auto asked : {language, std::string_view{form.default_language}})
        if (const auto* found = named(written<&forms::Question::big_image, &forms::Choice::big_image>(form, place), asked, MediaKind::picture)) return found;
    return nullptr;
}

std::vector<std::string> missing_files(const Form& form, const CampaignMedia& media) {
    std::vector<std::string> missing;
    auto names = written_names(form);
    for (const auto& file : media.files()) names.erase(file.name);
    for (const auto name : names)
        if (!name.empty()) missing.emplace_back(name);
    return missing;
}

std::string media_address(std::string_view campaign, const MediaName& file) {
    return "/m/" + percent_encoded(campaign) + "/" + file.sha256.substr(0, media_address_digits);
}

std::vector<LabelPlace> labels_of(const Form& form) {
    std::vector<LabelPlace> all;
    for (std::uint32_t at = 0; at < form.questions.size(); ++at) {
        if (!has_label(form, at)) continue;
        all.push_back({at});
        if (!shows_choices(form, at)) continue;
        const auto count = form.list_of(at).choices.size();
        for (std::size_t choice = 0; choice < count; ++choice) all.push_back({at, static_cast<forms::ChoiceIndex>(choice)});
    }
    return all;
}

std::vector<const MediaName*> files_on_labels(const Form& form, const CampaignMedia& media) {
    std::vector<const MediaName*> files;
    std::set<std::string_view> seen;
    std::vector<LabelPlace> places;
    for (std::uint32_t at = 0; at < form.questions.size(); ++at) {
        if (!is_shown(form, at, Audience::interview)) continue;
        places.push_back({at});
        const auto choices = shows_choices(form, at) ? form.list_of(at).choices.size() : 0;
        for (std::size_t choice = 0; choice < choices; ++choice) places.push_back({at, static_cast<forms::ChoiceIndex>(choice)});
    }
    const auto add = [&](const MediaName* file) {
        if (file && seen.insert(file->sha256).second) files.push_back(file);
    };
    for (const auto& place : places)
        for (const auto& language : form.languages)
            for (const auto* file : {media.sound(form, place, language), media.picture(form, place, language)}) add(file);
    for (const auto& place : places)
        for (const auto& language : form.languages)
            for (const auto* file : {media.enlargement(form, place, language), media.film(form, place, language)}) add(file);
    return files;
}

std::string file_stem(const Form& form, const LabelPlace& place, std::string_view language) {
    auto stem = form.questions[place.question].name;
    if (place.choice) stem += "." + form.list_of(place.question).choices[*place.choice].name;
    return stem + "." + std::string{language};
}

bool has_place(const Form& form, std::string_view name, MediaKind kind) {
    if (written_names(form).contains(name)) return true;
    const auto stem = without_extension(name);
    const auto is_named = [&](const std::string& owner) {
        if (stem == owner) return kind == MediaKind::picture;
        if (!stem.starts_with(owner) || stem.size() <= owner.size() || stem[owner.size()] != '.') return false;
        const auto language = stem.substr(owner.size() + 1);
        return std::find(form.languages.begin(), form.languages.end(), language) != form.languages.end();
    };
    for (const auto& place : labels_of(form)) {
        const auto& question = form.questions[place.question].name;
        if (!place.choice) {
            if (is_named(question)) return true;
            continue;
        }
        const auto& list = form.list_of(place.question);
        const auto& choice = list.choices[*place.choice].name;
        if (is_named(question + "." + choice) || is_named(list.name + "." + choice)) return true;
    }
    return false;
}

MediaWeight weight_of(const Form& form, const CampaignMedia& media, std::string_view language) {
    MediaWeight weight;
    std::set<std::string_view> seen, seen_in_part;
    std::uint32_t part = forms::none;
    std::int64_t part_bytes = 0;
    for (const auto& place : labels_of(form)) {
        if (const auto top = part_of(form, place.question); top != part) {
            part = top;
            part_bytes = 0;
            seen_in_part.clear();
        }
        ++weight.labels;
        const auto* file = media.sound(form, place, language);
        if (!file) continue;
        ++weight.files;
        if (seen.insert(file->sha256).second) weight.bytes += file->size;
        if (seen_in_part.insert(file->sha256).second) part_bytes += file->size;
        weight.heaviest_part = std::max(weight.heaviest_part, part_bytes);
    }
    return weight;
}

forms::Result<storage::NewMedia> read_media(const Form& form, std::string_view campaign, std::string_view name, std::string_view bytes,
                                            std::string_view day) {
    const auto* type = media_type(bytes);
    const std::string subject{name};
    if (!type) return Problem{Code::media_type_refused, subject, "", {{"known", std::string{accepted_media()}}}};
    if (const auto limit = largest_of(form, name, *type); bytes.size() > limit)
        return Problem{Code::media_too_large, subject, "", {{"limit", std::to_string(limit / 1000)}}};
    if (!has_place(form, name, type->kind)) {
        const auto labels = labels_of(form);
        const auto expected = labels.empty() ? "" : file_stem(form, labels.front(), form.default_language) + "." + std::string{type->extension};
        return Problem{Code::media_place_unknown, subject, "", {{"expected", expected}}};
    }
    return storage::NewMedia{std::string{campaign}, subject, std::string{type->type}, hex_sha256(bytes), std::string{day}, bytes};
}

}  // namespace ecoute::server

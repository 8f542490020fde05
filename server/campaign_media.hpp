#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/form.hpp"
#include "server/media_type.hpp"
#include "storage/media.hpp"

namespace ecoute::server {

/// A question's label, or that of one of its choices.
struct LabelPlace {
    std::uint32_t question = forms::none;
    std::optional<forms::ChoiceIndex> choice = std::nullopt;
};

/// The recordings, pictures and films of a campaign, found by what they are called. A label's file is
///   1. the one that the questionnaire names ("audio": {"fr": "q1.mp3"}), or
///   2. QUESTION.LANGUAGE or QUESTION.CHOICE.LANGUAGE, with any extension: a recording is added without touching the document, or
///   3. for a choice LIST.CHOICE.LANGUAGE: "oui" is recorded once for all questions.
/// A picture without language (QUESTION.CHOICE.png) is shown in all. Nothing falls back to another language: who listens would hear one
/// that they don't understand. An enlargement ("big-image") is found by the name that the questionnaire gives, and by no other.
class CampaignMedia {
public:
    explicit CampaignMedia(std::vector<storage::MediaName> files);

    bool empty() const noexcept { return files_.empty(); }
    const std::vector<storage::MediaName>& files() const noexcept { return files_; }

    const storage::MediaName* sound(const forms::Form& form, const LabelPlace& place, std::string_view language) const;
    const storage::MediaName* picture(const forms::Form& form, const LabelPlace& place, std::string_view language) const;
    const storage::MediaName* film(const forms::Form& form, const LabelPlace& place, std::string_view language) const;
    const storage::MediaName* enlargement(const forms::Form& form, const LabelPlace& place, std::string_view language) const;

private:
    const storage::MediaName* named(const forms::Text& written, std::string_view language, MediaKind kind) const;
    const storage::MediaName* by_convention(const forms::Form& form, const LabelPlace& place, std::string_view language,
                                            MediaKind kind) const;

    std::vector<storage::MediaName> files_;
    std::map<std::string_view, std::size_t, std::less<>> by_name_;
    std::map<std::string, std::size_t, std::less<>> sounds_, pictures_, films_;  ///< by name without extension
};

/// Digits of the hash in an address: 64 bits tell a campaign's files apart, and weigh a quarter on a page with hundreds of addresses.
inline constexpr std::size_t media_address_digits = 16;
/// "/m/essai/0123456789abcdef".
std::string media_address(std::string_view campaign, const storage::MediaName& file);

/// Names that the questionnaire gives to files of its labels and that nobody has brought yet, each once, in their order.
std::vector<std::string> missing_files(const forms::Form& form, const CampaignMedia& media);

/// Whether a file of that name would belong to a label of the questionnaire. A recording or a film without a language belongs to none.
bool has_place(const forms::Form& form, std::string_view name, MediaKind kind);

/// What listening weighs, in one language.
struct MediaWeight {
    std::size_t files = 0;
    std::int64_t bytes = 0;           ///< of all of them
    std::int64_t heaviest_part = 0;   ///< of the section of the questionnaire that has most
    std::size_t labels = 0;           ///< labels that could have a recording
};
MediaWeight weight_of(const forms::Form& form, const CampaignMedia& media, std::string_view language);

/// The files that labels of an interview's page name, in any language, each once: what a tablet needs without network. What is
/// seen on request comes last: a tablet takes what it has room for, in this order.
std::vector<const storage::MediaName*> files_on_labels(const forms::Form& form, const CampaignMedia& media);

/// One label of what the page shows, in document order: for the list of what is recorded and what is missing.
std::vector<LabelPlace> labels_of(const forms::Form& form);
/// "QUESTION.CHOICE.fr": what the file of a label is called by convention, without extension.
std::string file_stem(const forms::Form& form, const LabelPlace& place, std::string_view language);

/// A file of a form or a folder, checked: its type and size. media_type_refused (fact "known"), media_too_large (fact "limit", in thousands of bytes),
/// media_place_unknown (fact "expected").
forms::Result<storage::NewMedia> read_media(const forms::Form& form, std::string_view campaign, std::string_view name,
                                            std::string_view bytes, std::string_view day);

}  // namespace ecoute::server

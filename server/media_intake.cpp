#include "server/media_intake.hpp"

#include "server/in_words.hpp"

namespace ecoute::server {

void MediaIntake::add(std::string_view name, std::string_view bytes) {
    auto read = read_media(form_, campaign_, name, bytes, day_);
    if (read)
        good_.push_back(*std::move(read));
    else
        problems_.push_back(read.error());
}

std::size_t MediaIntake::keep(storage::Store& store, std::string_view now, std::string_view who) {
    if (good_.empty()) return 0;
    if (const auto kept = store.media().keep(good_); !kept) {
        auto problem = kept.error();
        if (problem.subject.empty()) problem.subject = campaign_;
        problems_.push_back(std::move(problem));
        return 0;
    }
    store.audit().add(now, who, "media.keep", campaign_ + " " + std::to_string(good_.size()));
    return good_.size();
}

std::string media_weight_in_words(const Words& words, std::string_view language, const MediaWeight& weight) {
    if (weight.files == 0) return words.say(language, "media.none");
    return words.say(language, weight.files == 1 ? "media.weight_one" : "media.weight",
                     {{"count", number_in_words(language, static_cast<std::int64_t>(weight.files))},
                      {"labels", number_in_words(language, static_cast<std::int64_t>(weight.labels))},
                      {"weight", weight_in_words(words, language, weight.bytes)},
                      {"part", weight_in_words(words, language, weight.heaviest_part)}});
}

}  // namespace ecoute::server

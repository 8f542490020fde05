#pragma once
#include <string>
#include <vector>

#include "server/campaign_media.hpp"
#include "server/words.hpp"
#include "storage/store.hpp"

namespace ecoute::server {

/// Files that somebody brings for a campaign, from a page or the command line. What is good is kept, and each file that is not is told: who
/// chose forty files must not choose them again for one.
class MediaIntake {
public:
    MediaIntake(const forms::Form& form, std::string campaign, std::string day)
        : form_(form), campaign_(std::move(campaign)), day_(std::move(day)) {}

    /// `bytes` must live until keep().
    void add(std::string_view name, std::string_view bytes);
    /// Keeps what was added and writes it in the log of what was done. How many files were kept: 0 also when the campaign would hold too much,
    /// which is one more problem.
    std::size_t keep(storage::Store& store, std::string_view now, std::string_view who);
    const forms::Problems& problems() const noexcept { return problems_; }

private:
    const forms::Form& form_;
    std::string campaign_, day_;
    std::vector<storage::NewMedia> good_;
    forms::Problems problems_;
};

/// "41 enregistrements sur 120, 2,3 Mo ; la partie la plus lourde : 0,6 Mo"; that there is none, when there is none.
std::string media_weight_in_words(const Words& words, std::string_view language, const MediaWeight& weight);

}  // namespace ecoute::server

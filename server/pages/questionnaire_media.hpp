#pragma once
#include <nlohmann/json_fwd.hpp>

#include "server/pages/pen.hpp"

namespace ecoute::server {

/// Adds to a question's item the recording of its label ("sound": address, "sound_of": the label) and its picture ("scene"), its
/// enlargement ("enlarged") and its film ("film", both with "file" and "of"), when the campaign has them in the reader's language.
void add_label_media(const Pen& pen, const forms::Question& question, nlohmann::json& item);

/// The same for a row that stands for a choice: "voice", "voice_of", "picture", "large", "clip"; "more" when
/// it has one of the last two. True when it got a picture.
bool add_choice_media(const Pen& pen, const forms::Question& question, forms::ChoiceIndex choice, nlohmann::json& row);

/// What the page says and needs when something can be heard in the reader's language: the words of listen.js and the weight; null otherwise.
nlohmann::json listening(const Pen& pen);

}  // namespace ecoute::server

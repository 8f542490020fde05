#include <nlohmann/json.hpp>

#include "server/open_questions.hpp"
#include "server/report/scope.hpp"
#include "storage/open_answers.hpp"

namespace ecoute::server {
namespace {

/// Of one question; a bilan is read by people, who stop before.
constexpr std::size_t most_said = 12;

}  // namespace

nlohmann::json released_words(Desk& desk, const ReportRequest& request, const forms::Form& form) {
    using nlohmann::json;
    json blocks = json::array();
    const auto released = desk.store.open_answers().released(request.campaign);
    for (const auto& question : open_questions(form, request.language)) {
        json said = json::array();
        std::size_t all = 0;
        for (const auto& answer : released) {
            if (answer.question != question.name) continue;
            if (++all <= most_said)
                said.push_back({{"text", answer.text}, {"quartier", quartier_in_words(form, answer.quartier, request.language)}});
        }
        if (all == 0) continue;
        blocks.push_back({{"label", question.label},
                          {"volet", question.volet},
                          {"said", said},
                          {"more", all > most_said ? desk.words.say(request.language, "report.more_verbatims", {{"count", std::to_string(all - most_said)}}) : ""}});
    }
    return blocks;
}

}  // namespace ecoute::server

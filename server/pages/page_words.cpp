#include <nlohmann/json.hpp>

#include "forms/text.hpp"
#include "server/pages/page.hpp"

namespace ecoute::server {

nlohmann::json page_data(const Words& words, std::string_view language, std::string_view title, bool invented) {
    return {{"language", language},
            {"direction", forms::right_to_left(language) ? "rtl" : "ltr"},
            {"title", title},
            {"style", asset("look.css")},
            {"invented", invented ? words.say(language, "page.invented") : ""}};
}

Reply message_page(const Words& words, std::string_view language, int status, std::string_view title_key,
                   std::string_view sentence_key, const Words::Facts& facts, std::string_view go) {
    const auto title = words.say(language, title_key, facts);
    auto data = page_data(words, language, title);
    data["sentence"] = words.say(language, sentence_key, facts);
    data["go"] = go;
    data["go_label"] = words.say(language, go == "/code" ? "resident.own" : "page.go_home");
    return page_reply(status, render("message", data));
}

}  // namespace ecoute::server

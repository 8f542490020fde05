#include <algorithm>
#include <array>
#include <charconv>
#include <nlohmann/json.hpp>

#include "server/handlers/admin.hpp"
#include "server/handlers/admin_frame.hpp"
#include "server/http/urlencoded.hpp"
#include "server/in_words.hpp"
#include "server/open_questions.hpp"
#include "server/system_clock.hpp"
#include "server/table_view.hpp"
#include "storage/open_answers.hpp"

namespace ecoute::server::admin {
namespace {

using nlohmann::json;
using storage::Review;

/// As many as somebody reads with attention on one page.
constexpr std::int64_t answers_a_page = 20;

std::optional<CampaignPage> asked_here(Desk& desk, const Request& request, const Respond& respond) {
    return asked_page(desk, request, respond, "open_answers.", "/reponses-libres");
}

/// What the address chooses; the same fields travel with each verdict, so that its page is the one before.
struct Chosen {
    std::string question, review, search;
    std::int64_t page = 0;
};

std::int64_t number_in(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

template <class Parameter>
Chosen chosen(Parameter parameter) {
    const auto page = number_in(parameter("page"));
    return {std::string{parameter("question")}, std::string{parameter("statut")}, std::string{parameter("cherche")},
            page > 0 && page < 1'000'000 ? page : 0};
}

std::string address(const CampaignPage& page, const Chosen& wanted, std::int64_t number) {
    std::string text = page.here() + "?question=" + percent_encoded(wanted.question);
    if (!wanted.review.empty()) text += "&statut=" + percent_encoded(wanted.review);
    if (!wanted.search.empty()) text += "&cherche=" + percent_encoded(wanted.search);
    if (number > 0) text += "&page=" + std::to_string(number);
    return text;
}

std::vector<std::string> names_of(const std::vector<OpenQuestionAsked>& questions) {
    std::vector<std::string> names;
    for (const auto& question : questions) names.push_back(question.name);
    return names;
}

/// Each question with what waits and what was released.
json question_list(const CampaignPage& page, const std::vector<OpenQuestionAsked>& asked, const Chosen& wanted) {
    const auto known = page.desk.store.open_answers().questions(page.id());
    json rows = json::array();
    for (const auto& question : asked) {
        storage::OpenQuestion counts;
        for (const auto& one : known)
            if (one.question == question.name) counts = one;
        rows.push_back({{"name", question.name},
                        {"label", question.label},
                        {"selected", question.name == wanted.question},
                        {"address", address(page, {.question = question.name, .review = "waiting", .search = {}}, 0)},
                        {"people", page.number(counts.people)},
                        {"waiting", page.number(counts.waiting)},
                        {"released", page.number(counts.released)},
                        {"withheld", page.number(counts.withheld)}});
    }
    return rows;
}

std::string decided(const CampaignPage& page, const storage::OpenAnswer& answer) {
    if (answer.review == Review::waiting) return "";
    return page.say("decided", {{"who", answer.decided_by}, {"day", day_in_words(page.desk.words, page.language, answer.decided_on)}});
}

json answer_row(const CampaignPage& page, const storage::OpenAnswer& answer) {
    const bool released = answer.review == Review::released;
    return {{"number", std::to_string(answer.number)},
            {"text", answer.text},
            {"quartier", quartier_in_words(page.campaign->form, answer.quartier, page.language)},
            {"state", page.say("state." + std::string{name(answer.review)})},
            {"is_released", released},
            {"edited", released && answer.released != answer.text ? answer.released : ""},
            {"shown", released ? answer.released : answer.text},
            {"decided", decided(page, answer)},
            {"can_withhold", answer.review != Review::withheld},
            {"can_wait", answer.review != Review::waiting}};
}

/// The answers to one question. Each look is written down: who, which question; never the words that were looked for,
/// which may be a name.
json answers_of(const CampaignPage& page, const Chosen& wanted) {
    auto& desk = page.desk;
    desk.store.audit().add(now_text(desk.clock), page.request.session->login, "open_answers.look", page.id() + " " + wanted.question);
    const auto found = desk.store.open_answers().find({.campaign = page.id(),
                                                       .question = wanted.question,
                                                       .review = wanted.review,
                                                       .search = wanted.search,
                                                       .offset = wanted.page * answers_a_page,
                                                       .most = answers_a_page});
    json rows = json::array();
    for (const auto& answer : found.answers) rows.push_back(answer_row(page, answer));
    json data{{"rows", rows}, {"none", rows.empty()}};
    const auto last = wanted.page * answers_a_page + std::int64_t(rows.size());
    if (!rows.empty())
        data["which"] = page.say("which", {{"first", page.number(wanted.page * answers_a_page + 1)},
                                           {"last", page.number(last)},
                                           {"total", page.number(found.total)}});
    if (wanted.page > 0) data["before"] = address(page, wanted, wanted.page - 1);
    if (last < found.total) data["after"] = address(page, wanted, wanted.page + 1);
    return data;
}

json review_choices(const CampaignPage& page, const Chosen& wanted) {
    json choices = json::array();
    for (const std::string_view review : {"", "waiting", "released", "withheld"})
        choices.push_back({{"value", review},
                           {"label", page.say(review.empty() ? "all" : "state." + std::string{review})},
                           {"selected", wanted.review == review}});
    return choices;
}

/// A campaign that is there, or the refusal was sent.
Reply page_of(const CampaignPage& page, const Chosen& wanted, int status, const std::string& mistake) {
    auto& desk = page.desk;
    const auto asked = open_questions(page.campaign->form, page.language);
    desk.store.open_answers().bring_up_to_date(page.id(), names_of(asked), quartier_question(page.campaign->form));
    auto data = frame(desk, page.request, page.say("title"), is_invented(desk, *page.campaign));
    data["campaign"] = {{"name", page.campaign->campaign.title}, {"here", campaign_address(page.id())}};
    data["here"] = page.here();
    data["csrf"] = page.request.session->csrf_token;
    data["mistake"] = mistake;
    data["questions"] = question_list(page, asked, wanted);
    data["any"] = !asked.empty();
    for (const auto& question : asked)
        if (question.name == wanted.question) {
            data["open"] = answers_of(page, wanted);
            data["open"]["label"] = question.label;
            data["open"]["question"] = question.name;
        }
    data["search"] = wanted.search;
    data["review"] = wanted.review;
    data["page"] = wanted.page;
    data["reviews"] = review_choices(page, wanted);
    const std::string limit = page.number(storage::fewest_for_open_answers);
    for (const auto* word : {"about", "warning_title", "warning", "none_asked", "question", "people", "waiting", "released", "withheld",
                             "search", "search_hint", "review", "go", "nothing", "edit", "edit_hint", "release", "withhold", "wait", "shown_as",
                             "before", "after", "back", "answers"})
        data["words"][word] = page.say(word, {{"limit", limit}});
    return admin::page(page.request, status, "admin_open_answers", data);
}

/// Lines as they were stored: a browser ends those of a text field with two characters.
std::string lines_of(std::string_view text) {
    std::string lines;
    for (const char c : text)
        if (c != '\r') lines += c;
    return lines;
}

struct Action {
    std::string_view field;
    Review review;
};
constexpr std::array actions{Action{"liberer", Review::released}, Action{"retenir", Review::withheld}, Action{"attendre", Review::waiting}};

}  // namespace

void open_answers_page(Desk& desk, const Request& request, Respond respond) {
    if (const auto page = asked_here(desk, request, respond))
        respond(page_of(*page, chosen([&](std::string_view name) { return request.parameter(name); }), 200, ""));
}

void decide_open_answer(Desk& desk, const Request& request, Respond respond) {
    const auto page = asked_here(desk, request, respond);
    if (!page) return;
    const auto fields = read_urlencoded(request.body);
    const auto wanted = chosen([&](std::string_view name) { return field(fields, name); });
    const auto refuse = [&](const forms::Problem& problem) {
        respond(page_of(*page, wanted, forms::http_status(problem.code), desk.words.say(page->language, problem)));
    };
    const auto action = std::find_if(actions.begin(), actions.end(), [&](const auto& one) { return one.field == field(fields, "action"); });
    if (action == actions.end()) return refuse({forms::Code::request_malformed, "action", "", {}});
    const auto text = field(fields, "texte");
    if (text.size() > forms::longest_text_answer_bytes)
        return refuse({forms::Code::answer_too_long, "", "", {{"limit", std::to_string(forms::longest_text_answer_bytes)}}});

    const auto number = number_in(field(fields, "numero"));
    const auto done = desk.store.open_answers().decide(
        {page->id(), number, action->review, lines_of(text), request.session->login, local_day(desk.clock)});
    if (!done) return refuse(done.error());
    desk.store.audit().add(now_text(desk.clock), request.session->login, "open_answers." + std::string{name(action->review)},
                           page->id() + " " + std::to_string(number));
    respond(go_to(address(*page, wanted, wanted.page)));
}

}  // namespace ecoute::server::admin

#include "server/intake.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "forms/residents.hpp"
#include "forms/validate.hpp"
#include "server/receipt.hpp"
#include "server/system_clock.hpp"

namespace ecoute::server {
namespace {

using namespace std::chrono;

/// "2026-05-17T14:03:59.123+02:00" or "...Z"; an instant without offset is taken as UTC.
std::optional<sys_seconds> read_instant(std::string_view text) {
    const auto number = [&](std::size_t from, std::size_t length) {
        int value = -1;
        if (from + length > text.size()) return -1;
        const auto [end, failed] = std::from_chars(text.data() + from, text.data() + from + length, value);
        return failed == std::errc{} && end == text.data() + from + length ? value : -1;
    };
    const int y = number(0, 4), m = number(5, 2), d = number(8, 2), h = number(11, 2), min = number(14, 2);
    if (y < 0 || m < 0 || d < 0 || h < 0 || h > 23 || min < 0 || min > 59) return std::nullopt;
    const year_month_day date{year{y}, month{static_cast<unsigned>(m)}, day{static_cast<unsigned>(d)}};
    if (!date.ok()) return std::nullopt;
    const int sec = std::max(0, number(17, 2));
    sys_seconds at = sys_days{date} + hours{h} + minutes{min} + seconds{sec};
    const auto sign = text.find_first_of("+-", 16);
    if (sign != std::string_view::npos) {
        const int offset_hours = number(sign + 1, 2), offset_minutes = number(sign + 4, 2);
        if (offset_hours < 0) return std::nullopt;
        const minutes offset = hours{offset_hours} + minutes{std::max(0, offset_minutes)};
        at -= text[sign] == '-' ? -offset : offset;
    }
    return at;
}

/// 16 bytes that tell a resend from a conflict: BLAKE2b of the canonical answers as sent, a blank being the same as nothing. What relevance
/// and calculations make of them is left out: it may depend on the day, and a tablet resends what it holds. The store tells campaigns apart.
std::string fingerprint(const forms::Form& form, forms::Answers answers) {
    for (auto& answer : answers.by_question)
        if (answer.state == forms::State::no_answer) answer.state = forms::State::not_asked;
    const auto text = forms::answers_to_json(form, answers);
    std::string hash(16, '\0');
    crypto_generichash(reinterpret_cast<unsigned char*>(hash.data()), hash.size(),
                       reinterpret_cast<const unsigned char*>(text.data()), text.size(), nullptr, 0);
    return hash;
}

bool is_refusal(const forms::Form& form, const forms::Answers& answers) {
    if (!form.consent) return false;
    const auto& answer = answers.by_question[form.consent->question];
    if (answer.state != forms::State::answered) return false;
    const auto* choice = std::get_if<forms::ChoiceIndex>(&answer.value);
    return choice && *choice != form.consent->agrees;
}

/// Nobody can answer what their pages do not ask: files and places on earth, for residents the field sheet.
void forget_what_was_not_asked(const forms::Form& form, Pages pages, forms::Problems& problems) {
    std::erase_if(problems, [&](const forms::Problem& problem) {
        if (problem.code != forms::Code::answer_required) return false;
        const auto question = form.find(problem.subject);
        return question && !is_shown_on(pages, form, *question);
    });
}

/// An answer that could not be read counts as blank: that it is "required" besides would be said twice. The first `unread`
/// problems are those of reading.
void forget_what_follows(forms::Problems& problems, std::size_t unread) {
    const auto begin = problems.begin(), validated = begin + static_cast<std::ptrdiff_t>(unread);
    problems.erase(std::remove_if(validated, problems.end(),
                                  [&](const forms::Problem& problem) {
                                      return std::any_of(begin, validated, [&](const forms::Problem& first) {
                                          return !first.subject.empty() && first.subject == problem.subject;
                                      });
                                  }),
                   problems.end());
}

}  // namespace

forms::Result<void> takes_answers(const storage::Campaign& campaign, std::string_view day) {
    if (!campaign.opens.empty() && day < campaign.opens && campaign.open)
        return forms::Problem{forms::Code::campaign_not_open_yet, campaign.id, "", {{"opens", campaign.opens}}};
    if (!campaign.closes.empty() && day > campaign.closes)
        return forms::Problem{forms::Code::campaign_closed, campaign.id, "", {{"closes", campaign.closes}}};
    if (!campaign.open && campaign.closed_at.empty())
        return forms::Problem{forms::Code::campaign_not_open_yet, campaign.id, "", {{"opens", campaign.opens}}};
    if (!campaign.open) return forms::Problem{forms::Code::campaign_closed, campaign.id, "", {{"closes", campaign.closed_at}}};
    return {};
}

forms::Result<void> takes_late_answers(const storage::Campaign& campaign, std::string_view answered, const forms::Clock& clock) {
    const auto today = takes_answers(campaign, local_day(clock));
    if (today || today.error().code != forms::Code::campaign_closed) return today;
    const auto at = read_instant(answered);
    if (!at) return today;
    auto last = campaign;
    last.open = true;
    if (!campaign.open && !campaign.closed_at.empty() && (last.closes.empty() || campaign.closed_at < last.closes)) last.closes = campaign.closed_at;
    return takes_answers(last, instant_text(*at + clock.local_offset(*at)).substr(0, 10));
}

Intake take_in(const CampaignForm& campaign, const Beside& beside, forms::Answers answers, forms::Problems problems,
               const forms::Clock& clock, const Settings& settings) {
    Intake intake{std::move(problems), {}, {}};
    auto& response = intake.response;
    if (intake.problems.empty()) response.fingerprint = fingerprint(campaign.form, answers);
    const auto unread = intake.problems.size();
    forms::validate(campaign.form, answers, clock, beside.language, intake.problems);
    forget_what_follows(intake.problems, unread);
    if (!beside.pages.empty()) forget_what_was_not_asked(campaign.form, beside.pages, intake.problems);
    if (!intake.problems.empty()) return intake;
    response.id = beside.id;
    response.campaign = campaign.campaign.id;
    response.form_version = campaign.form.version;
    response.language = beside.language;
    response.channel = beside.channel;
    response.started_at = half_day(beside.started_at);
    response.ended_at = half_day(beside.ended_at);
    response.minutes = minutes_between(beside.started_at, beside.ended_at);
    response.answers = forms::answers_to_json(campaign.form, answers);
    intake.receipt = receipt_code(settings, beside.id);
    response.receipt_hash = receipt_hash(intake.receipt);
    response.simulated = beside.simulated;
    response.refusal = is_refusal(campaign.form, answers);
    return intake;
}

std::string half_day(std::string_view instant) {
    const auto at = read_instant(instant);
    if (!at) return {};
    const auto date = floor<days>(*at);
    return instant_text(date + (*at - date >= hours{12} ? hours{12} : hours{0}));
}

std::optional<int> minutes_between(std::string_view from, std::string_view to) {
    const auto begin = read_instant(from), end = read_instant(to);
    if (!begin || !end || *end < *begin || *end - *begin > days{1}) return std::nullopt;
    return static_cast<int>(duration_cast<minutes>(*end - *begin).count());
}

}  // namespace ecoute::server

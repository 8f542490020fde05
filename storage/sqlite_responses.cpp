#include "storage/sqlite_responses.hpp"

#include <algorithm>
#include <numeric>

#include "storage/columns_kept.hpp"
#include "storage/sqlite_attachments.hpp"
#include "storage/sqlite_open_answers.hpp"

namespace ecoute::storage::sqlite {
namespace {

/// Reads the columns of `select_responses` into `response`, whose strings keep their room from row to row.
void read_row(const Statement& row, StoredResponse& response) {
    response.seq = row.number(0);
    response.id.assign(row.text(1));
    response.campaign.assign(row.text(2));
    response.form_version.assign(row.text(3));
    response.language.assign(row.text(4));
    response.channel.assign(row.text(5));
    response.started_at.assign(row.text(6));
    response.ended_at.assign(row.text(7));
    response.received_at.assign(row.text(8));
    const auto minutes = row.number_or_none(9);
    response.minutes = minutes ? std::optional<int>{static_cast<int>(*minutes)} : std::nullopt;
    response.simulated = row.truth(10);
    response.refusal = row.truth(11);
    response.answers.assign(row.text(12));
}

/// Names of questions are letters, digits, _ - and . (forms): anything else names no question, and could not stand in a
/// JSON path.
bool could_name_a_question(std::string_view question) {
    return !question.empty() && question.find_first_of("\"\\") == std::string_view::npos;
}

}  // namespace

void SqliteResponses::keep(std::vector<NewResponse> responses, Done done) {
    writer_.keep({.responses = std::move(responses), .done = std::move(done)});
}

void SqliteResponses::read(std::string_view campaign, std::int64_t after_seq,
                           const std::function<bool(const StoredResponse&)>& row) {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT seq, id, campaign, form_version, language, channel, started_at, ended_at, received_at, minutes,
               simulated, refusal, answers
        FROM response WHERE campaign = ?1 AND seq > ?2 ORDER BY seq)"};
    select.bind(1, campaign).bind(2, after_seq);
    StoredResponse response;
    while (select.step()) {
        read_row(select, response);
        if (!row(response)) return;
    }
}

void SqliteResponses::read_answers(std::string_view campaign, std::int64_t after_seq,
                                   const std::function<bool(const AnswersRow&)>& row) {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT seq, refusal, form_version, answers, id FROM response WHERE campaign = ?1 AND seq > ?2 ORDER BY seq)"};
    select.bind(1, campaign).bind(2, after_seq);
    while (select.step())
        if (!row({.seq = select.number(0),
                  .refusal = select.truth(1),
                  .form_version = select.text(2),
                  .id = select.text(4),
                  .answers = select.text(3)}))
            return;
}

std::int64_t SqliteResponses::last_seq(std::string_view campaign) {
    const auto database = readers_.borrow();
    Statement select{*database, "SELECT max(seq) FROM response WHERE campaign = ?1"};
    select.bind(1, campaign).step();
    return select.number_or_none(0).value_or(0);
}

Responses::Tally SqliteResponses::tally(std::string_view campaign) {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT sum(responses), sum(refusals), sum(simulated) FROM received WHERE campaign = ?1)"};
    select.bind(1, campaign).step();
    return {.responses = select.number(0), .refusals = select.number(1), .simulated = select.number(2)};
}

std::vector<Count> SqliteResponses::by_day(std::string_view campaign) {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT day, responses FROM received WHERE campaign = ?1 AND responses > 0 ORDER BY day)"};
    select.bind(1, campaign);
    std::vector<Count> days;
    while (select.step()) days.push_back({select.string(0), select.number(1)});
    return days;
}

std::vector<Count> SqliteResponses::by_answer(std::string_view campaign, std::string_view question) {
    if (!could_name_a_question(question)) return {};
    const auto path = "$.\"" + std::string{question} + "\"";
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT coalesce(json_extract(answers, ?2), '') AS answer, count(*)
        FROM response WHERE campaign = ?1 AND refusal = 0 GROUP BY answer ORDER BY answer)"};
    select.bind(1, campaign).bind(2, path);
    std::vector<Count> counts;
    while (select.step()) counts.push_back({select.string(0), select.number(1)});
    return counts;
}

void SqliteResponses::count_younger(std::string_view campaign, Channels& channels) {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT channel, count(*), max(seq) FROM response WHERE campaign = ?1 AND seq > ?2 AND refusal = 0 GROUP BY channel)"};
    select.bind(1, campaign).bind(2, channels.last_seq);
    std::int64_t last_seq = channels.last_seq;
    while (select.step()) {
        channels.counts[select.string(0)] += select.number(1);
        last_seq = std::max(last_seq, select.number(2));
    }
    channels.last_seq = last_seq;
}

/// What was counted before is kept, since reading every response takes a second for a million. Responses only come and go, so that the
/// sum is that of the tally unless somebody left (or came since the tally was read): then all are counted anew.
std::vector<Count> SqliteResponses::by_channel(std::string_view campaign) {
    const std::scoped_lock lock{channels_mutex_};
    auto& channels = channels_[std::string{campaign}];
    const auto responses = tally(campaign).responses;
    const auto sum = [&] {
        return std::accumulate(channels.counts.begin(), channels.counts.end(), std::int64_t{0}, [](std::int64_t all, const auto& one) { return all + one.second; });
    };
    count_younger(campaign, channels);
    if (sum() != responses) {
        channels = {};
        count_younger(campaign, channels);
    }
    std::vector<Count> counts;
    for (const auto& [channel, count] : channels.counts) counts.push_back({channel, count});
    return counts;
}

std::optional<StoredResponse> SqliteResponses::find_by_receipt(std::string_view receipt_hash) {
    if (receipt_hash.empty()) return std::nullopt;
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT seq, id, campaign, form_version, language, channel, started_at, ended_at, received_at, minutes,
               simulated, refusal, answers
        FROM response WHERE seq = (SELECT seq FROM response INDEXED BY response_in_order WHERE receipt_hash = ?1))"};
    if (!select.bind_blob(1, receipt_hash).step()) return std::nullopt;
    StoredResponse response;
    read_row(select, response);
    return response;
}

// ---------------------------------------------------------------- removing made-up respondents

namespace {

/// Rows removed in one transaction: some 10 ms, so that people who answer meanwhile don't notice.
constexpr std::size_t rows_removed_at_once = 500;
/// Pages given back in one transaction, for the same reason.
constexpr std::int64_t pages_given_back_at_once = 500;

/// Numbers of the simulated responses of a campaign, read beside the writer so that it is not held up.
std::vector<std::int64_t> simulated_of(Database& database, std::string_view campaign) {
    Statement select{database, "SELECT seq FROM response WHERE campaign = ?1 AND simulated = 1 ORDER BY seq"};
    select.bind(1, campaign);
    std::vector<std::int64_t> numbers;
    while (select.step()) numbers.push_back(select.number(0));
    return numbers;
}

std::int64_t remove(Database& database, std::span<const std::int64_t> numbers) {
    std::int64_t removed = 0;
    Statement remove_one{database, "DELETE FROM response WHERE seq = ?1"};
    Statement find{database, "SELECT id FROM response WHERE seq = ?1"};
    for (const auto number : numbers) {
        forget_open_answers(database, number);
        if (find.bind(1, number).step()) forget_attachments(database, find.string(0));
        find.reset();
        remove_one.bind(1, number).run();
        remove_one.reset();
        removed += database.changes();  // 0 when another process was quicker
    }
    // Who follows seq must start again: the catalogue tells them.
    Statement{database, "UPDATE catalogue SET version = version + 1"}.run();
    return removed;
}

std::int64_t free_pages(Database& database) {
    Statement count{database, "PRAGMA freelist_count"};
    count.step();
    return count.number(0);
}

}  // namespace

std::int64_t SqliteResponses::remove_simulated(std::string_view campaign) {
    const auto numbers = simulated_of(*readers_.borrow(), campaign);
    std::int64_t removed = 0;
    for (std::size_t first = 0; first < numbers.size(); first += rows_removed_at_once) {
        const auto count = std::min(rows_removed_at_once, numbers.size() - first);
        const std::span<const std::int64_t> some{numbers.data() + first, count};
        removed += writer_.change([some](Database& database) { return remove(database, some); });
    }
    if (removed > 0) forget_columns(columns_, campaign);
    if (removed > 0) give_space_back();
    return removed;
}

void SqliteResponses::give_space_back() {
    bool more = true;
    while (more)
        more = writer_.change([](Database& database) {
            const auto before = free_pages(database);
            database.run("PRAGMA incremental_vacuum(" + std::to_string(pages_given_back_at_once) + ")");
            const auto after = free_pages(database);
            return after > 0 && after < before;
        });
}

}  // namespace ecoute::storage::sqlite

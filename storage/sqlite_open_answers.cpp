#include "storage/sqlite_open_answers.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

namespace ecoute::storage::sqlite {
namespace {

/// Responses looked through in one transaction: some 10 ms, so that people who answer meanwhile don't notice.
constexpr std::int64_t responses_at_once = 500;

constexpr std::array reviews{std::pair{Review::waiting, std::string_view{"waiting"}},
                             std::pair{Review::released, std::string_view{"released"}},
                             std::pair{Review::withheld, std::string_view{"withheld"}}};

Review review_named(std::string_view name) noexcept {
    for (const auto& [review, called] : reviews)
        if (called == name) return review;
    return Review::waiting;  // the table holds no other
}

// ---------------------------------------------------------------- reading responses

/// Questions that were looked through equally far, and up to where they may be looked through together.
struct Behind {
    std::vector<std::string> questions;
    std::int64_t after = 0, at_most = std::numeric_limits<std::int64_t>::max();
};

Behind those_behind(Database& database, std::string_view campaign, const std::vector<std::string>& questions) {
    std::map<std::int64_t, std::vector<std::string>> by_progress;
    Statement select{database, "SELECT last_seq FROM open_answer_read WHERE campaign = ?1 AND question = ?2"};
    for (const auto& question : questions) {
        const bool known = select.bind(1, campaign).bind(2, question).step();
        by_progress[known ? select.number(0) : 0].push_back(question);
        select.reset();
    }
    Behind behind;
    if (by_progress.empty()) return behind;
    behind.after = by_progress.begin()->first;
    behind.questions = by_progress.begin()->second;
    if (by_progress.size() > 1) behind.at_most = std::next(by_progress.begin())->first;
    return behind;
}

/// The last of the next responses; `after` when there is none.
std::int64_t end_of_next(Database& database, std::string_view campaign, const Behind& behind) {
    Statement select{database, R"(
        SELECT max(seq) FROM (SELECT seq FROM response WHERE campaign = ?1 AND seq > ?2 AND seq <= ?3 ORDER BY seq LIMIT ?4))"};
    select.bind(1, campaign).bind(2, behind.after).bind(3, behind.at_most).bind(4, responses_at_once).step();
    const bool unlimited = behind.at_most == std::numeric_limits<std::int64_t>::max();
    return select.number_or_none(0).value_or(unlimited ? behind.after : behind.at_most);
}

/// A text anywhere in the answers under the name of one of the questions; "refused" is an answer that is none.
void copy_texts(Database& database, std::string_view campaign, const Behind& behind, std::int64_t last,
                const std::optional<std::string>& quartier_path) {
    Statement copy{database, R"(
        INSERT INTO open_answer (number, campaign, question, response_seq, quartier, text)
        SELECT random() & 9007199254740991, ?1, said.key, response.seq,
               coalesce(nullif(json_extract(response.answers, ?4), 'refused'), ''), said.value
        FROM response, json_tree(response.answers) AS said
        WHERE response.campaign = ?1 AND response.seq > ?2 AND response.seq <= ?3 AND response.refusal = 0
              AND said.type = 'text' AND said.key IN (SELECT value FROM json_each(?5))
              AND said.value <> 'refused' AND trim(said.value) <> '')"};
    copy.bind(1, campaign).bind(2, behind.after).bind(3, last);
    copy.bind(4, quartier_path ? std::string_view{*quartier_path} : std::string_view{"$.\"\""});
    copy.bind(5, nlohmann::json(behind.questions).dump()).run();
    Statement find{database, R"(
        INSERT INTO open_text (rowid, text)
        SELECT folded.number, folded.text FROM open_answer JOIN open_answer_folded AS folded USING (number)
        WHERE campaign = ?1 AND response_seq > ?2 AND response_seq <= ?3 AND question IN (SELECT value FROM json_each(?4)))"};
    find.bind(1, campaign).bind(2, behind.after).bind(3, last).bind(4, nlohmann::json(behind.questions).dump()).run();
    Statement note{database, R"(
        INSERT INTO open_answer_read (campaign, question, last_seq) VALUES (?1, ?2, ?3)
        ON CONFLICT (campaign, question) DO UPDATE SET last_seq = excluded.last_seq)"};
    for (const auto& question : behind.questions) {
        note.bind(1, campaign).bind(2, question).bind(3, last).run();
        note.reset();
    }
}

bool anything_new(Database& database, std::string_view campaign, const std::vector<std::string>& questions) {
    const auto behind = those_behind(database, campaign, questions);
    return !behind.questions.empty() && end_of_next(database, campaign, behind) > behind.after;
}

// ---------------------------------------------------------------- what may stand beside an answer

std::int64_t people_who_answered(Database& database, std::string_view campaign, std::string_view question) {
    Statement count{database, R"(
        SELECT count(DISTINCT response_seq) FROM open_answer WHERE campaign = ?1 AND question = ?2)"};
    count.bind(1, campaign).bind(2, question).step();
    return count.number(0);
}

/// Quartiers that may stand beside answers to a question. Those without are a group too: when they are few, the smallest
/// quartier that could be shown joins them.
std::set<std::string> quartiers_to_show(Database& database, std::string_view campaign, std::string_view question) {
    Statement count{database, R"(
        SELECT quartier, count(DISTINCT response_seq) AS people FROM open_answer
        WHERE campaign = ?1 AND question = ?2 GROUP BY quartier ORDER BY people, quartier)"};
    count.bind(1, campaign).bind(2, question);
    std::set<std::string> shown;
    std::int64_t unnamed = 0;
    while (count.step()) {
        const auto people = count.number(1);
        const bool few = people < fewest_for_open_answers || (unnamed > 0 && unnamed < fewest_for_open_answers);
        if (few || count.text(0).empty())
            unnamed += people;
        else
            shown.insert(count.string(0));
    }
    return unnamed > 0 && unnamed < fewest_for_open_answers ? std::set<std::string>{} : shown;
}

// ---------------------------------------------------------------- searching

std::string folded(std::string_view text) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 4> ligatures{
        {{"œ", "oe"}, {"Œ", "oe"}, {"æ", "ae"}, {"Æ", "ae"}}};
    std::string plain{text};
    for (const auto& [ligature, letters] : ligatures)
        for (auto at = plain.find(ligature); at != std::string::npos; at = plain.find(ligature, at + letters.size()))
            plain.replace(at, ligature.size(), letters);
    return plain;
}

/// What somebody typed as a query of FTS5: each word quoted, so that nothing in it is an operator, as a beginning.
std::string query_of(std::string_view search) {
    std::string query;
    std::size_t words = 0;
    const auto plain = folded(search);
    for (std::size_t at = 0; at < plain.size() && words < OpenAnswers::most_words;) {
        const auto end = std::min(plain.find_first_of(" \t\r\n\"'", at), plain.size());
        if (end > at) {
            query += "\"" + plain.substr(at, end - at) + "\"* ";
            ++words;
        }
        at = end + 1;
    }
    return query;
}

}  // namespace
}  // namespace ecoute::storage::sqlite

namespace ecoute::storage {

std::string_view name(Review review) noexcept {
    for (const auto& [kind, called] : sqlite::reviews)
        if (kind == review) return called;
    return {};
}

}  // namespace ecoute::storage

namespace ecoute::storage::sqlite {

void SqliteOpenAnswers::bring_up_to_date(std::string_view campaign, const std::vector<std::string>& questions,
                                         std::string_view quartier) {
    const auto path = quartier.empty() ? std::optional<std::string>{} : "$.\"" + std::string{quartier} + "\"";
    bool more = anything_new(*readers_.borrow(), campaign, questions);
    while (more)
        more = writer_.change([&](Database& database) {
            const auto behind = those_behind(database, campaign, questions);
            const auto last = end_of_next(database, campaign, behind);
            if (last > behind.after) copy_texts(database, campaign, behind, last, path);
            return last > behind.after;
        });
}

std::vector<OpenQuestion> SqliteOpenAnswers::questions(std::string_view campaign) {
    const auto database = readers_.borrow();
    Statement select{*database, R"(
        SELECT question, count(DISTINCT response_seq), sum(status = 'waiting'), sum(status = 'released'), sum(status = 'withheld')
        FROM open_answer WHERE campaign = ?1 GROUP BY question ORDER BY question)"};
    select.bind(1, campaign);
    std::vector<OpenQuestion> all;
    while (select.step())
        all.push_back({select.string(0), select.number(1), select.number(2), select.number(3), select.number(4)});
    return all;
}

OpenAnswersFound SqliteOpenAnswers::find(const OpenAnswersAsked& asked) {
    const auto database = readers_.borrow();
    const Transaction moment{*database, Transaction::Kind::read};
    const auto shown = quartiers_to_show(*database, asked.campaign, asked.question);
    const auto query = query_of(asked.search);
    if (query.empty() && !asked.search.empty()) return {};
    Statement select{*database, R"(
        SELECT number, question, quartier, text, status, released, decided_by, decided_on, count(*) OVER ()
        FROM open_answer
        WHERE campaign = ?1 AND question = ?2 AND (?3 = '' OR status = ?3)
              AND (?4 = '' OR number IN (SELECT rowid FROM open_text WHERE open_text MATCH ?4))
        ORDER BY number LIMIT ?5 OFFSET ?6)"};
    select.bind(1, asked.campaign).bind(2, asked.question).bind(3, asked.review).bind(4, query);
    select.bind(5, asked.most).bind(6, asked.offset);
    OpenAnswersFound found;
    while (select.step()) {
        auto quartier = select.string(2);
        if (!shown.contains(quartier)) quartier.clear();
        found.answers.push_back({select.number(0), select.string(1), std::move(quartier), select.string(3),
                                 review_named(select.text(4)), select.string(5), select.string(6), select.string(7)});
        found.total = select.number(8);
    }
    return found;
}

forms::Result<void> SqliteOpenAnswers::decide(const Verdict& verdict) {
    using forms::Code;
    using forms::Problem;
    const bool releases = verdict.review == Review::released;
    if (releases && verdict.text.find_first_not_of(" \t\r\n") == std::string::npos)
        return Problem{Code::answer_required, std::to_string(verdict.number), "", {}};
    return writer_.change([&](Database& database) -> forms::Result<void> {
        Statement find{database, "SELECT question FROM open_answer WHERE campaign = ?1 AND number = ?2"};
        if (!find.bind(1, verdict.campaign).bind(2, verdict.number).step())
            return Problem{Code::not_found, std::to_string(verdict.number), "", {}};
        const auto question = find.string(0);
        find.reset();
        if (releases && people_who_answered(database, verdict.campaign, question) < fewest_for_open_answers)
            return Problem{Code::open_answers_few, question, "", {{"limit", std::to_string(fewest_for_open_answers)}}};
        Statement keep{database, R"(
            UPDATE open_answer SET status = ?2, released = ?3, decided_by = ?4, decided_on = ?5 WHERE number = ?1)"};
        keep.bind(1, verdict.number).bind(2, name(verdict.review)).bind(3, releases ? verdict.text : std::string{});
        keep.bind(4, verdict.who).bind(5, verdict.day).run();
        return {};
    });
}

std::vector<ReleasedAnswer> SqliteOpenAnswers::released(std::string_view campaign) {
    const auto database = readers_.borrow();
    const Transaction moment{*database, Transaction::Kind::read};
    std::map<std::string, std::set<std::string>> shown;
    std::vector<ReleasedAnswer> all;
    Statement select{*database, R"(
        SELECT question, quartier, released FROM open_answer
        WHERE campaign = ?1 AND status = 'released' ORDER BY question, number)"};
    select.bind(1, campaign);
    while (select.step()) {
        const auto question = select.string(0);
        if (!shown.contains(question)) {
            if (people_who_answered(*database, campaign, question) < fewest_for_open_answers) continue;
            shown.emplace(question, quartiers_to_show(*database, campaign, question));
        }
        auto quartier = select.string(1);
        if (!shown.at(question).contains(quartier)) quartier.clear();
        all.push_back({question, std::move(quartier), select.string(2)});
    }
    return all;
}

void forget_open_answers(Database& database, std::int64_t response_seq) {
    Statement words{database, R"(
        INSERT INTO open_text (open_text, rowid, text)
        SELECT 'delete', folded.number, folded.text FROM open_answer JOIN open_answer_folded AS folded USING (number)
        WHERE response_seq = ?1)"};
    words.bind(1, response_seq).run();
    Statement{database, "DELETE FROM open_answer WHERE response_seq = ?1"}.bind(1, response_seq).run();
}

void wipe_forgotten_words(Database& database) {
    Statement{database, "INSERT INTO open_text (open_text) VALUES ('optimize')"}.run();
}

}  // namespace ecoute::storage::sqlite

#pragma once
#include "storage/open_answers.hpp"
#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

/// Open answers in tables open_answer and open_answer_read, their search in the FTS5 table open_text.
class SqliteOpenAnswers final : public OpenAnswers {
public:
    SqliteOpenAnswers(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}
    void bring_up_to_date(std::string_view campaign, const std::vector<std::string>& questions,
                          std::string_view quartier) override;
    std::vector<OpenQuestion> questions(std::string_view campaign) override;
    OpenAnswersFound find(const OpenAnswersAsked& asked) override;
    forms::Result<void> decide(const Verdict& verdict) override;
    std::vector<ReleasedAnswer> released(std::string_view campaign) override;

private:
    Writer& writer_;
    Readers& readers_;
};

/// Before a response is deleted: its texts go, from the search too. (A trigger takes the texts along, but not their words in the
/// index.)
void forget_open_answers(Database& database, std::int64_t response_seq);
/// After an erasure: the index drops forgotten words from its pages, which it otherwise does some later time.
void wipe_forgotten_words(Database& database);

}  // namespace ecoute::storage::sqlite

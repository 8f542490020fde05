#pragma once
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "analysis/linked_questions.hpp"
#include "analysis/recoding.hpp"
#include "analysis/release.hpp"
#include "analysis/set_json.hpp"
#include "analysis/suppression.hpp"

namespace ecoute::analysis {

/// People of one key of the breakdowns, and what they answered.
struct ReleaseLine {
    SetKey key;  ///< one part a breakdown
    std::int64_t base = 0;
    std::vector<std::int64_t> counts;  ///< one an answer; of numbers and dates, then those outside the bands
    bool has_row = false;              ///< some table may show it
};

/// The lines of the tables of one question: everybody, and each place and kind of each breakdown alone. `by[i]` is the question by the i-th
/// breakdown. Tables hold exact counts.
std::vector<ReleaseLine> lines_of(const Table& everybody, std::span<const Table> by, std::span<const Recoding> breakdowns);
/// A breakdown as a question: shares are those of everybody, since that of who told it would give away how many did not.
Table among_everybody(Table own);
/// The people of the extract: `own[i]` is the i-th breakdown as a question, split by nothing.
std::vector<ReleaseLine> lines_of_people(std::int64_t people, std::span<const Table> own, std::span<const Recoding> breakdowns);

/// What was published before of the same wave, seen from now.
struct EarlierRelease {
    std::string name;             ///< of its snapshot
    std::vector<NamedSet> sets;   ///< as they were published
    bool somebody_left = false;   ///< of those who were in it: erased, or corrected since
    std::vector<ReleaseLine> lines;  ///< the same question, of those who were in it and still are
};

/// One question (or, without answers, the people themselves) made fit to be published.
struct QuestionRelease {
    std::vector<NamedSet> sets;  ///< with the releases before; a multiple choice makes one an option
    std::set<SetKey> bases;      ///< lines whose base is shown
    std::map<SetKey, std::vector<bool>> answers;  ///< which answers are shown, of these lines
    std::size_t figures = 0, hidden = 0;          ///< of lines that have a row: bases and answers
};

/// What is asked for.
struct ReleaseOrder {
    std::string name;                  ///< of the question
    std::vector<std::string> answers;  ///< names; none: people alone
    bool several = false;              ///< answers a person: each option makes a set of its own
    bool sensitive = false;            ///< nobody is as telling as few
    std::string snapshot;              ///< name of the extract
    /// Of a follow-up: what it is linked with, and who of them may be asked it (names of its sums).
    const LinkedQuestions* linked = nullptr;
    std::vector<std::string> asked = {};
};

/// Decides bases first, then answers with the bases as they are published: options of one question share them. `within`: lines whose people
/// are shown (nullptr for the people themselves); a hidden one is hidden in every question, so that no two questions cover for each other.
/// Refuses as `suppress`, and with tables_release_too_close when an earlier release had other categories (fact "subject" as subject).
forms::Result<QuestionRelease> release_question(const ReleaseOrder& order, const std::vector<ReleaseLine>& lines, std::span<const Recoding> breakdowns,
                                                const Thresholds& limits, const std::set<SetKey>* within, std::span<const EarlierRelease> earlier);

/// The question with what it is linked with, and its figures, for follow-ups of it.
LinkedQuestions linked_after(const ReleaseOrder& order, const std::vector<ReleaseLine>& lines, const QuestionRelease& release, const Thresholds& limits,
                             std::span<const EarlierRelease> earlier);

/// The lines of `within` where a follow-up may show its base: those that show every one of these answers of the question before. Where one is
/// hidden, how many went on to the follow-up would tell it.
std::set<SetKey> lines_of_follow_up(const QuestionRelease& before, const std::vector<bool>& answers, const std::set<SetKey>& within);

/// What a table of the question may show, by the lines that its keys stand for: `breakdown` is the place of its breakdown among those of
/// the release, `kinds` when its keys are groups; nothing for everybody. Who did not answer is told nowhere.
struct TableOf {
    std::optional<std::size_t> breakdown;
    bool kinds = false;
};
Hidden hidden_in(const Table& table, const QuestionRelease& release, std::span<const Recoding> breakdowns, TableOf of);
/// The same of a breakdown as a question of its own, from the people's release.
Hidden hidden_of_people(const Table& own, const QuestionRelease& people, std::span<const Recoding> breakdowns, std::size_t breakdown);

/// No category has a row: a breakdown beside its broader classes.
Hidden no_row_of(const Table& own);

/// The sets of the latest release alone, without those before.
std::vector<NamedSet> latest_of(std::vector<NamedSet> sets);

}  // namespace ecoute::analysis

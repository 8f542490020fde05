#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "forms/problem.hpp"

namespace ecoute::storage {

/// Nothing is released to a question, and no quartier stands beside an answer, for fewer people than this
/// (STATISTICS.md B7).
inline constexpr std::int64_t fewest_for_open_answers = 11;

/// An open answer is shown to nobody but its reviewers until one of them releases it.
enum class Review : std::uint8_t { waiting, released, withheld };
std::string_view name(Review review) noexcept;

/// One text that one person wrote.
struct OpenAnswer {
    std::int64_t number = 0;  ///< random, stable: neither it nor the order by it tells who answered when
    std::string question;
    /// Of the person; "" when there is none, or when it may not stand beside the text: fewer than
    /// fewest_for_open_answers people of it answered the question, or showing it would tell who the others are.
    std::string quartier;
    std::string text;  ///< as it was written
    Review review = Review::waiting;
    std::string released;  ///< what readers see, names replaced; "" unless released
    std::string decided_by, decided_on;
};

struct OpenAnswersAsked {
    std::string campaign, question;
    std::string review;  ///< wire name of a Review, "" for all
    /// Words that must all be there, each as the beginning of a word; capitals and accents do not matter. "" for all.
    std::string search;
    std::int64_t offset = 0, most = 20;
};

struct OpenAnswersFound {
    std::vector<OpenAnswer> answers;
    std::int64_t total = 0;  ///< that fit, also those before and after these
};

/// How far the review of a question is.
struct OpenQuestion {
    std::string question;
    std::int64_t people = 0, waiting = 0, released = 0, withheld = 0;
};

/// What a reviewer decides of one answer.
struct Verdict {
    std::string campaign;
    std::int64_t number = 0;
    Review review = Review::waiting;
    std::string text;  ///< to be shown, when released
    std::string who, day;
};

/// What readers may see.
struct ReleasedAnswer {
    std::string question, quartier, text;  ///< quartier as OpenAnswer::quartier
};

/// Texts that people wrote, their search, and what somebody with the right released of them. Copied from the responses on
/// demand; a response that is corrected, erased or removed takes its texts along at once, released or not.
class OpenAnswers {
public:
    virtual ~OpenAnswers() = default;

    /// Looks through the responses that came since for texts of these questions, inside repeats too. `quartier` names the
    /// breakdown's question, "" when there is none. Some responses at a time, so that others are kept meanwhile.
    virtual void bring_up_to_date(std::string_view campaign, const std::vector<std::string>& questions,
                                  std::string_view quartier) = 0;
    /// Questions that somebody answered, by name.
    virtual std::vector<OpenQuestion> questions(std::string_view campaign) = 0;
    virtual OpenAnswersFound find(const OpenAnswersAsked& asked) = 0;
    /// Keeps a verdict, over an earlier one. Refuses a release of a question with too few answers (open_answers_few, subject:
    /// the question, "limit") or without text (answer_required), and what is not there (any more) with not_found.
    virtual forms::Result<void> decide(const Verdict& verdict) = 0;
    /// Everything released of questions that still have enough answers, in no order that tells anything.
    virtual std::vector<ReleasedAnswer> released(std::string_view campaign) = 0;

    /// A search of more words is cut: each is a walk through the index.
    static constexpr std::size_t most_words = 10;
};

}  // namespace ecoute::storage

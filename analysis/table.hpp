#pragma once
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/interval.hpp"
#include "analysis/test_result.hpp"
#include "forms/columns.hpp"
#include "forms/form.hpp"
#include "forms/problem.hpp"

namespace ecoute::analysis {

/// What a reader asks for. `by`: 0 to `most_breakdowns` variables ("quartier", "age", "gender" name the form's
/// breakdowns, "kind" the kind of the quartier, "ages" the age in broad classes (split.hpp); any select_one, banded number or acknowledge may be named by its
/// question). A variable named twice counts once, and so does the kind beside its quartier.
struct TableRequest {
    std::string question;
    std::vector<std::string> by;
    bool weights = false;                            ///< shares and means of weighted people (weighted.hpp)
    IntervalKind interval = IntervalKind::wilson;  ///< of shares
    bool keys = true;  ///< add the contributors' record keys up too (cell_keys.hpp); an exact table needs none
    std::string where = {};  ///< a condition of the form language: only people for whom it holds (filter.hpp); "" for all
    std::string gap = {};    ///< what groups are compared with (gaps.hpp): "qpv", "rest", "all"; "" for nothing
};

/// Quartier x age x gender (STATISTICS.md B6 b): finer than that is a list of persons.
inline constexpr std::size_t most_breakdowns = 3;

/// Groups of fewer answers are not compared, whatever the test says (STATISTICS.md A8).
inline constexpr std::int64_t fewest_to_compare = 30;

/// One value of a variable that tables are split by, in the order of the form. Every value is there, also those nobody
/// gave. A band of numbers has its bounds: its name and label are then plain ("15-24", "60+"), and `label_of`
/// (outputs.hpp) says it in words.
struct Category {
    std::string name;
    forms::Text label;
    std::string kind;            ///< of a quartier: "QPV", "QVA", "outside"...; else ""
    std::optional<double> from;  ///< of a band: its lower bound, included
    std::optional<double> to;    ///< of a band: its upper bound (see `whole`); nothing in the last one
    bool whole = false;          ///< of a band: whole numbers, `to` is included; otherwise `to` is excluded
    std::optional<double> score = std::nullopt;  ///< points of a choice (scores.hpp)
};

struct Variable {
    std::string name;   ///< the question's
    std::string asked;  ///< the name it was asked by: "quartier", or the question's; the key of outputs
    std::string role;   ///< "quartier", "age", "gender", "kind" (of the quartier), "ages", "date" or ""
    forms::Text label;
    std::vector<Category> categories;
    bool sensitive = false;  ///< of a breakdown: who stands in a category gave a sensitive answer (telling.hpp)
};

inline constexpr int all_of_them = -1;  ///< in a key: the total over that variable

/// People who fall in one key.
struct Group {
    std::vector<int> key;   ///< one category index per breakdown, or all_of_them
    std::int64_t base = 0;  ///< respondents who answered the question
    std::int64_t not_asked = 0, no_answer = 0, refused = 0;
    std::vector<std::int64_t> counts;    ///< one per answer category; for a multiple choice they may sum over base
    std::optional<double> mean, median, lower_quartile, upper_quartile;  ///< of numbers (quantiles also of dates), when somebody answered
    std::optional<double> variance;      ///< of the answers, divided by base
    /// What the answers say of the population, when weights or a drawn sample stand behind the table (weighted.hpp): one
    /// per answer category, nothing where nobody answered. Empty: share_of and mean_of of the counts apply.
    std::vector<std::optional<ShareEstimate>> shares;
    std::optional<Estimate> weighted_mean, weighted_median, weighted_lower_quartile, weighted_upper_quartile;
    /// The same of the answers drawn in to the 1st and 99th percentile of everybody's (STATISTICS.md B7).
    std::optional<double> winsorised_mean, winsorised_variance;
    std::optional<Estimate> winsorised_weighted_mean;
    std::optional<double> median_low, median_high;  ///< Woodruff's interval of a simple sample (STATISTICS.md A9)
};

/// A table before protection: exact counts. It never leaves the house; `protect` turns it into a ProtectedTable.
struct Table {
    Variable question;
    bool multiple = false;  ///< several answers a person: counts of options, base of respondents
    bool number = false;    ///< answers are bands (or nothing but mean and median); mean and median are given
    bool dated = false;     ///< answers are dates in classes; median, its interval and quartiles are days since 1970-01-01
    bool scored = false;    ///< one answer a person, some worth points: their mean is given beside the shares (scores.hpp)
    std::vector<Variable> by;
    std::vector<Group> groups;  ///< every combination, totals included, keys in lexicographic order with totals last
    std::int64_t people = 0;    ///< respondents of the campaign for whom the condition holds
    /// Respondents of the campaign, the condition apart: a filter is a domain of the whole sample (STATISTICS.md A6), and
    /// standard errors stand on all of it.
    std::int64_t sample = 0;
    bool weighted = false;              ///< shares and means are of weighted people; counts never are
    IntervalKind interval = IntervalKind::wilson;  ///< of `shares`
    /// The test of association between the breakdown and the answers, over some of the innermost groups (one entry each,
    /// in their order): `protect` asks for those that are shown whole, since a test over hidden cells would tell of
    /// them. What weighted tables were estimated from must still be there. Empty: nothing to test.
    std::function<std::optional<TestResult>(const std::vector<bool>& groups)> test_over;
    std::int64_t unclassified = 0;  ///< asked people whose breakdown is blank or refused: in the totals only
    /// Sums of the record keys of who is counted, in the places of the counts: their last 32 bits are the cell keys.
    /// Empty when the columns have none.
    std::vector<Group> key_sums;
    std::int64_t people_key_sum = 0, unclassified_key_sum = 0;
    bool asked_of_sensitive = false;  ///< who was asked the question gave a sensitive answer to another one (telling.hpp)
};

/// Position of a key in Table::groups or ProtectedTable::groups(); nothing when a variable has no such category.
std::optional<std::size_t> group_at(const std::vector<Variable>& by, const std::vector<int>& key) noexcept;

}  // namespace ecoute::analysis

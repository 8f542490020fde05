#pragma once
#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "server/desk.hpp"

namespace ecoute::server {

/// A level of one of the variables that quotas cross: a category, or several that are counted together.
struct QuotaLevel {
    std::string code;   ///< names of its categories, joined by "|"
    std::string label;  ///< in the form's own language
    friend bool operator==(const QuotaLevel&, const QuotaLevel&) = default;
};

/// From which number on a person belongs to which level; "" for none.
struct QuotaBand {
    double from = 0;
    std::string code;
    friend bool operator==(const QuotaBand&, const QuotaBand&) = default;
};

struct QuotaVariable {
    std::string name;                ///< of the question
    std::vector<QuotaLevel> levels;  ///< in the order of the questionnaire
    std::vector<QuotaBand> bands;    ///< of a number, ascending; empty for choices
};

struct QuotaCell {
    std::vector<std::string> codes;  ///< one a variable
    std::int64_t target = 0, done = 0;
};

struct QuotaProgress {
    std::vector<QuotaVariable> variables;
    std::vector<QuotaCell> cells;
};

/// Whose interviews are counted.
enum class CountedIn : std::uint8_t {
    everybody,  ///< until this moment: for tablets in the field
    extract,    ///< who is in the tables of today: for pages that stand beside tables
};

/// A campaign's quotas with the interviews that are in so far, whatever way they came: who did not agree to begin and made-up
/// responses are not counted. Nothing when no quotas were imported, or the questionnaire no longer has one of their questions.
std::optional<QuotaProgress> quota_progress(Desk& desk, const CampaignForm& campaign, CountedIn counted = CountedIn::everybody);

/// As a tablet reads them: {"by","labels","levels","bands","cells":[{"key","target","done"}]}; `done` is never more than the target.
nlohmann::json quotas_json(const QuotaProgress& progress);

/// What is said of a count beside tables: the five that it is among (0 to 4, 5 to 9...), since 4 is the largest count that tables hide.
struct CountSpan {
    std::int64_t least = 0, most = 0;
};
CountSpan span_of(std::int64_t done) noexcept;

/// How far a target is, as far as the span tells.
enum class TargetState : std::uint8_t { missing, nearly, reached };
TargetState state_of(const QuotaCell& cell) noexcept;

/// Most bytes of a file of targets: 105 quartiers, two genders and five ages take 50 kB.
inline constexpr std::size_t largest_targets_bytes = 512 * 1024;

/// What was imported.
struct ImportedQuotas {
    std::size_t cells = 0;
    std::int64_t interviews = 0;
};
/// Reads the CSV of `ecoute quotas import` (wire/margin_csv.hpp, whose refusals are added to `problems`) and puts it in the place of the
/// campaign's quotas; written in the log of what was done. Nothing is changed when something is refused.
std::optional<ImportedQuotas> import_quotas(storage::Store& store, const CampaignForm& campaign, std::string_view csv, const std::string& now,
                                            const std::string& who, forms::Problems& problems);

}  // namespace ecoute::server

#pragma once
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

/// A campaign's quotas with the interviews that are in so far, whatever way they came: who did not agree to begin and made-up
/// responses are not counted. Nothing when no quotas were imported, or the questionnaire no longer has one of their questions.
std::optional<QuotaProgress> quota_progress(Desk& desk, const CampaignForm& campaign);

/// As a tablet reads them: {"by","labels","levels","bands","cells":[{"key","target","done"}]}.
nlohmann::json quotas_json(const QuotaProgress& progress);

}  // namespace ecoute::server

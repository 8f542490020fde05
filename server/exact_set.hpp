#pragma once
#include <functional>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "analysis/joint_release.hpp"
#include "server/desk.hpp"
#include "storage/snapshots_kept.hpp"

namespace ecoute::server {

/// An exact set of tables, made fit to be published together (analysis/DESIGN.md, "Tables published together"). Nothing is published by
/// making it.
struct ExactSet {
    /// By question, a line break and what it is split by: "", "quartier", "kind", "gender".
    std::map<std::string, analysis::ProtectedTable> tables;
    std::vector<analysis::NamedSet> sets;  ///< with the releases before: what `ecoute audit tables` reads
    Extract extract;
    std::vector<storage::SnapshotPart> parts;  ///< how far the extract reaches
    /// Per question (the people first, their name empty): figures that tables have a place for, and how many stay hidden.
    struct Told {
        std::string question;
        std::size_t figures = 0, hidden = 0;
    };
    std::vector<Told> told;
    std::vector<std::string> too_large;  ///< questions with too many answers to be audited at once, and follow-ups of them: they are in no table
    /// Categories without a row of their own, together in one place: of each variable, their labels' names in the form.
    struct Together {
        analysis::Variable variable;
        std::vector<std::vector<std::uint32_t>> places;
    };
    std::vector<Together> together;
    analysis::Thresholds limits;
};

struct ExactOrder {
    std::vector<std::string> questions;  ///< without breakdowns and calculations; some are left out (exact_ties.hpp)
    analysis::Audience audience = analysis::Audience::everyone;
    bool weights = false;  ///< shares of weighted people, where their count and base are shown
    std::function<void(std::size_t done, std::size_t total)> progress = {};
};

/// Counts the tables of the bilan over today's extract, those that `exact_ties` lets stand together, recodes, hides by Gauss suppression, audits with linear programs and repairs, beside
/// what `before` published (oldest first). The second gate between answers and readers, after table_gate.
/// Blocks for seconds a question: workers and the command line only. Refuses with tables_too_few, tables_release_too_close,
/// tables_unprotectable, and the reasons why there are no weights.
forms::Result<ExactSet> exact_set(Desk& desk, const CampaignForm& campaign, const ExactOrder& order, std::span<const storage::Release> before);

/// The name of the extract that would be published now.
std::string todays_snapshot(Desk& desk, const CampaignForm& campaign);

/// A calculation is a sum of other questions' answers: beside them its table would be one more equation about the same people.
bool may_be_exact(const forms::Form& form, std::string_view question);

}  // namespace ecoute::server

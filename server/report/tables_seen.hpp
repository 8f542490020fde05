#pragma once
#include <map>
#include <memory>
#include <string>

#include "analysis/wording.hpp"
#include "server/exact_set.hpp"
#include "server/report/report.hpp"
#include "server/table_view.hpp"

namespace ecoute::server {

/// A table of the report with its words.
struct TableSeen {
    explicit TableSeen(TableView shown) : view(std::move(shown)), wording(view.table, view.heading) {}
    TableSeen(const TableSeen&) = delete;
    TableSeen& operator=(const TableSeen&) = delete;
    TableView view;
    analysis::Wording wording;
    const analysis::ProtectedTable& table() const noexcept { return view.table; }
};

/// The tables of one report, each asked for once: all by `table_view`, or of one exact set, so that no figure of the
/// report goes round a gate.
class TablesSeen {
public:
    /// `exact`: all tables are those of this set, and no other.
    TablesSeen(Desk& desk, const ReportRequest& request, bool weights, const ExactSet* exact = nullptr)
        : desk_(desk), request_(request), weights_(weights), exact_(exact) {}

    /// nullptr when the table is refused ("trop fin", no such breakdown).
    const TableSeen* find(const std::string& question, const std::string& by);
    /// Counts of people without weights: who answered, not what the population thinks.
    const TableSeen* unweighted(const std::string& question);

private:
    const TableSeen* kept(const std::string& key, analysis::TableRequest asked);
    Desk& desk_;
    const ReportRequest& request_;
    const TableSeen* of_the_set(const std::string& key);
    bool weights_;
    const ExactSet* exact_;
    std::map<std::string, std::unique_ptr<TableSeen>> seen_;
};

}  // namespace ecoute::server

#pragma once
#include <functional>
#include <string>

#include "analysis/protect.hpp"
#include "server/desk.hpp"

namespace ecoute::server {

struct ReportRequest {
    std::string campaign;
    analysis::Audience audience = analysis::Audience::everyone;
    std::string language = "fr";
    std::string who = {};  ///< for the log of queries
    /// Told after each question, for a line of progress; may be empty.
    std::function<void(std::size_t done, std::size_t total)> progress = {};
};

/// The bilan: one self-contained HTML page that prints on A4, two or three pages a quartier. A cover with its method, who answered
/// beside who lives there, needs in order, what changed since the wave before, a section a volet (each question: everybody,
/// women and men side by side, what the figures allow one to say, released words), pages of each quartier beside the mean
/// of the priority quartiers and the rest of the city, what may not be compared. Weighted when somebody ran `ecoute weights`. Each
/// section has a place for a commentary, which can be written in the page and saved with it. Every figure comes from
/// `table_view` or `compare`: the gate is not passed by.
/// Blocks for some milliseconds a table: workers and the command line only. Refuses with campaign_unknown, and with tables_exact_published when
/// the campaign has a published one (exact_report.hpp).
forms::Result<std::string> report_html(Desk& desk, const ReportRequest& request);

}  // namespace ecoute::server

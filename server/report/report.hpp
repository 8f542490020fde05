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
    /// Told after each question, for a line of progress; may be empty.
    std::function<void(std::size_t done, std::size_t total)> progress = {};
};

/// The bilan: one self-contained HTML page that prints on A4. A cover with its method, who answered, a section a volet (each
/// question with its chart, women and men side by side, what the figures allow one to say), a page a quartier beside the
/// whole and the rest of the city, needs in order, what may not be compared. Each section has a place for a commentary,
/// which can be written in the page and kept with it. Every figure comes from `table_view`: the gate is not passed by.
/// Blocks for some milliseconds a table: workers and the command line only. Refuses with campaign_unknown.
forms::Result<std::string> report_html(Desk& desk, const ReportRequest& request);

}  // namespace ecoute::server

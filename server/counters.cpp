#include "server/counters.hpp"

#include <algorithm>

#include "server/routes.hpp"

namespace ecoute::server {
namespace {

/// Every status that the program answers with; the last stands for any other.
constexpr std::array statuses{200, 201, 204, 303, 304, 400, 401, 403, 404, 405,
                              408, 409, 413, 422, 429, 431, 500, 503, 0};

void line(std::string& text, std::string_view name, std::uint64_t value) {
    text.append("# TYPE ").append(name).append(name.ends_with("_total") ? " counter\n" : " gauge\n");
    text.append(name).append(" ").append(std::to_string(value)).append("\n");
}

}  // namespace

Counters::Counters() : rows_(routes().size() + 1), cells_(std::make_unique<Cell[]>(rows_ * statuses.size())) {}

Counters::Cell& Counters::cell(const Route* route, int status) noexcept {
    const auto row = route == nullptr ? rows_ - 1 : static_cast<std::size_t>(route - routes().data());
    const auto column = std::find(statuses.begin(), statuses.end() - 1, status) - statuses.begin();
    return cells_[row * statuses.size() + static_cast<std::size_t>(column)];
}

void Counters::answered(const Route* route, int status, std::int64_t microseconds) noexcept {
    auto& counted = cell(route, status);
    counted.requests.fetch_add(1, std::memory_order_relaxed);
    counted.microseconds.fetch_add(static_cast<std::uint64_t>(std::max<std::int64_t>(microseconds, 0)),
                                   std::memory_order_relaxed);
}

std::string Counters::text() const {
    std::string requests = "# TYPE ecoute_requests_total counter\n";
    std::string seconds = "# TYPE ecoute_request_seconds_total counter\n";
    for (std::size_t i = 0; i < rows_ * statuses.size(); ++i) {
        const auto count = cells_[i].requests.load(std::memory_order_relaxed);
        if (count == 0) continue;
        const auto row = i / statuses.size();
        const bool known = row < routes().size();
        std::string labels = "{method=\"";
        labels.append(known ? routes()[row].method : "").append("\",route=\"");
        labels.append(known ? routes()[row].pattern : "").append("\",status=\"");
        labels.append(std::to_string(statuses[i % statuses.size()])).append("\"} ");
        requests.append("ecoute_requests_total").append(labels).append(std::to_string(count)).append("\n");
        seconds.append("ecoute_request_seconds_total").append(labels);
        seconds.append(
            std::to_string(static_cast<double>(cells_[i].microseconds.load(std::memory_order_relaxed)) / 1e6));
        seconds += '\n';
    }
    std::string text = requests + seconds;
    line(text, "ecoute_responses_kept_total", responses_kept.load());
    line(text, "ecoute_responses_resent_total", responses_resent.load());
    line(text, "ecoute_responses_refused_total", responses_refused.load());
    line(text, "ecoute_connections", static_cast<std::uint64_t>(std::max<std::int64_t>(connections.load(), 0)));
    return text;
}

}  // namespace ecoute::server

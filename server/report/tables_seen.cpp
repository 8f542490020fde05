#include "server/report/tables_seen.hpp"

namespace ecoute::server {

const TableSeen* TablesSeen::find(const std::string& question, const std::string& by) {
    analysis::TableRequest asked{question, {}, weights_};
    if (!by.empty()) asked.by.push_back(by);
    return kept(question + "\n" + by, std::move(asked));
}

const TableSeen* TablesSeen::unweighted(const std::string& question) {
    return weights_ ? kept(question + "\n\n", {question, {}, false}) : find(question, "");
}

const TableSeen* TablesSeen::kept(const std::string& key, analysis::TableRequest asked) {
    const auto known = seen_.find(key);
    if (known != seen_.end()) return known->second.get();
    // The bilan's tables are always the same ones: they are noted apart from those that the person chose, whose number is limited.
    const auto who = request_.who.empty() ? "" : request_.who + " (bilan)";
    auto view = table_view(desk_, request_.campaign, asked, request_.audience, request_.language, who);
    auto seen = view ? std::make_unique<TableSeen>(*std::move(view)) : nullptr;
    return seen_.emplace(key, std::move(seen)).first->second.get();
}

}  // namespace ecoute::server

#include "server/report/tables_seen.hpp"

namespace ecoute::server {

const TableSeen* TablesSeen::find(const std::string& question, const std::string& by) {
    if (exact_) return of_the_set(question + "\n" + by);
    analysis::TableRequest asked{question, {}, weights_};
    if (!by.empty()) asked.by.push_back(by);
    return kept(question + "\n" + by, std::move(asked));
}

const TableSeen* TablesSeen::unweighted(const std::string& question) {
    return weights_ && !exact_ ? kept(question + "\n\n", {question, {}, false}) : find(question, "");
}

const TableSeen* TablesSeen::of_the_set(const std::string& key) {
    const auto known = seen_.find(key);
    if (known != seen_.end()) return known->second.get();
    std::unique_ptr<TableSeen> seen;
    const auto found = exact_->tables.find(key);
    if (auto campaign = desk_.forms.find(request_.campaign); campaign && found != exact_->tables.end()) {
        auto heading = heading_of(desk_, *campaign, exact_->extract, request_.language);
        seen = std::make_unique<TableSeen>(TableView{std::move(campaign), found->second, std::move(heading)});
    }
    return seen_.emplace(key, std::move(seen)).first->second.get();
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

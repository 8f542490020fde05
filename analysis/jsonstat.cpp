#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "analysis/wording.hpp"

namespace ecoute::analysis {
namespace {

using Json = nlohmann::ordered_json;

/// One row a figure: its id, its word, and where it stands.
struct Figure {
    const char* id;
    const char* word;
    int decimals;
    bool points;  ///< of a hundred
    std::optional<double> (*of_answer)(const ProtectedGroup&, const Cell&);
    std::optional<double> (*of_all)(const ProtectedGroup&);  ///< over every answer of a number
};

std::optional<double> plain(const std::optional<std::int64_t>& count) {
    return count ? std::optional{static_cast<double>(*count)} : std::nullopt;
}

constexpr auto nothing = [](const ProtectedGroup&) -> std::optional<double> { return std::nullopt; };
constexpr auto base_of_group = [](const ProtectedGroup& group) { return plain(group.mean_base); };

constexpr std::array figures{
    Figure{"count", "tables.count", 0, false, [](const ProtectedGroup&, const Cell& cell) { return plain(cell.count); },
           base_of_group},
    Figure{"base", "tables.base_column", 0, false,
           [](const ProtectedGroup& group, const Cell&) { return plain(group.base); }, base_of_group},
    Figure{"percent", "tables.percent_points", 1, true,
           [](const ProtectedGroup&, const Cell& cell) { return cell.percent; }, nothing},
    Figure{"low", "tables.low", 1, true, [](const ProtectedGroup&, const Cell& cell) { return cell.low; },
           [](const ProtectedGroup& group) { return group.mean_low; }},
    Figure{"high", "tables.high", 1, true, [](const ProtectedGroup&, const Cell& cell) { return cell.high; },
           [](const ProtectedGroup& group) { return group.mean_high; }},
};
/// Of numbers and scores, and over every answer alone; the median of numbers only.
constexpr std::array figures_of_numbers{
    Figure{"mean", "tables.mean", 2, false, [](const ProtectedGroup&, const Cell&) -> std::optional<double> { return std::nullopt; },
           [](const ProtectedGroup& group) { return group.mean; }},
    Figure{"median", "tables.median", 2, false, [](const ProtectedGroup&, const Cell&) -> std::optional<double> { return std::nullopt; },
           [](const ProtectedGroup& group) { return group.median; }},
};

/// Of the gap of an answer; that of the mean stands behind the answers.
std::optional<double> gap_of(const ProtectedGroup& group, std::size_t at, double Change::*figure) {
    if (at >= group.gaps.size() || !group.gaps[at].change) return std::nullopt;
    return (*group.gaps[at].change).*figure;
}
template <double Change::*figure>
constexpr auto gap_of_answer = [](const ProtectedGroup& group, const Cell& cell) {
    return gap_of(group, static_cast<std::size_t>(&cell - group.cells.data()), figure);
};
template <double Change::*figure>
constexpr auto gap_of_mean = [](const ProtectedGroup& group) { return gap_of(group, group.cells.size(), figure); };
constexpr std::array figures_of_gaps{
    Figure{"gap", "tables.gap", 2, false, gap_of_answer<&Change::difference>, gap_of_mean<&Change::difference>},
    Figure{"gap_low", "tables.gap_low", 2, false, gap_of_answer<&Change::low>, gap_of_mean<&Change::low>},
    Figure{"gap_high", "tables.gap_high", 2, false, gap_of_answer<&Change::high>, gap_of_mean<&Change::high>},
};

/// `wanted`, or the same with underscores behind it when something bears that name already.
template <class Taken>
std::string free_name(std::string wanted, const Taken& is_taken) {
    while (is_taken(wanted)) wanted += '_';
    return wanted;
}

/// A total has the code _T, as in SDMX's code lists.
std::string total_of(const Variable& variable) {
    return free_name("_T", [&](const std::string& name) {
        return std::any_of(variable.categories.begin(), variable.categories.end(),
                           [&](const Category& category) { return category.name == name; });
    });
}

Json categories_of(const Wording& wording, const Variable& variable, bool with_total, const std::string& total_word) {
    Json index = Json::array(), labels = Json::object();
    for (const auto& category : variable.categories) {
        index.push_back(category.name);
        labels[category.name] = wording.label(variable, category);
    }
    if (with_total) {
        const auto total = total_of(variable);
        index.push_back(total);
        labels[total] = total_word;
    }
    return {{"index", std::move(index)}, {"label", std::move(labels)}};
}

class Dataset {
public:
    Dataset(const ProtectedTable& table, const Heading& heading)
        : table_(table), wording_(table, heading), figures_(figures.begin(), figures.end()) {
        if (table.has_mean()) figures_.insert(figures_.end(), figures_of_numbers.begin(), figures_of_numbers.end() - (table.number() ? 0 : 1));
        if (!table.gap_reference().empty()) figures_.insert(figures_.end(), figures_of_gaps.begin(), figures_of_gaps.end());
        document_ = {{"version", "2.0"},
                     {"class", "dataset"},
                     {"label", wording_.full_title()},
                     {"source", heading.source},
                     {"id", Json::array()},
                     {"size", Json::array()},
                     {"role", Json::object()},
                     {"dimension", Json::object()}};
        add_dimensions();
        add_values();
        document_["note"] = wording_.notes();
        document_["extension"] = {{"campaign", heading.campaign_id}, {"question", table.question().name}, {"snapshot", heading.snapshot}};
        if (!heading.where.empty()) document_["extension"]["where"] = heading.where;
        for (const auto& figure : heading.official)
            document_["extension"]["official"].push_back({{"territory", figure.territory},
                                                          {"indicator", figure.indicator},
                                                          {"value", figure.value ? Json(*figure.value) : Json(nullptr)},
                                                          {"unit", figure.unit},
                                                          {"year", figure.year},
                                                          {"source", figure.source}});
    }
    std::string text() const { return document_.dump(-1, ' ', false, Json::error_handler_t::replace); }

private:
    void add(const std::string& id, const std::string& label, Json category) {
        document_["id"].push_back(id);
        document_["size"].push_back(category["index"].size());
        document_["dimension"][id] = {{"label", label}, {"category", std::move(category)}};
    }

    bool is_dimension(const std::string& id) const { return document_["dimension"].contains(id); }

    void add_dimensions() {
        for (const auto& variable : table_.by()) {
            add(variable.asked, wording_.heading(variable), categories_of(wording_, variable, true, wording_.say("tables.total")));
            if (variable.role == "quartier") document_["role"]["geo"] = Json::array({variable.asked});
        }
        const auto taken = [this](const std::string& id) { return is_dimension(id); };
        add(free_name("answer", taken), wording_.say("tables.answer"),
            categories_of(wording_, table_.question(), table_.has_mean(), wording_.say("tables.any_answer")));
        Json index = Json::array(), labels = Json::object(), units = Json::object();
        for (const auto& figure : figures_) {
            index.push_back(figure.id);
            labels[figure.id] = wording_.say(figure.word);
            units[figure.id] = {{"decimals", figure.decimals}};
            if (figure.points) units[figure.id]["symbol"] = "%";
        }
        const auto metric = free_name("figure", taken);
        add(metric, wording_.say("tables.figure"), {{"index", index}, {"label", labels}, {"unit", units}});
        document_["role"]["metric"] = Json::array({metric});
    }

    /// Groups stand in the order of the keys, totals last, and so do the categories: value follows value.
    void add_values() {
        Json values = Json::array(), status = Json::object();
        const auto put = [&](const std::optional<double>& figure, bool hidden) {
            if (!figure) status[std::to_string(values.size())] = hidden ? "c" : "m";  // SDMX: confidential, missing
            values.push_back(figure ? Json(*figure) : Json(nullptr));
        };
        for (const auto& group : table_.groups()) {
            for (const auto& cell : group.cells)
                for (const auto& figure : figures_) put(figure.of_answer(group, cell), cell.suppressed);
            if (table_.has_mean())
                for (const auto& figure : figures_) put(figure.of_all(group), group.mean_hidden);
        }
        document_["value"] = std::move(values);
        if (!status.empty()) document_["status"] = std::move(status);
    }

    const ProtectedTable& table_;
    Wording wording_;
    std::vector<Figure> figures_;
    Json document_;
};

}  // namespace

std::string to_jsonstat(const ProtectedTable& table, const Heading& heading) { return Dataset{table, heading}.text(); }

}  // namespace ecoute::analysis

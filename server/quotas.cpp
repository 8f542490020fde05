#include "server/quotas.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <unordered_set>

#include "analysis/axis.hpp"
#include "analysis/margins.hpp"
#include "server/made_up.hpp"
#include "server/wire/margin_csv.hpp"
#include "storage/devices.hpp"
#include "storage/field_work.hpp"

namespace ecoute::server {
namespace {

using nlohmann::json;

/// A variable while people are counted: the level of each category, and of each position of its axis.
struct Counted {
    QuotaVariable variable;
    std::vector<int> level_of_category;
    std::vector<int> level_of_position;
    analysis::Axis axis;
};

std::string label_of(const forms::Form& form, const analysis::Category& category) {
    const std::string label{forms::shown(category.label, form.default_language, form.default_language).text};
    return label.empty() ? category.name : label;
}

/// The levels that the cells name, in the order of the categories; false when a name is no category any more.
bool add_levels(const forms::Form& form, std::uint32_t question, std::size_t place, const storage::Quotas& quotas, Counted& counted) {
    const auto categories = analysis::variable_of(form, question).categories;
    counted.level_of_category.assign(categories.size(), -1);
    std::map<std::vector<int>, QuotaLevel> levels;
    for (const auto& cell : quotas.cells) {
        if (place >= cell.levels.size()) return false;
        const auto found = analysis::categories_of_level(form, question, cell.levels[place]);
        if (!found) return false;
        QuotaLevel level;
        for (const int category : *found) {
            const auto& one = categories[static_cast<std::size_t>(category)];
            level.code += (level.code.empty() ? "" : std::string{analysis::together}) + one.name;
            level.label += (level.label.empty() ? "" : ", ") + label_of(form, one);
        }
        levels.emplace(*found, std::move(level));
    }
    for (auto& [members, level] : levels) {
        for (const int category : members) counted.level_of_category[static_cast<std::size_t>(category)] = static_cast<int>(counted.variable.levels.size());
        counted.variable.levels.push_back(std::move(level));
    }
    return true;
}

/// What each position of the axis means as a level; for a number, from which value on.
void add_positions(Counted& counted) {
    const auto& meanings = counted.axis.meanings;
    for (const int meaning : meanings)
        counted.level_of_position.push_back(meaning < 0 ? -1 : counted.level_of_category[static_cast<std::size_t>(meaning)]);
    constexpr std::size_t first_band = 4;  // after the three missing states and what is below the first bound
    for (std::size_t bound = 0; bound < counted.axis.bounds.size() && first_band + bound < meanings.size(); ++bound) {
        const int level = counted.level_of_position[first_band + bound];
        counted.variable.bands.push_back({counted.axis.bounds[bound], level < 0 ? "" : counted.variable.levels[static_cast<std::size_t>(level)].code});
    }
}

/// The variables with their axes over these columns; empty when the questionnaire no longer has one of them.
std::vector<Counted> counted_variables(const forms::Form& form, const forms::Columns& columns, const storage::Quotas& quotas) {
    std::vector<Counted> all;
    for (std::size_t place = 0; place < quotas.variables.size(); ++place) {
        const auto question = analysis::margin_variable(form, quotas.variables[place]);
        Counted counted;
        if (!question || !is_counted_by_targets(form, *question) || !add_levels(form, *question, place, quotas, counted)) return {};
        counted.variable.name = form.questions[*question].name;
        counted.axis = analysis::axis_of(form, columns, *question);
        add_positions(counted);
        all.push_back(std::move(counted));
    }
    return all;
}

using Key = std::vector<int>;

/// How many stand in each combination of levels.
std::map<Key, std::int64_t> counted_people(const std::vector<Counted>& variables, const forms::Columns& columns,
                                           const std::unordered_set<std::int64_t>& left_out) {
    std::map<Key, std::int64_t> counts;
    std::vector<std::array<std::uint16_t, analysis::block_rows>> positions(variables.size());
    Key key(variables.size());
    for (std::size_t first = 0; first < columns.people; first += analysis::block_rows) {
        const auto people = std::min(analysis::block_rows, columns.people - first);
        for (std::size_t v = 0; v < variables.size(); ++v)
            analysis::positions_of(variables[v].axis, first, std::span{positions[v]}.first(people));
        for (std::size_t person = 0; person < people; ++person) {
            if (!left_out.empty() && first + person < columns.seqs.size() && left_out.contains(columns.seqs[first + person])) continue;
            for (std::size_t v = 0; v < variables.size(); ++v) key[v] = variables[v].level_of_position[positions[v][person]];
            if (std::find(key.begin(), key.end(), -1) == key.end()) ++counts[key];
        }
    }
    return counts;
}

Key key_of(const forms::Form& form, const std::vector<Counted>& variables, const storage::Quotas::Cell& cell) {
    Key key;
    for (std::size_t v = 0; v < variables.size(); ++v) {
        const auto question = *analysis::margin_variable(form, variables[v].variable.name);
        const auto categories = *analysis::categories_of_level(form, question, cell.levels[v]);
        key.push_back(categories.empty() ? -1 : variables[v].level_of_category[static_cast<std::size_t>(categories.front())]);
    }
    return key;
}

}  // namespace

std::optional<QuotaProgress> quota_progress(Desk& desk, const CampaignForm& campaign, CountedIn counted_in) {
    const auto quotas = desk.store.devices().field_work().quotas(campaign.campaign.id);
    if (!quotas) return std::nullopt;
    const auto columns = counted_in == CountedIn::extract ? desk.snapshots.extract(campaign).columns : desk.snapshots.columns(campaign);
    auto variables = counted_variables(campaign.form, *columns, *quotas);
    if (variables.empty()) return std::nullopt;
    const auto counts = counted_people(variables, *columns, made_up_responses(desk.store, campaign.campaign.id));
    QuotaProgress progress;
    for (const auto& cell : quotas->cells) {
        const auto key = key_of(campaign.form, variables, cell);
        QuotaCell counted{{}, cell.target, 0};
        for (std::size_t v = 0; v < key.size(); ++v)
            counted.codes.push_back(key[v] < 0 ? "" : variables[v].variable.levels[static_cast<std::size_t>(key[v])].code);
        if (const auto found = counts.find(key); found != counts.end()) counted.done = found->second;
        progress.cells.push_back(std::move(counted));
    }
    for (auto& counted : variables) progress.variables.push_back(std::move(counted.variable));
    return progress;
}

CountSpan span_of(std::int64_t done) noexcept {
    constexpr std::int64_t step = 5;
    const auto least = done / step * step;
    return {least, least + step - 1};
}

TargetState state_of(const QuotaCell& cell) noexcept {
    const auto told = span_of(cell.done);
    if (told.least >= cell.target) return TargetState::reached;
    return told.most >= cell.target ? TargetState::nearly : TargetState::missing;
}

std::optional<ImportedQuotas> import_quotas(storage::Store& store, const CampaignForm& campaign, std::string_view csv, const std::string& now,
                                            const std::string& who, forms::Problems& problems) {
    const auto targets = targets_from_csv(csv, campaign.form, problems);
    if (!targets) return std::nullopt;
    storage::Quotas quotas{targets->variables, {}, now};
    ImportedQuotas imported;
    for (const auto& cell : targets->cells) {
        quotas.cells.push_back({cell.levels, static_cast<std::int64_t>(cell.population)});
        imported.interviews += quotas.cells.back().target;
    }
    imported.cells = quotas.cells.size();
    const auto kept = store.devices().field_work().import(campaign.campaign.id, quotas);
    if (!kept) {
        problems.push_back(kept.error());
        return std::nullopt;
    }
    store.audit().add(now, who, "quotas.import", campaign.campaign.id);
    return imported;
}

json quotas_json(const QuotaProgress& progress) {
    json by = json::array(), labels = json::object(), levels = json::object(), bands = json::object(), cells = json::array();
    for (const auto& variable : progress.variables) {
        by.push_back(variable.name);
        labels[variable.name] = json::object();
        for (const auto& level : variable.levels) {
            labels[variable.name][level.code] = level.label;
            levels[variable.name].push_back(level.code);
        }
        for (const auto& band : variable.bands) bands[variable.name].push_back({{"from", band.from}, {"code", band.code}});
    }
    for (const auto& cell : progress.cells) {
        json key = json::object();
        for (std::size_t v = 0; v < cell.codes.size(); ++v) key[progress.variables[v].name] = cell.codes[v];
        cells.push_back({{"key", std::move(key)}, {"target", cell.target}, {"done", std::min(cell.done, cell.target)}});
    }
    return {{"by", std::move(by)}, {"labels", std::move(labels)}, {"levels", std::move(levels)}, {"bands", std::move(bands)}, {"cells", std::move(cells)}};
}

}  // namespace ecoute::server

#include "analysis/known_sums.hpp"

#include <algorithm>
#include <cmath>

namespace ecoute::analysis {

forms::Result<std::vector<SetFigure>> figures_of(const PublishedSet& set) {
    std::vector<SetFigure> figures;
    std::map<SetKey, std::size_t> places;
    for (const auto& cell : set.cells) {
        const auto [place, fresh] = places.try_emplace(cell.key, figures.size());
        if (fresh) figures.push_back({cell.key, inner_cells(set, cell.key), cell.count});
        auto& figure = figures[place->second];
        if (figure.count && cell.count && *figure.count != *cell.count)
            return forms::Problem{forms::Code::tables_contradict, "", "",
                                  {{"cell", name_of(set, cell.key, "*")},
                                   {"value", std::to_string(*figure.count) + " / " + std::to_string(*cell.count)}}};
        if (!figure.count) figure.count = cell.count;
    }
    return figures;
}

static bool is_silent(const PublishedSet& set, const SetKey& key) {
    for (std::size_t v = 0; v < key.size(); ++v) {
        const auto& silent = set.variables[v].silent;
        if (key[v] != all_of_them && std::binary_search(silent.begin(), silent.end(), static_cast<std::uint32_t>(key[v]))) return true;
    }
    return false;
}

std::vector<SetFigure> unlisted(const PublishedSet& set, const std::vector<SetFigure>& listed) {
    std::map<SetKey, bool> met;
    for (const auto& figure : listed) met[figure.key] = true;
    std::vector<SetFigure> others;
    for (auto& key : all_keys(set))
        if (!met.count(key) && !is_silent(set, key)) {
            auto cells = inner_cells(set, key);
            others.push_back({std::move(key), std::move(cells), std::nullopt});
        }
    return others;
}

Known known_of(const std::vector<SetFigure>& figures, int noise) {
    Known known;
    for (std::uint32_t i = 0; i < figures.size(); ++i) {
        if (!figures[i].count) continue;
        const auto count = static_cast<double>(*figures[i].count);
        const double within = count > 0 ? noise : 0;
        known.sums.push_back({figures[i].cells, std::max(0.0, count - within), count + within});
        known.figure.push_back(i);
    }
    return known;
}

void Seen::look(const std::vector<double>& people) {
    if (people.empty()) return;
    for (std::size_t i = 0; i < figures_.size(); ++i) {
        double sum = 0;
        for (const auto cell : figures_[i].cells) sum += people[cell];
        sum = std::round(sum);  // solutions are whole within the solver's tolerance
        low_[i] = std::min(low_[i].value_or(sum), sum);
        high_[i] = std::max(high_[i].value_or(sum), sum);
    }
}

}  // namespace ecoute::analysis

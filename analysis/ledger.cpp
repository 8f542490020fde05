#include "analysis/ledger.hpp"

namespace ecoute::analysis {
namespace {

/// Positions of the table's cube with one more place per variable, for people without category: categories, those,
/// total.
class Cube {
public:
    explicit Cube(const std::vector<Variable>& by) {
        for (const auto& variable : by) places_.push_back(variable.categories.size() + 2);
        strides_.assign(places_.size(), 1);
        for (std::size_t v = places_.size(); v-- > 0;) {
            strides_[v] = size_;
            size_ *= places_[v];
        }
    }
    std::size_t size() const noexcept { return size_; }
    std::size_t variables() const noexcept { return places_.size(); }
    std::size_t categories(std::size_t v) const noexcept { return places_[v] - 2; }
    std::size_t stride(std::size_t v) const noexcept { return strides_[v]; }
    std::size_t place(std::size_t position, std::size_t v) const noexcept {
        return position / strides_[v] % places_[v];
    }
    bool is_total(std::size_t position, std::size_t v) const noexcept { return place(position, v) + 1 == places_[v]; }
    bool is_remainder(std::size_t position, std::size_t v) const noexcept {
        return place(position, v) + 2 == places_[v];
    }

private:
    std::vector<std::size_t> places_, strides_;
    std::size_t size_ = 1;
};

std::int64_t figure_of(const Group& group, std::size_t layer) {
    switch (layer) {
        case layer_base:
        case layer_mean:
            return group.base;
        case layer_not_asked:
            return group.not_asked;
        case layer_no_answer:
            return group.no_answer;
        case layer_refused:
            return group.refused;
        case layer_outside: {
            std::int64_t outside = group.base;
            for (const auto count : group.counts) outside -= count;
            return outside;
        }
        default:
            return group.counts[layer - first_answer];
    }
}

class Builder {
public:
    explicit Builder(const Table& table) : table_(table), cube_(table.by) {
        ledger_.layers = first_answer + table.question.categories.size();
        ledger_.present.assign(ledger_.layers, 1);
        ledger_.present[layer_mean] = table.number;
        ledger_.present[layer_outside] = adds_up();
        ledger_.figures.resize(cube_.size() * ledger_.layers + 1);
        ledger_.people = static_cast<std::uint32_t>(ledger_.figures.size() - 1);
    }

    Ledger build() {
        place_groups();
        for (std::size_t v = 0; v < cube_.variables(); ++v) place_remainders(v);
        add_lines();
        if (adds_up()) add_answers();
        add_everybody();
        connect();
        return std::move(ledger_);
    }

private:
    bool adds_up() const noexcept { return !table_.multiple && !table_.question.categories.empty(); }
    std::uint32_t at(std::size_t position, std::size_t layer) const noexcept {
        return static_cast<std::uint32_t>(position * ledger_.layers + layer);
    }
    Figure& figure(std::size_t position, std::size_t layer) { return ledger_.figures[at(position, layer)]; }

    void place_groups() {
        ledger_.first_of_group.resize(table_.groups.size());
        for (std::size_t g = 0; g < table_.groups.size(); ++g) {
            const auto& group = table_.groups[g];
            std::size_t position = 0;
            std::uint8_t totals = 0;
            for (std::size_t v = 0; v < group.key.size(); ++v) {
                const bool total = group.key[v] == all_of_them;
                totals = static_cast<std::uint8_t>(totals + total);
                position +=
                    cube_.stride(v) * (total ? cube_.categories(v) + 1 : static_cast<std::size_t>(group.key[v]));
            }
            ledger_.first_of_group[g] = at(position, 0);
            for (std::size_t layer = 0; layer < ledger_.layers; ++layer)
                figure(position, layer) = {figure_of(group, layer),
                                           static_cast<std::uint32_t>(g),
                                           static_cast<std::uint16_t>(layer),
                                           totals,
                                           layer != layer_outside,
                                           false};
        }
        ledger_.figures[ledger_.people] = {table_.people, 0,    0, static_cast<std::uint8_t>(table_.by.size() + 1),
                                           true,          false};
    }

    /// total - categories along variable `v`; later variables have no remainders yet.
    void place_remainders(std::size_t v) {
        for (std::size_t position = 0; position < cube_.size(); ++position) {
            if (!cube_.is_remainder(position, v)) continue;
            bool ready = true;
            for (std::size_t later = v + 1; later < cube_.variables(); ++later)
                ready = ready && !cube_.is_remainder(position, later);
            if (!ready) continue;
            const std::size_t total = position + cube_.stride(v);
            for (std::size_t layer = 0; layer < ledger_.layers; ++layer) {
                auto& rest = figure(position, layer);
                rest = figure(total, layer);
                rest.listed = false;
                for (std::size_t c = 1; c <= cube_.categories(v); ++c)
                    rest.people -= figure(position - c * cube_.stride(v), layer).people;
            }
        }
    }

    void add_lines() {
        for (std::size_t v = 0; v < cube_.variables(); ++v)
            for (std::size_t position = 0; position < cube_.size(); ++position) {
                if (!cube_.is_total(position, v)) continue;
                for (std::size_t layer = 0; layer < ledger_.layers; ++layer) {
                    if (!ledger_.present[layer]) continue;
                    Relation line{{}, at(position, layer)};
                    for (std::size_t c = 1; c <= cube_.categories(v) + 1; ++c)
                        line.parts.push_back(at(position - c * cube_.stride(v), layer));
                    ledger_.relations.push_back(std::move(line));
                }
            }
    }

    void add_answers() {
        for (std::size_t position = 0; position < cube_.size(); ++position) {
            Relation answers{{at(position, layer_outside)}, at(position, layer_base)};
            for (std::size_t layer = first_answer; layer < ledger_.layers; ++layer)
                answers.parts.push_back(at(position, layer));
            ledger_.relations.push_back(std::move(answers));
        }
    }

    void add_everybody() {
        const std::size_t everybody = cube_.size() - 1;
        Relation people{{}, ledger_.people};
        for (const auto layer : {layer_base, layer_not_asked, layer_no_answer, layer_refused})
            people.parts.push_back(at(everybody, layer));
        ledger_.relations.push_back(std::move(people));
    }

    void connect() {
        ledger_.relations_of.resize(ledger_.figures.size());
        for (std::uint32_t r = 0; r < ledger_.relations.size(); ++r) {
            for (const auto part : ledger_.relations[r].parts) ledger_.relations_of[part].push_back(r);
            ledger_.relations_of[ledger_.relations[r].total].push_back(r);
        }
    }

    const Table& table_;
    Cube cube_;
    Ledger ledger_;
};

}  // namespace

Ledger ledger_of(const Table& table) { return Builder{table}.build(); }

}  // namespace ecoute::analysis

#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ecoute::storage {

struct Territory;

/// An official figure of a territory, as its source publishes it.
struct Indicator {
    std::string territory;        ///< code
    std::string name;             ///< "Taux de pauvreté"
    std::optional<double> value;  ///< nothing: its source publishes none here (too few people, or not known)
    std::string unit;             ///< "%", "€", or ""
    std::string year;             ///< "2021", or ""
    std::string source;           ///< "INSEE, Filosofi"
    friend bool operator==(const Indicator&, const Indicator&) = default;
};

/// Most figures of one territory: what a page of a quartier can show.
inline constexpr std::size_t most_indicators_of_a_territory = 40;

class Indicators {
public:
    virtual ~Indicators() = default;
    /// All or nothing; each takes the place of the figure of the same territory and name, whatever its year. The territories are kept.
    virtual void import(std::span<const Indicator> figures) = 0;
    /// Those of one territory, in the order of first import.
    virtual std::vector<Indicator> of(std::string_view territory) = 0;
    /// The territories of these codes in their order, then those around them (their parents), each once; unknown codes are left out.
    virtual std::vector<Territory> places(std::span<const std::string> codes) = 0;
    virtual std::vector<Indicator> all() = 0;  ///< by territory in the order of territories, then as `of`
};

}  // namespace ecoute::storage

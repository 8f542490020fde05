#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "forms/problem.hpp"

namespace ecoute::storage {

/// Population counts by one variable, or by several crossed; one file of `ecoute margins import`.
struct Margin {
    struct Cell {
        std::vector<std::string> levels;  ///< one a variable
        double population = 0;
        friend bool operator==(const Cell&, const Cell&) = default;
    };
    std::vector<std::string> variables;  ///< names of questions
    std::vector<Cell> cells;
    std::string source, vintage;  ///< where the counts come from and of which year, or ""
    std::string imported_at;
    friend bool operator==(const Margin&, const Margin&) = default;
};

/// One run of `ecoute weights`: of which extract, to which margins, with which outcome.
struct KeptWeighting {
    std::string campaign, made_at;
    std::int64_t last_seq = 0, people = 0;
    std::optional<double> low, high;  ///< bounds asked for; nothing: none
    std::string margins, diagnosis;   ///< JSON
};
struct ResponseWeight {
    std::string response;
    double weight = 0;
};

class Margins {
public:
    virtual ~Margins() = default;
    /// Takes the place of an earlier margin of the same variables. campaign_unknown.
    virtual forms::Result<void> import(std::string_view campaign, const Margin& margin) = 0;
    virtual std::vector<Margin> all(std::string_view campaign) = 0;  ///< in order of first import
    /// Keeps a run with everybody's weight.
    virtual void keep(const KeptWeighting& weighting, const std::vector<ResponseWeight>& weights) = 0;
    /// The youngest run; nothing before the first.
    virtual std::optional<KeptWeighting> last(std::string_view campaign) = 0;
    /// The weights of the youngest run, in order of response id.
    virtual std::vector<ResponseWeight> last_weights(std::string_view campaign) = 0;
};

/// From a territory of one geography to one of the next, and the part of its people that live there.
struct Correspondence {
    std::string source, target;  ///< codes; target "": left the priority geography
    double part = 1;
    friend bool operator==(const Correspondence&, const Correspondence&) = default;
};

class Correspondences {
public:
    virtual ~Correspondences() = default;
    /// Replaces what was known of each source in the file.
    virtual void import(const std::vector<Correspondence>& rows) = 0;
    virtual std::vector<Correspondence> all() = 0;  ///< by source, then target
};

}  // namespace ecoute::storage

#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/store.hpp"

namespace ecoute::storage {

/// Somebody who was called on and did not begin.
struct Contact {
    std::string id;  ///< UUID in lower case, made on the tablet
    std::string campaign;
    bool absent = false;      ///< nobody opened; else the person refused
    std::string at;           ///< half-day
    std::string quartier;     ///< or ""
    std::string fingerprint;  ///< 16 bytes, of what was sent
};

struct ContactCount {
    std::int64_t refused = 0, absent = 0;
};

/// How many interviews are wanted of whom.
struct Quotas {
    struct Cell {
        std::vector<std::string> levels;  ///< one a variable
        std::int64_t target = 0;
        friend bool operator==(const Cell&, const Cell&) = default;
    };
    std::vector<std::string> variables;  ///< names of questions
    std::vector<Cell> cells;
    std::string imported_at;
    friend bool operator==(const Quotas&, const Quotas&) = default;
};

/// What is counted and aimed at beside the answers.
class FieldWork {
public:
    virtual ~FieldWork() = default;
    /// One outcome a contact, in order, once all are on disk: the same again is already_had_it, another one under a taken id
    /// response_conflict, a campaign that isn't there campaign_unknown.
    virtual std::vector<Result<Kept>> keep(std::span<const Contact> contacts) = 0;
    virtual ContactCount contacts(std::string_view campaign) = 0;
    /// Takes the place of the quotas before. campaign_unknown.
    virtual Result<void> import(std::string_view campaign, const Quotas& quotas) = 0;
    /// False when the campaign has none.
    virtual bool remove_quotas(std::string_view campaign) = 0;
    virtual std::optional<Quotas> quotas(std::string_view campaign) = 0;
};

}  // namespace ecoute::storage

#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ecoute::storage {

/// How far a snapshot reaches in one quartier: the responses up to `last_seq` are in it.
struct SnapshotPart {
    std::string quartier;  ///< the answer's name; "" for blank, refused and not asked
    std::int64_t last_seq = 0;
    std::int64_t people = 0;  ///< how many were in it when it was taken
    friend bool operator==(const SnapshotPart&, const SnapshotPart&) = default;
};

/// The frozen extract that protected tables are computed from. Responses are never updated, so that one number a
/// quartier tells who is in it.
struct Snapshot {
    std::string campaign;
    std::int64_t number = 0;  ///< 1 for a campaign's first
    std::string day;          ///< when it was taken
    std::vector<SnapshotPart> parts;
    friend bool operator==(const Snapshot&, const Snapshot&) = default;
};

/// One table that somebody looked at; distinct ones are kept, so that what was shown can be audited together.
struct TableQuery {
    std::string campaign, snapshot, who, audience, question, by, condition;
    std::string day;  ///< of the first time
    friend bool operator==(const TableQuery&, const TableQuery&) = default;
};

/// An exact set of tables as it was published (server/exact_set.hpp). It is never changed.
struct Release {
    std::string campaign;
    std::int64_t number = 0;  ///< 1 for a campaign's first
    std::string snapshot;     ///< name of the extract
    std::string published_at, who, audience;
    std::string tables;  ///< JSON of the sets
    std::string page;    ///< HTML of the report
    std::vector<SnapshotPart> parts;
    friend bool operator==(const Release&, const Release&) = default;
};

class SnapshotsKept {
public:
    virtual ~SnapshotsKept() = default;
    virtual std::optional<Snapshot> latest(std::string_view campaign) = 0;
    /// Keeps the snapshot, unless another process was quicker with the same number: returns the one that stands.
    virtual Snapshot keep(const Snapshot& snapshot) = 0;
    /// Notes a query once. With `most_a_day`: false, and nothing noted, when it is a new one and `who` has that many different
    /// ones of its day already, over all campaigns.
    /// False, and nothing noted, when the campaign has a release too, unless the table is exact ("none").
    virtual bool add(const TableQuery& query, std::optional<std::size_t> most_a_day = std::nullopt) = 0;
    virtual std::vector<TableQuery> queries(std::string_view campaign) = 0;  ///< in the order of first appearance
    virtual std::vector<Release> releases(std::string_view campaign) = 0;  ///< oldest first
    /// Keeps the campaign's next release. False, and nothing kept, when a protected table of it was shown, when another release
    /// came in between (its number is taken), or when the snapshot was published already.
    virtual bool publish(const Release& release) = 0;
};

}  // namespace ecoute::storage

#pragma once
#include "storage/snapshots_kept.hpp"
#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

/// Snapshots and the queries that read them, in tables snapshot, snapshot_part and table_query; releases (sqlite_releases.cpp).
class SqliteSnapshots final : public SnapshotsKept {
public:
    SqliteSnapshots(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}
    std::optional<Snapshot> latest(std::string_view campaign) override;
    Snapshot keep(const Snapshot& snapshot) override;
    bool add(const TableQuery& query, std::optional<std::size_t> most_a_day) override;
    std::vector<TableQuery> queries(std::string_view campaign) override;
    std::vector<Release> releases(std::string_view campaign) override;
    bool publish(const Release& release) override;

private:
    Writer& writer_;
    Readers& readers_;
};

}  // namespace ecoute::storage::sqlite

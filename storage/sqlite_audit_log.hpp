#pragma once
#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

/// Who did what, in table audit_entry.
class SqliteAuditLog final : public AuditLog {
public:
    SqliteAuditLog(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}
    void add(std::string_view at, std::string_view who, std::string_view what, std::string_view subject) override;
    std::vector<AuditEntry> all() override;
    std::optional<std::int64_t> first_broken() override;

private:
    Writer& writer_;
    Readers& readers_;
};

}  // namespace ecoute::storage::sqlite

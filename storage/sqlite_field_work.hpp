#pragma once
#include "storage/field_work.hpp"
#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

/// Tables contact, quota, quota_cell.
class SqliteFieldWork final : public FieldWork {
public:
    SqliteFieldWork(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}
    std::vector<Result<Kept>> keep(std::span<const Contact> contacts) override;
    ContactCount contacts(std::string_view campaign) override;
    Result<void> import(std::string_view campaign, const Quotas& quotas) override;
    bool remove_quotas(std::string_view campaign) override;
    std::optional<Quotas> quotas(std::string_view campaign) override;

private:
    Writer& writer_;
    Readers& readers_;
};

}  // namespace ecoute::storage::sqlite

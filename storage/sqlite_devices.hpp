#pragma once
#include "storage/devices.hpp"
#include "storage/sqlite_attachments.hpp"
#include "storage/sqlite_field_work.hpp"
#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

/// Tables enrolment and device.
class SqliteDevices final : public Devices {
public:
    SqliteDevices(Writer& writer, Readers& readers) : writer_(writer), readers_(readers), field_work_(writer, readers), attachments_(writer, readers) {}
    void prepare(std::string_view token_hash, const Tour& tour, std::string_view expires_at, std::string_view now) override;
    Result<Device> enrol(std::string_view token_hash, std::string_view now, std::string_view id, std::string_view key_hash) override;
    std::optional<Device> find_by_key(std::string_view key_hash) override;
    std::vector<Device> all() override;
    Result<void> revoke(std::string_view id, std::string_view day) override;
    void seen(std::string_view id, std::string_view half_day, std::optional<std::int64_t> collected,
              std::optional<std::int64_t> waiting) override;
    FieldWork& field_work() override { return field_work_; }
    Attachments& attachments() override { return attachments_; }

private:
    Writer& writer_;
    Readers& readers_;
    SqliteFieldWork field_work_;
    SqliteAttachments attachments_;
};

}  // namespace ecoute::storage::sqlite

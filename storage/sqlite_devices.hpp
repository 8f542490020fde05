#pragma once
#include "storage/devices.hpp"
#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

class SqliteDevices final : public Devices {
public:
    SqliteDevices(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}

private:
    [[maybe_unused]] Writer& writer_;
    [[maybe_unused]] Readers& readers_;
};

}  // namespace ecoute::storage::sqlite

#pragma once
#include "storage/indicators.hpp"
#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"
#include "storage/store.hpp"

namespace ecoute::storage::sqlite {

/// Table indicator.
class SqliteIndicators final : public Indicators {
public:
    SqliteIndicators(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}
    void import(std::span<const Indicator> figures) override;
    std::vector<Indicator> of(std::string_view territory) override;
    std::vector<Territory> places(std::span<const std::string> codes) override;
    std::vector<Indicator> all() override;

private:
    Writer& writer_;
    Readers& readers_;
};

}  // namespace ecoute::storage::sqlite

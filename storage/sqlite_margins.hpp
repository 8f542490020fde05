#pragma once
#include "storage/margins.hpp"
#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

/// Tables margin, margin_cell, weighting, response_weight.
class SqliteMargins final : public Margins {
public:
    SqliteMargins(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}
    Result<void> import(std::string_view campaign, const Margin& margin) override;
    std::vector<Margin> all(std::string_view campaign) override;
    void keep(const KeptWeighting& weighting, const std::vector<ResponseWeight>& weights) override;
    std::optional<KeptWeighting> last(std::string_view campaign) override;
    std::vector<ResponseWeight> last_weights(std::string_view campaign) override;

private:
    Writer& writer_;
    Readers& readers_;
};

/// Table territory_correspondence.
class SqliteCorrespondences final : public Correspondences {
public:
    SqliteCorrespondences(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}
    void import(const std::vector<Correspondence>& rows) override;
    std::vector<Correspondence> all() override;

private:
    Writer& writer_;
    Readers& readers_;
};

}  // namespace ecoute::storage::sqlite

#pragma once
#include "storage/sqlite_readers.hpp"
#include "storage/sqlite_writer.hpp"

namespace ecoute::storage::sqlite {

/// Published questionnaires, in table form_version.
class SqliteFormsKept final : public FormsKept {
public:
    SqliteFormsKept(Writer& writer, Readers& readers) : writer_(writer), readers_(readers) {}
    Result<void> publish(const FormVersion& form) override;
    std::optional<FormVersion> find(std::string_view id, std::string_view version) override;

private:
    Writer& writer_;
    Readers& readers_;
};

}  // namespace ecoute::storage::sqlite

#include "storage/sqlite_forms_kept.hpp"

namespace ecoute::storage::sqlite {

Result<void> SqliteFormsKept::publish(const FormVersion& form) {
    return writer_.change([&](Database& database) -> Result<void> {
        Statement insert{database, R"(
            INSERT INTO form_version (id, version, document, published_at) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT (id, version) DO NOTHING)"};
        insert.bind(1, form.id).bind(2, form.version).bind(3, form.document).bind(4, form.published_at).run();
        if (database.changes() == 1) return {};

        Statement same{database, "SELECT 1 FROM form_version WHERE id = ?1 AND version = ?2 AND document = ?3"};
        if (same.bind(1, form.id).bind(2, form.version).bind(3, form.document).step()) return {};
        return forms::Problem{forms::Code::form_version_taken, form.id, {}, {{"version", form.version}}};
    });
}

std::optional<FormVersion> SqliteFormsKept::find(std::string_view id, std::string_view version) {
    const auto database = readers_.borrow();
    Statement select{*database, "SELECT document, published_at FROM form_version WHERE id = ?1 AND version = ?2"};
    if (!select.bind(1, id).bind(2, version).step()) return std::nullopt;
    return FormVersion{std::string{id}, std::string{version}, select.string(0), select.string(1)};
}

}  // namespace ecoute::storage::sqlite

#include "storage/sqlite.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstring>
#include <thread>

namespace ecoute::storage::sqlite {
namespace {

/// The file holds what people answered: its owner alone may read it. SQLite gives its WAL the same rights.
constexpr int owner_only = 0600;

/// Waits between two tries for the lock: a process that commits group after group leaves it free only for moments, so
/// SQLite's own pauses (up to 100 ms) would miss them for long.
constexpr int pause_between_tries_ms = 1;

int wait_for_lock(void*, int tries) {
    if (tries * pause_between_tries_ms >= longest_wait_for_lock_ms) return 0;
    std::this_thread::sleep_for(std::chrono::milliseconds{pause_between_tries_ms});
    return 1;
}

/// Creates the file with the rights it must have, before SQLite would create it with those of the umask, and makes its
/// name durable.
void create_if_missing(const std::filesystem::path& file) {
    const int opened = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, owner_only);
    if (opened < 0) throw Fault(file.string() + ": " + std::strerror(errno), SQLITE_CANTOPEN);
    ::close(opened);
    const int folder = ::open(file.parent_path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder < 0) return;
    ::fsync(folder);
    ::close(folder);
}

}  // namespace

Database::Database(const std::filesystem::path& file, Mode mode) : file_(file.string()) {
    if (mode == Mode::write) create_if_missing(file);
    // Read connections also open the file for writing, as WAL asks of its readers, and promise by query_only not to.
    const int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    const int opened = sqlite3_open_v2(file_.c_str(), &connection_, flags, nullptr);
    try {
        if (opened != SQLITE_OK) fail(opened, "open");
        sqlite3_busy_handler(connection_, wait_for_lock, nullptr);
        run("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF");
        if (mode == Mode::read) run("PRAGMA query_only = ON");
    } catch (...) {
        close();
        throw;
    }
}

Database::~Database() { close(); }

void Database::close() noexcept {
    for (auto& [sql, statements] : idle_)
        for (sqlite3_stmt* statement : statements) sqlite3_finalize(statement);
    idle_.clear();
    sqlite3_close(connection_);
    connection_ = nullptr;
}

void Database::run(const std::string& sql) {
    const int code = sqlite3_exec(connection_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) fail(code, sql.substr(0, 60));
}

std::int64_t Database::changes() const noexcept { return sqlite3_changes64(connection_); }

bool Database::in_transaction() const noexcept { return sqlite3_get_autocommit(connection_) == 0; }

void Database::fail(int code, std::string_view doing) const {
    std::string what = file_ + ": ";
    what += connection_ != nullptr ? sqlite3_errmsg(connection_) : sqlite3_errstr(code);
    what += " (sqlite " + std::to_string(code) + ", at: ";
    what.append(doing.substr(0, 60)).append(")");
    throw Fault(what, code);
}

sqlite3_stmt* Database::take(std::string_view sql) {
    auto& idle = idle_[sql];
    if (!idle.empty()) {
        sqlite3_stmt* statement = idle.back();
        idle.pop_back();
        return statement;
    }
    sqlite3_stmt* statement = nullptr;
    const int code = sqlite3_prepare_v3(connection_, sql.data(), static_cast<int>(sql.size()),
                                        SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    if (code != SQLITE_OK) fail(code, sql);
    return statement;
}

void Database::give_back(std::string_view sql, sqlite3_stmt* statement) noexcept {
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    try {
        idle_[sql].push_back(statement);
    } catch (...) {
        sqlite3_finalize(statement);  // no memory to remember it: compile it again next time
    }
}

// ---------------------------------------------------------------- Statement

Statement::Statement(Database& database, std::string_view sql)
    : database_(database), sql_(sql), statement_(database.take(sql)) {}

Statement::~Statement() { database_.give_back(sql_, statement_); }

void Statement::check(int code) {
    if (code != SQLITE_OK) database_.fail(code, sql_);
}

Statement& Statement::bind(int parameter, std::string_view text) {
    // An empty view may hold a null pointer, which SQLite would take for NULL.
    const char* bytes = text.empty() ? "" : text.data();
    check(sqlite3_bind_text64(statement_, parameter, bytes, text.size(), SQLITE_TRANSIENT, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind_in_place(int parameter, std::string_view text) {
    const char* bytes = text.empty() ? "" : text.data();
    check(sqlite3_bind_text64(statement_, parameter, bytes, text.size(), SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

Statement& Statement::bind_blob(int parameter, std::string_view bytes) {
    check(
        sqlite3_bind_blob64(statement_, parameter, bytes.empty() ? "" : bytes.data(), bytes.size(), SQLITE_TRANSIENT));
    return *this;
}

Statement& Statement::bind_blob_in_place(int parameter, std::string_view bytes) {
    check(sqlite3_bind_blob64(statement_, parameter, bytes.empty() ? "" : bytes.data(), bytes.size(), SQLITE_STATIC));
    return *this;
}

Statement& Statement::bind(int parameter, std::int64_t number) {
    check(sqlite3_bind_int64(statement_, parameter, number));
    return *this;
}

Statement& Statement::bind(int parameter, std::optional<std::int64_t> number) {
    check(number ? sqlite3_bind_int64(statement_, parameter, *number) : sqlite3_bind_null(statement_, parameter));
    return *this;
}

Statement& Statement::bind(int parameter, std::optional<double> number) {
    check(number ? sqlite3_bind_double(statement_, parameter, *number) : sqlite3_bind_null(statement_, parameter));
    return *this;
}

bool Statement::step() {
    const int code = sqlite3_step(statement_);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    database_.fail(code, sql_);
}

void Statement::run() {
    while (step()) {
    }
}

void Statement::reset() noexcept { sqlite3_reset(statement_); }

std::string_view Statement::text(int column) const {
    const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_, column));
    if (bytes == nullptr) return {};
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
}

std::int64_t Statement::number(int column) const { return sqlite3_column_int64(statement_, column); }

std::optional<std::int64_t> Statement::number_or_none(int column) const {
    if (sqlite3_column_type(statement_, column) == SQLITE_NULL) return std::nullopt;
    return sqlite3_column_int64(statement_, column);
}

std::optional<double> Statement::decimal_or_none(int column) const {
    if (sqlite3_column_type(statement_, column) == SQLITE_NULL) return std::nullopt;
    return sqlite3_column_double(statement_, column);
}

// ---------------------------------------------------------------- Transaction

Transaction::Transaction(Database& database, Kind kind) : database_(database) {
    Statement{database_, kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN"}.run();
}

Transaction::~Transaction() {
    // SQLite undoes some transactions by itself (disk full): then there is none left.
    if (!database_.in_transaction()) return;
    try {
        Statement{database_, "ROLLBACK"}.run();
    } catch (const StorageFault&) {
        // Nothing was committed; the fault that brought us here says more than this one.
    }
}

void Transaction::commit() { Statement{database_, "COMMIT"}.run(); }

bool is_dangling_reference(const Fault& fault) noexcept { return fault.code == SQLITE_CONSTRAINT_FOREIGNKEY; }

bool is_busy(const Fault& fault) noexcept { return (fault.code & 0xFF) == SQLITE_BUSY; }

}  // namespace ecoute::storage::sqlite

#pragma once
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "storage/store.hpp"

struct sqlite3;
struct sqlite3_stmt;

/// SQLite as this room uses it. Only sqlite.cpp includes sqlite3.h, only files named sqlite* include this header.
namespace ecoute::storage::sqlite {

/// What SQLite answered when it could not do what was asked. `code` is its extended result code.
struct Fault : StorageFault {
    Fault(const std::string& what, int result_code) : StorageFault(what), code(result_code) {}
    int code;
};

/// How long one connection waits for the lock of another process before it gives up. Groups take milliseconds; only a
/// checkpoint of a slow disk or a process that hangs takes seconds.
inline constexpr int longest_wait_for_lock_ms = 10'000;

/// One connection to the data file, used by one thread at a time.
class Database {
public:
    enum class Mode : std::uint8_t { write, read };

    /// Opens the file (and creates it, readable by its owner only, in mode write). Throws Fault.
    Database(const std::filesystem::path& file, Mode mode);
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    /// Runs statements without parameters or rows, e.g. a migration.
    void run(const std::string& sql);
    /// Rows changed by the last insert, update or delete.
    std::int64_t changes() const noexcept;
    bool in_transaction() const noexcept;
    /// The path of the file, for messages.
    const std::string& file() const noexcept { return file_; }

private:
    friend class Statement;
    sqlite3_stmt* take(std::string_view sql);
    void give_back(std::string_view sql, sqlite3_stmt* statement) noexcept;
    [[noreturn]] void fail(int code, std::string_view doing) const;
    void close() noexcept;

    sqlite3* connection_ = nullptr;
    std::string file_;
    /// Prepared statements that nobody uses at the moment, by their text. The texts are literals of this room, so they
    /// are as many as the code has.
    std::unordered_map<std::string_view, std::vector<sqlite3_stmt*>> idle_;
};

/// One use of a prepared statement: bind, step, read. Its compiled form goes back to the connection afterwards.
/// Parameters and columns count from 1 and 0, as in SQLite.
class Statement {
public:
    /// `sql` must be a literal (it outlives the connection).
    Statement(Database& database, std::string_view sql);
    ~Statement();
    Statement(const Statement&) = delete;
    Statement& operator=(const Statement&) = delete;

    Statement& bind(int parameter, std::string_view text);
    Statement& bind(int parameter, const char* text) { return bind(parameter, std::string_view{text}); }
    Statement& bind(int parameter, std::int64_t number);
    Statement& bind(int parameter, int number) { return bind(parameter, std::int64_t{number}); }
    Statement& bind(int parameter, bool truth) { return bind(parameter, std::int64_t{truth ? 1 : 0}); }
    Statement& bind(int parameter, std::optional<std::int64_t> number);
    Statement& bind(int parameter, std::optional<double> number);
    Statement& bind_blob(int parameter, std::string_view bytes);
    /// Without a copy: the text must stay as it is until the next reset.
    Statement& bind_in_place(int parameter, std::string_view text);
    Statement& bind_blob_in_place(int parameter, std::string_view bytes);

    /// True when there is a row to read.
    bool step();
    /// Steps to the end.
    void run();
    /// Ready for other parameters.
    void reset() noexcept;

    std::string_view text(int column) const;  ///< valid until the next step
    std::string string(int column) const { return std::string{text(column)}; }
    std::int64_t number(int column) const;
    bool truth(int column) const { return number(column) != 0; }
    std::optional<std::int64_t> number_or_none(int column) const;
    std::optional<double> decimal_or_none(int column) const;

private:
    void check(int code);
    Database& database_;
    std::string_view sql_;
    sqlite3_stmt* statement_;
};

/// All or nothing: what was not committed is undone when this goes.
class Transaction {
public:
    enum class Kind : std::uint8_t { read, write };
    /// A write takes the lock of the file at once, waiting for other processes.
    Transaction(Database& database, Kind kind);
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    /// Returns when the changes are on disk. Throws Fault; then nothing was changed.
    void commit();

private:
    Database& database_;
};

/// True when the fault is a row that refers to something that isn't there.
bool is_dangling_reference(const Fault& fault) noexcept;
/// True when another process held the lock that was wanted.
bool is_busy(const Fault& fault) noexcept;

}  // namespace ecoute::storage::sqlite

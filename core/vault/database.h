// A SQLite file as the key store needs it: nothing is written that is not synced, nothing is read
// that was not written, and every failure has one of our codes.
//
// corrupt: SQLite or CheckedPages found damage, or the file is no key store. conflict: a row of
// that key exists. invalid: a row names another one that does not exist. Everything else is
// unavailable. Each message names the path.
//
// Threads: a Database, its statements and runs are used by one thread at a time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace fallbuch {

class Database;

// A prepared statement; outlived by its database.
class Statement {
public:
    Statement() = default;

private:
    friend class Database;
    friend class Run;
    struct Finalizer {
        void operator()(sqlite3_stmt* statement) const;
    };
    Database* database_ = nullptr;
    std::unique_ptr<sqlite3_stmt, Finalizer> statement_;
};

// One execution of a statement: bind the parameters in order, then step. Bound bytes are borrowed
// until the run ends, which resets the statement.
class Run {
public:
    explicit Run(Statement& statement);
    Run(const Run&) = delete;
    Run& operator=(const Run&) = delete;
    ~Run();

    Run& blob(ByteView bytes);
    Run& text(std::string_view text);
    Run& integer(std::int64_t value);

    // Steps; true if there is a row to read.
    Result<bool> next();
    // Steps a statement that has no rows.
    Status finish();

    // Columns of the row, from 0, valid until the next step. Any other type reads as empty or 0.
    ByteView blob_at(int column) const;
    std::string_view text_at(int column) const;
    std::int64_t integer_at(int column) const;

private:
    Statement& statement_;
    int bound_count_ = 0;
    int bind_code_;
};

class Database {
public:
    enum class Mode { create, existing };

    // Opens through the VFS of that name. `create` makes an empty file if there is none.
    static Result<std::unique_ptr<Database>> open(const std::string& vfs_name,
                                                  const std::string& path, Mode mode);
    ~Database();

    const std::string& path() const { return path_; }

    // Runs statements that have no rows.
    Status execute(const char* statements);
    Result<Statement> prepare(const char* statement);

    // Reads every page of the file past all caches and adds a line for each that is damaged,
    // up to 1,000.
    // Call it inside a transaction that has read something, so that no writer interferes.
    Status check_pages(std::vector<std::string>& faults);

private:
    friend class Run;
    friend class Transaction;
    struct Closer {
        void operator()(sqlite3* connection) const;
    };

    Database() = default;
    Status usable() const;
    Error failure(int code, std::string_view what);

    std::string path_;
    std::unique_ptr<sqlite3, Closer> connection_;
    bool in_transaction_ = false;
    // After a failed write or sync nobody knows what is on the disk and what only in its cache:
    // only a new connection, which starts from the journal, may go on.
    bool stopped_ = false;
};

// All or nothing. Rolled back when destroyed without commit().
class Transaction {
public:
    enum class Kind { read, write };
    // write: takes SQLite's write lock now, so that no later statement can find it taken.
    static Result<std::unique_ptr<Transaction>> begin(Database& database, Kind kind);
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    ~Transaction();

    // Durable when it returns. On an error nothing is kept, unless the database says that it
    // stopped: then a reopened one knows.
    Status commit();

private:
    explicit Transaction(Database& database) : database_(&database) {}
    Database* database_;
};

}  // namespace fallbuch

#include "core/vault/database.h"

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/base/result.h"
#include "core/vault/checked_pages.h"

namespace fallbuch {
namespace {

// How long a statement waits for another process's lock.
constexpr int kBusyTimeoutMs = 5000;

// After so many damaged pages a check need not name more.
constexpr std::size_t kDamagedPagesMax = 1000;

// locking_mode stays normal, so that another process may read. EXTRA also syncs the directory
// when the journal ends. Deleted rows are overwritten: they may be keys.
constexpr const char* kSettings =
    "PRAGMA journal_mode = TRUNCATE;"
    "PRAGMA synchronous = EXTRA;"
    "PRAGMA secure_delete = ON;"
    "PRAGMA foreign_keys = ON;"
    "PRAGMA trusted_schema = OFF;"
    "PRAGMA cell_size_check = ON;"
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA cache_size = -16384;";

ErrorCode code_of(int code) {
    constexpr int kPrimaryMask = 0xff;
    if (code == SQLITE_IOERR_DATA || code == SQLITE_IOERR_CORRUPTFS) return ErrorCode::corrupt;
    if (code == SQLITE_CONSTRAINT_FOREIGNKEY) return ErrorCode::invalid;
    switch (code & kPrimaryMask) {
        // Our statements are fixed: one that SQLite does not understand met another schema.
        case SQLITE_ERROR:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return ErrorCode::corrupt;
        case SQLITE_CONSTRAINT: return ErrorCode::conflict;
        default: return ErrorCode::unavailable;
    }
}

}  // namespace

void Statement::Finalizer::operator()(sqlite3_stmt* statement) const {
    sqlite3_finalize(statement);
}

void Database::Closer::operator()(sqlite3* connection) const { sqlite3_close_v2(connection); }

Run::Run(Statement& statement) : statement_(statement), bind_code_(SQLITE_OK) {
    LEDGER_ASSERT(statement.statement_ != nullptr);
}

Run::~Run() {
    // The code repeats what the last step said; looking at it twice would report it twice.
    sqlite3_reset(statement_.statement_.get());
    sqlite3_clear_bindings(statement_.statement_.get());
}

Run& Run::blob(ByteView bytes) {
    // A null pointer would bind NULL instead of an empty blob.
    const void* data = bytes.empty() ? "" : static_cast<const void*>(bytes.data());
    const int code = sqlite3_bind_blob64(statement_.statement_.get(), ++bound_count_, data,
                                         bytes.size(), SQLITE_STATIC);
    if (bind_code_ == SQLITE_OK) bind_code_ = code;
    return *this;
}

Run& Run::text(std::string_view text) {
    const char* data = text.empty() ? "" : text.data();
    const int code = sqlite3_bind_text64(statement_.statement_.get(), ++bound_count_, data,
                                         text.size(), SQLITE_STATIC, SQLITE_UTF8);
    if (bind_code_ == SQLITE_OK) bind_code_ = code;
    return *this;
}

Run& Run::integer(std::int64_t value) {
    const int code = sqlite3_bind_int64(statement_.statement_.get(), ++bound_count_, value);
    if (bind_code_ == SQLITE_OK) bind_code_ = code;
    return *this;
}

Result<bool> Run::next() {
    RETURN_IF_ERROR(statement_.database_->usable());
    if (bind_code_ != SQLITE_OK) return statement_.database_->failure(bind_code_, "bind a value");
    const int code = sqlite3_step(statement_.statement_.get());
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return statement_.database_->failure(code, "read or write a row");
}

Status Run::finish() {
    ASSIGN_OR_RETURN(const bool row, next());
    LEDGER_ASSERT(!row);
    return {};
}

ByteView Run::blob_at(int column) const {
    sqlite3_stmt* const statement = statement_.statement_.get();
    if (sqlite3_column_type(statement, column) != SQLITE_BLOB) return {};
    const void* const data = sqlite3_column_blob(statement, column);
    return {static_cast<const std::uint8_t*>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
}

std::string_view Run::text_at(int column) const {
    sqlite3_stmt* const statement = statement_.statement_.get();
    if (sqlite3_column_type(statement, column) != SQLITE_TEXT) return {};
    const auto* const data = sqlite3_column_text(statement, column);
    return {reinterpret_cast<const char*>(data),
            static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
}

std::int64_t Run::integer_at(int column) const {
    sqlite3_stmt* const statement = statement_.statement_.get();
    if (sqlite3_column_type(statement, column) != SQLITE_INTEGER) return 0;
    return sqlite3_column_int64(statement, column);
}

Result<std::unique_ptr<Database>> Database::open(const std::string& vfs_name,
                                                 const std::string& path, Mode mode) {
    std::unique_ptr<Database> database(new Database);
    database->path_ = path;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    if (mode == Mode::create) flags |= SQLITE_OPEN_CREATE;
    sqlite3* connection = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &connection, flags, vfs_name.c_str());
    database->connection_.reset(connection);
    if (code != SQLITE_OK) return database->failure(code, "open the file");
    sqlite3_busy_timeout(connection, kBusyTimeoutMs);
    if (mode == Mode::create) {
        int reserved_bytes = CheckedPages::kDigestBytes;
        sqlite3_file_control(connection, "main", SQLITE_FCNTL_RESERVE_BYTES, &reserved_bytes);
        RETURN_IF_ERROR(database->execute(
            ("PRAGMA page_size = " + std::to_string(CheckedPages::kPageBytes)).c_str()));
    }
    RETURN_IF_ERROR(database->execute(kSettings));
    return database;
}

Database::~Database() = default;

Status Database::usable() const {
    if (!stopped_) return {};
    return Error{ErrorCode::unavailable,
                 path_ + ": stopped after a failed write; open the key store again"};
}

Error Database::failure(int code, std::string_view what) {
    constexpr int kPrimaryMask = 0xff;
    const ErrorCode ours = code_of(code);
    const bool input_output = (code & kPrimaryMask) == SQLITE_IOERR;
    if (in_transaction_ && input_output && ours == ErrorCode::unavailable) stopped_ = true;
    const char* const why = code == SQLITE_IOERR_DATA ? "a page is not what was written"
                            : connection_ == nullptr  ? sqlite3_errstr(code)
                                                      : sqlite3_errmsg(connection_.get());
    return Error{ours, path_ + ": cannot " + std::string(what) + ": " + why + " (SQLite " +
                           std::to_string(code) + ")"};
}

Status Database::execute(const char* statements) {
    RETURN_IF_ERROR(usable());
    const int code = sqlite3_exec(connection_.get(), statements, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return failure(code, "read or write the file");
    return {};
}

Result<Statement> Database::prepare(const char* statement) {
    RETURN_IF_ERROR(usable());
    Statement made;
    sqlite3_stmt* prepared = nullptr;
    const int code = sqlite3_prepare_v3(connection_.get(), statement, -1, SQLITE_PREPARE_PERSISTENT,
                                        &prepared, nullptr);
    made.statement_.reset(prepared);
    made.database_ = this;
    if (code != SQLITE_OK) return failure(code, "read the tables");
    return made;
}

Status Database::check_pages(std::vector<std::string>& faults) {
    sqlite3_file* file = nullptr;
    sqlite3_file_control(connection_.get(), "main", SQLITE_FCNTL_FILE_POINTER, &file);
    LEDGER_ASSERT(file != nullptr && file->pMethods != nullptr);
    sqlite3_int64 size_bytes = 0;
    int code = file->pMethods->xFileSize(file, &size_bytes);
    if (code != SQLITE_OK) return failure(code, "ask the size");
    std::array<std::uint8_t, CheckedPages::kPageBytes> page;
    const std::size_t lines_max = faults.size() + kDamagedPagesMax;
    for (sqlite3_int64 at = 0; at < size_bytes && faults.size() < lines_max;
         at += CheckedPages::kPageBytes) {
        code = file->pMethods->xRead(file, page.data(), CheckedPages::kPageBytes, at);
        if (code == SQLITE_IOERR_DATA) {
            faults.push_back(path_ + ": page " + std::to_string(at / CheckedPages::kPageBytes) +
                             " is not what was written");
        } else if (code != SQLITE_OK) {
            return failure(code, "read a page");
        }
    }
    return {};
}

Result<std::unique_ptr<Transaction>> Transaction::begin(Database& database, Kind kind) {
    LEDGER_ASSERT(!database.in_transaction_);
    RETURN_IF_ERROR(database.execute(kind == Kind::write ? "BEGIN IMMEDIATE" : "BEGIN"));
    database.in_transaction_ = kind == Kind::write;
    return std::unique_ptr<Transaction>(new Transaction(database));
}

Transaction::~Transaction() {
    if (database_ == nullptr) return;
    // SQLite rolls some failures back itself; a second rollback then has nothing to do.
    sqlite3* const connection = database_->connection_.get();
    if (sqlite3_get_autocommit(connection) == 0 &&
        sqlite3_exec(connection, "ROLLBACK", nullptr, nullptr, nullptr) != SQLITE_OK) {
        database_->stopped_ = true;
    }
    database_->in_transaction_ = false;
}

Status Transaction::commit() {
    LEDGER_ASSERT(database_ != nullptr);
    RETURN_IF_ERROR(database_->execute("COMMIT"));
    std::exchange(database_, nullptr)->in_transaction_ = false;
    return {};
}

}  // namespace fallbuch

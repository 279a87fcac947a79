#include "tests/support/faulty_sqlite.h"

#include <sqlite3.h>

#include <catch2/catch.hpp>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/fault_schedule.h"
#include "tests/support/faulty_file.h"

namespace fallbuch {
namespace {

constexpr const char* kPath = "/vault/keys.sqlite";

class Connection {
public:
    explicit Connection(const FileSystem& files) {
        const std::string vfs = files.sqlite_vfs_name();
        opened_ = sqlite3_open_v2(kPath, &handle_, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE,
                                  vfs.c_str());
    }
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection() { sqlite3_close(handle_); }

    // SQLite's primary result code.
    int run(const std::string& sql) {
        if (opened_ != SQLITE_OK) return opened_;
        return sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
    }

    // All rows of the answer, one behind the other; SQLite's message if there is none.
    std::string ask(const std::string& sql) {
        std::string answer;
        const auto add = [](void* out, int count, char** values, char**) {
            for (int i = 0; i < count; ++i) {
                *static_cast<std::string*>(out) += values[i] != nullptr ? values[i] : "null";
                *static_cast<std::string*>(out) += ' ';
            }
            return 0;
        };
        const int code = sqlite3_exec(handle_, sql.c_str(), add, &answer, nullptr);
        return code == SQLITE_OK ? answer : sqlite3_errmsg(handle_);
    }

private:
    sqlite3* handle_ = nullptr;
    int opened_ = SQLITE_OK;
};

// A cache of few pages spills uncommitted ones into the database file before the commit.
const std::string kSettings =
    "PRAGMA cache_size=4; PRAGMA cache_spill=1; PRAGMA synchronous=EXTRA; PRAGMA journal_mode=";

std::string add_rows(int transaction) {
    return "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < 40) "
           "INSERT INTO t SELECT " +
           std::to_string(transaction) + ", randomblob(600) FROM n;";
}

// A durable database whose table holds transaction 0.
void make_database(FaultyFileSystem& files) {
    REQUIRE(files.make_directories("/vault"));
    Connection connection(files);
    REQUIRE(connection.run("CREATE TABLE t(n INTEGER, body BLOB);" + add_rows(0)) == SQLITE_OK);
    REQUIRE(files.sync_all("/"));
}

struct Run {
    std::set<int> acknowledged;
    bool ended = false;  // nothing failed on its way
};

// What a program does: it commits 1 and 2, writes 3, and dies without a commit or a rollback.
Run commit_two_of_three(FaultyFileSystem& files, const std::string& settings) {
    Run run;
    Connection connection(files);
    if (connection.run(settings) != SQLITE_OK) return run;
    for (const int transaction : {1, 2}) {
        if (connection.run("BEGIN;" + add_rows(transaction)) != SQLITE_OK) return run;
        if (connection.run("COMMIT") != SQLITE_OK) return run;
        run.acknowledged.insert(transaction);
    }
    run.ended = connection.run("BEGIN;" + add_rows(3)) == SQLITE_OK;
    files.crash_after(0);
    return run;
}

// Whether a database found after a crash is whole and keeps what was acknowledged.
std::string verdict(FaultyFileSystem& files, const std::set<int>& acknowledged) {
    Connection connection(files);
    const std::string integrity = connection.ask("PRAGMA integrity_check");
    if (integrity != "ok ") return integrity;
    for (const int transaction : {0, 1, 2, 3}) {
        const std::string rows =
            connection.ask("SELECT count(*) FROM t WHERE n=" + std::to_string(transaction));
        const bool whole = rows == "40 ";
        if (!whole && rows != "0 ") return "half a transaction: " + rows;
        if (whole && transaction == 3) return "a transaction that was never committed";
        const bool expected = transaction == 0 || acknowledged.contains(transaction);
        if (expected && !whole) return "an acknowledged transaction is lost";
    }
    return "ok";
}

// Inserts so many rows, each again until no other connection is in its way.
void insert_rows(const FileSystem& files, int count) {
    Connection connection(files);
    for (int row = 0; row < count; ++row) {
        while (connection.run("INSERT INTO t VALUES(7, 'x')") == SQLITE_BUSY) {
            std::this_thread::yield();
        }
    }
}

}  // namespace

TEST_CASE("SQLite keeps what it acknowledged when the power is cut at any call",
          "[support][faulty][sqlite]") {
    const std::string settings = kSettings + GENERATE("TRUNCATE", "DELETE", "PERSIST");
    CAPTURE(settings);
    constexpr std::uint64_t kSeedsPerCall = 4;
    FaultyFileSystem files;
    make_database(files);
    const auto start = files.snapshot();
    std::set<std::size_t> counts_seen;
    Run run;
    for (std::uint64_t calls = 0; !run.ended; ++calls) {
        files.restore(start);
        files.crash_after(calls);
        run = commit_two_of_three(files, settings);
        counts_seen.insert(run.acknowledged.size());
        const auto after = files.snapshot();
        for (std::uint64_t seed = 0; seed < kSeedsPerCall; ++seed) {
            CAPTURE(calls, seed);
            files.restore(after);
            files.crash(calls * kSeedsPerCall + seed);
            REQUIRE(verdict(files, run.acknowledged) == "ok");
        }
    }
    CHECK(counts_seen == std::set<std::size_t>{0, 1, 2});
}

TEST_CASE("SQLite keeps what it acknowledged when any one call fails",
          "[support][faulty][sqlite]") {
    const std::string settings = kSettings + "TRUNCATE";
    const bool power_cut = GENERATE(false, true);
    FaultyFileSystem files;
    make_database(files);
    const auto start = files.snapshot();
    bool fired = true;
    for (std::uint64_t k = 1; fired; ++k) {
        CAPTURE(k, power_cut);
        files.restore(start);
        files.plan({FaultKind::any, k});
        const Run run = commit_two_of_three(files, settings);
        fired = files.fault_fired();
        power_cut ? files.crash(k) : files.kill();
        REQUIRE(verdict(files, run.acknowledged) == "ok");
    }
}

TEST_CASE("the power cut is sharp enough to break a SQLite that does not sync",
          "[support][faulty][sqlite]") {
    FaultyFileSystem files;
    make_database(files);
    const auto start = files.snapshot();
    std::set<std::string> verdicts;
    for (std::uint64_t seed = 0; seed < 40; ++seed) {
        files.restore(start);
        const Run run = commit_two_of_three(files, kSettings + "TRUNCATE; PRAGMA synchronous=OFF");
        files.crash(seed);
        verdicts.insert(verdict(files, run.acknowledged));
    }
    CHECK(verdicts.contains("an acknowledged transaction is lost"));
    CHECK(verdicts.size() > 2);  // and torn in more ways than one
}

TEST_CASE("a full disk is SQLITE_FULL and the transaction is rolled back",
          "[support][faulty][sqlite]") {
    FaultyFileSystem files;
    make_database(files);
    Connection connection(files);
    REQUIRE(connection.run(kSettings + "TRUNCATE") == SQLITE_OK);
    files.plan({FaultKind::no_space, 3});
    CHECK(connection.run(add_rows(1)) == SQLITE_FULL);
    CHECK(files.fault_fired());
    CHECK(verdict(files, {}) == "ok");
    CHECK(connection.run(add_rows(1)) == SQLITE_OK);
    CHECK(verdict(files, {1}) == "ok");
}

TEST_CASE("connections exclude each other as SQLite's lock levels say",
          "[support][faulty][sqlite]") {
    FaultyFileSystem files;
    make_database(files);
    Connection writer(files);
    Connection reader(files);
    REQUIRE(writer.run("BEGIN IMMEDIATE; DELETE FROM t") == SQLITE_OK);
    CHECK(reader.run("BEGIN IMMEDIATE") == SQLITE_BUSY);
    REQUIRE(reader.run("BEGIN; SELECT count(*) FROM t") == SQLITE_OK);  // beside RESERVED
    CHECK(writer.run("COMMIT") == SQLITE_BUSY);
    Connection late(files);
    CHECK(late.run("SELECT count(*) FROM t") == SQLITE_BUSY);  // PENDING lets nobody in
    CHECK(reader.ask("SELECT count(*) FROM t") == "40 ");
    REQUIRE(reader.run("COMMIT") == SQLITE_OK);
    CHECK(writer.run("COMMIT") == SQLITE_OK);
    CHECK(late.ask("SELECT count(*) FROM t") == "0 ");
}

TEST_CASE("connections of a dead process hold no lock and get none", "[support][faulty][sqlite]") {
    FaultyFileSystem files;
    make_database(files);
    Connection dead(files);
    REQUIRE(dead.run("BEGIN EXCLUSIVE") == SQLITE_OK);
    files.kill();
    CHECK(verdict(files, {}) == "ok");
    CHECK(dead.run("COMMIT; SELECT count(*) FROM t") != SQLITE_OK);
    CHECK(verdict(files, {}) == "ok");
}

TEST_CASE("writers in several threads lose no row", "[support][faulty][sqlite]") {
    constexpr int kThreads = 3;
    constexpr int kRows = 20;
    FaultyFileSystem files;
    make_database(files);
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) threads.emplace_back(insert_rows, std::cref(files), kRows);
    for (std::thread& thread : threads) thread.join();
    Connection connection(files);
    CHECK(connection.ask("SELECT count(*) FROM t WHERE n = 7") ==
          std::to_string(kThreads * kRows) + " ");
    CHECK(connection.ask("PRAGMA integrity_check") == "ok ");
}

TEST_CASE("temporary files of SQLite are used and leave no name", "[support][faulty][sqlite]") {
    FaultyFileSystem files;
    make_database(files);
    const auto names = files.files();
    Connection connection(files);
    REQUIRE(connection.run("PRAGMA temp_store=FILE; PRAGMA cache_size=2") == SQLITE_OK);
    const std::uint64_t calls_before = files.calls();
    CHECK(connection.run("CREATE TEMP TABLE copy AS SELECT * FROM t, (SELECT 1 UNION SELECT 2)") ==
          SQLITE_OK);
    CHECK(files.calls() > calls_before + 10);
    CHECK(connection.ask("SELECT count(*) FROM copy") == "80 ");
    CHECK(files.files() == names);
    CHECK(connection.ask("SELECT date('now')") == "2026-07-01 ");
}

}  // namespace fallbuch

// A file system in memory that fails, tears and forgets on demand: START HERE for crash tests.
//
// It keeps apart what programs see (the page cache) and what a power cut leaves (the disk). How
// pages get lost stands in faulty_content.h, how names do in faulty_names.h, which calls can be
// made to fail in fault_schedule.h. A test that runs to the end under every fault reads:
//
//     for (std::uint64_t k = 1; ; ++k) {
//         files.restore(start);
//         files.plan({FaultKind::any, k});
//         ... run the program, note what it acknowledged ...
//         if (!files.fault_fired()) break;
//         files.crash(seed);
//         ... run the program again, check what it finds ...
//     }
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "tests/support/fault_schedule.h"
#include "tests/support/faulty_sqlite.h"
#include "tests/support/seeded_random.h"

namespace fallbuch {

// Starts empty but for the root directory; relative paths begin there. Callable from any thread.
// It outlives its handles, its locks and the SQLite connections on it. The same calls in the same
// order give the same result.
class FaultyFileSystem final : public FileSystem {
public:
    explicit FaultyFileSystem(std::uint64_t seed = 1);
    ~FaultyFileSystem() override;

    // Errors carry the codes of PosixFileSystem; planned faults and a cut power are unavailable.
    Result<std::unique_ptr<File>> open(const std::string& path, OpenMode mode) override;
    Status rename(const std::string& from, const std::string& to) override;
    Status remove(const std::string& path) override;
    Status make_directories(const std::string& path) override;
    Result<std::vector<std::string>> list(const std::string& path) override;
    Result<bool> exists(const std::string& path) override;
    Result<bool> is_directory(const std::string& path) override;
    Status sync_directory(const std::string& path) override;
    Status sync_all(const std::string& path) override;
    Result<std::unique_ptr<FileLock>> try_lock(const std::string& path) override;
    // A VFS of this file system alone, not the default one. It has no shared memory, so no WAL.
    std::string sqlite_vfs_name() const override { return sqlite_.name(); }

    // One fault from now on, in place of the one planned before.
    void plan(FaultPlan plan);
    // Nothing is planned any more, and the power is back.
    void clear_plan();
    // Whether the fault planned last has struck.
    bool fault_fired() const;
    // All calls so far, of the file system and of its files.
    std::uint64_t calls() const;

    // Lets so many calls pass; from the next one on every call fails and does nothing.
    void crash_after(std::uint64_t calls_before);
    // Whether a call was refused so.
    bool power_is_cut() const;

    // The machine loses its power and starts again: of what was not synced the seed decides what is
    // left. Handles and locks are dead, and what was planned is over.
    void crash(std::uint64_t seed);
    // The process dies: the page cache stays, handles and locks are dead, what was planned is over.
    void kill();

    // The whole state, files and names, cached and on the disk; copies share their pages.
    struct State;
    using Snapshot = std::shared_ptr<const State>;
    Snapshot snapshot() const;
    // Puts the state back as if no process ran: like kill() otherwise.
    void restore(const Snapshot& snapshot);

    // Damage from outside. The files must exist. No call is counted.
    // Bit 0 is the lowest of the first byte; the cache and the disk both change.
    void flip_bit(const std::string& path, std::uint64_t bit_index);
    // The file gets this size and is durable as it is then; its name is not touched.
    void truncate_file(const std::string& path, std::uint64_t size_bytes);
    // Each name has the other's content, and what is durable of it.
    void swap_files(const std::string& a, const std::string& b);

    // All files by path, from the root on, with their sizes in bytes.
    std::map<std::string, std::uint64_t> files() const;
    // What the disk alone holds of the file now named so; nothing if there is none.
    std::optional<Bytes> durable_content(const std::string& path) const;

private:
    friend class FaultyFile;
    friend class FaultyLock;

    // Counts a call. An error if the power is cut; a value if a fault strikes it.
    Result<std::optional<FaultKind>> begin(FileCall call, const std::string& path);
    // The same for calls that a fault just stops.
    Status begin_plain(FileCall call, const std::string& path, std::string_view what);
    void end_processes();

    mutable std::mutex mutex_;
    FaultSchedule schedule_;
    SeededRandom random_;
    std::unique_ptr<State> state_;
    std::uint64_t generation_ = 0;                 // of processes; handles of an older one are dead
    std::map<std::string, std::uint64_t> locked_;  // normal paths, and the lock's number
    std::uint64_t next_lock_ = 0;
    FaultySqlite sqlite_;
};

}  // namespace fallbuch

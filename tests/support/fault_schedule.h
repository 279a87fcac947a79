// Which call of a program on the faulty file system goes wrong, and how.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>

namespace fallbuch {

enum class FileCall {
    open,
    read,
    write,
    sync,
    truncate,
    size,
    drop_cache,
    rename,
    remove,
    make_directories,
    list,
    exists,
    is_directory,
    sync_directory,
    sync_all,
    lock,
};

enum class FaultKind {
    short_write,  // a prefix is written
    no_space,     // a prefix, or nothing, is written: ENOSPC
    failed_sync,  // of a file, a directory or all: nothing reached the disk
    torn_sync,    // the same, but some pages reached the disk
    read_error,   // EIO
    failed_open,
    failed_rename,
    failed_remove,
    failed_truncate,
    failed_list,
    any,  // whatever call it meets fails and did nothing, but a write left a prefix and a sync lost
          // its pages
};

// The `at_call`-th call that the fault can meet fails, counted from 1 since it was planned. Calls
// that it cannot meet are not counted: of another kind, or on other paths.
struct FaultPlan {
    FaultKind kind = FaultKind::any;
    std::uint64_t at_call = 1;
    bool lasting = false;            // so does every such call after it: a full disk, a dead one
    std::string path_contains = {};  // as the caller wrote the path
};

// Counts calls and tells each its fate. Not thread-safe.
class FaultSchedule {
public:
    void plan(FaultPlan plan);
    // Lets so many calls pass and cuts the power then.
    void cut_power_after(std::uint64_t calls) { calls_before_cut_ = calls; }
    // Power is back and nothing is planned; the counts stay.
    void clear();

    // Counts the call. Nothing: it does its work.
    std::optional<FaultKind> next(FileCall call, const std::string& path);
    // Counts the call; true if the power is cut and it must do nothing.
    bool power_is_cut_at_next_call();

    bool power_is_cut() const { return power_is_cut_; }
    bool fault_fired() const { return fault_fired_; }
    std::uint64_t calls() const { return calls_; }

private:
    static constexpr std::uint64_t kNever = std::numeric_limits<std::uint64_t>::max();

    std::optional<FaultPlan> plan_;
    std::uint64_t calls_met_ = 0;
    bool fault_fired_ = false;
    std::uint64_t calls_before_cut_ = kNever;
    bool power_is_cut_ = false;
    std::uint64_t calls_ = 0;
};

}  // namespace fallbuch

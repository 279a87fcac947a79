// How fast is a ledger read back, opened after a crash, and checked?
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"

namespace fallbuch {

struct ReplayBenchOptions {
    std::string beside;
    std::uint64_t events = 1'000'000;
    unsigned threads = 2;
};

struct ReplayBenchResult {
    double records_per_second = 0;  // checksum, header, one opened 500-byte span, typed decode
    std::uint64_t records = 0;
    double seconds = 0;
};

// Fills a ledger of its own, then reads all of it, each thread its part.
Result<ReplayBenchResult> bench_replay(const ReplayBenchOptions& options);

struct OpenBenchOptions {
    std::string beside;
    std::uint64_t events = 10'000'000;
};

struct OpenBenchResult {
    std::uint64_t events = 0;
    double open_after_crash_seconds = 0;
    double open_after_close_seconds = 0;
    double fsck_seconds = 0;
    std::uint64_t reindexed = 0;      // records that the index did not hold after the crash
    std::uint64_t tree_compared = 0;  // records behind the synced checkpoint
    double index_memory_bytes = 0;
    bool fsck_clean = false;
};

// Fills a ledger in a process that is killed, then opens, closes, opens and checks it.
Result<OpenBenchResult> bench_open(const OpenBenchOptions& options);

}  // namespace fallbuch

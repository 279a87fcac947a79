// How many events become durable and provable in a second, and how long does one wait?
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"
#include "core/ledger/ledger.h"

namespace fallbuch {

struct AppendBenchOptions {
    std::string beside;  // the ledger of its own is made beside this directory
    unsigned clients = 64;
    std::size_t batch = 16;
    double seconds = 5;
    double events_per_second_wanted = 0;  // 0: as many as can be
    TreeUse tree = TreeUse::build;
};

struct AppendBenchResult {
    double events_per_second = 0;  // until a checkpoint covered all of them
    double p50_ms = 0;             // of a unit, from the moment it was due
    double p99_ms = 0;
    double floor_events_per_second = 0;  // write and fdatasync alone, same frames, same groups
    std::uint64_t events = 0;
    double seconds = 0;
    double events_per_group = 0;
    double log_bytes_per_event = 0;
    double index_bytes_per_event = 0;
    double tree_bytes_per_event = 0;
};

// N waiting threads, each with one unit on its way.
Result<AppendBenchResult> bench_append(const AppendBenchOptions& options);

}  // namespace fallbuch

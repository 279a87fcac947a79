// How fast are the states of all cases built from nothing, and how long does one who asks wait?
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/calendar/berlin.h"
#include "core/events/catalogue.h"
#include "core/ledger/ledger_place.h"
#include "core/vault/master_key.h"

namespace fallbuch {

// One rebuild with nothing in memory yet.
struct RebuildFigures {
    unsigned threads = 0;
    std::uint64_t records = 0;
    std::uint64_t cases = 0;
    double seconds = 0;
    double cpu_seconds = 0;
    double cpu_us_per_record = 0;
    double records_per_second = 0;
    double memory_peak_bytes = 0;  // of the process: states, keys, index, program
};

struct AnswerFigures {
    std::uint64_t count = 0;
    double p50_ms = 0;
    double p99_ms = 0;
};

struct ProjectionBenchResult {
    RebuildFigures one_thread;
    RebuildFigures two_threads;
    std::optional<RebuildFigures> tenth;  // two threads, a ledger of a tenth of the cases
    AnswerFigures case_read;              // the kept state of a case, found and decoded
    AnswerFigures case_folded;            // a case, folded from all its events
    AnswerFigures as_of;                  // a case folded as of a moment on both clocks
};

// The ledger at hand, and where states may lie for the time being.
struct ProjectionBenchPlace {
    LedgerPlace ledger;
    MasterKey master;
    std::shared_ptr<const Catalogue> catalogue;
    BerlinTime berlin;
    std::string scratch;  // a directory that is made and removed
};

struct ProjectionBenchOptions {
    std::uint64_t case_reads = 10'000;
    std::uint64_t as_of_reads = 10'000;
};

// Measures a ledger that is there; its own states are left alone.
Result<ProjectionBenchResult> bench_projections(const ProjectionBenchPlace& place,
                                                const ProjectionBenchOptions& options);

// Simulates caseloads into ledgers of its own beside `beside`, measures and removes them.
Result<ProjectionBenchResult> bench_simulated_projections(const std::string& beside,
                                                          std::uint64_t cases,
                                                          const ProjectionBenchOptions& options);

}  // namespace fallbuch

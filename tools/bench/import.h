// How fast do JSON Lines become durable and provable, and how fast is an XES log read?
#pragma once

#include <cstdint>
#include <string>

#include "core/base/result.h"

namespace fallbuch {

struct ImportBenchOptions {
    std::string beside;
    std::uint64_t events = 500'000;
};

struct ImportBenchResult {
    double events_per_second = 0;  // parse, check, seal, append, until a checkpoint covers all
    std::uint64_t events = 0;
    double seconds = 0;
    double bytes_per_line = 0;
};

// Makes events of about 500 bytes in memory, then imports them into a ledger of its own.
Result<ImportBenchResult> bench_import(const ImportBenchOptions& options);

}  // namespace fallbuch

// What do rules cost an event, on one thread, when its case lies in memory?
#pragma once

#include <cstdint>

#include "consumers/ingest/input_stream.h"
#include "core/base/result.h"

namespace fallbuch {

// Thirty timed responses over the complete events of a log: from decoded events in their order to
// the verdicts of all activations. CPU seconds of several rounds, after one to warm up.
struct LogRuleFigures {
    std::uint64_t cases = 0;
    std::uint64_t events = 0;
    std::uint64_t rules = 0;
    std::uint64_t activations = 0;
    double cpu_seconds_median = 0;
    double cpu_seconds_best = 0;
};
// The log is BPI Challenge 2012 or has its activities. Fails as read_complete_events() does.
Result<LogRuleFigures> bench_log_rules(InputStream& log);

// Each event alone through two hundred rules, of which twenty are subscribed to it. Reading the
// clock before and after it is part of the figure.
struct EventRuleFigures {
    std::uint64_t rules = 0;
    std::uint64_t subscribed = 0;
    std::uint64_t events = 0;
    double p50_us = 0;
    double p99_us = 0;
    // Of five rounds the least of each event: without what else the machine does meanwhile.
    double alone_p50_us = 0;
    double alone_p99_us = 0;
};
struct StreamRuleFigures {
    EventRuleFigures short_cases;  // of 150 events
    EventRuleFigures long_case;    // the last tenth of a case of 100,000 events
    // At least four in any half year, cases of 100,000 events: a second of CPU.
    std::uint64_t sliding_events = 0;
    double sliding_events_per_second = 0;
};
Result<StreamRuleFigures> bench_stream_rules();

}  // namespace fallbuch

// What do all shipped rulebooks cost over a whole ledger, and for one case that is judged anew?
#pragma once

#include <cstdint>
#include <memory>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/events/catalogue.h"
#include "core/ledger/ledger_place.h"
#include "core/vault/master_key.h"

namespace fallbuch {

struct CaseRuleFigures {
    std::uint64_t checks = 0;  // of all shipped rulebooks
    std::uint64_t records = 0;
    std::uint64_t cases = 0;
    std::uint64_t activations = 0;
    // Every case read, its events arranged; then the same again and judged, nothing stored.
    double walk_seconds = 0;
    double walk_cpu_seconds = 0;
    double judged_seconds = 0;
    double judged_cpu_seconds = 0;
    double rules_cpu_us_per_record = 0;  // the difference
};

struct RuleAnswerFigures {
    double p50_ms = 0;
    double p99_ms = 0;
};

// Cases of about 150 events, as after a late or correcting event: all of it anew. Judging is timed
// five times for each case, and the least counts: without what else the machine does meanwhile.
struct CorrectionFigures {
    std::uint64_t cases = 0;
    double events = 0;  // of a case, on average
    double activations = 0;
    RuleAnswerFigures read;      // the events, from the ledger
    RuleAnswerFigures judged;    // arranged and judged, verdicts of all activations
    RuleAnswerFigures findings;  // as they are told, made of the verdicts
};

struct CaseRuleBenchResult {
    CaseRuleFigures whole;
    CorrectionFigures correction;
};

struct CaseRuleBenchPlace {
    LedgerPlace ledger;
    MasterKey master;
    std::shared_ptr<const Catalogue> catalogue;
    Instant now;
    unsigned threads = 2;
};

// The ledger is only read. not_found if it has no case of about 150 events.
Result<CaseRuleBenchResult> bench_case_rules(const CaseRuleBenchPlace& place);

}  // namespace fallbuch

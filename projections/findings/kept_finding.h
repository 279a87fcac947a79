// A finding as it is kept: what is told of it without looking at its case again.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/calendar/civil_day.h"
#include "core/codec/digest.h"
#include "projections/rules/activation.h"
#include "projections/rules/check_parts.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/finding.h"
#include "projections/rules/outcome.h"

namespace fallbuch {

// Raised whenever findings come out otherwise, or lie otherwise in their bytes.
inline constexpr std::string_view kFindingsVersion = "fallbuch findings v3";

struct KeptFinding {
    std::uint32_t check = 0;  // among those of the rules
    std::string id;           // rules::Finding::id; begins with the rule
    rules::Verdict verdict = rules::Verdict::pending;
    rules::Reason reason = rules::Reason::none;
    rules::Severity severity = rules::Severity::mangel;
    bool is_final = false;
    bool is_owed = false;           // its time may be over, but it can still be done
    std::optional<Position> event;  // rules::event_about()
    CivilDay activated{};
    Digest parameters;                       // of the rulebook, as they were then
    std::optional<CivilDay> due;             // the last day in time
    std::optional<std::int64_t> due_second;  // of an elapsed window
    // Of what was done late.
    std::optional<std::int64_t> late_by_days;
    std::optional<std::int64_t> late_by_seconds;
    // Read otherwise it comes to another verdict.
    std::optional<rules::Verdict> other_verdict;
    std::string other_reading;

    std::string_view rule() const;
    bool operator==(const KeptFinding&) const = default;
};

// What is known of a case: all its findings, in the order in which their duties began, and until
// when they stay as they are if nothing happens. Nothing: for ever.
struct CaseFindings {
    std::vector<KeptFinding> findings;
    std::optional<Instant> until;
    bool operator==(const CaseFindings&) const = default;
};

KeptFinding kept(const rules::Evaluation& state, const rules::Finding& finding);
// Of a case as it was judged.
std::vector<KeptFinding> kept(const rules::Evaluation& state,
                              const std::vector<rules::Outcome>& outcomes);

void encode_findings(const CaseFindings& all, Bytes& out);
// corrupt if the bytes are not what encode_findings() writes.
Result<CaseFindings> decode_findings(ByteView in);

}  // namespace fallbuch

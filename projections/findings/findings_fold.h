// Judges one case after another, as of a moment.
#pragma once

#include <optional>
#include <string>

#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/events/decoded_event.h"
#include "projections/engine/case_projection.h"
#include "projections/findings/findings_projection.h"
#include "projections/findings/kept_finding.h"
#include "projections/rules/case_evaluator.h"

namespace fallbuch {

class FindingsFold final : public CaseFold {
public:
    FindingsFold(const JudgingParts& parts, Instant now);

    void begin(const StreamId& stream) override;
    // In the order of the case; borrowed until the next case begins. What lies behind `now` has not
    // happened yet.
    Status apply(const HistoryPlace& at, const DecodedEvent& event) override;
    void encode(Bytes& out) const override;
    Status decode(ByteView in) override;
    void write_card(Bytes& out) const override;

    // Of what has come so far.
    const CaseFindings& findings() const;

private:
    CaseFindings judged() const;

    const JudgingParts parts_;
    const Instant now_;
    StreamId stream_;
    std::string name_;  // of the stream, once a rule asks
    mutable rules::CaseEvaluator evaluator_;
    std::optional<Instant> next_event_;  // the first behind now
    mutable std::optional<CaseFindings> findings_;
};

// When the findings of this card stop being those of the case, if nothing happens.
std::optional<Instant> until_of_card(ByteView card);

}  // namespace fallbuch

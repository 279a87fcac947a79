#include "projections/findings/findings_fold.h"

#include <algorithm>
#include <chrono>
#include <string_view>
#include <vector>

#include "core/codec/wire.h"
#include "projections/rules/ledger_evaluation.h"
#include "projections/rules/next_change.h"
#include "projections/rules/outcome.h"

namespace fallbuch {

FindingsFold::FindingsFold(const JudgingParts& parts, Instant now)
    : parts_(parts),
      now_(now),
      evaluator_(parts.rules, parts.office, parts.calendars, parts.berlin) {}

void FindingsFold::begin(const StreamId& stream) {
    stream_ = stream;
    name_.clear();
    next_event_.reset();
    findings_.reset();
    evaluator_.begin([this]() -> std::string_view {
        // What has no name any more was erased; no rule can ask for its number then.
        if (name_.empty()) name_ = parts_.vault.stream_name(stream_).value_or(std::string());
        return name_;
    });
}

Status FindingsFold::apply(const HistoryPlace& at, const DecodedEvent& event) {
    const Instant occurred = at.place.occurred;
    if (occurred > rules::end_of_second(now_)) {
        if (!next_event_ || occurred < *next_event_) next_event_ = occurred;
        return {};
    }
    evaluator_.apply(at, event);
    return {};
}

CaseFindings FindingsFold::judged() const {
    evaluator_.advance(now_);
    const std::vector<rules::Outcome> outcomes = evaluator_.outcomes(now_);
    CaseFindings all;
    all.findings = kept(evaluator_.state(), outcomes);
    all.until = rules::next_change(evaluator_.state(), outcomes, parts_.berlin);
    if (next_event_) {
        const Instant second = std::chrono::floor<std::chrono::seconds>(*next_event_);
        all.until = all.until ? std::min(*all.until, second) : second;
    }
    return all;
}

const CaseFindings& FindingsFold::findings() const {
    if (!findings_) findings_ = judged();
    return *findings_;
}

void FindingsFold::encode(Bytes& out) const { encode_findings(findings(), out); }

Status FindingsFold::decode(ByteView in) {
    ASSIGN_OR_RETURN(findings_, decode_findings(in));
    return {};
}

void FindingsFold::write_card(Bytes& out) const {
    const std::optional<Instant>& until = findings().until;
    if (until) WireWriter(out).fixed(until->time_since_epoch().count());
}

std::optional<Instant> until_of_card(ByteView card) {
    if (card.empty()) return std::nullopt;
    WireReader reader(card);
    return Instant(Instant::duration(reader.fixed<Instant::rep>()));
}

}  // namespace fallbuch

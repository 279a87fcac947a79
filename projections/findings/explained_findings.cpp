#include "projections/findings/explained_findings.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "core/events/decoded_event.h"
#include "core/events/envelope.h"
#include "core/events/event_type.h"
#include "projections/engine/case_history.h"
#include "projections/findings/findings_fold.h"
#include "projections/rules/case_evaluator.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/explained.h"
#include "projections/rules/finding.h"
#include "projections/rules/ledger_evaluation.h"
#include "projections/rules/reckoning.h"

namespace fallbuch {
namespace {

// Steps of the windows, which are only to be seen at the moment at which an activation is opened.
using Beginnings = std::vector<std::vector<std::string>>;

void note_beginnings(const rules::Evaluation& state, Beginnings& all) {
    for (std::size_t i = all.size(); i < state.activations.size(); ++i) {
        all.push_back(rules::window_steps(state, static_cast<std::uint32_t>(i)));
    }
}

const KeptFinding* find(const std::vector<KeptFinding>& all, std::string_view id) {
    const auto found = std::ranges::find(all, id, &KeptFinding::id);
    return found == all.end() ? nullptr : &*found;
}

// The case as the ledger knew it below a position, seen from a moment.
class Knowledge {
public:
    Knowledge(const JudgingParts& parts, const StreamId& stream, const HeldEvents& events)
        : parts_(parts), stream_(stream), events_(events) {}

    std::optional<KeptFinding> finding(Position below, Instant now, std::string_view id) const {
        FindingsFold fold(parts_, now);
        fold.begin(stream_);
        for (const ArrangedEvent& one : arrange(events_, {.below = below}).events) {
            // A fold of findings refuses nothing.
            if (!fold.apply(one.at, events_.events()[one.index])) return std::nullopt;
        }
        const KeptFinding* found = find(fold.findings().findings, id);
        return found == nullptr ? std::nullopt : std::optional(*found);
    }

private:
    const JudgingParts& parts_;
    const StreamId& stream_;
    const HeldEvents& events_;
};

// A verdict had been reached, and it is another one now.
bool is_superseded(const std::optional<KeptFinding>& before,
                   const std::optional<KeptFinding>& after) {
    if (!before || before->verdict == rules::Verdict::pending) return false;
    return !after || after->verdict != before->verdict || after->due != before->due;
}

}  // namespace

std::vector<ExplainedFinding> explain_case(const JudgingParts& parts, const StreamId& stream,
                                           const HeldEvents& events, Instant now) {
    rules::CaseEvaluator evaluator(parts.rules, parts.office, parts.calendars, parts.berlin);
    const std::string name = parts.vault.stream_name(stream).value_or(std::string());
    evaluator.begin([&name] { return std::string_view(name); });
    Beginnings beginnings;
    const Arrangement history = arrange(events, {.occurred = rules::end_of_second(now)});
    for (const ArrangedEvent& one : history.events) {
        evaluator.apply(one.at, events.events()[one.index]);
        note_beginnings(evaluator.state(), beginnings);
    }
    evaluator.advance(now);
    note_beginnings(evaluator.state(), beginnings);
    const std::vector<rules::Outcome> outcomes = evaluator.outcomes(now);
    std::vector<ExplainedFinding> all;
    for (const rules::Finding& finding : rules::findings_of(evaluator.state(), outcomes)) {
        ExplainedFinding one;
        one.finding = kept(evaluator.state(), finding);
        one.explanation = rules::explained(evaluator.state(), finding.outcome);
        one.steps = std::move(beginnings[finding.outcome.activation]);
        for (std::string& step : rules::outcome_steps(evaluator.state(), finding.outcome)) {
            one.steps.push_back(std::move(step));
        }
        all.push_back(std::move(one));
    }
    return all;
}

std::vector<FindingChange> changes_of(const JudgingParts& parts, const StreamId& stream,
                                      const HeldEvents& events, std::string_view id) {
    const Knowledge knowledge(parts, stream, events);
    std::vector<FindingChange> changes;
    for (std::size_t i = 0; i < events.events().size(); ++i) {
        const DecodedEvent& event = events.events()[i];
        const Position position = events.positions()[i];
        const Instant recorded = event.prefix.recorded;
        const auto before = knowledge.finding(position, recorded, id);
        const auto after = knowledge.finding(Position{position.value + 1}, recorded, id);
        const bool is_first = changes.empty() && !before && after;
        if (!is_first && !is_superseded(before, after)) continue;
        FindingChange change{position, recorded, event.type->title(), false, {}, {}, {}, {}};
        change.is_correction = !event.text_of(EnvelopeField::corrects).empty();
        if (before) change.before = before->verdict;
        if (before) change.due_before = before->due;
        if (after) change.after = after->verdict;
        if (after) change.due_after = after->due;
        changes.push_back(std::move(change));
    }
    return changes;
}

}  // namespace fallbuch

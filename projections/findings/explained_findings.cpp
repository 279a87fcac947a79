#include "projections/findings/explained_findings.h"

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/berlin.h"
#include "projections/engine/case_history.h"
#include "projections/rules/case_evaluator.h"
#include "projections/rules/evaluation.h"
#include "projections/rules/explained.h"
#include "projections/rules/finding.h"
#include "projections/rules/ledger_evaluation.h"
#include "projections/rules/misses.h"
#include "projections/rules/outcome.h"
#include "projections/rules/outcome_steps.h"
#include "projections/rules/reckoning.h"
#include "projections/rules/trace.h"

namespace fallbuch {
namespace {

// Steps of the windows, which are only to be seen at the moment at which an activation is opened.
using Beginnings = std::map<std::uint32_t, std::vector<std::string>>;

ExplainedFinding explain(const rules::Evaluation& state, const rules::Finding& finding,
                         const BerlinTime& berlin, const rules::Misses& misses) {
    ExplainedFinding one;
    one.finding = kept(state, finding);
    one.explanation = rules::explained(state, finding.outcome);
    one.steps = rules::outcome_steps(state, finding.outcome, berlin, misses);
    one.reached_by = rules::reached_by(state, finding.outcome, berlin);
    if (finding.outcome.verdict == rules::Verdict::not_applicable) {
        one.ended_on = state.activations[finding.outcome.activation].closed_on;
    }
    return one;
}

}  // namespace

std::vector<ExplainedFinding> explain_case(const JudgingParts& parts, const StreamId& stream,
                                           const HeldEvents& events, Instant now) {
    rules::CaseEvaluator evaluator(parts.rules, parts.office, parts.calendars, parts.berlin);
    const std::string name = parts.vault.stream_name(stream).value_or(std::string());
    evaluator.begin([&name] { return std::string_view(name); });
    Beginnings beginnings;
    rules::Trace trace;
    rules::Misses misses(evaluator.state());
    trace.opened = [&](std::uint32_t number) {
        beginnings[number] = rules::window_steps(evaluator.state(), number);
        misses.look_back(number);
    };
    evaluator.tell(trace);
    const Arrangement history = arrange(events, {.occurred = rules::end_of_second(now)});
    for (const ArrangedEvent& one : history.events) {
        evaluator.apply(one.at, events.events()[one.index]);
        misses.take_newest();
    }
    evaluator.advance(now);
    const std::vector<rules::Outcome> outcomes = evaluator.outcomes(now);
    std::vector<ExplainedFinding> all;
    for (const rules::Finding& finding : rules::findings_of(evaluator.state(), outcomes)) {
        all.push_back(explain(evaluator.state(), finding, parts.berlin, misses));
        std::vector<std::string>& steps = all.back().steps;
        const std::vector<std::string>& first = beginnings[finding.outcome.activation];
        steps.insert(steps.begin(), first.begin(), first.end());
    }
    return all;
}

}  // namespace fallbuch

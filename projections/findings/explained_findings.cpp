#include "projections/findings/explained_findings.h"

#include <cstdint>
#include <string_view>
#include <utility>

#include "projections/engine/case_history.h"
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

}  // namespace fallbuch

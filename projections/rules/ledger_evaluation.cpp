#include "projections/rules/ledger_evaluation.h"

#include <chrono>
#include <memory>
#include <string_view>

#include "core/base/ids.h"
#include "core/events/held_events.h"
#include "projections/engine/case_history.h"
#include "projections/rules/case_evaluator.h"

namespace fallbuch::rules {
namespace {

class JudgingVisitor final : public CaseVisitor {
public:
    JudgingVisitor(const EvaluationParts& parts, Instant now, unsigned thread,
                   const VisitJudged& visit)
        : parts_(parts),
          now_(now),
          thread_(thread),
          visit_(visit),
          evaluator_(parts.rules, parts.office, parts.calendars, parts.berlin) {}

    Status visit(const StreamId& stream, const Arrangement& history,
                 const HeldEvents& events) override {
        ASSIGN_OR_RETURN(const std::string name, parts_.ledger.vault.stream_name(stream));
        evaluator_.begin([&name] { return std::string_view(name); });
        for (const ArrangedEvent& one : history.events) {
            evaluator_.apply(one.at, events.events()[one.index]);
        }
        evaluator_.advance(now_);
        const std::vector<Outcome> outcomes = evaluator_.outcomes(now_);
        return visit_(thread_, {name, evaluator_.state(), outcomes});
    }

private:
    const EvaluationParts& parts_;
    const Instant now_;
    const unsigned thread_;
    const VisitJudged& visit_;
    CaseEvaluator evaluator_;
};

}  // namespace

Instant end_of_second(Instant now) {
    const auto second = std::chrono::floor<std::chrono::seconds>(now);
    return Instant(second) + std::chrono::seconds(1) - Instant::duration(1);
}

Status evaluate_ledger(const EvaluationParts& parts, const EvaluationOptions& options,
                       const VisitJudged& visit) {
    CaseWalkOptions walk = options.walk;
    walk.bounds.occurred = end_of_second(options.now);
    return walk_cases(parts.ledger, walk, [&](unsigned thread) {
        return std::make_unique<JudgingVisitor>(parts, options.now, thread, visit);
    });
}

}  // namespace fallbuch::rules

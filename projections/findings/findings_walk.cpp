#include "projections/findings/findings_walk.h"

#include <memory>
#include <mutex>

#include "core/events/held_events.h"
#include "projections/case/case_state.h"
#include "projections/engine/case_history.h"
#include "projections/findings/findings_fold.h"

namespace fallbuch {
namespace {

using VisitWalked = std::function<Status(const WalkedCase&)>;

class FindingsVisitor final : public CaseVisitor {
public:
    FindingsVisitor(const FindingsWalkParts& parts, const VisitWalked& visit, std::mutex& mutex)
        : state_(parts.model), fold_(parts.judging, parts.now), visit_(visit), mutex_(mutex) {}

    Status visit(const StreamId& stream, const Arrangement& history,
                 const HeldEvents& events) override {
        if (history.events.empty()) return {};
        state_.begin(stream);
        fold_.begin(stream);
        for (const ArrangedEvent& one : history.events) {
            RETURN_IF_ERROR(state_.apply(one.at, events.events()[one.index]));
            RETURN_IF_ERROR(fold_.apply(one.at, events.events()[one.index]));
        }
        const CaseCard card = card_of(state_);
        const CaseFindings& findings = fold_.findings();
        const std::lock_guard lock(mutex_);
        return visit_({stream, card, findings});
    }

private:
    CaseState state_;
    FindingsFold fold_;
    const VisitWalked& visit_;
    std::mutex& mutex_;
};

}  // namespace

Status walk_findings(const FindingsWalkParts& parts, const CaseWalkOptions& options,
                     const VisitWalked& visit) {
    std::mutex mutex;
    return walk_cases(parts.ledger, options, [&](unsigned) {
        return std::make_unique<FindingsVisitor>(parts, visit, mutex);
    });
}

}  // namespace fallbuch

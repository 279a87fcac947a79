// What one thread of a sweep does: opens and keeps the events of its cases, then folds each case.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/events/event_reader.h"
#include "core/events/held_events.h"
#include "core/events/schema_registry.h"
#include "projections/engine/case_history.h"
#include "projections/engine/case_projection.h"
#include "projections/engine/kept_events.h"
#include "projections/engine/opened_cases.h"
#include "projections/engine/record_batch.h"
#include "projections/engine/state_file.h"
#include "projections/engine/sweep.h"

namespace fallbuch {

// What the workers of a sweep have in common; all of it outlives them.
struct WorkerParts {
    const SweepParts& sweep;
    const SchemaRegistry& registry;
    std::mutex& rows_mutex;  // of the states while rows are appended
    Position end;            // of the stretch
};

// Belongs to one thread at a time.
class CaseWorker {
public:
    explicit CaseWorker(const WorkerParts& parts);

    // Opens and keeps records of this worker's cases; batches follow one another in the log. False
    // once one cannot be opened; what comes behind it is left out. Fails as records and vault do.
    Result<bool> take_in(const std::vector<BatchRecord>& records);
    std::uint64_t event_bytes() const { return opened_.size_bytes(); }
    std::size_t case_count() const { return opened_.cases().size(); }
    // Folds all cases and appends their rows; `tell` is told the share that is done. Fails as
    // records, vault and states do.
    Status finish(const std::function<void(double share)>& tell);
    // Folds these cases of the first target anew, from all that is below the end of the stretch,
    // and appends their rows.
    Status fold_anew(const std::vector<StreamId>& streams);
    // Of each target the earliest event that it cannot take in; its rows mean nothing then.
    const PoisonEvents& poison() const { return poison_; }

private:
    // A case while it is folded: what is new of it, and all of it, if somebody asks.
    struct CaseAtHand {
        StreamId stream;
        Position first;  // of what is new
        Arrangement fresh = {};
        bool corrects = false;  // an event that is new corrects another
        bool has_history = false;
        Arrangement history = {};
    };

    Status fold_case(const StreamId& stream, const KeptEvents::Case& kept);
    Status fold_into(std::size_t target, CaseAtHand& one);
    // The fold has taken the state over; false if it cannot be continued with what is new alone.
    bool is_continued(const SweepTarget& into, const CaseAtHand& one, CaseFold& fold) const;
    Status fold_all(std::size_t target, const Arrangement& arrangement, const HeldEvents& held,
                    CaseFold& fold);
    Status read_history_of(CaseAtHand& one);
    Status write_rows(std::size_t target);
    // Notes what is poison, to one target or to all, and passes on any other error.
    Status judge(std::size_t target, Position position, const Status& status);
    Status judge_for_all(Position position, const Status& status);

    const WorkerParts parts_;
    OpenedCases opened_;
    HeldEvents fresh_events_;
    HeldEvents history_events_;
    std::unique_ptr<EventReader> reader_;           // once a history is asked for
    std::vector<std::unique_ptr<CaseFold>> folds_;  // of each target
    std::vector<std::vector<StateRow>> rows_;       // of each target, until they are written
    PoisonEvents poison_;
};

}  // namespace fallbuch

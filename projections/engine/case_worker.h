// Folds the cases of one worker: batch by batch, then what corrections ask for, then the rows.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/record.h"
#include "core/events/decoded_event.h"
#include "core/events/event_decoder.h"
#include "core/events/event_reader.h"
#include "core/events/schema_registry.h"
#include "projections/engine/case_projection.h"
#include "projections/engine/record_batch.h"
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

    // Takes in records of this worker's cases; batches follow one another in the log. What comes
    // behind an event that cannot be taken in is left out. Fails as records and vault do.
    Status take_in(std::vector<BatchRecord>& records);
    // Folds anew what has to be, and appends the rows of all cases. Fails as records, vault and
    // states do.
    Status finish();
    // The earliest event that could not be taken in; the states mean nothing then.
    const std::optional<PoisonEvent>& poison() const { return poison_; }

private:
    struct Case {
        std::unique_ptr<CaseFold> fold;
        bool awaits_event = false;  // see StateRow
    };

    Status take_in_one(const BatchRecord& record);
    // False if only the whole history of the case tells what the correction at hand does.
    Result<bool> replace_corrected(Position position, Case& one);
    Status find_corrected();
    // Of a case that the batch comes to for the first time: what the states know of it. If that
    // is damaged, the case is folded anew.
    Result<Case*> case_of(const BatchRecord& record);
    Status open_reader();
    Status fold_anew(const StreamId& stream, Case& one);
    Status write_rows();
    // Notes what is poison and passes on any other error.
    Status judge(Position position, const Status& status);

    const WorkerParts parts_;
    EventDecoder decoder_;
    RecordHeader header_;
    DecodedEvent event_;
    std::unordered_map<StreamId, Case> cases_;
    // Cases to be folded anew, and the first event that asks for it.
    std::map<StreamId, Position> anew_;
    std::unique_ptr<EventReader> reader_;  // once something is corrected
    std::vector<Position> corrected_;      // what find_corrected() found
    std::optional<PoisonEvent> poison_;
};

}  // namespace fallbuch

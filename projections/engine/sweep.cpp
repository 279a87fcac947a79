#include "projections/engine/sweep.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "core/base/assert.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/events/event_store.h"
#include "core/events/schema_registry.h"
#include "projections/engine/batch_walk.h"
#include "projections/engine/case_worker.h"
#include "projections/engine/record_batch.h"

namespace fallbuch {
namespace {

void keep_earliest(const PoisonEvents& found, PoisonEvents& earliest) {
    for (std::size_t i = 0; i < found.size(); ++i) {
        const bool is_earlier =
            found[i] && (!earliest[i] || found[i]->position < earliest[i]->position);
        if (is_earlier) earliest[i] = found[i];
    }
}

// Up to where some target still takes in events.
Position end_of_interest(const PoisonEvents& poison, Position end) {
    Position last;
    for (const auto& one : poison) last = std::max(last, one ? one->position : end);
    return last;
}

class Sweep {
public:
    Sweep(const SweepParts& parts, const WalkRange& range)
        : parts_(parts), range_(range), registry_(parts.catalogue) {
        report_.poison.resize(parts.targets.size());
    }

    Result<SweepReport> run() {
        RETURN_IF_ERROR(load_schemas(parts_.records, registry_));
        RETURN_IF_ERROR(
            walk_in_passes(range_, [this](const WalkPass& pass) { return walk(pass); }));
        return std::move(report_);
    }

private:
    Result<bool> walk(const WalkPass& pass) {
        // Once something cannot be taken in, later walks ask only whether something before it is.
        WalkRange left = range_;
        left.to = std::min(range_.to, end_of_interest(report_.poison, range_.to));
        const WorkerParts worker_parts{parts_, registry_, rows_mutex_, left.to};
        std::vector<std::unique_ptr<CaseWorker>> workers;
        for (unsigned i = 0; i < range_.threads; ++i) {
            workers.push_back(std::make_unique<CaseWorker>(worker_parts));
        }
        std::atomic<bool> had_room = true;
        RETURN_IF_ERROR(
            BatchWalk(parts_.records, left, pass)
                .run([&](unsigned i, const std::vector<BatchRecord>& records) -> Result<bool> {
                    ASSIGN_OR_RETURN(const bool is_clean, workers[i]->take_in(records));
                    if (!has_room(range_, pass, workers[i]->event_bytes(),
                                  workers[i]->case_count())) {
                        had_room = false;
                    }
                    return is_clean && had_room;
                }));
        std::uint64_t event_bytes = 0;
        for (const auto& worker : workers) event_bytes += worker->event_bytes();
        report_.event_bytes = std::max(report_.event_bytes, event_bytes);
        if (!had_room) return false;
        for (const auto& worker : workers) keep_earliest(worker->poison(), report_.poison);
        // What cannot be opened is poison to all targets.
        if (report_.poison.front()) return true;
        RETURN_IF_ERROR(in_parallel(range_.threads, [&](unsigned i) {
            return workers[i]->finish([&](double share) {
                if (i == 0) tell_progress(range_, pass, true, share);
            });
        }));
        for (const auto& worker : workers) keep_earliest(worker->poison(), report_.poison);
        return true;
    }

    const SweepParts& parts_;
    const WalkRange& range_;
    SchemaRegistry registry_;
    std::mutex rows_mutex_;
    SweepReport report_;
};

}  // namespace

Result<SweepReport> sweep(const SweepParts& parts, const WalkRange& range) {
    LEDGER_ASSERT(!parts.targets.empty());
    return Sweep(parts, range).run();
}

Status fold_anew(const SweepParts& parts, const std::vector<StreamId>& streams, Position end,
                 unsigned threads) {
    LEDGER_ASSERT(parts.targets.size() == 1);
    SchemaRegistry registry(parts.catalogue);
    RETURN_IF_ERROR(load_schemas(parts.records, registry));
    std::vector<std::vector<StreamId>> shares(threads);
    for (std::size_t i = 0; i < streams.size(); ++i) shares[i % threads].push_back(streams[i]);
    std::mutex rows_mutex;
    PoisonEvents poison(1);
    RETURN_IF_ERROR(in_parallel(threads, [&](unsigned i) -> Status {
        CaseWorker worker({parts, registry, rows_mutex, end});
        RETURN_IF_ERROR(worker.fold_anew(shares[i]));
        const std::lock_guard lock(rows_mutex);
        keep_earliest(worker.poison(), poison);
        return {};
    }));
    if (!poison.front()) return {};
    return Error{ErrorCode::corrupt, "record " + std::to_string(poison.front()->position.value) +
                                         ": " + poison.front()->why};
}

}  // namespace fallbuch

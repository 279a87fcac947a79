#include "projections/engine/sweep.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "core/base/assert.h"
#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/events/event_store.h"
#include "core/events/schema_registry.h"
#include "projections/engine/case_worker.h"
#include "projections/engine/record_batch.h"

namespace fallbuch {
namespace {

// So few that what was read is still in the caches when it is taken in, so many that a case has
// several of them.
constexpr std::uint64_t kBatchRecordsOfThread = 1U << 15U;

// Calls `work` with 0 to count - 1, each on a thread of its own; the first error of all.
template <typename Work>
Status in_parallel(unsigned count, const Work& work) {
    std::vector<Status> ends(count);
    std::vector<std::thread> threads;
    for (unsigned i = 1; i < count; ++i) {
        threads.emplace_back([&work, &ends, i] { ends[i] = work(i); });
    }
    ends[0] = work(0);
    for (std::thread& thread : threads) thread.join();
    for (const Status& end : ends) RETURN_IF_ERROR(end);
    return {};
}

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

// The cases of all workers of one pass.
class Pass {
public:
    Pass(const WorkerParts& parts, const SweepRange& range, unsigned number) : range_(range) {
        const Shares shares{range.threads * range.passes, range.threads * number, range.threads};
        for (unsigned i = 0; i < range.threads; ++i) {
            readers_.push_back({RecordBatch(shares), {}});
            workers_.push_back(std::make_unique<CaseWorker>(parts));
        }
        records_.resize(range.threads);
    }

    Result<PoisonEvents> run(RecordSource& source) {
        for (Position at = range_.from; at < range_.to && !is_poisoned();) {
            ASSIGN_OR_RETURN(at, take_in_batch(source, at));
            if (range_.progress) {
                range_.progress(at.value - range_.from.value, range_.to.value - range_.from.value);
            }
        }
        if (!is_poisoned()) {
            RETURN_IF_ERROR(
                in_parallel(range_.threads, [&](unsigned i) { return workers_[i]->finish(); }));
        }
        PoisonEvents earliest = workers_.front()->poison();
        for (const auto& worker : workers_) keep_earliest(worker->poison(), earliest);
        return earliest;
    }

private:
    struct Reader {
        RecordBatch batch;
        Position end;  // up to which it looked
    };

    Result<Position> take_in_batch(RecordSource& source, Position at) {
        const auto begin_of = [&](unsigned i) {
            return std::min(range_.to, Position{at.value + i * kBatchRecordsOfThread});
        };
        RETURN_IF_ERROR(in_parallel(range_.threads, [&](unsigned i) -> Status {
            Reader& reader = readers_[i];
            ASSIGN_OR_RETURN(reader.end, reader.batch.fill(source, begin_of(i), begin_of(i + 1)));
            return {};
        }));
        // What lies behind a batch that had no room for its part is read again.
        unsigned last = 0;
        while (last + 1 < range_.threads && readers_[last].end == begin_of(last + 1)) ++last;
        const Position end = readers_[last].end;
        RETURN_IF_ERROR(in_parallel(range_.threads, [&](unsigned i) {
            records_[i].clear();
            for (const Reader& reader : readers_) reader.batch.list(i, end, records_[i]);
            return workers_[i]->take_in(records_[i]);
        }));
        return end;
    }

    // What cannot be opened is poison to all targets.
    bool is_poisoned() const {
        return std::any_of(workers_.begin(), workers_.end(),
                           [](const auto& worker) { return worker->poison().front().has_value(); });
    }

    const SweepRange& range_;
    std::vector<Reader> readers_;
    std::vector<std::vector<BatchRecord>> records_;  // by worker
    std::vector<std::unique_ptr<CaseWorker>> workers_;
};

}  // namespace

Result<PoisonEvents> sweep(const SweepParts& parts, const SweepRange& range) {
    LEDGER_ASSERT(!parts.targets.empty());
    SchemaRegistry registry(parts.catalogue);
    RETURN_IF_ERROR(load_schemas(parts.records, registry));
    std::mutex rows_mutex;
    PoisonEvents poison(parts.targets.size());
    // Once something cannot be taken in, later passes ask only whether something before it is.
    SweepRange left = range;
    for (unsigned number = 0; number < range.passes; ++number) {
        const WorkerParts worker_parts{parts, registry, rows_mutex, left.to};
        ASSIGN_OR_RETURN(const PoisonEvents found,
                         Pass(worker_parts, left, number).run(parts.records));
        keep_earliest(found, poison);
        left.to = std::min(left.to, end_of_interest(poison, range.to));
    }
    return poison;
}

}  // namespace fallbuch

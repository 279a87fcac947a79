// Walks over a stretch of the log in batches, on all cores: threads read a batch together, each a
// part of it, and then each is handed the records of the cases that are its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/storage/record_source.h"
#include "projections/engine/record_batch.h"

namespace fallbuch {

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

struct WalkRange {
    Position from;
    Position to;
    unsigned threads = 1;
    // Of events that are kept until their case is whole. If there are more, the cases are dealt out
    // to several walks.
    std::uint64_t event_bytes_max = 4ULL << 30U;
    // Reading a record and folding it is a step each, of every walk. May be empty.
    std::function<void(std::uint64_t done, std::uint64_t total)> progress = {};
};

// One walk among those into which the cases are dealt out: the cases whose number is this, modulo
// the count.
struct WalkPass {
    unsigned number = 0;
    unsigned count = 1;
    double done_before = 0;  // the share of all work that is done when it begins
};

// Runs walks until all cases have been through one. `walk` says false, and has done nothing, if its
// cases need more memory than is allowed; they are then dealt out to two walks.
Status walk_in_passes(const WalkRange& range, const std::function<Result<bool>(WalkPass)>& walk);

// Whether a worker may go on that keeps so many bytes of so many cases. One case is never parted.
bool has_room(const WalkRange& range, const WalkPass& pass, std::uint64_t event_bytes,
              std::size_t case_count);

// The walk has read, or folded, so much of its share (0 to 1).
void tell_progress(const WalkRange& range, const WalkPass& pass, bool is_folding, double share);

class BatchWalk {
public:
    // What one worker does with its records of a batch, which come case by case and each case's in
    // the order of the log. False ends the walk.
    using TakeIn = std::function<Result<bool>(unsigned worker, const std::vector<BatchRecord>&)>;

    // Source and range outlive the walk.
    BatchWalk(RecordSource& source, const WalkRange& range, const WalkPass& pass);

    // Fails as the source and the workers do.
    Status run(const TakeIn& take_in);

private:
    struct Reader {
        RecordBatch batch;
        Position end;  // up to which it looked
    };

    Result<Position> read(Position at);

    RecordSource& source_;
    const WalkRange& range_;
    const WalkPass pass_;
    std::vector<Reader> readers_;
    std::vector<std::vector<BatchRecord>> records_;  // by worker
};

}  // namespace fallbuch

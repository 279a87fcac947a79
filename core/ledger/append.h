// What is asked of the sequencer, and what it answers.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/base/result.h"
#include "core/codec/record.h"

namespace fallbuch {

inline constexpr std::size_t kUnitRecordsMax = 256;
inline constexpr std::size_t kUnitBytesMax = 64U << 20U;

// The unit of append: 1 to kUnitRecordsMax records of one stream, all or nothing.
struct Unit {
    std::vector<SealedRecord> records;
};

struct Appended {
    std::vector<Position> positions;  // one for each record of the unit, in its order
    bool known = false;               // the ledger held all of them already
    std::size_t lifted_count = 0;     // claimed `recorded` that had to be made monotone
};

// Units on their way, and their answers once they are durable or refused. Each unit stands for
// itself; later units of a batch are sequenced after earlier ones.
class AppendBatch {
public:
    explicit AppendBatch(std::vector<Unit> units) : units_(std::move(units)) {}

    // Waits until every unit has its answer: in the order of the units. Refusals are invalid
    // (malformed), conflict (known id with other content, stale version); unavailable if the log
    // stopped, in which case the unit may or may not be found after the next open.
    const std::vector<Result<Appended>>& wait();
    // Whether wait() would return at once.
    bool is_finished() const;

    // The sequencer's side.
    std::vector<Unit>& units() { return units_; }
    void answer(Result<Appended> result) { results_.push_back(std::move(result)); }
    std::size_t answered_count() const { return results_.size(); }
    // Turns every answer from `first` on into `error`: the group they were in was not written.
    void fail_from(std::size_t first, const Error& error);
    // Whoever calls this holds the batch: those who wait may let go of it at once.
    void finish();

private:
    std::vector<Unit> units_;
    std::vector<Result<Appended>> results_;
    mutable std::mutex mutex_;
    std::condition_variable finished_;
    bool is_finished_ = false;
};

}  // namespace fallbuch

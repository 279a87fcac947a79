#include "projections/engine/batch_walk.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <tuple>

namespace fallbuch {
namespace {

// So few that what was read is still in the caches when it is taken in, so many that a case has
// several of them.
constexpr std::uint64_t kBatchRecordsOfThread = 1U << 15U;

// Cases that so many walks cannot part stay together, whatever memory they take.
constexpr unsigned kPassesMax = 1U << 16U;

// What a record takes in memory until its case is read, by measurement (README.md).
constexpr std::uint64_t kEventBytesOfRecord = 350;

// Random, so it all but names the stream; where it does not, records of two cases take turns.
std::uint64_t sort_key(const StreamId& stream) {
    std::uint64_t key = 0;
    std::memcpy(&key, stream.bytes.data(), sizeof key);
    return key;
}

void sort_by_case(std::vector<BatchRecord>& records) {
    std::sort(records.begin(), records.end(),
              [](const BatchRecord& left, const BatchRecord& right) {
                  return std::tuple(sort_key(left.stream), left.position) <
                         std::tuple(sort_key(right.stream), right.position);
              });
}

}  // namespace

Status walk_in_passes(const WalkRange& range, const std::function<Result<bool>(WalkPass)>& walk) {
    const std::uint64_t foreseen = (range.to.value - range.from.value) * kEventBytesOfRecord;
    const auto count = static_cast<unsigned>(
        std::min<std::uint64_t>(kPassesMax, 1 + foreseen / range.event_bytes_max));
    std::vector<WalkPass> ahead;
    for (unsigned number = count; number > 0; --number) ahead.push_back({number - 1, count, 0});
    double done = 0;
    while (!ahead.empty()) {
        WalkPass pass = ahead.back();
        ahead.pop_back();
        pass.done_before = done;
        ASSIGN_OR_RETURN(const bool had_room, walk(pass));
        if (had_room) {
            done += 1.0 / pass.count;
            continue;
        }
        // What is one number modulo the count is one of two modulo twice the count.
        ahead.push_back({pass.number + pass.count, 2 * pass.count, 0});
        ahead.push_back({pass.number, 2 * pass.count, 0});
    }
    return {};
}

bool has_room(const WalkRange& range, const WalkPass& pass, std::uint64_t event_bytes,
              std::size_t case_count) {
    return event_bytes <= range.event_bytes_max / range.threads || case_count < 2 ||
           pass.count >= kPassesMax;
}

void tell_progress(const WalkRange& range, const WalkPass& pass, bool is_folding, double share) {
    if (!range.progress) return;
    const double records = static_cast<double>(range.to.value - range.from.value);
    const double of_pass = (share + (is_folding ? 1 : 0)) / 2;
    const double done = records * (pass.done_before + of_pass / pass.count);
    range.progress(static_cast<std::uint64_t>(done), range.to.value - range.from.value);
}

BatchWalk::BatchWalk(RecordSource& source, const WalkRange& range, const WalkPass& pass)
    : source_(source), range_(range), pass_(pass) {
    const Shares shares{range.threads * pass.count, range.threads * pass.number, range.threads};
    for (unsigned i = 0; i < range.threads; ++i) readers_.push_back({RecordBatch(shares), {}});
    records_.resize(range.threads);
}

Status BatchWalk::run(const TakeIn& take_in) {
    std::atomic<bool> goes_on = true;
    for (Position at = range_.from; at < range_.to && goes_on;) {
        ASSIGN_OR_RETURN(const Position end, read(at));
        RETURN_IF_ERROR(in_parallel(range_.threads, [&](unsigned i) -> Status {
            records_[i].clear();
            for (const Reader& reader : readers_) reader.batch.list(i, end, records_[i]);
            sort_by_case(records_[i]);
            ASSIGN_OR_RETURN(const bool wants_more, take_in(i, records_[i]));
            if (!wants_more) goes_on = false;
            return {};
        }));
        at = end;
        tell_progress(range_, pass_, false,
                      static_cast<double>(at.value - range_.from.value) /
                          static_cast<double>(range_.to.value - range_.from.value));
    }
    return {};
}

// Up to where it has read.
Result<Position> BatchWalk::read(Position at) {
    const auto begin_of = [&](unsigned i) {
        return std::min(range_.to, Position{at.value + i * kBatchRecordsOfThread});
    };
    RETURN_IF_ERROR(in_parallel(range_.threads, [&](unsigned i) -> Status {
        Reader& reader = readers_[i];
        ASSIGN_OR_RETURN(reader.end, reader.batch.fill(source_, begin_of(i), begin_of(i + 1)));
        return {};
    }));
    // What lies behind a batch that had no room for its part is read again.
    unsigned last = 0;
    while (last + 1 < range_.threads && readers_[last].end == begin_of(last + 1)) ++last;
    return readers_[last].end;
}

}  // namespace fallbuch

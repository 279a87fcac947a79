#include "tools/bench/replay.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "core/base/ids.h"
#include "core/codec/record.h"
#include "core/events/checked_event.h"
#include "core/events/decoded_event.h"
#include "core/events/event_check.h"
#include "core/events/event_decoder.h"
#include "core/events/event_store.h"
#include "core/events/schema_registry.h"
#include "core/ledger/append.h"
#include "core/ledger/fsck.h"
#include "core/ledger/ledger.h"
#include "core/storage/segment.h"
#include "core/vault/sealing.h"
#include "tools/bench/workload.h"

namespace fallbuch {
namespace {

using SteadyClock = std::chrono::steady_clock;

double seconds_since(SteadyClock::time_point begin) {
    return std::chrono::duration<double>(SteadyClock::now() - begin).count();
}

// Appends events as one busy client would, many units on their way.
Status fill(BenchLedger& ledger, std::uint64_t event_count, SpanShape shape) {
    constexpr std::size_t kUnitEvents = 64;
    constexpr std::size_t kBatchesInFlight = 32;
    Workload workload(ledger.type(), 1, shape);
    std::vector<CheckedEvent> events;
    std::vector<std::shared_ptr<AppendBatch>> in_flight;
    for (std::uint64_t done = 0; done < event_count; done += kUnitEvents) {
        workload.next_unit(events, kUnitEvents);
        ASSIGN_OR_RETURN(auto units, ledger.store().seal(events, UnitOf::all_events));
        in_flight.push_back(ledger.store().submit(std::move(units)));
        if (in_flight.size() < kBatchesInFlight) continue;
        for (const auto& batch : in_flight) RETURN_IF_ERROR(batch->wait().front());
        in_flight.clear();
    }
    for (const auto& batch : in_flight) RETURN_IF_ERROR(batch->wait().front());
    return {};
}

// Reads a range as a rebuild would: typed fields, no JSON.
Status replay_range(BenchLedger& ledger, const SchemaRegistry& registry, Position from,
                    Position to) {
    EventDecoder decoder(registry, ledger.store().ledger().vault(),
                         {TagCheck::skipped, ReadAs::newest_version});
    const auto activity = *ledger.type().number_of("activity");
    RecordHeader header;
    DecodedEvent event;
    return ledger.store().ledger().log().scan(
        from, to, [&](Position position, const FrameView& frame) -> Status {
            RETURN_IF_ERROR(decode_header(frame.header, header));
            if (header.prefix.kind == RecordKind::system) return {};
            RETURN_IF_ERROR(decoder.decode(header, frame.spans, event));
            if (event.text(activity) && event.occurred) return {};
            return Error{ErrorCode::corrupt,
                         "record " + std::to_string(position.value) + ": fields are missing"};
        });
}

Status replay_all(BenchLedger& ledger, unsigned thread_count) {
    SchemaRegistry registry(ledger.catalogue());
    Log& log = ledger.store().ledger().log();
    RETURN_IF_ERROR(load_schemas(log, registry));
    std::vector<std::thread> threads;
    std::mutex mutex;
    std::optional<Error> failure;
    for (unsigned i = 0; i < thread_count; ++i) {
        const Position from{log.count() * i / thread_count};
        const Position to{log.count() * (i + 1) / thread_count};
        threads.emplace_back([&, from, to] {
            const Status status = replay_range(ledger, registry, from, to);
            const std::lock_guard lock(mutex);
            if (!status) failure = status.error();
        });
    }
    for (std::thread& thread : threads) thread.join();
    if (failure) return *failure;
    return {};
}

// Runs `work` in a child that is killed once it says that it is done.
Status run_and_kill(const std::function<Status()>& work) {
    int pipe_ends[2];
    if (::pipe(pipe_ends) != 0) return Error{ErrorCode::unavailable, "bench: no pipe"};
    const pid_t child = ::fork();
    if (child < 0) return Error{ErrorCode::unavailable, "bench: cannot start a process"};
    if (child == 0) {
        const char answer = work() ? 'y' : 'n';
        if (::write(pipe_ends[1], &answer, 1) != 1) ::_exit(1);
        ::pause();
        ::_exit(0);
    }
    ::close(pipe_ends[1]);
    char answer = 'n';
    const bool told = ::read(pipe_ends[0], &answer, 1) == 1;
    ::close(pipe_ends[0]);
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    if (!told || answer != 'y') return Error{ErrorCode::unavailable, "bench: filling failed"};
    return {};
}

}  // namespace

Result<ReplayBenchResult> bench_replay(const ReplayBenchOptions& options) {
    ASSIGN_OR_RETURN(const auto ledger, BenchLedger::make(options.beside, TreeUse::build));
    RETURN_IF_ERROR(fill(*ledger, options.events, SpanShape::person_only));
    // The first pass fills the key cache, as a process that runs has it.
    RETURN_IF_ERROR(replay_all(*ledger, options.threads));
    const auto begin = SteadyClock::now();
    RETURN_IF_ERROR(replay_all(*ledger, options.threads));
    ReplayBenchResult result;
    result.seconds = seconds_since(begin);
    result.records = ledger->store().ledger().log().count();
    result.records_per_second = static_cast<double>(result.records) / result.seconds;
    RETURN_IF_ERROR(ledger->close());
    return result;
}

Result<OpenBenchResult> bench_open(const OpenBenchOptions& options) {
    // The empty ledger is made and closed here; the child opens it, fills it and is killed.
    ASSIGN_OR_RETURN(const auto ledger, BenchLedger::make(options.beside, TreeUse::build));
    RETURN_IF_ERROR(ledger->close());
    RETURN_IF_ERROR(run_and_kill([&]() -> Status {
        RETURN_IF_ERROR(ledger->reopen());
        return fill(*ledger, options.events, SpanShape::person_and_actor);
    }));
    OpenBenchResult result;
    auto begin = SteadyClock::now();
    RETURN_IF_ERROR(ledger->reopen());
    result.open_after_crash_seconds = seconds_since(begin);
    Ledger& opened = ledger->store().ledger();
    result.events = opened.log().count();
    result.reindexed = opened.report().log.reindexed_count;
    result.tree_compared = opened.report().tree_compared_count;
    result.index_memory_bytes = static_cast<double>(opened.log().index_memory_bytes());
    RETURN_IF_ERROR(ledger->close());
    begin = SteadyClock::now();
    RETURN_IF_ERROR(ledger->reopen());
    result.open_after_close_seconds = seconds_since(begin);
    RETURN_IF_ERROR(ledger->close());
    EventCheck events;
    FsckOptions fsck_options;
    fsck_options.check_record = [&](const OpenedRecord& record) { return events.check(record); };
    begin = SteadyClock::now();
    ASSIGN_OR_RETURN(const FsckReport report,
                     fsck(ledger->place(), ledger->master(), fsck_options));
    result.fsck_seconds = seconds_since(begin);
    result.fsck_clean = report.is_clean();
    return result;
}

}  // namespace fallbuch

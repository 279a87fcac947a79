#include "tools/bench/append.h"

#include <algorithm>
#include <chrono>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/file.h"
#include "core/events/checked_event.h"
#include "tools/bench/workload.h"

namespace fallbuch {
namespace {

using SteadyClock = std::chrono::steady_clock;
using Seconds = std::chrono::duration<double>;

// What the clients share.
struct Run {
    BenchLedger& ledger;
    const AppendBenchOptions& options;
    SteadyClock::time_point begin;
    SteadyClock::time_point end;
    std::mutex mutex;
    std::vector<double> latencies_ms;
    std::uint64_t event_count = 0;
    std::optional<Error> failure;
};

SteadyClock::duration pause_between_units(const AppendBenchOptions& options) {
    if (options.events_per_second_wanted <= 0) return {};
    const double units_per_second =
        options.events_per_second_wanted / static_cast<double>(options.batch) / options.clients;
    return std::chrono::duration_cast<SteadyClock::duration>(Seconds(1 / units_per_second));
}

void run_client(Run& run, unsigned client) {
    Workload workload(run.ledger.type(), client, SpanShape::person_and_actor);
    std::vector<CheckedEvent> events;
    std::vector<double> latencies_ms;
    std::uint64_t event_count = 0;
    const auto pause = pause_between_units(run.options);
    auto due = run.begin + pause * client / std::max(run.options.clients, 1U);
    while (SteadyClock::now() < run.end) {
        if (pause.count() != 0) {
            std::this_thread::sleep_until(due);
        } else {
            due = SteadyClock::now();
        }
        workload.next_unit(events, run.options.batch);
        const auto appended = run.ledger.store().append(events);
        if (!appended) {
            const std::lock_guard lock(run.mutex);
            run.failure = appended.error();
            return;
        }
        latencies_ms.push_back(Seconds(SteadyClock::now() - due).count() * 1000);
        event_count += run.options.batch;
        due += pause;
    }
    const std::lock_guard lock(run.mutex);
    run.latencies_ms.insert(run.latencies_ms.end(), latencies_ms.begin(), latencies_ms.end());
    run.event_count += event_count;
}

double percentile(std::vector<double>& sorted, double share) {
    if (sorted.empty()) return 0;
    const auto place = static_cast<std::size_t>(share * static_cast<double>(sorted.size() - 1));
    return sorted[place];
}

// One thread writes groups of these bytes, each made durable, for a second.
Result<double> measure_floor(BenchLedger& ledger, std::size_t group_bytes, double group_events) {
    const std::string path = ledger.place().directory + "/floor";
    ASSIGN_OR_RETURN(const auto file, ledger.place().files.open(path, OpenMode::overwrite));
    const Bytes group(group_bytes, 0x5a);
    std::uint64_t offset_bytes = 0;
    std::uint64_t group_count = 0;
    const auto begin = SteadyClock::now();
    while (SteadyClock::now() - begin < std::chrono::seconds(1)) {
        RETURN_IF_ERROR(file->write_at(offset_bytes, group));
        RETURN_IF_ERROR(file->sync());
        offset_bytes += group_bytes;
        ++group_count;
    }
    const double seconds = Seconds(SteadyClock::now() - begin).count();
    RETURN_IF_ERROR(ledger.place().files.remove(path));
    return static_cast<double>(group_count) * group_events / seconds;
}

Status run_clients(Run& run) {
    run.begin = SteadyClock::now();
    run.end =
        run.begin + std::chrono::duration_cast<SteadyClock::duration>(Seconds(run.options.seconds));
    std::vector<std::thread> threads;
    for (unsigned client = 0; client < run.options.clients; ++client) {
        threads.emplace_back([&run, client] { run_client(run, client); });
    }
    for (std::thread& thread : threads) thread.join();
    if (run.failure) return *run.failure;
    if (run.options.tree == TreeUse::none) return {};
    Ledger& ledger = run.ledger.store().ledger();
    ASSIGN_OR_RETURN(const std::string note, ledger.cover(ledger.log().count()));
    static_cast<void>(note);
    return {};
}

}  // namespace

Result<AppendBenchResult> bench_append(const AppendBenchOptions& options) {
    ASSIGN_OR_RETURN(const auto ledger, BenchLedger::make(options.beside, options.tree));
    Log& log = ledger->store().ledger().log();
    const std::uint64_t groups_before = log.group_count();
    Run run{*ledger, options, {}, {}, {}, {}, 0, {}};
    RETURN_IF_ERROR(run_clients(run));
    AppendBenchResult result;
    result.seconds = Seconds(SteadyClock::now() - run.begin).count();
    result.events = run.event_count;
    const auto events = static_cast<double>(run.event_count);
    result.events_per_second = events / result.seconds;
    std::sort(run.latencies_ms.begin(), run.latencies_ms.end());
    result.p50_ms = percentile(run.latencies_ms, 0.50);
    result.p99_ms = percentile(run.latencies_ms, 0.99);
    result.events_per_group = events / static_cast<double>(log.group_count() - groups_before);
    RETURN_IF_ERROR(ledger->close());
    const double all_bytes = static_cast<double>(ledger->disk_bytes("log"));
    const double index_bytes = static_cast<double>(ledger->file_bytes("log/index"));
    result.index_bytes_per_event = index_bytes / events;
    result.log_bytes_per_event = (all_bytes - index_bytes) / events;
    result.tree_bytes_per_event = static_cast<double>(ledger->disk_bytes("tlog")) / events;
    const auto group_bytes =
        static_cast<std::size_t>(result.log_bytes_per_event * result.events_per_group);
    ASSIGN_OR_RETURN(result.floor_events_per_second,
                     measure_floor(*ledger, group_bytes, result.events_per_group));
    return result;
}

}  // namespace fallbuch

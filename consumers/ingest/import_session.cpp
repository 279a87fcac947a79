#include "consumers/ingest/import_session.h"

#include <algorithm>
#include <utility>

#include "core/events/admission.h"
#include "core/events/checked_event.h"
#include "core/events/event_reader.h"
#include "core/ledger/append.h"

namespace fallbuch {
namespace {

// Each chunk makes its new names in one transaction: with 1,024 lines a third of the whole time.
constexpr std::size_t kChunkLinesMax = 4096;
constexpr std::size_t kChunkBytesMax = 4U << 20U;
constexpr std::size_t kChunksInFlightMax = 12;
constexpr unsigned kWorkersMax = 4;

// A refusal by the sequencer, as a fault of the whole event.
Faults as_faults(const Error& error) {
    const FaultCode code =
        error.code == ErrorCode::conflict ? FaultCode::conflict : FaultCode::not_allowed;
    return {{"", code, error.message, ""}};
}

}  // namespace

// Checks and seals chunks on a thread of its own.
class ImportSession::Worker {
public:
    explicit Worker(ImportSession& session)
        : session_(session), parser_(session.store_.admission()) {}

    void run() {
        while (Chunk* chunk = session_.take_work()) {
            check(*chunk);
            auto units = session_.store_.seal(std::span(events_).first(chunk->accepted.size()),
                                              UnitOf::each_event);
            if (!units) chunk->failure = units.error();
            session_.submit_in_order(*chunk, units ? std::move(*units) : std::vector<Unit>{});
        }
    }

private:
    void check(Chunk& chunk) {
        if (events_.size() < chunk.lines.size()) events_.resize(chunk.lines.size());
        const Arrival arrival = session_.store_.arrival(session_.entrance_);
        for (std::size_t i = 0; i < chunk.lines.size(); ++i) {
            const Line& line = chunk.lines[i];
            const auto json = std::string_view(chunk.text).substr(line.offset, line.size_bytes);
            CheckedEvent& event = events_[chunk.accepted.size()];
            Faults faults = parser_.check(json, arrival, event);
            if (!faults.empty()) {
                chunk.refusals.push_back({i, std::move(faults)});
                continue;
            }
            chunk.accepted.push_back(i);
            chunk.ids.push_back(event.id);
            chunk.cases.emplace_back(case_of(event.case_name, event.source));
        }
    }

    ImportSession& session_;
    AdmissionParser parser_;
    std::vector<CheckedEvent> events_;
};

ImportSession::ImportSession(EventStore& store, Entrance entrance, ImportObserver& observer)
    : store_(store), entrance_(entrance), observer_(observer) {
    const unsigned count = std::clamp(std::thread::hardware_concurrency(), 1U, kWorkersMax);
    for (unsigned i = 0; i < count; ++i) {
        workers_.emplace_back([this] { Worker(*this).run(); });
    }
}

ImportSession::~ImportSession() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        changed_.notify_all();
    }
    for (std::thread& worker : workers_) worker.join();
    for (const auto& chunk : in_flight_) {
        if (chunk->batch) chunk->batch->wait();
    }
}

ImportSession::Chunk* ImportSession::take_work() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopping_ || !work_.empty(); });
    if (stopping_) return nullptr;
    Chunk* chunk = work_.front();
    work_.pop_front();
    return chunk;
}

void ImportSession::submit_in_order(Chunk& chunk, std::vector<Unit> units) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return stopping_ || next_to_submit_ == chunk.number; });
    if (stopping_) return;
    if (!chunk.failure) chunk.batch = store_.submit(std::move(units));
    chunk.submitted = true;
    ++next_to_submit_;
    changed_.notify_all();
}

Status ImportSession::add(std::string_view json, std::uint64_t line_number) {
    if (!filling_) filling_ = std::make_unique<Chunk>();
    filling_->lines.push_back({filling_->text.size(), json.size(), line_number});
    filling_->text.append(json);
    if (filling_->lines.size() < kChunkLinesMax && filling_->text.size() < kChunkBytesMax) {
        return {};
    }
    return dispatch();
}

Status ImportSession::dispatch() {
    while (in_flight_.size() >= kChunksInFlightMax) RETURN_IF_ERROR(settle_front());
    filling_->number = next_number_++;
    in_flight_.push_back(std::move(filling_));
    {
        const std::lock_guard lock(mutex_);
        work_.push_back(in_flight_.back().get());
        changed_.notify_all();
    }
    while (!in_flight_.empty() && front_is_answered()) RETURN_IF_ERROR(settle_front());
    return {};
}

bool ImportSession::front_is_answered() {
    const Chunk& chunk = *in_flight_.front();
    const std::lock_guard lock(mutex_);
    return chunk.submitted && (chunk.failure || chunk.batch->is_finished());
}

Status ImportSession::settle_all() {
    if (filling_) RETURN_IF_ERROR(dispatch());
    while (!in_flight_.empty()) RETURN_IF_ERROR(settle_front());
    return {};
}

Status ImportSession::settle_front() {
    Chunk& chunk = *in_flight_.front();
    {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return chunk.submitted; });
    }
    const Status settled = settle(chunk);
    in_flight_.pop_front();
    return settled;
}

Status ImportSession::settle(Chunk& chunk) {
    if (chunk.failure) return *chunk.failure;
    const auto& results = chunk.batch->wait();
    auto refusal = chunk.refusals.begin();
    for (std::size_t unit = 0; unit <= results.size(); ++unit) {
        const std::size_t line = unit < results.size() ? chunk.accepted[unit] : chunk.lines.size();
        for (; refusal != chunk.refusals.end() && refusal->line < line; ++refusal) {
            RETURN_IF_ERROR(report_refusal(chunk, refusal->line, std::move(refusal->faults)));
        }
        if (unit < results.size()) RETURN_IF_ERROR(settle_unit(chunk, unit, results[unit]));
    }
    return {};
}

Status ImportSession::settle_unit(Chunk& chunk, std::size_t unit, const Result<Appended>& result) {
    if (!result) {
        const ErrorCode code = result.error().code;
        if (code != ErrorCode::conflict && code != ErrorCode::invalid) return result.error();
        return report_refusal(chunk, chunk.accepted[unit], as_faults(result.error()));
    }
    ++(result->known ? counts_.known_count : counts_.added_count);
    counts_.lifted_count += result->lifted_count;
    return observer_.acknowledged({std::move(chunk.ids[unit]), std::move(chunk.cases[unit]),
                                   result->positions.front(), result->known});
}

Status ImportSession::report_refusal(Chunk& chunk, std::size_t line, Faults faults) {
    ++counts_.refused_count;
    const Line& place = chunk.lines[line];
    const auto text = std::string_view(chunk.text).substr(place.offset, place.size_bytes);
    return observer_.refused({place.number, text, std::move(faults)});
}

}  // namespace fallbuch

#include "core/ledger/sequencer.h"

#include <utility>

namespace fallbuch {
namespace {

constexpr std::size_t kWaitingUnitsMax = 65536;
constexpr std::size_t kGroupBytesSoftMax = 4U << 20U;

}  // namespace

Sequencer::Sequencer(Log& log, Instant last_recorded)
    : log_(log), sequence_(log, last_recorded), thread_([this] { run(); }) {}

Sequencer::~Sequencer() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
        arrived_.notify_all();
    }
    thread_.join();
}

void Sequencer::submit(std::shared_ptr<AppendBatch> batch) {
    std::unique_lock lock(mutex_);
    taken_.wait(lock, [&] { return waiting_count_ < kWaitingUnitsMax; });
    waiting_count_ += batch->units().size();
    waiting_.push_back(std::move(batch));
    arrived_.notify_one();
}

// Moves everything that waits into work; false if there is nothing and never will be.
bool Sequencer::take() {
    std::unique_lock lock(mutex_);
    if (in_work_.empty()) arrived_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
    for (auto& batch : waiting_) in_work_.push_back({std::move(batch), 0});
    waiting_.clear();
    waiting_count_ = 0;
    taken_.notify_all();
    return !in_work_.empty();
}

// Sequences units until the group is large enough or nothing is left.
void Sequencer::fill_group() {
    for (InWork& work : in_work_) {
        AppendBatch& batch = *work.batch;
        work.first_in_group = batch.answered_count();
        while (batch.answered_count() < batch.units().size()) {
            if (log_.open_group_count() != 0 && log_.open_group_bytes() >= kGroupBytesSoftMax) {
                return;
            }
            Unit& unit = batch.units()[batch.answered_count()];
            batch.answer(stopped_ ? Result<Appended>(*stopped_) : sequence_.add(unit));
        }
    }
}

void Sequencer::answer(const std::optional<Error>& failure) {
    for (InWork& work : in_work_) {
        if (failure) work.batch->fail_from(work.first_in_group, *failure);
        work.first_in_group = work.batch->answered_count();
    }
    while (!in_work_.empty()) {
        AppendBatch& batch = *in_work_.front().batch;
        if (batch.answered_count() < batch.units().size()) break;
        batch.finish();
        in_work_.pop_front();
    }
}

void Sequencer::run() {
    while (take()) {
        fill_group();
        if (log_.open_group_count() != 0 && !stopped_) {
            if (const auto durable = log_.commit(); !durable) stopped_ = durable.error();
        }
        answer(stopped_);
    }
}

}  // namespace fallbuch

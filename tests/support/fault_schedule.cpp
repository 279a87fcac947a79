#include "tests/support/fault_schedule.h"

#include <optional>
#include <string>
#include <utility>

#include "core/base/assert.h"

namespace fallbuch {
namespace {

// The fault that strikes a call which a plan of any kind meets.
FaultKind simplest_fault(FileCall call) {
    switch (call) {
        case FileCall::write: return FaultKind::short_write;
        case FileCall::sync:
        case FileCall::sync_all: return FaultKind::failed_sync;
        default: return FaultKind::any;
    }
}

bool can_meet(FaultKind kind, FileCall call) {
    switch (kind) {
        case FaultKind::short_write:
        case FaultKind::no_space: return call == FileCall::write;
        case FaultKind::failed_sync:
        case FaultKind::torn_sync:
            return call == FileCall::sync || call == FileCall::sync_directory ||
                   call == FileCall::sync_all;
        case FaultKind::read_error: return call == FileCall::read;
        case FaultKind::failed_open: return call == FileCall::open;
        case FaultKind::failed_rename: return call == FileCall::rename;
        case FaultKind::failed_remove: return call == FileCall::remove;
        case FaultKind::failed_truncate: return call == FileCall::truncate;
        case FaultKind::failed_list: return call == FileCall::list;
        case FaultKind::any: return true;
    }
    return false;
}

}  // namespace

void FaultSchedule::plan(FaultPlan plan) {
    LEDGER_ASSERT(plan.at_call > 0);
    plan_ = std::move(plan);
    calls_met_ = 0;
    fault_fired_ = false;
}

void FaultSchedule::clear() {
    plan_.reset();
    calls_before_cut_ = kNever;
    power_is_cut_ = false;
}

bool FaultSchedule::power_is_cut_at_next_call() {
    ++calls_;
    if (calls_before_cut_ == 0) power_is_cut_ = true;
    if (calls_before_cut_ != kNever && calls_before_cut_ != 0) --calls_before_cut_;
    return power_is_cut_;
}

std::optional<FaultKind> FaultSchedule::next(FileCall call, const std::string& path) {
    if (!plan_ || !can_meet(plan_->kind, call)) return std::nullopt;
    if (path.find(plan_->path_contains) == std::string::npos) return std::nullopt;
    ++calls_met_;
    const bool strikes =
        plan_->lasting ? calls_met_ >= plan_->at_call : calls_met_ == plan_->at_call;
    if (!strikes) return std::nullopt;
    fault_fired_ = true;
    return plan_->kind == FaultKind::any ? simplest_fault(call) : plan_->kind;
}

}  // namespace fallbuch

// States for whoever asks, whoever else is asking or at work: START HERE to read a projection.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "projections/engine/runner.h"
#include "projections/engine/state_file.h"

namespace fallbuch {

struct ServeOptions {
    CatchUpOptions catch_up;
    // How long to wait for another process that brings the states up to date, before the last
    // complete ones are served.
    std::chrono::milliseconds patience{2000};
    std::function<void()> wait_begins;                     // for as long as it takes; may be empty
    std::function<void(std::chrono::milliseconds)> sleep;  // the thread's, if empty
};

struct ServedStates {
    std::unique_ptr<StateFile> states;
    CatchUpReport report;
    bool is_behind = false;  // another process is at work; these are the last complete states
    // The log is damaged behind these states, which are those of before: `report.stopped` says why.
    bool is_log_damaged = false;
};

// Brings the states up to what `parts.records` shows and lets go of the lock, or takes what another
// process made of them. While another one is still at work, the last complete states are served; if
// there are none, it is waited for. Never a half. Fails as ProjectionRunner does.
Result<ServedStates> serve_states(const ProjectionParts& parts, const ServeOptions& options);

// The same for several projections of one ledger, in their order: unless another process is at work
// on one of them, they read the ledger together.
Result<std::vector<ServedStates>> serve_states_together(std::span<const ProjectionParts> all,
                                                        const ServeOptions& options);

}  // namespace fallbuch

// Keeps a projection up with the ledger: START HERE.
//
//   open()      takes the states that are there, if they belong to this ledger, this reducer and
//               their own sums; otherwise everything is built anew beside them
//   catch_up()  takes in what is new; states and progress become durable in one write
//
// An event that cannot be taken in stops this projection before it, with a reason; the ledger and
// other projections go on. Each later call tries that event again, as what was wrong may have been
// mended.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/file.h"
#include "core/base/ids.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/codec/digest.h"
#include "core/events/catalogue.h"
#include "core/storage/record_source.h"
#include "core/vault/vault.h"
#include "projections/engine/batch_walk.h"
#include "projections/engine/case_projection.h"
#include "projections/engine/state_file.h"
#include "projections/engine/sweep.h"

namespace fallbuch {

// All of it outlives the runner.
struct ProjectionParts {
    const CaseProjection& projection;
    RecordSource& records;
    Vault& vault;
    std::shared_ptr<const Catalogue> catalogue;
    FileSystem& files;
    Random& random;
    std::string directory;  // of the ledger's projections
    LedgerId ledger;
};

struct CatchUpOptions {
    unsigned threads = 0;                         // 0: as the machine has
    std::uint64_t event_bytes_max = 4ULL << 30U;  // of events in memory, as far as can be foreseen
    std::function<void(std::uint64_t done, std::uint64_t total)> progress;  // may be empty
};

struct CatchUpReport {
    bool built_anew = false;
    std::string why;                 // it was built anew
    bool was_cut_off = false;        // an earlier call began and did not finish; it counts nothing
    std::uint64_t event_bytes = 0;   // of events, the most that were kept at once
    bool was_stopped = false;        // an earlier call could not take in what this one could
    std::uint64_t record_count = 0;  // taken in by this call
    std::uint64_t outdated_count = 0;  // cases folded anew because time had made them stale
    Position next;
    std::optional<PoisonEvent> stopped;
};

// Belongs to one thread, and to one process at a time.
class ProjectionRunner {
public:
    // nullptr if another process is at work on this projection.
    static Result<std::unique_ptr<ProjectionRunner>> open_if_free(const ProjectionParts& parts);
    // unavailable if another process is at work on it.
    static Result<std::unique_ptr<ProjectionRunner>> open(const ProjectionParts& parts);
    // The last complete states, without a lock: another process may be at work on them. not_found,
    // with the reason, if there are none that may be continued.
    static Result<std::unique_ptr<StateFile>> last_states(const ProjectionParts& parts);
    // The states for whoever asks on; another process may work from now on.
    static std::unique_ptr<StateFile> finish(std::unique_ptr<ProjectionRunner> runner) {
        return std::move(runner->states_);
    }

    // Up to what `records` shows now.
    Result<CatchUpReport> catch_up(const CatchUpOptions& options);
    // The same for several projections of one ledger, reported in their order: those that have come
    // equally far read the ledger together.
    static Result<std::vector<CatchUpReport>> catch_up_together(
        std::span<ProjectionRunner* const> runners, const CatchUpOptions& options);

    // After catch_up().
    const StateFile& states() const { return *states_; }
    // Even if catch_up() has failed: are there complete states?
    bool has_states() const { return states_ != nullptr; }

private:
    ProjectionRunner(const ProjectionParts& parts, std::unique_ptr<FileLock> lock, Digest key)
        : parts_(parts), lock_(std::move(lock)), key_(key) {}

    StatePlace place() const;
    Status take(Result<StateFile> states);
    // Empty if the states at hand may be continued, otherwise why not.
    Result<std::string> why_not_continue() const;
    // What catch_up() has found out and done so far.
    struct Advance {
        ProjectionRunner* runner = nullptr;
        CatchUpReport report = {};
        bool is_done = false;
    };
    static Result<std::vector<CatchUpReport>> advance_all(
        std::span<ProjectionRunner* const> runners, const CatchUpOptions& options);
    Status begin(Advance& one);
    Status begin_anew(Advance& one);
    void forget_unfinished();
    static Status advance(std::span<Advance* const> group, const CatchUpOptions& options);
    Status settle(WalkRange range, std::optional<PoisonEvent> stopped, CatchUpReport& report);
    SweepParts sweep_parts() const;
    Result<StateProgress> progress_at(Position next) const;
    Status fold_outdated(Advance& one, const CatchUpOptions& options);
    Status compact();

    ProjectionParts parts_;
    std::unique_ptr<FileLock> lock_;
    Digest key_;
    std::unique_ptr<StateFile> states_;
    bool is_new_ = false;     // states_ have not taken the place of the old ones yet
    std::string open_error_;  // why there are no states
};

}  // namespace fallbuch

#include "projections/engine/runner.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <thread>
#include <tuple>
#include <utility>
#include <vector>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/codec/digest.h"
#include "core/codec/record.h"
#include "core/storage/segment_files.h"

namespace fallbuch {
namespace {

// A file is written anew when less than half of it is live; small ones are left alone.
constexpr std::uint64_t kGarbageBytesMin = 8U << 20U;
constexpr std::size_t kRowsAtOnce = 512;

// The projection's own key, made when it is first asked for.
Result<Digest> key_of(Vault& vault, Random& random, std::string_view projection) {
    const std::string name = "projection/" + std::string(projection);
    auto secret = vault.secret(name);
    if (!secret && secret.error().code == ErrorCode::not_found) {
        Digest fresh;
        RETURN_IF_ERROR(random.fill(fresh.bytes));
        const Status stored = vault.store_secret(name, fresh.view());
        // Another process may have been faster.
        if (!stored && stored.error().code != ErrorCode::conflict) return stored.error();
        secret = vault.secret(name);
    }
    if (!secret) return secret.error();
    Digest key;
    if (secret->size() != key.bytes.size()) {
        return Error{ErrorCode::corrupt, "vault: the key of projection " + name + " is damaged"};
    }
    std::memcpy(key.bytes.data(), secret->data(), key.bytes.size());
    return key;
}

unsigned threads_of(const CatchUpOptions& options) {
    return options.threads != 0 ? options.threads
                                : std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace

Result<std::unique_ptr<ProjectionRunner>> ProjectionRunner::open_if_free(
    const ProjectionParts& parts) {
    RETURN_IF_ERROR(make_durable_directory(parts.files, parts.directory));
    const std::string name(parts.projection.name());
    ASSIGN_OR_RETURN(auto lock, parts.files.try_lock(parts.directory + "/" + name + ".lock"));
    if (!lock) return std::unique_ptr<ProjectionRunner>();
    ASSIGN_OR_RETURN(const Digest key, key_of(parts.vault, parts.random, name));
    std::unique_ptr<ProjectionRunner> runner(new ProjectionRunner(parts, std::move(lock), key));
    RETURN_IF_ERROR(runner->take(StateFile::open(runner->place())));
    return runner;
}

Result<std::unique_ptr<ProjectionRunner>> ProjectionRunner::open(const ProjectionParts& parts) {
    ASSIGN_OR_RETURN(auto runner, open_if_free(parts));
    if (runner) return runner;
    return Error{ErrorCode::unavailable, parts.directory + ": another process is at work on " +
                                             std::string(parts.projection.name())};
}

Result<std::unique_ptr<StateFile>> ProjectionRunner::last_states(const ProjectionParts& parts) {
    ASSIGN_OR_RETURN(const Digest key,
                     key_of(parts.vault, parts.random, std::string(parts.projection.name())));
    ProjectionRunner reader(parts, nullptr, key);
    RETURN_IF_ERROR(reader.take(StateFile::open(reader.place(), OpenMode::read)));
    ASSIGN_OR_RETURN(std::string why, reader.why_not_continue());
    if (!why.empty()) return Error{ErrorCode::not_found, std::move(why)};
    return std::move(reader.states_);
}

Status ProjectionRunner::take(Result<StateFile> states) {
    if (states) {
        states_ = std::make_unique<StateFile>(std::move(*states));
    } else if (states.error().code == ErrorCode::unavailable) {
        return states.error();
    } else if (states.error().code != ErrorCode::not_found) {
        open_error_ = states.error().message;
    }
    return {};
}

StatePlace ProjectionRunner::place() const {
    return {parts_.files,
            parts_.random,
            parts_.directory + "/" + std::string(parts_.projection.name()) + ".state",
            parts_.ledger,
            parts_.projection.reducer(),
            key_};
}

Result<StateProgress> ProjectionRunner::progress_at(Position next) const {
    StateProgress progress{next, {}, {}};
    if (next.value == 0) return progress;
    ASSIGN_OR_RETURN(const StoredRecord last, parts_.records.read(Position{next.value - 1}));
    progress.entry = entry_of(last.header());
    return progress;
}

Result<std::string> ProjectionRunner::why_not_continue() const {
    if (!states_ && !open_error_.empty()) return open_error_;
    if (!states_) return std::string("there were none yet");
    const StateProgress& have = states_->progress();
    if (have.next.value > parts_.records.count()) {
        // Another process may have seen more of the ledger than was there a moment ago.
        ASSIGN_OR_RETURN(std::ignore, parts_.records.refresh());
    }
    if (have.next.value > parts_.records.count()) {
        return "the states go up to record " + std::to_string(have.next.value) +
               ", but the ledger has " + std::to_string(parts_.records.count());
    }
    ASSIGN_OR_RETURN(const StateProgress now, progress_at(have.next));
    if (now.entry == have.entry) return std::string();
    return "record " + std::to_string(have.next.value) +
           " is another one than when the states were made";
}

Result<CatchUpReport> ProjectionRunner::catch_up(const CatchUpOptions& options) {
    ProjectionRunner* const alone = this;
    ASSIGN_OR_RETURN(auto reports, catch_up_together({&alone, 1}, options));
    return std::move(reports.front());
}

Result<std::vector<CatchUpReport>> ProjectionRunner::catch_up_together(
    std::span<ProjectionRunner* const> runners, const CatchUpOptions& options) {
    auto reports = advance_all(runners, options);
    if (reports) return reports;
    for (ProjectionRunner* const runner : runners) runner->forget_unfinished();
    return reports;
}

Result<std::vector<CatchUpReport>> ProjectionRunner::advance_all(
    std::span<ProjectionRunner* const> runners, const CatchUpOptions& options) {
    std::vector<Advance> all;
    for (ProjectionRunner* const runner : runners) {
        RETURN_IF_ERROR(runner->begin(all.emplace_back(Advance{.runner = runner})));
    }
    for (Advance& first : all) {
        std::vector<Advance*> group;
        for (Advance& one : all) {
            if (!one.is_done && one.report.next == first.report.next) group.push_back(&one);
        }
        if (!first.is_done) RETURN_IF_ERROR(advance(group, options));
    }
    std::vector<CatchUpReport> reports;
    for (Advance& one : all) {
        RETURN_IF_ERROR(one.runner->fold_outdated(one, options));
        if (one.runner->is_new_) {
            RETURN_IF_ERROR(one.runner->states_->take_over());
            one.runner->is_new_ = false;
        } else if (const Status compacted = one.runner->compact(); !compacted) {
            // Only states that are touched are read before: what is damaged shows here.
            if (compacted.error().code != ErrorCode::corrupt) return compacted.error();
            one.runner->states_.reset();
            one.runner->open_error_ = compacted.error().message;
            ASSIGN_OR_RETURN(one.report, one.runner->catch_up(options));
        }
        reports.push_back(std::move(one.report));
    }
    return reports;
}

// What a call that failed has left counts nothing, here and on the disk.
void ProjectionRunner::forget_unfinished() {
    if (!states_) return;
    const Status rolled_back = is_new_ ? Status{} : states_->roll_back();
    if (!is_new_ && rolled_back) return;
    open_error_ = is_new_ ? "an earlier attempt to build them failed" : rolled_back.error().message;
    states_.reset();
    is_new_ = false;
}

// Decides between continuing and building anew.
Status ProjectionRunner::begin(Advance& one) {
    ASSIGN_OR_RETURN(one.report.why, why_not_continue());
    one.report.built_anew = !one.report.why.empty();
    if (one.report.built_anew) RETURN_IF_ERROR(begin_anew(one));
    const StateProgress& have = states_->progress();
    one.report.next = have.next;
    one.report.was_cut_off = one.report.was_cut_off || states_->had_loose_end();
    one.is_done =
        have.next == Position{parts_.records.count()} && states_->is_committed() && !have.stopped;
    return {};
}

Status ProjectionRunner::begin_anew(Advance& one) {
    ASSIGN_OR_RETURN(one.report.was_cut_off, parts_.files.exists(place().path + ".new"));
    ASSIGN_OR_RETURN(StateFile fresh, StateFile::create(place()));
    states_ = std::make_unique<StateFile>(std::move(fresh));
    is_new_ = true;
    return {};
}

SweepParts ProjectionRunner::sweep_parts() const {
    return {parts_.records, parts_.vault, parts_.catalogue, {{parts_.projection, *states_}}};
}

Status ProjectionRunner::advance(std::span<Advance* const> group, const CatchUpOptions& options) {
    const ProjectionRunner& first = *group.front()->runner;
    WalkRange range{group.front()->report.next, Position{first.parts_.records.count()}, 1,
                    options.event_bytes_max, options.progress};
    range.threads = threads_of(options);
    SweepParts parts{first.parts_.records, first.parts_.vault, first.parts_.catalogue, {}};
    for (const Advance* one : group) {
        StateFile& states = *one->runner->states_;
        if (states.is_committed()) RETURN_IF_ERROR(states.begin());
        parts.targets.push_back({one->runner->parts_.projection, states});
    }
    ASSIGN_OR_RETURN(SweepReport swept, sweep(parts, range));
    for (std::size_t i = 0; i < group.size(); ++i) {
        group[i]->report.event_bytes = swept.event_bytes;
        RETURN_IF_ERROR(
            group[i]->runner->settle(range, std::move(swept.poison[i]), group[i]->report));
        group[i]->is_done = true;
    }
    return {};
}

// Commits what a sweep has brought; once more, up to the event that cannot be taken in, if there
// was one.
Status ProjectionRunner::settle(WalkRange range, std::optional<PoisonEvent> stopped,
                                CatchUpReport& report) {
    const StateProgress have = states_->progress();
    report.stopped = std::move(stopped);
    if (report.stopped) {
        RETURN_IF_ERROR(states_->roll_back());
        if (have.stopped == report.stopped->why && have.next == report.stopped->position) {
            return {};
        }
    }
    // Up to there everything can be taken in, unless the walk ended before it had come to all of
    // it.
    for (bool is_clean = !report.stopped; !is_clean;) {
        range.to = report.stopped->position;
        ASSIGN_OR_RETURN(SweepReport again, sweep(sweep_parts(), range));
        is_clean = !again.poison.front();
        if (is_clean) break;
        LEDGER_ASSERT(again.poison.front()->position < range.to);
        report.stopped = std::move(again.poison.front());
        RETURN_IF_ERROR(states_->roll_back());
    }
    ASSIGN_OR_RETURN(StateProgress progress, progress_at(range.to));
    if (report.stopped) progress.stopped = report.stopped->why;
    report.was_stopped = have.stopped && !report.stopped;
    report.record_count = range.to.value - range.from.value;
    report.next = range.to;
    return states_->commit(std::move(progress));
}

// What time alone has made stale is folded anew; the states go as far as before.
Status ProjectionRunner::fold_outdated(Advance& one, const CatchUpOptions& options) {
    std::vector<StreamId> outdated;
    RETURN_IF_ERROR(states_->cards([&](const StreamId& stream, ByteView card) -> Status {
        if (parts_.projection.is_outdated(card)) outdated.push_back(stream);
        return {};
    }));
    if (outdated.empty()) return {};
    const StateProgress progress = states_->progress();
    RETURN_IF_ERROR(states_->begin());
    RETURN_IF_ERROR(fold_anew(sweep_parts(), outdated, progress.next, threads_of(options)));
    one.report.outdated_count = outdated.size();
    return states_->commit(progress);
}

Status ProjectionRunner::compact() {
    const std::uint64_t garbage_bytes = states_->file_bytes() - states_->live_bytes();
    if (garbage_bytes < std::max(kGarbageBytesMin, states_->live_bytes())) return {};
    ASSIGN_OR_RETURN(StateFile fresh, StateFile::create(place()));
    std::vector<StateRow> rows;
    const auto flush = [&]() -> Status {
        ASSIGN_OR_RETURN(auto sealed, fresh.seal(rows));
        RETURN_IF_ERROR(fresh.append(std::move(sealed)));
        rows.clear();
        return {};
    };
    RETURN_IF_ERROR(states_->cards([&](const StreamId& stream, ByteView card) -> Status {
        ASSIGN_OR_RETURN(auto state, states_->find(stream));
        rows.push_back({stream, Bytes(card.begin(), card.end()), std::move(*state),
                        states_->awaits_event(stream)});
        return rows.size() < kRowsAtOnce ? Status{} : flush();
    }));
    RETURN_IF_ERROR(flush());
    RETURN_IF_ERROR(fresh.commit(states_->progress()));
    RETURN_IF_ERROR(fresh.take_over());
    states_ = std::make_unique<StateFile>(std::move(fresh));
    return {};
}

}  // namespace fallbuch

#include "projections/engine/serve.h"

#include <thread>
#include <utility>

#include "projections/engine/sweep.h"

namespace fallbuch {
namespace {

constexpr std::chrono::milliseconds kBetweenTries{50};

Result<ServedStates> brought_up_to_date(std::unique_ptr<ProjectionRunner> runner,
                                        const CatchUpOptions& options) {
    ServedStates served;
    auto report = runner->catch_up(options);
    const bool can_serve =
        report || (report.error().code == ErrorCode::corrupt && runner->has_states());
    if (!can_serve) return report.error();
    if (report) {
        served.report = *std::move(report);
    } else {
        served.is_log_damaged = true;
        served.report.next = runner->states().progress().next;
        served.report.stopped = PoisonEvent{served.report.next, report.error().message};
    }
    served.states = ProjectionRunner::finish(std::move(runner));
    return served;
}

// Nothing if there are none.
Result<ServedStates> last_states(const ProjectionParts& parts) {
    ServedStates served;
    auto states = ProjectionRunner::last_states(parts);
    if (!states && states.error().code == ErrorCode::not_found) return served;
    if (!states) return states.error();
    served.states = *std::move(states);
    const StateProgress& progress = served.states->progress();
    served.report.next = progress.next;
    served.is_behind = progress.next.value < parts.records.count();
    if (progress.stopped) served.report.stopped = PoisonEvent{progress.next, *progress.stopped};
    return served;
}

// All of them at once; nothing if another process is at work on one, or if they cannot follow
// together.
std::vector<ServedStates> brought_up_together(std::span<const ProjectionParts> all,
                                              const CatchUpOptions& options) {
    std::vector<std::unique_ptr<ProjectionRunner>> runners;
    std::vector<ProjectionRunner*> borrowed;
    for (const ProjectionParts& parts : all) {
        auto runner = ProjectionRunner::open_if_free(parts);
        if (!runner || !*runner) return {};
        borrowed.push_back(runner->get());
        runners.push_back(*std::move(runner));
    }
    auto reports = ProjectionRunner::catch_up_together(borrowed, options);
    if (!reports) return {};
    std::vector<ServedStates> served(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        served[i].report = std::move((*reports)[i]);
        served[i].states = ProjectionRunner::finish(std::move(runners[i]));
    }
    return served;
}

}  // namespace

Result<std::vector<ServedStates>> serve_states_together(std::span<const ProjectionParts> all,
                                                        const ServeOptions& options) {
    std::vector<ServedStates> served = brought_up_together(all, options.catch_up);
    if (!served.empty()) return served;
    // Each by itself says what is wrong with it, or waits.
    for (const ProjectionParts& parts : all) {
        ASSIGN_OR_RETURN(served.emplace_back(), serve_states(parts, options));
    }
    return served;
}

Result<ServedStates> serve_states(const ProjectionParts& parts, const ServeOptions& options) {
    ServedStates last;
    bool is_told = false;
    for (std::chrono::milliseconds waited{0};; waited += kBetweenTries) {
        ASSIGN_OR_RETURN(auto runner, ProjectionRunner::open_if_free(parts));
        if (runner) return brought_up_to_date(std::move(runner), options.catch_up);
        // Once: what is done meanwhile is found when the lock is free.
        if (waited == std::chrono::milliseconds(0)) {
            ASSIGN_OR_RETURN(last, last_states(parts));
        }
        const bool is_current = last.states && !last.is_behind;
        if (is_current || (last.states && waited >= options.patience)) return last;
        if (!last.states && !is_told && waited >= options.patience) {
            is_told = true;
            if (options.wait_begins) options.wait_begins();
        }
        if (options.sleep) {
            options.sleep(kBetweenTries);
        } else {
            std::this_thread::sleep_for(kBetweenTries);
        }
    }
}

}  // namespace fallbuch

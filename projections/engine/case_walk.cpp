#include "projections/engine/case_walk.h"

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <string>
#include <thread>
#include <vector>

#include "core/events/event_store.h"
#include "core/events/schema_registry.h"
#include "projections/engine/batch_walk.h"
#include "projections/engine/opened_cases.h"
#include "projections/engine/record_batch.h"

namespace fallbuch {
namespace {

Error at_record(const Error& error, Position position) {
    return error.in("record " + std::to_string(position.value));
}

constexpr std::size_t kCasesBetweenTellings = 256;

// Opens what one walk meets; false if there was no room for all of it.
class CaseWalk {
public:
    CaseWalk(const CaseWalkParts& parts, const CaseWalkOptions& options, const WalkRange& range)
        : parts_(parts), options_(options), range_(range), registry_(parts.catalogue) {}

    Status load() { return load_schemas(parts_.records, registry_); }

    Result<bool> run(const WalkPass& pass,
                     const std::vector<std::unique_ptr<CaseVisitor>>& visitors) {
        std::vector<std::unique_ptr<OpenedCases>> cases;
        for (unsigned i = 0; i < range_.threads; ++i) {
            cases.push_back(
                std::make_unique<OpenedCases>(registry_, parts_.vault, options_.actor_unwanted));
        }
        std::atomic<bool> had_room = true;
        const auto take_in = [&](unsigned i,
                                 const std::vector<BatchRecord>& records) -> Result<bool> {
            for (const BatchRecord& record : records) {
                const Status taken = cases[i]->take_in(record);
                if (!taken) return at_record(taken.error(), record.position);
            }
            if (!has_room(range_, pass, cases[i]->size_bytes(), cases[i]->cases().size())) {
                had_room = false;
            }
            return had_room.load();
        };
        RETURN_IF_ERROR(BatchWalk(parts_.records, range_, pass).run(take_in));
        if (!had_room) return false;
        RETURN_IF_ERROR(in_parallel(range_.threads, [&](unsigned i) {
            return visit_all(*cases[i], *visitors[i], pass, i == 0);
        }));
        return true;
    }

private:
    Status visit_all(OpenedCases& cases, CaseVisitor& visitor, const WalkPass& pass,
                     bool tells) const {
        HeldEvents held;
        std::size_t done = 0;
        for (const auto& [stream, one] : cases.cases()) {
            Position failed;
            const Status read = cases.read(one, held, failed);
            if (!read) return at_record(read.error(), failed);
            RETURN_IF_ERROR(visitor.visit(stream, arrange(held, options_.bounds), held));
            if (tells && ++done % kCasesBetweenTellings == 0) {
                tell_progress(
                    range_, pass, true,
                    static_cast<double>(done) / static_cast<double>(cases.cases().size()));
            }
        }
        return {};
    }

    const CaseWalkParts& parts_;
    const CaseWalkOptions& options_;
    const WalkRange& range_;
    SchemaRegistry registry_;
};

}  // namespace

Status walk_cases(const CaseWalkParts& parts, const CaseWalkOptions& options,
                  const std::function<std::unique_ptr<CaseVisitor>(unsigned thread)>& make) {
    WalkRange range{{},
                    options.bounds.below.value_or(Position{parts.records.count()}),
                    1,
                    options.event_bytes_max,
                    options.progress};
    range.threads =
        options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::unique_ptr<CaseVisitor>> visitors;
    for (unsigned i = 0; i < range.threads; ++i) visitors.push_back(make(i));
    CaseWalk walk(parts, options, range);
    RETURN_IF_ERROR(walk.load());
    return walk_in_passes(range, [&](const WalkPass& pass) { return walk.run(pass, visitors); });
}

}  // namespace fallbuch

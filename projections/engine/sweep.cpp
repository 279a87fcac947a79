#include "projections/engine/sweep.h"

#include <atomic>
#include <cstddef>
#include <map>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/codec/record.h"
#include "core/events/decoded_event.h"
#include "core/events/envelope.h"
#include "core/events/event_decoder.h"
#include "core/events/event_reader.h"
#include "core/events/event_store.h"
#include "core/events/event_type.h"
#include "core/events/schema_registry.h"
#include "core/storage/segment.h"
#include "core/vault/sealing.h"
#include "projections/engine/case_history.h"

namespace fallbuch {
namespace {

constexpr std::size_t kRowsAtOnce = 512;
constexpr std::uint64_t kProgressEvery = 1U << 14U;

// What the event says cannot be read, now and whenever it is tried again.
bool is_poison(const Error& error) {
    return error.code == ErrorCode::corrupt || error.code == ErrorCode::invalid ||
           error.code == ErrorCode::not_found || error.code == ErrorCode::conflict;
}

// What the threads share.
struct Shared {
    const SweepParts& parts;
    const SweepRange& range;
    const SchemaRegistry& registry;
    std::mutex mutex;  // of the states' rows, and of what follows
    std::optional<Error> failure;
    std::optional<PoisonEvent> poison;
    std::atomic<bool> is_over{false};

    void fail(Position position, const Error& error) {
        const std::lock_guard lock(mutex);
        if (!is_poison(error)) {
            failure = error;
            is_over = true;
        } else if (!poison || position < poison->position) {
            poison = PoisonEvent{position, error.message};
        }
    }
};

// The cases of one thread in one pass.
class Worker {
public:
    Worker(Shared& shared, unsigned share, unsigned shares)
        : shared_(shared),
          share_(share),
          shares_(shares),
          decoder_(shared.registry, shared.parts.vault,
                   {TagCheck::skipped, ReadAs::newest_version}) {}

    void run() {
        const SweepRange& range = shared_.range;
        const Status walked = shared_.parts.records.scan(
            range.from, range.to,
            [&](Position position, const FrameView& frame) { return visit(position, frame); });
        if (!walked) return;  // told already
        if (const Status refolded = refold_corrected(); !refolded) return;
        if (const Status written = write_rows(); !written) {
            shared_.fail(shared_.range.to, Error{ErrorCode::unavailable, written.error().message});
        }
    }

private:
    bool is_mine(const StreamId& stream) const {
        return std::hash<StreamId>()(stream) % shares_ == share_;
    }

    Status visit(Position position, const FrameView& frame) {
        if (shared_.is_over) return Error{ErrorCode::unavailable, "sweep: another thread failed"};
        if (share_ == 0 && shared_.range.progress && position.value % kProgressEvery == 0) {
            shared_.range.progress(position.value - shared_.range.from.value,
                                   shared_.range.to.value - shared_.range.from.value);
        }
        ASSIGN_OR_RETURN(const HeaderPrefix prefix, decode_prefix(frame.header));
        if (prefix.kind == RecordKind::system || !is_mine(prefix.stream_id)) return {};
        Status taken = take_in(position, frame);
        if (!taken) shared_.fail(position, taken.error());
        return taken;
    }

    Status take_in(Position position, const FrameView& frame) {
        RETURN_IF_ERROR(decode_header(frame.header, header_));
        RETURN_IF_ERROR(decoder_.decode(header_, frame.spans, event_));
        const StreamId& stream = header_.prefix.stream_id;
        if (!event_.text_of(EnvelopeField::corrects).empty())
            corrected_.try_emplace(stream, position);
        ASSIGN_OR_RETURN(CaseFold* const fold, fold_of(stream));
        return fold->apply({event_.fold_time(), position}, *event_.type, event_);
    }

    Result<CaseFold*> fold_of(const StreamId& stream) {
        auto& fold = folds_[stream];
        if (fold) return fold.get();
        auto made = shared_.parts.projection.make();
        ASSIGN_OR_RETURN(const auto known, shared_.parts.states.find(stream));
        if (known) RETURN_IF_ERROR(made->decode(*known));
        fold = std::move(made);
        return fold.get();
    }

    // A correction counts at the place of what it corrects, so its case is folded anew.
    Status refold_corrected() {
        if (corrected_.empty()) return {};
        const SweepParts& parts = shared_.parts;
        auto reader = EventReader::open(parts.records, parts.vault, parts.catalogue);
        if (!reader) {
            shared_.fail(shared_.range.from, reader.error());
            return reader.error();
        }
        for (const auto& [stream, position] : corrected_) {
            auto fold = parts.projection.make();
            const Status folded = read_history(
                **reader, stream, {{}, {}, shared_.range.to},
                [&](const FoldPlace& place, const EventType& type, const DecodedEvent& event) {
                    return fold->apply(place, type, event);
                });
            if (!folded) {
                shared_.fail(position, folded.error());
                return folded;
            }
            folds_[stream] = std::move(fold);
        }
        return {};
    }

    Status write_rows() {
        std::vector<StateRow> rows;
        for (auto next = folds_.begin(); next != folds_.end();) {
            rows.clear();
            for (; next != folds_.end() && rows.size() < kRowsAtOnce; ++next) {
                StateRow& row = rows.emplace_back();
                row.stream = next->first;
                next->second->encode(row.state);
                next->second->write_card(row.card);
                next->second.reset();
            }
            const std::lock_guard lock(shared_.mutex);
            RETURN_IF_ERROR(shared_.parts.states.append(rows));
        }
        return {};
    }

    Shared& shared_;
    const unsigned share_;
    const unsigned shares_;
    EventDecoder decoder_;
    RecordHeader header_;
    DecodedEvent event_;
    std::unordered_map<StreamId, std::unique_ptr<CaseFold>> folds_;
    std::map<StreamId, Position> corrected_;  // and the first event that corrects
};

void run_pass(Shared& shared, unsigned pass) {
    const unsigned threads = shared.range.threads;
    std::vector<std::thread> running;
    for (unsigned i = 0; i < threads; ++i) {
        running.emplace_back([&shared, share = pass * threads + i] {
            Worker(shared, share, shared.range.threads * shared.range.passes).run();
        });
    }
    for (std::thread& thread : running) thread.join();
}

}  // namespace

Result<std::optional<PoisonEvent>> sweep(const SweepParts& parts, const SweepRange& range) {
    SchemaRegistry registry(parts.catalogue);
    RETURN_IF_ERROR(load_schemas(parts.records, registry));
    Shared shared{parts, range, registry, {}, {}, {}, false};
    for (unsigned pass = 0; pass < range.passes && !shared.failure && !shared.poison; ++pass) {
        run_pass(shared, pass);
    }
    if (shared.failure) return *shared.failure;
    return std::move(shared.poison);
}

}  // namespace fallbuch

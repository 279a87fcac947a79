#include "projections/engine/sweep.h"

#include <atomic>
#include <cstddef>
#include <map>
#include <mutex>
#include <span>
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
        if (const Status refolded = refold(); !refolded) return;
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
        ASSIGN_OR_RETURN(CaseFold* const fold, fold_of(header_.prefix.stream_id));
        if (!event_.text_of(EnvelopeField::corrects).empty()) {
            ASSIGN_OR_RETURN(const bool is_settled, replace_corrected(position, *fold));
            if (is_settled) return {};
            refold_.try_emplace(header_.prefix.stream_id, position);
        }
        return fold->apply({event_.fold_time(), position}, *event_.type, event_);
    }

    // False if only the whole history of the case tells what the correction at hand does.
    Result<bool> replace_corrected(Position position, CaseFold& fold) {
        ASSIGN_OR_RETURN(EventReader* const reader, history_reader());
        const auto found =
            reader->find_events(event_.text_of(EnvelopeField::corrects), std::nullopt);
        if (!found && found.error().code == ErrorCode::not_found) return false;
        if (!found) return found.error();
        const Position target = found->front().position;
        if (found->size() > 1 || target >= position) return false;
        bool is_replaced = false;
        RETURN_IF_ERROR(reader->read(
            std::span(&target, 1), [&](Position, const DecodedEvent& corrected) -> Status {
                if (corrected.prefix.stream_id != header_.prefix.stream_id) return {};
                // A correction of a correction stands where the first event stood.
                if (!corrected.text_of(EnvelopeField::corrects).empty()) return {};
                ASSIGN_OR_RETURN(is_replaced, fold.replace({corrected.fold_time(), target},
                                                           *corrected.type, event_));
                return {};
            }));
        return is_replaced;
    }

    Result<EventReader*> history_reader() {
        if (!reader_) {
            const SweepParts& parts = shared_.parts;
            ASSIGN_OR_RETURN(reader_,
                             EventReader::open(parts.records, parts.vault, parts.catalogue));
        }
        return reader_.get();
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

    Status refold() {
        if (refold_.empty()) return {};
        const SweepParts& parts = shared_.parts;
        for (const auto& [stream, position] : refold_) {
            auto fold = parts.projection.make();
            const Status folded = read_history(
                *reader_, stream, {{}, {}, shared_.range.to},
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
            ASSIGN_OR_RETURN(auto sealed, shared_.parts.states.seal(rows));
            const std::lock_guard lock(shared_.mutex);
            RETURN_IF_ERROR(shared_.parts.states.append(std::move(sealed)));
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
    std::map<StreamId, Position> refold_;  // cases to fold anew, and the first event that asks it
    std::unique_ptr<EventReader> reader_;  // once something is corrected
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

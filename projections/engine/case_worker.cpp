#include "projections/engine/case_worker.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <utility>

#include "core/events/decoded_event.h"
#include "core/events/envelope.h"
#include "core/events/event_type.h"

namespace fallbuch {
namespace {

constexpr std::size_t kRowsAtOnce = 128;
constexpr std::size_t kCasesBetweenTellings = 256;

// What the event says cannot be read, now and whenever it is tried again.
bool is_poison(const Error& error) {
    return error.code == ErrorCode::corrupt || error.code == ErrorCode::invalid ||
           error.code == ErrorCode::not_found || error.code == ErrorCode::conflict;
}

std::function<bool(const EventType&)> unwanted_actors(const std::vector<SweepTarget>& targets) {
    return [&targets](const EventType& type) {
        return std::none_of(targets.begin(), targets.end(), [&](const SweepTarget& target) {
            return target.projection.reads_actor(type);
        });
    };
}

}  // namespace

CaseWorker::CaseWorker(const WorkerParts& parts)
    : parts_(parts),
      opened_(parts.registry, parts.sweep.vault, unwanted_actors(parts.sweep.targets)),
      rows_(parts.sweep.targets.size()),
      poison_(parts.sweep.targets.size()) {
    for (const SweepTarget& target : parts.sweep.targets) {
        folds_.push_back(target.projection.make());
    }
}

Status CaseWorker::judge(std::size_t target, Position position, const Status& status) {
    if (status || !is_poison(status.error())) return status;
    auto& known = poison_[target];
    if (!known || position < known->position) {
        known = PoisonEvent{position, status.error().message};
    }
    return {};
}

Status CaseWorker::judge_for_all(Position position, const Status& status) {
    for (std::size_t target = 0; !status && target < poison_.size(); ++target) {
        RETURN_IF_ERROR(judge(target, position, status));
    }
    return {};
}

Result<bool> CaseWorker::take_in(const std::vector<BatchRecord>& records) {
    for (const BatchRecord& record : records) {
        // So far only what cannot be opened is known to be poison, and that to all of them.
        if (poison_.front() && poison_.front()->position < record.position) continue;
        RETURN_IF_ERROR(judge_for_all(record.position, opened_.take_in(record)));
    }
    return !poison_.front();
}

Status CaseWorker::finish(const std::function<void(double share)>& tell) {
    std::size_t done = 0;
    for (const auto& [stream, kept] : opened_.cases()) {
        RETURN_IF_ERROR(fold_case(stream, kept));
        if (++done % kCasesBetweenTellings == 0) {
            tell(static_cast<double>(done) / static_cast<double>(opened_.cases().size()));
        }
    }
    for (std::size_t target = 0; target < rows_.size(); ++target) {
        RETURN_IF_ERROR(write_rows(target));
    }
    return {};
}

Status CaseWorker::fold_anew(const std::vector<StreamId>& streams) {
    for (const StreamId& stream : streams) {
        CaseAtHand one{.stream = stream, .first = {}};
        RETURN_IF_ERROR(fold_into(0, one));
    }
    return write_rows(0);
}

Status CaseWorker::fold_case(const StreamId& stream, const KeptEvents::Case& kept) {
    CaseAtHand one{.stream = stream, .first = kept.first->position};
    Position failed;
    const Status read = opened_.read(kept, fresh_events_, failed);
    if (!read) return judge_for_all(failed, read);
    for (const DecodedEvent& event : fresh_events_.events()) {
        one.corrects = one.corrects || !event.text_of(EnvelopeField::corrects).empty();
    }
    one.fresh = arrange(fresh_events_, {});
    for (std::size_t target = 0; target < poison_.size(); ++target) {
        // Behind what is poison already nothing can be the earliest any more.
        if (poison_[target] && poison_[target]->position < one.first) continue;
        RETURN_IF_ERROR(fold_into(target, one));
    }
    return {};
}

Status CaseWorker::fold_into(std::size_t target, CaseAtHand& one) {
    const SweepTarget& into = parts_.sweep.targets[target];
    CaseFold& fold = *folds_[target];
    fold.begin(one.stream);
    bool awaits_event = one.fresh.awaits_event;
    if (!into.states.has(one.stream) || is_continued(into, one, fold)) {
        RETURN_IF_ERROR(fold_all(target, one.fresh, fresh_events_, fold));
    } else {
        RETURN_IF_ERROR(judge(target, one.first, read_history_of(one)));
        if (poison_[target]) return {};
        fold.begin(one.stream);
        RETURN_IF_ERROR(fold_all(target, one.history, history_events_, fold));
        awaits_event = one.history.awaits_event;
    }
    if (poison_[target]) return {};
    StateRow& row = rows_[target].emplace_back();
    row.stream = one.stream;
    row.awaits_event = awaits_event;
    fold.encode(row.state);
    fold.write_card(row.card);
    return rows_[target].size() < kRowsAtOnce ? Status{} : write_rows(target);
}

bool CaseWorker::is_continued(const SweepTarget& into, const CaseAtHand& one,
                              CaseFold& fold) const {
    const bool can_be =
        into.projection.continues() && !one.corrects && !into.states.awaits_event(one.stream);
    if (!can_be) return false;
    const auto state = into.states.find(one.stream);
    // A damaged one is made anew.
    return state && *state && fold.decode(**state);
}

Status CaseWorker::fold_all(std::size_t target, const Arrangement& arrangement,
                            const HeldEvents& held, CaseFold& fold) {
    for (const ArrangedEvent& one : arrangement.events) {
        // On to the last, even behind poison: what was recorded first may stand behind it here.
        RETURN_IF_ERROR(
            judge(target, one.at.position, fold.apply(one.at, held.events()[one.index])));
    }
    return {};
}

Status CaseWorker::read_history_of(CaseAtHand& one) {
    if (one.has_history) return {};
    const SweepParts& sweep = parts_.sweep;
    if (!reader_) {
        ASSIGN_OR_RETURN(reader_, EventReader::open(sweep.records, sweep.vault, sweep.catalogue));
    }
    RETURN_IF_ERROR(reader_->hold_case(one.stream, parts_.end, history_events_));
    one.history = arrange(history_events_, {});
    one.has_history = true;
    return {};
}

Status CaseWorker::write_rows(std::size_t target) {
    std::vector<StateRow>& rows = rows_[target];
    StateFile& states = parts_.sweep.targets[target].states;
    if (rows.empty() || poison_[target]) return {};
    ASSIGN_OR_RETURN(auto sealed, states.seal(rows));
    rows.clear();
    const std::lock_guard lock(parts_.rows_mutex);
    return states.append(std::move(sealed));
}

}  // namespace fallbuch

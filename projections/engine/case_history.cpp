#include "projections/engine/case_history.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

#include "core/events/decoded_event.h"
#include "core/events/envelope.h"
#include "core/events/event_type.h"

namespace fallbuch {
namespace {

struct Entry {
    FoldPlace place;
    const EventType* counts_as = nullptr;
    std::size_t content = 0;  // index of the event that speaks here
    std::string_view corrects;
    bool is_spent = false;
};

// Corrections of one case, each led back to the event that was there first.
class Corrections {
public:
    Corrections(std::vector<Entry>& entries, const HeldEvents& held) : entries_(entries) {
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const DecodedEvent& event = held.events()[entries[i].content];
            // The later of two with one id (from two sources) answers to it.
            by_id_[event.text_of(EnvelopeField::id)] = i;
        }
    }

    // Puts the newest correction of each event into its place and marks the others as spent.
    // True if what one of them corrects is not there.
    bool settle() {
        bool is_missing = false;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            if (entries_[i].corrects.empty()) continue;
            is_missing = is_missing || !by_id_.contains(entries_[i].corrects);
            const auto target = first_corrected(i);
            if (!target || *target == i) continue;
            entries_[i].is_spent = true;
            Entry& entry = entries_[*target];
            // The newest one comes last. It counts even if it was recorded before what it corrects.
            entry.content = entries_[i].content;
            if (restates(*entries_[i].counts_as, *entry.counts_as)) {
                entry.place.occurred = entries_[i].place.occurred;
            }
        }
        return is_missing;
    }

private:
    // Nothing if it goes round in a circle.
    std::optional<std::size_t> first_corrected(std::size_t correction) const {
        std::size_t at = correction;
        for (std::size_t steps = 0; steps <= entries_.size(); ++steps) {
            const auto found = by_id_.find(entries_[at].corrects);
            if (entries_[at].corrects.empty() || found == by_id_.end()) return at;
            at = found->second;
        }
        return std::nullopt;
    }

    std::vector<Entry>& entries_;
    std::unordered_map<std::string_view, std::size_t> by_id_;  // entries by the ids of their events
};

}  // namespace

bool restates(const EventType& correction, const EventType& corrected) {
    return correction.wire_type() == corrected.wire_type();
}

Arrangement arrange(const HeldEvents& held, const HistoryBounds& bounds) {
    Arrangement arrangement;
    std::vector<Entry> entries;
    bool is_corrected = false;
    for (std::size_t i = 0; i < held.events().size(); ++i) {
        const DecodedEvent& event = held.events()[i];
        if (bounds.recorded && event.prefix.recorded > *bounds.recorded) continue;
        const std::string_view corrects = event.text_of(EnvelopeField::corrects);
        const FoldPlace place{event.fold_time(), held.positions()[i]};
        entries.push_back({place, event.type, i, corrects});
        is_corrected = is_corrected || !corrects.empty();
    }
    if (is_corrected) arrangement.awaits_event = Corrections(entries, held).settle();
    std::erase_if(entries, [&](const Entry& entry) {
        return entry.is_spent || (bounds.occurred && entry.place.occurred > *bounds.occurred);
    });
    std::sort(entries.begin(), entries.end(),
              [](const Entry& left, const Entry& right) { return left.place < right.place; });
    for (const Entry& entry : entries) {
        arrangement.events.push_back(
            {{entry.place, *entry.counts_as, held.positions()[entry.content]}, entry.content});
    }
    return arrangement;
}

Status read_history(EventReader& events, const StreamId& stream, const HistoryBounds& bounds,
                    const VisitHistory& visit) {
    ASSIGN_OR_RETURN(auto positions, events.records().stream_positions(stream));
    if (bounds.below) {
        positions.erase(std::lower_bound(positions.begin(), positions.end(), *bounds.below),
                        positions.end());
    }
    HeldEvents held;
    RETURN_IF_ERROR(events.hold(stream, positions, held));
    for (const ArrangedEvent& one : arrange(held, bounds).events) {
        RETURN_IF_ERROR(visit(one.at, held.events()[one.index]));
    }
    return {};
}

}  // namespace fallbuch

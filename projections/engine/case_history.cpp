#include "projections/engine/case_history.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "core/events/decoded_event.h"
#include "core/events/envelope.h"
#include "core/events/event_type.h"

namespace fallbuch {
namespace {

struct Entry {
    FoldPlace place;
    Position content;  // where the event lies that speaks here
    const EventType* counts_as = nullptr;
    std::string corrects;
};

// Entry numbers by event id. The later of two with one id (from two sources) answers to it.
using EntriesById = std::map<std::string, std::size_t, std::less<>>;

bool is_within(const HistoryBounds& bounds, const DecodedEvent& event) {
    return !bounds.recorded || event.prefix.recorded <= *bounds.recorded;
}

// Follows corrections to the event that was there first; nothing if it goes round in a circle.
std::optional<std::size_t> first_corrected(const std::vector<Entry>& entries,
                                           const EntriesById& by_id, std::size_t correction) {
    std::size_t at = correction;
    for (std::size_t steps = 0; steps <= entries.size(); ++steps) {
        const auto found = by_id.find(entries[at].corrects);
        if (entries[at].corrects.empty() || found == by_id.end()) return at;
        at = found->second;
    }
    return std::nullopt;
}

// Puts the newest correction of each event into its place and takes the others away.
void settle_corrections(std::vector<Entry>& entries, const EntriesById& by_id) {
    std::vector<bool> is_spent(entries.size(), false);
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto target = first_corrected(entries, by_id, i);
        if (!target || *target == i) continue;
        is_spent[i] = true;
        Entry& entry = entries[*target];
        // The newest one comes last. It counts even if it was recorded before what it corrects.
        entry.content = entries[i].place.position;
        if (restates(*entries[i].counts_as, *entry.counts_as)) {
            entry.place.occurred = entries[i].place.occurred;
        }
    }
    std::size_t kept = 0;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (!is_spent[i]) entries[kept++] = std::move(entries[i]);
    }
    entries.resize(kept);
}

}  // namespace

bool restates(const EventType& correction, const EventType& corrected) {
    return correction.wire_type() == corrected.wire_type();
}

Status read_history(EventReader& events, const StreamId& stream, const HistoryBounds& bounds,
                    const VisitHistory& visit) {
    ASSIGN_OR_RETURN(auto positions, events.records().stream_positions(stream));
    if (bounds.below) {
        positions.erase(std::lower_bound(positions.begin(), positions.end(), *bounds.below),
                        positions.end());
    }
    std::vector<Entry> entries;
    EntriesById by_id;
    bool is_corrected = false;
    RETURN_IF_ERROR(
        events.read(positions, [&](Position position, const DecodedEvent& event) -> Status {
            if (!is_within(bounds, event)) return {};
            const auto corrects = event.text_of(EnvelopeField::corrects);
            by_id[std::string(event.text_of(EnvelopeField::id))] = entries.size();
            entries.push_back(
                {{event.fold_time(), position}, position, event.type, std::string(corrects)});
            is_corrected = is_corrected || !corrects.empty();
            return {};
        }));
    if (is_corrected) settle_corrections(entries, by_id);
    std::erase_if(entries, [&](const Entry& entry) {
        return bounds.occurred && entry.place.occurred > *bounds.occurred;
    });
    std::sort(entries.begin(), entries.end(),
              [](const Entry& left, const Entry& right) { return left.place < right.place; });
    for (const Entry& entry : entries) {
        RETURN_IF_ERROR(events.read(
            std::span(&entry.content, 1), [&](Position position, const DecodedEvent& event) {
                return visit({entry.place, *entry.counts_as, position}, event);
            }));
    }
    return {};
}

}  // namespace fallbuch

#include "projections/engine/case_history.h"

#include <algorithm>
#include <iterator>
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
    std::size_t content = 0;        // index of the event that speaks here
    std::size_t first_content = 0;  // of the event that is here by itself
    std::string_view corrects;
    Instant recorded;
    bool is_spent = false;
};

// Corrections of one case, each led back to the event that was there first.
class Corrections {
public:
    Corrections(std::vector<Entry>& entries, const HeldEvents& held)
        : entries_(entries), held_(held) {
        for (std::size_t i = 0; i < entries.size(); ++i) {
            by_id_.emplace(event_of(i).text_of(EnvelopeField::id), i);
        }
    }

    // Puts the newest correction of each event into its place and marks the others as spent.
    // True if what one of them corrects may still come.
    bool settle() {
        bool is_missing = false;
        for (std::size_t i = 0; i < entries_.size(); ++i) {
            if (entries_[i].corrects.empty()) continue;
            is_missing = is_missing || !named_in_own_source(i);
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

    // The entry that one names; nothing if it corrects none.
    std::optional<std::size_t> named(std::size_t correction) const {
        if (entries_[correction].corrects.empty()) return std::nullopt;
        if (const auto own = named_in_own_source(correction)) return own;
        const auto [begin, end] = by_id_.equal_range(entries_[correction].corrects);
        const bool is_only_one = begin != end && std::next(begin) == end;
        return is_only_one ? std::optional(begin->second) : std::nullopt;
    }

private:
    const DecodedEvent& event_of(std::size_t entry) const {
        return held_.events()[entries_[entry].first_content];
    }

    std::optional<std::size_t> named_in_own_source(std::size_t correction) const {
        const std::string_view source = event_of(correction).text_of(EnvelopeField::source);
        const auto [begin, end] = by_id_.equal_range(entries_[correction].corrects);
        for (auto one = begin; one != end; ++one) {
            if (event_of(one->second).text_of(EnvelopeField::source) == source) return one->second;
        }
        return std::nullopt;
    }

    // Nothing if it goes round in a circle.
    std::optional<std::size_t> first_corrected(std::size_t correction) const {
        std::size_t at = correction;
        for (std::size_t steps = 0; steps <= entries_.size(); ++steps) {
            const auto next = named(at);
            if (!next) return at;
            at = *next;
        }
        return std::nullopt;
    }

    std::vector<Entry>& entries_;
    const HeldEvents& held_;
    std::unordered_multimap<std::string_view, std::size_t> by_id_;  // entries
};

}  // namespace

bool restates(const EventType& correction, const EventType& corrected) {
    return correction.wire_type() == corrected.wire_type();
}

std::vector<std::optional<std::size_t>> corrected_events(const HeldEvents& held) {
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < held.events().size(); ++i) {
        const DecodedEvent& event = held.events()[i];
        entries.push_back({{event.fold_time(), held.positions()[i]},
                           event.type,
                           i,
                           i,
                           event.text_of(EnvelopeField::corrects),
                           event.prefix.recorded});
    }
    const Corrections corrections(entries, held);
    std::vector<std::optional<std::size_t>> corrected;
    for (std::size_t i = 0; i < entries.size(); ++i) corrected.push_back(corrections.named(i));
    return corrected;
}

Arrangement arrange(const HeldEvents& held, const HistoryBounds& bounds) {
    Arrangement arrangement;
    std::vector<Entry> entries;
    bool is_corrected = false;
    for (std::size_t i = 0; i < held.events().size(); ++i) {
        const DecodedEvent& event = held.events()[i];
        const bool is_known = (!bounds.recorded || event.prefix.recorded <= *bounds.recorded) &&
                              (!bounds.below || held.positions()[i] < *bounds.below);
        if (!is_known) continue;
        const std::string_view corrects = event.text_of(EnvelopeField::corrects);
        const FoldPlace place{event.fold_time(), held.positions()[i]};
        entries.push_back({place, event.type, i, i, corrects, event.prefix.recorded});
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
            {{entry.place, *entry.counts_as, held.positions()[entry.content], entry.recorded},
             entry.content});
    }
    return arrangement;
}

Status read_history(EventReader& events, const StreamId& stream, const HistoryBounds& bounds,
                    const VisitHistory& visit) {
    HeldEvents held;
    RETURN_IF_ERROR(events.hold_case(stream, bounds.below, held));
    for (const ArrangedEvent& one : arrange(held, bounds).events) {
        RETURN_IF_ERROR(visit(one.at, held.events()[one.index]));
    }
    return {};
}

}  // namespace fallbuch

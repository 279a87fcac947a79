// Events of a log as a ledger would give them back, made in memory: for measuring the rules alone.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "consumers/ingest/input_stream.h"
#include "core/base/bytes.h"
#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/events/event_type.h"
#include "core/events/held_events.h"

namespace fallbuch {

// What is told of an event beside its activity and its moment.
struct MadeAttributes {
    std::int64_t key = 0;
    std::int64_t amount = 0;
};

// Cases of a log, each with its events in their order. Events are views into what this holds.
class MadeEvents {
public:
    // Of type de.fallbuch.trace.event.v2.
    explicit MadeEvents(const EventType& type) : type_(type) {}

    void begin_case() { cases_.emplace_back(); }
    // In the case begun last.
    void add(std::string_view activity, Instant occurred,
             const std::optional<MadeAttributes>& attributes = std::nullopt);

    const std::vector<HeldEvents>& cases() const { return cases_; }
    std::uint64_t event_count() const { return event_count_; }

private:
    // A text is kept once for all events that have it.
    ByteView encoded(std::string_view text);

    const EventType& type_;
    std::vector<HeldEvents> cases_;
    std::deque<Bytes> values_;
    std::deque<std::pair<std::string, Bytes>> texts_;
    std::uint64_t event_count_ = 0;
};

// All events of an XES log whose lifecycle is "complete" in whatever letters, or that have none.
// Fails as read_xes() does; invalid if an event has no time.
Status read_complete_events(InputStream& log, MadeEvents& out);

}  // namespace fallbuch

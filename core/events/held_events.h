// Several events at once: each read, and kept for as long as they are worked with.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"
#include "core/events/decoded_event.h"

namespace fallbuch {

// Its memory is used again after clear(), so one of them serves for many cases.
class HeldEvents {
public:
    void clear() {
        count_ = 0;
        positions_.clear();
        opened_.clear();
    }
    // A slot for the event at `position`, to be filled before it is looked at. What add() gave
    // before may move.
    DecodedEvent& add(Position position) {
        if (count_ == events_.size()) events_.emplace_back();
        positions_.push_back(position);
        return events_[count_++];
    }
    std::span<const DecodedEvent> events() const { return {events_.data(), count_}; }
    // Of the events, in the same order.
    std::span<const Position> positions() const { return positions_; }
    // For whoever has nowhere else to keep what the events borrow from.
    Bytes& opened() { return opened_; }

private:
    std::vector<DecodedEvent> events_;  // those from count_ on wait to be used again
    std::vector<Position> positions_;
    std::size_t count_ = 0;
    Bytes opened_;
};

}  // namespace fallbuch

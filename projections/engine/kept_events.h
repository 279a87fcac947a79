// Opened events of many cases, each case's one behind the other in the order in which they came.
//
// What a walk over the log leaves for the folds: a case is folded once all of it is there, so that
// its events can be put into their order first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "core/base/bytes.h"
#include "core/base/ids.h"

namespace fallbuch {

// Belongs to one thread. Nothing that it holds moves.
class KeptEvents {
public:
    struct Event {
        const Event* next = nullptr;
        Position position;
        std::size_t size_bytes = 0;
        // As EventDecoder::open() wrote them.
        ByteView opened() const {
            return {reinterpret_cast<const std::uint8_t*>(this + 1), size_bytes};
        }
    };

    // Positions of one case ascend.
    void add(const StreamId& stream, Position position, ByteView opened);

    struct Case {
        const Event* first = nullptr;
        Event* last = nullptr;
    };
    const std::unordered_map<StreamId, Case>& cases() const { return cases_; }
    std::uint64_t size_bytes() const { return size_bytes_; }

private:
    void* take(std::size_t size_bytes);

    std::unordered_map<StreamId, Case> cases_;
    std::vector<std::unique_ptr<std::max_align_t[]>> blocks_;
    std::uint8_t* free_ = nullptr;
    std::size_t free_bytes_ = 0;
    std::uint64_t size_bytes_ = 0;  // of all events
};

}  // namespace fallbuch

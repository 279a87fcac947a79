// Which positions may hold an event id? The table that makes dedupe one memory access.
//
// A slot keeps 28 bits of the id and a position, 8 bytes an event; the caller confirms a candidate
// against the index. 256 shards grow one at a time, so that growing never stops the writer long.
// Not synchronised.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/base/ids.h"

namespace fallbuch {

class EventTable {
public:
    EventTable();

    void insert(const EventId& id, Position position);

    // Calls `confirm(Position)` for each candidate until it returns true; false if none did.
    template <typename Confirm>
    bool find(const EventId& id, Confirm confirm) const {
        const Key key(id);
        const Shard& shard = shards_[key.shard];
        const std::uint64_t mask = shard.slots.size() - 1;
        for (std::uint64_t slot = home_of(shard, key.mark);; slot = (slot + 1) & mask) {
            const std::uint64_t entry = shard.slots[slot];
            if (entry == 0) return false;
            if (entry >> kPositionBits != key.mark) continue;
            if (confirm(Position{(entry & kPositionMask) - 1})) return true;
        }
    }

    std::uint64_t size_bytes() const;

private:
    static constexpr unsigned kPositionBits = 36;
    static constexpr std::uint64_t kPositionMask = (1ULL << kPositionBits) - 1;
    static constexpr unsigned kMarkBits = 64 - kPositionBits;
    static constexpr unsigned kFirstSlotBits = 6;

    // The id's bits, each used once: ids are keyed hashes.
    struct Key {
        explicit Key(const EventId& id);
        std::size_t shard;
        std::uint64_t mark;
    };
    struct Shard {
        std::vector<std::uint64_t> slots;  // 0, or mark and position + 1
        unsigned slot_bits = kFirstSlotBits;
        std::size_t used_count = 0;
    };

    // The mark's leading bits choose the slot, so that a shard can grow without the ids.
    static std::uint64_t home_of(const Shard& shard, std::uint64_t mark) {
        return mark >> (kMarkBits - shard.slot_bits);
    }
    static void place(Shard& shard, std::uint64_t entry);
    static void grow(Shard& shard);

    std::array<Shard, 256> shards_;
};

}  // namespace fallbuch

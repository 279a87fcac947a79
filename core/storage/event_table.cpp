#include "core/storage/event_table.h"

#include <cstring>
#include <utility>

#include "core/base/assert.h"

namespace fallbuch {

EventTable::Key::Key(const EventId& id) : shard(id.bytes[0]), mark(0) {
    std::uint64_t bits = 0;
    std::memcpy(&bits, id.bytes.data() + 1, sizeof bits);
    mark = bits >> kPositionBits;
}

EventTable::EventTable() {
    for (Shard& shard : shards_) shard.slots.assign(std::size_t{1} << shard.slot_bits, 0);
}

void EventTable::place(Shard& shard, std::uint64_t entry) {
    const std::uint64_t mask = shard.slots.size() - 1;
    std::uint64_t slot = home_of(shard, entry >> kPositionBits);
    while (shard.slots[slot] != 0) slot = (slot + 1) & mask;
    shard.slots[slot] = entry;
}

void EventTable::grow(Shard& shard) {
    LEDGER_ASSERT(shard.slot_bits < kMarkBits);
    ++shard.slot_bits;
    const auto old = std::exchange(
        shard.slots, std::vector<std::uint64_t>(std::size_t{1} << shard.slot_bits, 0));
    for (const std::uint64_t entry : old) {
        if (entry != 0) place(shard, entry);
    }
}

void EventTable::insert(const EventId& id, Position position) {
    LEDGER_ASSERT(position.value < kPositionMask);
    const Key key(id);
    Shard& shard = shards_[key.shard];
    if (shard.used_count * 10 >= shard.slots.size() * 7) grow(shard);
    place(shard, key.mark << kPositionBits | (position.value + 1));
    ++shard.used_count;
}

std::uint64_t EventTable::size_bytes() const {
    std::uint64_t sum_bytes = 0;
    for (const Shard& shard : shards_) sum_bytes += shard.slots.size() * sizeof(std::uint64_t);
    return sum_bytes;
}

}  // namespace fallbuch

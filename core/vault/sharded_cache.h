// Is the answer known already? A bounded map from short byte strings, for many threads.
//
// Cut into shards with a lock each, so that threads seldom meet. A full shard evicts by clock:
// the hand passes over entries that were asked for since its last visit and takes the first that
// was not. What is evicted is only forgotten, never wrong.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/base/assert.h"

namespace fallbuch {

// Callable from any thread. Value is cheap to copy.
template <typename Value>
class ShardedCache {
public:
    explicit ShardedCache(std::size_t entries_max)
        : shard_entries_max_(std::max<std::size_t>(1, entries_max / kShards)) {}

    std::optional<Value> find(std::string_view key) {
        const Query query = hashed(key);
        Shard& shard = shard_of(query);
        const std::lock_guard lock(shard.mutex);
        const auto found = shard.entries.find(query);
        if (found == shard.entries.end()) return std::nullopt;
        found->second.asked = true;
        return found->second.value;
    }

    // Adds an entry or replaces its value.
    void put(std::string_view key, Value value) {
        const Query query = hashed(key);
        Shard& shard = shard_of(query);
        const std::lock_guard lock(shard.mutex);
        if (const auto found = shard.entries.find(query); found != shard.entries.end()) {
            found->second.value = std::move(value);
            return;
        }
        const bool full = shard.ring.size() == shard_entries_max_;
        if (full) evict(shard);
        const auto added = shard.entries.emplace(key, Entry{std::move(value), false}).first;
        if (full) {
            shard.ring[shard.hand] = &*added;
            shard.hand = (shard.hand + 1) % shard.ring.size();
        } else {
            shard.ring.push_back(&*added);
        }
        LEDGER_ASSERT(shard.entries.size() == shard.ring.size());
    }

private:
    static constexpr std::size_t kShards = 64;

    struct Entry {
        Value value;
        bool asked;
    };
    // A key on its way, with its hash, so that shard and map share it.
    struct Query {
        std::string_view key;
        std::size_t hash;
        friend bool operator==(const Query& query, std::string_view key) {
            return query.key == key;
        }
    };
    // Not noexcept, by which libstdc++ keeps the hash beside each entry and compares it first.
    struct HashOf {
        using is_transparent = void;
        std::size_t operator()(const Query& query) const { return query.hash; }
        std::size_t operator()(std::string_view key) const { return hashed(key).hash; }
    };
    using Entries = std::unordered_map<std::string, Entry, HashOf, std::equal_to<>>;
    struct alignas(64) Shard {
        std::mutex mutex;
        Entries entries;
        std::vector<typename Entries::value_type*> ring;  // an unordered_map never moves an entry
        std::size_t hand = 0;
    };

    static Query hashed(std::string_view key) { return {key, std::hash<std::string_view>()(key)}; }

    // The map inside uses the low bits.
    Shard& shard_of(const Query& query) { return shards_[(query.hash >> 40) % kShards]; }

    // Makes the entry under the hand one to be replaced.
    static void evict(Shard& shard) {
        // Ends after one round at the latest, because every entry it passes is no longer asked for.
        while (std::exchange(shard.ring[shard.hand]->second.asked, false)) {
            shard.hand = (shard.hand + 1) % shard.ring.size();
        }
        shard.entries.erase(shard.entries.find(hashed(shard.ring[shard.hand]->first)));
    }

    const std::size_t shard_entries_max_;
    std::array<Shard, kShards> shards_;
};

}  // namespace fallbuch

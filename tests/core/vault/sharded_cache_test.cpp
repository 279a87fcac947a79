#include "core/vault/sharded_cache.h"

#include <catch2/catch.hpp>

#include <map>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/seeded_random.h"

namespace fallbuch {
namespace {

constexpr std::size_t kShards = 64;

TEST_CASE("a cache with room remembers everything, with its last value", "[core][vault]") {
    ShardedCache<int> cache(kShards * 1000);
    std::map<std::string, int> model;
    SeededRandom random(1);
    for (int round = 0; round < 5000; ++round) {
        const std::string key = "key " + std::to_string(random.below(2000));
        cache.put(key, round);
        model[key] = round;
    }
    for (const auto& [key, value] : model) CHECK(cache.find(key) == value);
    CHECK(cache.find("key") == std::nullopt);
    CHECK(cache.find("") == std::nullopt);
}

TEST_CASE("a full cache forgets, but never gives a wrong value", "[core][vault]") {
    constexpr std::size_t kEntriesMax = kShards * 4;
    ShardedCache<std::size_t> cache(kEntriesMax);
    for (std::size_t i = 0; i < 5000; ++i) cache.put(std::to_string(i), i);
    std::size_t known_count = 0;
    for (std::size_t i = 0; i < 5000; ++i) {
        const auto value = cache.find(std::to_string(i));
        if (!value) continue;
        ++known_count;
        CHECK(*value == i);
    }
    CHECK(known_count == kEntriesMax);
}

TEST_CASE("what is asked for again and again is not evicted", "[core][vault]") {
    ShardedCache<int> cache(kShards * 4);
    cache.put("often", 42);
    for (int i = 0; i < 5000; ++i) {
        REQUIRE(cache.find("often") == 42);
        cache.put(std::to_string(i), i);
    }
}

TEST_CASE("threads share a small cache", "[core][vault][threads]") {
    ShardedCache<std::size_t> cache(kShards);
    std::vector<std::thread> threads;
    std::vector<std::size_t> wrong_counts(8, 0);
    for (std::size_t thread = 0; thread < wrong_counts.size(); ++thread) {
        threads.emplace_back([&cache, &wrong = wrong_counts[thread], thread] {
            for (std::size_t i = 0; i < 3000; ++i) {
                const std::size_t key = (i * 7 + thread) % 500;
                cache.put(std::to_string(key), key);
                const auto value = cache.find(std::to_string((i * 3) % 500));
                if (value && *value != (i * 3) % 500) ++wrong;
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(wrong_counts == std::vector<std::size_t>(8, 0));
}

}  // namespace
}  // namespace fallbuch

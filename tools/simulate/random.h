// Chance that is the same on every machine: only integers, and no distribution of the standard
// library, whose results differ from one library to the next.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/assert.h"

namespace fallbuch::simulate {

// xoshiro256** (Blackman and Vigna 2018), its state filled by splitmix64 from a seed and the number
// of a stream: each history has a stream of its own, so that none depends on another.
class Random {
public:
    Random(std::uint64_t seed, std::uint64_t stream) {
        std::uint64_t mixed = seed;
        mixed = split_mix(mixed) ^ stream;
        for (std::uint64_t& word : state_) word = split_mix(mixed);
    }

    // From 0 to count - 1.
    std::uint32_t below(std::uint32_t count) {
        LEDGER_ASSERT(count > 0);
        return static_cast<std::uint32_t>(((next() >> 32) * count) >> 32);
    }

    // From `low` to `high`, both possible.
    int between(int low, int high) {
        LEDGER_ASSERT(low <= high);
        return low + static_cast<int>(below(static_cast<std::uint32_t>(high - low) + 1));
    }

    // True in `percent` of 100 cases.
    bool chance(std::uint32_t percent) { return below(100) < percent; }

    template <class T, std::size_t N>
    const T& pick(const std::array<T, N>& from) {
        return from[below(static_cast<std::uint32_t>(N))];
    }

    // The index of one of the weights, each as probable as it is heavy.
    std::size_t weighted(std::span<const int> weights) {
        int total = 0;
        for (const int weight : weights) total += weight;
        int drawn = between(0, total - 1);
        std::size_t index = 0;
        while (drawn >= weights[index]) drawn -= weights[index++];
        return index;
    }

private:
    static std::uint64_t split_mix(std::uint64_t& state) {
        state += 0x9e3779b97f4a7c15U;
        std::uint64_t word = state;
        word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9U;
        word = (word ^ (word >> 27)) * 0x94d049bb133111ebU;
        return word ^ (word >> 31);
    }

    std::uint64_t next() {
        const std::uint64_t result = std::rotl(state_[1] * 5, 7) * 9;
        const std::uint64_t shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = std::rotl(state_[3], 45);
        return result;
    }

    std::array<std::uint64_t, 4> state_{};
};

}  // namespace fallbuch::simulate

// Chance that is the same on every machine: only integers, and no distribution of the standard
// library, whose results differ from one library to the next.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "core/base/assert.h"
#include "core/base/xoshiro.h"

namespace fallbuch::simulate {

// Each history has a stream of its own, so that none depends on another.
class Random {
public:
    Random(std::uint64_t seed, std::uint64_t stream) : generator_(seed, stream) {}

    // From 0 to count - 1.
    std::uint32_t below(std::uint32_t count) {
        LEDGER_ASSERT(count > 0);
        return static_cast<std::uint32_t>(((generator_.next() >> 32) * count) >> 32);
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
    Xoshiro generator_;
};

}  // namespace fallbuch::simulate

// Random bytes that a test can have again: xoshiro256** (Blackman and Vigna 2018), its state filled
// by splitmix64 from a seed and the number of a stream.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <mutex>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/base/random.h"
#include "core/base/result.h"

namespace fallbuch {

// The same seed and stream give the same bytes; two streams of a seed have nothing in common.
// Callable from any thread; the order in which threads draw is theirs to fix.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed, std::uint64_t stream = 0) {
        std::uint64_t mixed = seed;
        mixed = split_mix(mixed) ^ stream;
        for (std::uint64_t& word : state_) word = split_mix(mixed);
    }

    // Never fails.
    Status fill(MutableByteView out) override {
        const std::lock_guard guard(mutex_);
        std::uint64_t word = 0;
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (i % sizeof word == 0) word = draw();
            out[i] = static_cast<std::uint8_t>(word >> (i % sizeof word * 8));
        }
        return {};
    }

    std::uint64_t next() {
        const std::lock_guard guard(mutex_);
        return draw();
    }

    // A number from 0 to count - 1; its bias is far below what a test could see.
    std::uint64_t below(std::uint64_t count) {
        LEDGER_ASSERT(count > 0);
        return next() % count;
    }

    bool one_in(std::uint64_t count) { return below(count) == 0; }

private:
    static std::uint64_t split_mix(std::uint64_t& state) {
        state += 0x9e3779b97f4a7c15U;
        std::uint64_t word = state;
        word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9U;
        word = (word ^ (word >> 27)) * 0x94d049bb133111ebU;
        return word ^ (word >> 31);
    }

    std::uint64_t draw() {
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

    std::mutex mutex_;
    std::array<std::uint64_t, 4> state_{};
};

}  // namespace fallbuch

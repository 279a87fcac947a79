// Numbers that look like chance and come again from the same seed, on every machine: for tests and
// simulations. Never for a key: whoever sees a few of them knows the rest.
#pragma once

#include <array>
#include <bit>
#include <cstdint>

namespace fallbuch {

// splitmix64 (Steele, Lea and Flood 2014): the next number, and the state moved on.
inline std::uint64_t split_mix(std::uint64_t& state) {
    state += 0x9e3779b97f4a7c15U;
    std::uint64_t word = state;
    word = (word ^ (word >> 30)) * 0xbf58476d1ce4e5b9U;
    word = (word ^ (word >> 27)) * 0x94d049bb133111ebU;
    return word ^ (word >> 31);
}

// xoshiro256** (Blackman and Vigna 2018).
class Xoshiro {
public:
    // The state filled by splitmix64; two streams of a seed have nothing in common.
    Xoshiro(std::uint64_t seed, std::uint64_t stream) {
        std::uint64_t mixed = seed;
        mixed = split_mix(mixed) ^ stream;
        for (std::uint64_t& word : state_) word = split_mix(mixed);
    }
    // Not all of the words are zero.
    explicit Xoshiro(const std::array<std::uint64_t, 4>& state) : state_(state) {}

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

private:
    std::array<std::uint64_t, 4> state_{};
};

}  // namespace fallbuch

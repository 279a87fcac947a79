// Random bytes that a test can have again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>

#include "core/base/assert.h"
#include "core/base/bytes.h"
#include "core/base/random.h"
#include "core/base/result.h"
#include "core/base/xoshiro.h"

namespace fallbuch {

// The same seed and stream give the same bytes; two streams of a seed have nothing in common.
// Callable from any thread; the order in which threads draw is theirs to fix.
class SeededRandom final : public Random {
public:
    explicit SeededRandom(std::uint64_t seed, std::uint64_t stream = 0)
        : generator_(seed, stream) {}

    // Never fails.
    Status fill(MutableByteView out) override {
        const std::lock_guard guard(mutex_);
        std::uint64_t word = 0;
        for (std::size_t i = 0; i < out.size(); ++i) {
            if (i % sizeof word == 0) word = generator_.next();
            out[i] = static_cast<std::uint8_t>(word >> (i % sizeof word * 8));
        }
        return {};
    }

    std::uint64_t next() {
        const std::lock_guard guard(mutex_);
        return generator_.next();
    }

    // A number from 0 to count - 1; its bias is far below what a test could see.
    std::uint64_t below(std::uint64_t count) {
        LEDGER_ASSERT(count > 0);
        return next() % count;
    }

    bool one_in(std::uint64_t count) { return below(count) == 0; }

private:
    std::mutex mutex_;
    Xoshiro generator_;
};

}  // namespace fallbuch

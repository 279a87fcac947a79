// Random bytes for keys, nonces and ids: the only place where the system's generator is asked.
#pragma once

#include "core/base/bytes.h"
#include "core/base/result.h"

namespace fallbuch {

class Random {
public:
    virtual ~Random() = default;
    // Fills `out` with bytes nobody can predict; unavailable if the generator fails.
    virtual Status fill(MutableByteView out) = 0;
};

// OpenSSL's generator (NIST SP 800-90A), seeded by the kernel. Callable from any thread.
class SystemRandom final : public Random {
public:
    Status fill(MutableByteView out) override;
};

}  // namespace fallbuch

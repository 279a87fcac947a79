#include "core/base/random.h"

#include <openssl/rand.h>

namespace fallbuch {

Status SystemRandom::fill(MutableByteView out) {
    if (RAND_bytes(out.data(), static_cast<int>(out.size())) != 1) {
        return Error{ErrorCode::unavailable, "random: the system's generator failed"};
    }
    return {};
}

}  // namespace fallbuch

#include "core/base/clock.h"

namespace fallbuch {

Instant SystemClock::now() {
    return std::chrono::time_point_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now());
}

}  // namespace fallbuch

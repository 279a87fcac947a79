#include "core/base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace fallbuch {

void assertion_failed(const char* condition, const char* file, int line) noexcept {
    std::fprintf(stderr, "fallbuch: broken invariant: %s (%s:%d)\n", condition, file, line);
    std::abort();
}

}  // namespace fallbuch

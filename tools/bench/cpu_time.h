// How long did processors work for this process? Unlike the time of day it does not count what
// others did meanwhile.
#pragma once

#include <ctime>

namespace fallbuch {

// Of all threads, since the process began.
inline double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

}  // namespace fallbuch

// What notes say: sentences put together from parts, so that hardly two notes are the same. All
// invented.
#pragma once

#include <string>

#include "tools/simulate/random.h"

namespace fallbuch::simulate {

std::string first_talk_phrases(Random& random);
std::string later_talk_phrases(Random& random);

}  // namespace fallbuch::simulate

// One event as a line of CloudEvents JSON.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "tools/simulate/plant.h"
#include "tools/simulate/timeline.h"

namespace fallbuch::simulate {

// Appends the event and a line feed. The timeline is finished.
void append_event(std::string& out, const Timeline& line, std::size_t event,
                  std::string_view source);

// Appends a line of the ledger of truth.
void append_truth(std::string& out, const Timeline& line, const Truth& truth);

}  // namespace fallbuch::simulate

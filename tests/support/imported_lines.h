// CloudEvents in a store, as an import brings them.
#pragma once

#include <string>
#include <vector>

#include "core/events/event_store.h"

namespace fallbuch {

// JSON texts, each an event with its own `recorded`. Every one must be taken, or the test fails.
void import_lines(EventStore& store, const std::vector<std::string>& lines);

}  // namespace fallbuch

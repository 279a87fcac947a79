// What is remembered of a case beside its activations.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/calendar/civil_day.h"
#include "projections/rules/memory.h"

namespace fallbuch::rules {

// A deviation that was justified.
struct Waiver {
    EventIndex event = kNoEvent;
    std::string_view rule;
    std::optional<CivilDay> from;
    std::optional<CivilDay> to;
};

// A duty that a state excepts for now.
struct Deferred {
    std::uint32_t activation = 0;
    std::uint16_t exception = 0;
    bool is_doubted = false;  // nobody knows whether it still does: it may be owed anew
};

// A thing that has just ended, by an event or by its own end.
struct EndedObject {
    std::uint32_t kind = 0;  // among those of all rulebooks
    std::uint32_t number = 0;
    EventIndex event = kNoEvent;
    bool is_uncertain = false;  // nobody knows whether it has ended
};

}  // namespace fallbuch::rules

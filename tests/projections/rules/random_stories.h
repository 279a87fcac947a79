// Stories by chance, for properties of rules. The same seed tells the same story.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/projections/rules/rule_desk.h"

namespace fallbuch::rules::testing {

enum class Clocks : std::uint8_t { none, all, some };  // which events know their second

struct StoryKind {
    std::vector<std::string> types;  // how often one stands here, so often it comes
    Clocks clocks = Clocks::some;
    int days = 20;
    int events_max = 8;
    bool ends = true;      // the case may be closed at its end
    bool lingers = false;  // some events are recorded days later
};

// In the order in which the events happen and are told.
Story random_story(std::uint64_t seed, const StoryKind& kind);

}  // namespace fallbuch::rules::testing

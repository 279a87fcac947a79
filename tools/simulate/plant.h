// A known violation, or its just-inside counterpart, that a history carries.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "core/calendar/civil_day.h"

namespace fallbuch::simulate {

// The way of working that a history follows, by the concept and the law of its time.
enum class Flow : std::uint8_t {
    care_levels,       // Betreuungsstufen, 2005 to 2009
    profile_tiers,     // Profillagen, 2010 to mid 2023
    cooperation,       // 4-Phasen-Modell, SGB II, from 1.7.2023
    cooperation_2026,  // the same after the change of law of 1.7.2026
    agreement,         // 4-Phasen-Modell, SGB III
};

// What is done wrong, or just right. The flow that builds a history asks for it at the place where
// it would happen.
enum class Fault : std::uint8_t;

enum class Side : std::uint8_t { inside, violated };

struct PlantRule {
    std::string_view rule;  // the rule that the fault is about; it may break others as well
    Fault fault;
    Flow flow;
};

// All of them, by family.
std::span<const PlantRule> plant_rules();

struct Plant {
    const PlantRule* rule;
    Side side;
};

// A line of the ledger of truth.
struct Truth {
    std::string_view rule;
    std::size_t event;            // the event that activates the rule, its place in the history
    std::optional<CivilDay> due;  // the last day; nothing where an event is judged at once
    std::string_view kind;        // missing, late, wrong; inside: no violation, by a hair
};

}  // namespace fallbuch::simulate

// Which history of an office.
#pragma once

#include <cstdint>
#include <optional>

#include "core/calendar/civil_day.h"
#include "tools/simulate/person.h"
#include "tools/simulate/plant.h"

namespace fallbuch::simulate {

// Everything else about a history follows from these.
struct HistoryOrder {
    std::uint64_t seed;
    std::uint64_t stream;  // of chance: no two histories have the same
    std::uint64_t number;  // its place in the caseload, from 1
    CivilDay opened;       // a working day
    Flow flow;
    std::optional<Plant> plant;
    std::optional<Household> joins = {};  // where a partner has a history already
};

}  // namespace fallbuch::simulate

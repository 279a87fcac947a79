#include "tools/simulate/history.h"

#include "tools/simulate/care_levels.h"
#include "tools/simulate/faults.h"
#include "tools/simulate/four_phases.h"
#include "tools/simulate/person.h"
#include "tools/simulate/plant.h"
#include "tools/simulate/profile_tiers.h"
#include "tools/simulate/random.h"

#include <cstdint>

namespace fallbuch::simulate {

namespace {

constexpr std::uint32_t kYouthPercent = 20;
constexpr std::uint64_t kAgeStreams = std::uint64_t{1} << 42;

// The structure of Regensburg is that of clients from 25 on; plants are of that age, but for the
// two that are about the young.
AgeBand age_of(const HistoryOrder& order) {
    if (order.plant) {
        const Fault fault = order.plant->rule->fault;
        const bool young =
            fault == Fault::youth_gap_too_long || fault == Fault::offer_after_reduction_late;
        return young ? AgeBand::under_25 : AgeBand::from_25;
    }
    if (order.flow == Flow::care_levels) return AgeBand::from_25;
    Random random(order.seed, kAgeStreams + order.stream);
    return random.chance(kYouthPercent) ? AgeBand::under_25 : AgeBand::from_25;
}

}  // namespace

Desk build_history(const OfficeDays& days, const HistoryOrder& order) {
    const AgeBand band = age_of(order);
    Desk desk(days, order, band);
    switch (order.flow) {
        case Flow::care_levels: CareLevels(desk).run(); break;
        case Flow::profile_tiers: ProfileTiers(desk, band).run(); break;
        case Flow::cooperation:
        case Flow::cooperation_2026:
        case Flow::agreement: FourPhases(desk).run(); break;
    }
    return desk;
}

}  // namespace fallbuch::simulate

#include "tools/simulate/history.h"

#include "core/calendar/civil_day.h"
#include "tools/simulate/care_levels.h"
#include "tools/simulate/faults.h"
#include "tools/simulate/four_phases.h"
#include "tools/simulate/person.h"
#include "tools/simulate/plant.h"
#include "tools/simulate/profile_tiers.h"
#include "tools/simulate/random.h"

#include <cstdint>
#include <optional>

namespace fallbuch::simulate {

namespace {

constexpr std::uint32_t kYouthPercent = 20;
constexpr std::chrono::days kAdultFrom{25 * 365 + 6};
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
    if (order.joins) {
        const bool is_young = order.joins->birth > order.opened - kAdultFrom;
        return is_young ? AgeBand::under_25 : AgeBand::from_25;
    }
    Random random(order.seed, kAgeStreams + order.stream);
    return random.chance(kYouthPercent) ? AgeBand::under_25 : AgeBand::from_25;
}

constexpr CivilDay kTiersBegin = day(2010, 1, 4);
constexpr CivilDay kTiersReturnMax = day(2022, 10, 31);
constexpr CivilDay kPhasesBegin = day(2023, 7, 3);
constexpr CivilDay kPhasesReturnMax = day(2026, 9, 18);
constexpr int kAgeMax = 64;
constexpr int kReturnsMax = 2;
constexpr std::uint32_t kReturnPercent = 30;

// Who is neither young for years to come nor old has no clear band.
std::optional<AgeBand> band_on(const Desk& desk, CivilDay date) {
    const int age = desk.age_on(date);
    if (age <= 21) return AgeBand::under_25;
    if (age >= 25 && age < kAgeMax) return AgeBand::from_25;
    return std::nullopt;
}

// The same person, months or years after the exit. False if nobody comes.
bool come_back(Desk& desk) {
    const CivilDay left = desk.line.today();
    if (left > kPhasesReturnMax) return false;
    const CivilDay back = desk.work_day(left + std::chrono::days(desk.random.between(100, 1200)));
    const auto band = band_on(desk, back);
    if (!band || !desk.happens(kReturnPercent)) return false;
    if (back >= kTiersBegin && back <= kTiersReturnMax) {
        ProfileTiers tiers(desk, *band);
        if (tiers.come_back(back)) FourPhases(desk).carry_on();
        return true;
    }
    if (back < kPhasesBegin || back > kPhasesReturnMax) return false;
    FourPhases(desk).come_back(back);
    return true;
}

// A case goes from one concept to the next where it stays, and perhaps returns where it was closed.
void live(Desk& desk, AgeBand band) {
    switch (desk.order.flow) {
        case Flow::care_levels: {
            CareLevels levels(desk);
            const auto next = levels.run();
            if (!next) break;
            levels.hand_over(*next);
            if (ProfileTiers(desk, band).carry_on(*next)) FourPhases(desk).carry_on();
            break;
        }
        case Flow::profile_tiers:
            if (ProfileTiers(desk, band).run()) FourPhases(desk).carry_on();
            break;
        case Flow::cooperation:
        case Flow::cooperation_2026:
        case Flow::agreement: FourPhases(desk).run(); break;
    }
    for (int i = 0; i < kReturnsMax && !desk.open; ++i) {
        if (!come_back(desk)) return;
    }
}

}  // namespace

Desk build_history(const OfficeDays& days, const HistoryOrder& order) {
    const AgeBand band = age_of(order);
    Desk desk(days, order, band);
    live(desk, band);
    return desk;
}

}  // namespace fallbuch::simulate

// Which histories an office has, in the order in which they are opened.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "core/calendar/civil_day.h"
#include "tools/simulate/history_order.h"
#include "tools/simulate/office_days.h"
#include "tools/simulate/person.h"

namespace fallbuch::simulate {

// At most 52 % of the histories carry a plant; from this many on, each fault is there on both
// sides.
std::uint64_t cases_for_all_plants();

// Intakes follow the year's waves: many after the turn of the year and after the summer, few in
// December. The days outlive it.
class Population {
public:
    Population(const OfficeDays& days, std::uint64_t seed, std::uint64_t cases);

    // Nothing after the last. Never opened earlier than the one before.
    std::optional<HistoryOrder> next();
    // The history before had this person: in some households the next one is that of the partner.
    void know(const HistoryOrder& order, const Person& person);

private:
    struct OpeningDay {
        CivilDay day;
        std::uint64_t weight_before;
    };

    void weigh_days();
    void place_plants(std::uint64_t count);
    CivilDay clean_day();
    HistoryOrder clean(CivilDay opened) const;

    const OfficeDays& days_;
    std::uint64_t seed_;
    std::uint64_t clean_count_;
    std::uint64_t clean_made_ = 0;
    std::uint64_t made_ = 0;
    std::vector<OpeningDay> opening_days_;
    std::uint64_t weight_total_ = 0;
    std::size_t opening_index_ = 0;
    std::vector<HistoryOrder> plants_;  // by the day they are opened
    std::size_t plants_made_ = 0;
    std::optional<HistoryOrder> partner_;
};

}  // namespace fallbuch::simulate

// Who works on a history, and on which days: the caseworker and whoever stands in.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/calendar/civil_day.h"
#include "tools/simulate/history_order.h"
#include "tools/simulate/office_days.h"
#include "tools/simulate/planting.h"
#include "tools/simulate/random.h"
#include "tools/simulate/timeline.h"

namespace fallbuch::simulate {

// The days outlive it.
class Staff : public Planting {
public:
    Staff(const OfficeDays& office_days, const HistoryOrder& history);

    Random random;
    Timeline line;

    // Something happens in so many of 100 histories, never in one that carries a plant.
    bool happens(std::uint32_t percent) { return !planted() && random.chance(percent); }

    // On this day, or the next one on which the office is open.
    CivilDay work_day(CivilDay day) const { return days.open_on_or_after(day); }
    // Not more than three days away, but for holidays: who would come on a weekend comes before or
    // after it, so that no day of the week is fuller than another.
    CivilDay about(CivilDay day) const;

    // The responsible person, from today on.
    void assign(std::string_view team_kind, std::string_view handover);
    // In some histories somebody else takes the case from now on.
    void perhaps_change_staff(CivilDay day);
    // In some somebody stands in for weeks from this day on, whatever is told of them later.
    void perhaps_stand_in(CivilDay day);

    void switch_circle(std::string_view circle) {
        circle_ = circle;
        line.in_circle(circle);
    }
    std::string_view circle() const { return circle_; }
    std::string_view org_type() const { return circle_ == "SGB_II" ? "GE" : "AA"; }
    std::string_view unit() const;

private:
    void end_stand_in();
    void write_stand_in(std::string_view note);

    std::string_view circle_;
    std::string_view team_kind_;
    int number_ = 0;  // of the caseworker
    CivilDay assigned_{};
    // Who stands in, the last one.
    std::string stand_in_;
    CivilDay stands_from_{};
    CivilDay stands_to_{};
};

}  // namespace fallbuch::simulate

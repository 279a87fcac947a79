// The plant that a history carries, if any, and what the ledger of truth says of it.
#pragma once

#include <utility>
#include <vector>

#include "core/calendar/civil_day.h"
#include "tools/simulate/faults.h"
#include "tools/simulate/history_order.h"
#include "tools/simulate/office_days.h"
#include "tools/simulate/plant.h"

namespace fallbuch::simulate {

// The days outlive it.
class Planting {
public:
    Planting(const OfficeDays& office_days, const HistoryOrder& history)
        : days(office_days), order(history) {}

    const OfficeDays& days;
    const HistoryOrder order;

    bool planted() const { return order.plant.has_value(); }
    bool planted(Fault fault) const;
    bool violates(Fault fault) const;
    // Writes a line of truth if the history carries this fault; `kind` is what a violation is. A
    // due day must be worked: on a holiday the duty would end later (§ 26 Abs. 3 SGB X).
    void expect(Fault fault, Truth truth);
    // The same of a duty that has no day of its own: it is due on the day the case is closed.
    void expect_at_close(Fault fault, const Truth& truth);
    const std::vector<Truth>& truth() const { return truth_; }

    // The day a plant's deadline ends on, or the next one where it is violated.
    CivilDay last_day_or_next(Fault fault, CivilDay last) const;
    // A plant needs the office open on this day; if it is not, the history does not fit its start.
    void must_work(CivilDay day) { fits_ = fits_ && (!planted() || days.opens(day)); }
    bool fits() const { return fits_; }

protected:
    // What had no day of its own is due now.
    void fall_due(CivilDay closed);

private:
    std::vector<Truth> truth_;
    std::vector<std::pair<Fault, Truth>> due_at_close_;
    bool fits_ = true;
};

}  // namespace fallbuch::simulate

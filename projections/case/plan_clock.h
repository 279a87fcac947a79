// By which day does a plan of a case have to be looked at again, and by which rule?
//
//   KP-07  Kooperationsplan: six months after it was made or last continued, § 15 Abs. 3 SGB II
//   EV-05  Eingliederungsvereinbarung: six months after it was concluded or last reviewed together
//   L-04   the same, once: after six months of unemployment, three for those who are then under 25;
//          § 37 Abs. 3 S. 3 SGB III. Not if that time was over when it was concluded
//   EV-02  put off while the person is likely to find work: three months of unemployment
//   KD-01  Eingliederungsvereinbarung of the SGB II: its six months, or the end that it names
//   L-14   but not beyond 31.12.2023, § 65 Abs. 4 SGB II
//   EV-07  Teilhabeplan: the day that it names itself
//
// Months are counted by §§ 187, 188 BGB (core/calendar/legal_period.h): from the day after the
// event; EV-02 and KD-01 from the day itself. No day moves to a working day: they are no periods
// of a party (§ 26 Abs. 3 SGB X). A closed case, a change of the Rechtskreis and a plan that was
// ended or replaced stop the clock.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/civil_day.h"
#include "projections/case/thing_kind.h"

namespace fallbuch {

class CaseState;

// What has to be done with a plan by when, by which rule and law.
struct PlanDuty {
    std::string_view rule;
    std::string_view what;  // German: "gemeinsam überprüfen"
    std::string_view source;
};

struct PlanClock {
    ThingKind kind = ThingKind::cooperation_plan;
    std::string thing;
    const PlanDuty* duty = nullptr;  // never null
    CivilDay due{};                  // the last day in time
};

// The most urgent first. Those of a state as of a day are those of that day.
std::vector<PlanClock> plan_clocks(const CaseState& state);

// Of `due` on `day`: 0 on the last day in time, negative once it is over.
inline int days_left(CivilDay due, CivilDay day) { return static_cast<int>((due - day).count()); }

}  // namespace fallbuch

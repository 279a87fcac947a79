// Rehabilitation: the need is checked, the carrier decides, and a Teilhabeplan binds all of them.

#include <cstddef>
#include <string>
#include <string_view>

#include "core/calendar/civil_day.h"
#include "core/calendar/legal_period.h"
#include "core/calendar/period.h"
#include "tools/simulate/desk.h"
#include "tools/simulate/faults.h"
#include "tools/simulate/four_phases.h"

namespace fallbuch::simulate {

namespace {

using std::chrono::days;

constexpr int kTen = 10 * 3600;
// Longer than from one talk to the next.
constexpr days kReviewBefore{150};

}  // namespace

void FourPhases::seek_rehabilitation(CivilDay date) {
    line_.go_to(date, kTen);
    line_.add("rehaneed.checked").text("carrier", "DRV").text("result", "Bedarf wahrscheinlich.");
    line_.add("rehaapplication.supported")
        .text("carrier", "DRV")
        .text("result", "Der Antrag wurde gemeinsam ausgefüllt.");
    line_.add("rehastatus.changed").text("status", "ANTRAG_GESTELLT").text("carrier", "DRV");
    line_.add("coordination.recorded")
        .text("coordinationId", desk_.id("AB"))
        .text("partner", "Deutsche Rentenversicherung")
        .text("partnerKind", "REHA_TRAEGER")
        .text("kind", "FORMELL")
        .text("topic", "Zuständigkeit und nächste Schritte");
    const CivilDay decided = desk_.work_day(date + days(desk_.random.between(14, 21)));
    const bool planted = desk_.planted(Fault::participation_plan_review_late);
    const bool needed = planted || desk_.random.chance(75);
    line_.go_to(decided, kTen);
    line_.add("rehaneed.decided")
        .text("decision", needed ? "BEDARF" : "KEIN_BEDARF")
        .text("carrier", "DRV")
        .day("date", decided);
    line_.add("rehastatus.changed")
        .text("status", needed ? "ANERKANNT" : "ABGELEHNT")
        .text("carrier", "DRV");
    if (needed) link_participation_plan();
}

// Under SGB III it takes the place of the agreement, and the Reha-Team takes the case; under
// SGB II it stands beside the Kooperationsplan.
void FourPhases::link_participation_plan() {
    in_rehabilitation_ = true;
    participation_plan_ = desk_.id("TP");
    write_participation_plan("participationplan.linked");
    const std::size_t linked = line_.last();
    if (is_ii()) return;
    line_.add("integrationagreement.replaced")
        .text("agreementId", plan_)
        .number("cycleNo", desk_.cycle())
        .text("replacedBy", "TEILHABEPLAN")
        .text("planRef", participation_plan_);
    plan_.clear();
    if (desk_.planted(Fault::participation_plan_review_late)) {
        const CivilDay due = participation_due_;
        desk_.must_work(due);
        desk_.must_work(due + days(1));
        desk_.expect(Fault::participation_plan_review_late, {"EV-07", linked, due, "late"});
        line_.go_to(desk_.last_day_or_next(Fault::participation_plan_review_late, due), kTen);
        write_participation_plan("participationplan.updated");
    }
    leave(later(10, 30));
}

// By the day of its review at the latest: the next talk may come after it.
void FourPhases::continue_participation_plan() {
    if (!in_rehabilitation_) return;
    const bool falls_due = participation_due_ <= line_.today() + kReviewBefore;
    if (desk_.happens(30) || falls_due) write_participation_plan("participationplan.updated");
}

void FourPhases::write_participation_plan(std::string_view type) {
    participation_due_ = last_day(line_.today(), kHalfYear, Counting::from_next_day);
    line_.add(type)
        .text("planId", participation_plan_)
        .text("carrier", "DRV")
        .day("validFrom", line_.today())
        .day("reviewDue", participation_due_);
}

}  // namespace fallbuch::simulate

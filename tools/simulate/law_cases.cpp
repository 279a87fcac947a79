// What the law asks beside the concepts: reductions, orders, arbitration, work and need,
// rehabilitation, and the person's own request for information.

#include "core/calendar/civil_day.h"
#include "core/calendar/legal_period.h"
#include "core/calendar/period.h"
#include "tools/simulate/desk.h"
#include "tools/simulate/faults.h"
#include "tools/simulate/fields.h"
#include "tools/simulate/four_phases.h"
#include "tools/simulate/office_days.h"
#include "tools/simulate/words.h"

#include <string>
#include <string_view>

namespace fallbuch::simulate {

namespace {

using std::chrono::days;

constexpr int kTen = 10 * 3600;
constexpr int kAdult = 25;
constexpr std::string_view kNewVersion = "2026-07-01";

struct Reduction {
    CivilDay violation;
    std::string_view norm;
    std::string_view version;
    int percentage;
    std::string demand = {};  // what the person did not follow
};

void write_reduction(Desk& desk, const Reduction& reduction) {
    Fields fields = desk.line.add("reduction.determined");
    fields.text("reductionId", desk.id("LM"));
    if (!reduction.demand.empty()) fields.text("demandRef", reduction.demand);
    fields.day("violationDate", reduction.violation)
        .text("norm", reduction.norm)
        .text("normVersion", reduction.version)
        .text("legalNoticeVersion", reduction.version == kNewVersion ? "2026-07" : "2023")
        .number("percentage", reduction.percentage);
}

}  // namespace

void FourPhases::special_cases(CivilDay date) {
    line_.go_to(date, kTen);
    if (desk_.planted(Fault::bg_talk_without_consent)) household_talk(date);
    if (desk_.planted(Fault::disclosure_late)) disclosure(date);
    if (desk_.planted(Fault::arbitration_not_started) ||
        desk_.planted(Fault::arbitration_too_long)) {
        arbitration(date);
    }
    if (desk_.planted(Fault::prognosis_employed) ||
        desk_.planted(Fault::need_strategy_unconsidered)) {
        work_in_need(date);
    }
    if (desk_.planted(Fault::rehab_ended_by_office)) {
        const bool office = desk_.violates(Fault::rehab_ended_by_office);
        line_.add("rehastatus.changed").text("status", "BEGONNEN").text("carrier", "DRV");
        line_.add("rehaprocedure.ended")
            .text("endedByOrg", office ? "GE" : "REHA")
            .text("carrier", "DRV");
        desk_.expect(Fault::rehab_ended_by_office, {"NA-03", line_.last(), {}, "wrong"});
    }
    if (desk_.planted(Fault::participation_plan_review_late)) seek_rehabilitation(date);
    if (desk_.planted(Fault::order_missing)) missed_step(date);
    if (desk_.planted(Fault::demand_without_notice)) demand(date);
    if (desk_.planted(Fault::missed_though_came)) other_hour(date);
    if (desk_.planted(Fault::aftercare_too_late)) start_with_aftercare(date);
    if (desk_.planted(Fault::update_after_waiver_partial)) waive_for_training(date);
    reductions(date);
}

bool FourPhases::special_life(CivilDay date) {
    const bool old_law = date + days(60) < kNewLaw;
    if (in_rehabilitation_) return false;
    if (desk_.happens(2)) {
        seek_rehabilitation(date);
    } else if (!is_ii()) {
        return false;
    } else if (date >= kNewLaw && desk_.happens(5)) {
        missed_step(date);
    } else if (plan_day_ + days(40) > date && desk_.happens(1)) {
        waive_for_training(date);
    } else if (old_law && desk_.happens(3)) {
        demand(date);
    } else if (old_law && desk_.happens(1)) {
        quarrel(date);
    } else if (old_law && desk_.age_on(date) >= kAdult && desk_.happens(2)) {
        reduce(date);
    } else {
        return false;
    }
    return true;
}

// Outside of the plan, and with the notice that the law asks for.
void FourPhases::demand(CivilDay date) {
    line_.go_to(date, kTen);
    line_.add("cooperationdemand.issued")
        .text("demandId", desk_.id("AF"))
        .text("norm", "§ 15 Abs. 5 SGB II")
        .text("normVersion", "2023-07-01")
        .text("planRef", plan_)
        .list("duties", {"Zwei Bewerbungen je Woche"})
        .text("frequency", "WOECHENTLICH")
        .text("proof", "BEWERBUNGSLISTE")
        .day("deadline", date + days(28))
        .text("legalNoticeVersion", desk_.violates(Fault::demand_without_notice) ? "KEINE" : "2023")
        .text("form", "SCHRIFTLICH")
        .day("bekanntgabe", date + days(3));
    desk_.expect(Fault::demand_without_notice, {"L-05", line_.last(), {}, "wrong"});
}

// Whoever comes at another hour of the same day has come, and nothing is reduced for it; a day
// later, he has not.
void FourPhases::other_hour(CivilDay date) {
    const bool wrong = desk_.violates(Fault::missed_though_came);
    line_.go_to(date, kTen);
    desk_.invite("INTEGRATIONSPLAN", "2023", false);
    const std::string invitation = desk_.invitation();
    const CivilDay met = desk_.work_day(date + days(8));
    const auto missed = [&] {
        line_.add("appointment.missed")
            .text("invitationId", invitation)
            .flag("purposeReachedSameDay", wrong);
    };
    line_.go_to(met, kTen);
    if (!wrong) missed();
    if (!wrong) line_.go_to(desk_.days.next_working_day(met), kTen);
    desk_.talk({.kind = "KURZKONTAKT", .purpose = "INFORMATION"});
    review_prognosis();
    if (wrong) missed();
    line_.add("goodcause.assessed")
        .text("invitationId", invitation)
        .text("result", "KEIN_WICHTIGER_GRUND");
    write_reduction(desk_, {met, "§ 32 SGB II", "2023-01-01", 10, invitation});
    desk_.expect(Fault::missed_though_came, {"L-18", line_.last(), {}, "wrong"});
}

// Work without need: the office may help for half a year more.
void FourPhases::start_with_aftercare(CivilDay date) {
    const std::string employment = desk_.id("B");
    employ(employment, date, desk_.random.pick(words::kEmployers), true).flag("stillInNeed", false);
    employed_ = date;
    line_.add("postplacementsupport.checked")
        .text("employmentId", employment)
        .text("result", "ERFORDERLICH")
        .flag("hsConsidered", true);
}

void FourPhases::give_aftercare() {
    // The first day at work counts (§ 187 Abs. 2 BGB).
    const CivilDay due = last_day(employed_, kHalfYear, Counting::from_same_day);
    desk_.must_work(due);
    desk_.must_work(due + days(1));
    line_.go_to(desk_.last_day_or_next(Fault::aftercare_too_late, due), kTen);
    line_.add("productdecision.made")
        .text("productDecisionId", desk_.id("P"))
        .text("instrument", "P16G")
        .text("needId", needs_.front().id)
        .flag("q1", true)
        .flag("q2", true)
        .flag("q3", true)
        .text("decision", "BEWILLIGT")
        .text("aim", "ERSTER_ARBEITSMARKT")
        .text("costBearer", "JC")
        .text("decidedByOrg", "JC")
        .day("date", line_.today())
        .text("discretionRationale", "Die Stelle ist noch nicht sicher; Begleitung hilft.");
    desk_.expect(Fault::aftercare_too_late, {"L-19", line_.last(), {}, "late"});
}

// No agreement on how the plan goes on; a neutral person helps, and it does.
void FourPhases::quarrel(CivilDay date) {
    line_.go_to(date, kTen);
    line_.add("cooperationplan.failed")
        .text("planId", plan_)
        .number("cycleNo", desk_.cycle())
        .text("reason", "KEIN_EINVERNEHMEN");
    arbitration(date);
}

// An appointment missed without a good reason: hearing, then ten percent under the old law.
void FourPhases::reduce(CivilDay date) {
    line_.go_to(date, kTen);
    desk_.invite("INTEGRATIONSPLAN", "2023", false);
    const std::string invitation = desk_.invitation();
    const CivilDay missed = desk_.work_day(date + days(8));
    line_.go_to(missed, kTen);
    line_.add("appointment.missed")
        .text("invitationId", invitation)
        .flag("purposeReachedSameDay", false);
    line_.add("hearing.held")
        .text("hearingId", desk_.id("AN"))
        .text("form", "SCHRIFTLICH")
        .flag("requested", false)
        .flag("healthIndication", false);
    line_.go_to(desk_.work_day(missed + days(4)), kTen);
    line_.add("goodcause.assessed")
        .text("invitationId", invitation)
        .text("result", "KEIN_WICHTIGER_GRUND");
    write_reduction(desk_, {missed, "§ 32 SGB II", "2023-01-01", 10, invitation});
}

void FourPhases::work_in_need(CivilDay date) {
    const bool full = desk_.planted(Fault::prognosis_employed);
    const std::string employment = desk_.id("B");
    employ(employment, date, desk_.random.pick(words::kEmployers), full)
        .flag("capacityExhausted", full)
        .flag("stillInNeed", true);
    const std::size_t started = line_.last();
    if (full) employed_event_ = started;
    desk_.expect_at_close(Fault::need_strategy_unconsidered, {"NA-02", started, {}, "wrong"});
    if (full && !desk_.violates(Fault::prognosis_employed)) {
        prognosis_ = "INTEGRIERT_HILFEBEDUERFTIG";
        line_.add("integrationprognosis.set")
            .text("value", prognosis_)
            .number("cycleNo", desk_.cycle());
    }
    line_.add("postplacementsupport.checked")
        .text("employmentId", employment)
        .text("result", "ERFORDERLICH")
        .flag("hsConsidered", !desk_.violates(Fault::need_strategy_unconsidered));
}

void FourPhases::missed_step(CivilDay date) {
    const std::string activity = desk_.id("A");
    line_.add("activity.agreed")
        .text("activityId", activity)
        .number("cycleNo", desk_.cycle())
        .text("actor", "KUNDE")
        .text("what", "Bewerbungsliste vorlegen")
        .day("due", date)
        .text("frequency", "EINMALIG")
        .text("planRef", plan_);
    line_.go_to(desk_.work_day(date + days(7)), kTen);
    line_.add("activity.missed").text("activityId", activity).number("cycleNo", desk_.cycle());
    desk_.expect_at_close(Fault::order_missing, {"L-06", line_.last(), {}, "missing"});
    if (desk_.violates(Fault::order_missing)) return;
    line_.go_to(desk_.work_day(date + days(14)), kTen);
    line_.add("obligationorder.issued")
        .text("orderId", desk_.id("VA"))
        .text("norm", "§ 15a Abs. 2 SGB II")
        .text("normVersion", kNewVersion)
        .text("planRef", plan_)
        .list("duties", {"Zwei Bewerbungen je Woche"})
        .text("frequency", "WOECHENTLICH")
        .text("proof", "BEWERBUNGSLISTE")
        .day("deadline", line_.today() + days(28))
        .text("legalNoticeVersion", "2026-07")
        .text("form", "SCHRIFTLICH")
        .day("bekanntgabe", line_.today());
}

void FourPhases::reductions(CivilDay date) {
    if (desk_.planted(Fault::offer_after_reduction_late)) {
        write_reduction(desk_, {date - days(6), "§ 31a SGB II", "2023-01-01", 10});
        reduction_day_ = date;
        const CivilDay due = last_day(date, {.days = 28}, Counting::from_next_day);
        desk_.expect(Fault::offer_after_reduction_late, {"L-11", line_.last(), due, "late"});
    }
    if (desk_.planted(Fault::hearing_in_writing)) {
        line_.add("hearing.held")
            .text("hearingId", desk_.id("AN"))
            .text("form", desk_.violates(Fault::hearing_in_writing) ? "SCHRIFTLICH" : "PERSOENLICH")
            .flag("requested", true)
            .flag("healthIndication", false);
        desk_.expect(Fault::hearing_in_writing, {"L-12", line_.last(), {}, "wrong"});
    }
    if (desk_.planted(Fault::reduction_under_new_law)) {
        const bool wrong = desk_.violates(Fault::reduction_under_new_law);
        line_.go_to(day(2026, 7, 6), kTen);
        write_reduction(desk_,
                        {wrong ? day(2026, 6, 30) : kNewLaw, "§ 31a SGB II", kNewVersion, 30});
        desk_.expect(Fault::reduction_under_new_law, {"L-15", line_.last(), {}, "wrong"});
    }
    if (desk_.planted(Fault::reduction_in_gap)) {
        const bool wrong = desk_.violates(Fault::reduction_in_gap);
        line_.go_to(day(2026, 4, 13), kTen);
        write_reduction(desk_, {wrong ? day(2026, 3, 28) : day(2026, 3, 27), "§ 31a Abs. 7 SGB II",
                                "2024-03-28", 100});
        desk_.expect(Fault::reduction_in_gap, {"L-22", line_.last(), {}, "wrong"});
    }
    if (!desk_.planted(Fault::reduction_at_first_miss)) return;
    const int misses = desk_.violates(Fault::reduction_at_first_miss) ? 1 : 2;
    for (int i = 0; i < misses; ++i) {
        const std::string invitation = desk_.id("E");
        line_.add("invitation.issued")
            .text("invitationId", invitation)
            .text("form", "SCHRIFTLICH")
            .text("legalNoticeVersion", "2026-07")
            .text("deliveredHow", "POST")
            .flag("first", false);
        line_.go_to(desk_.work_day(line_.today() + days(7)), kTen);
        line_.add("appointment.missed").text("invitationId", invitation);
        line_.add("goodcause.assessed")
            .text("invitationId", invitation)
            .text("result", "KEIN_WICHTIGER_GRUND");
    }
    write_reduction(desk_, {line_.today(), "§ 32 SGB II", kNewVersion, 30});
    desk_.expect(Fault::reduction_at_first_miss, {"L-13", line_.last(), {}, "wrong"});
}

void FourPhases::arbitration(CivilDay date) {
    const std::string id = desk_.id("SV");
    line_.add("arbitration.requested")
        .text("arbitrationId", id)
        .text("planRef", plan_)
        .text("by", "KUNDE");
    desk_.expect_at_close(Fault::arbitration_not_started, {"KP-08", line_.last(), {}, "missing"});
    desk_.expect_at_close(Fault::arbitration_not_started, {"L-08", line_.last(), {}, "missing"});
    if (desk_.violates(Fault::arbitration_not_started)) return;
    const CivilDay started = desk_.work_day(date + days(2));
    line_.go_to(started, kTen);
    line_.add("arbitration.started")
        .text("arbitrationId", id)
        .text("neutralPerson", "Schlichtungsstelle der Dienststelle");
    const CivilDay due = last_day(started, {.days = 28}, Counting::from_next_day);
    desk_.expect(Fault::arbitration_too_long, {"L-08", line_.last(), due, "late"});
    desk_.expect(Fault::arbitration_too_long, {"KP-08", line_.last(), due, "late"});
    const bool plant = desk_.planted(Fault::arbitration_too_long);
    const CivilDay ended =
        plant ? desk_.last_day_or_next(Fault::arbitration_too_long, due) : started + days(10);
    line_.go_to(desk_.work_day(ended), kTen);
    if (plant) desk_.must_work(ended);
    line_.add("arbitration.ended")
        .text("arbitrationId", id)
        .text("endedReason", plant ? "FRIST" : "EINIGUNG");
}

// The person asks what is stored about him, and is answered.
void FourPhases::disclosure(CivilDay date) {
    line_.go_to(date, kTen);
    const std::string id = desk_.id("AU");
    const CivilDay due = last_day(date, {.months = 1}, Counting::from_next_day);
    line_.add("accessrequest.received")
        .text("accessRequestId", id)
        .text("channel", "SCHRIFTLICH")
        .day("receivedAt", date)
        .text("format", "PAPIER")
        .day("dueAt", due);
    desk_.expect(Fault::disclosure_late, {"G-11", line_.last(), due, "late"});
    line_.add("identity.verified")
        .text("accessRequestId", id)
        .text("method", "PERSOENLICH_BEKANNT");
    CivilDay granted = desk_.work_day(date + days(desk_.random.between(8, 20)));
    if (desk_.planted(Fault::disclosure_late)) {
        desk_.must_work(due);
        desk_.must_work(due + days(1));
        granted = desk_.last_day_or_next(Fault::disclosure_late, due);
    }
    line_.go_to(granted, kTen);
    line_.add("access.granted")
        .text("accessRequestId", id)
        .text("deliveredHow", "POST")
        .flag("rightsInfo", true);
    line_.add("accesscopy.delivered")
        .text("accessRequestId", id)
        .text("deliveredHow", "POST")
        .text("format", "PAPIER");
}

}  // namespace fallbuch::simulate

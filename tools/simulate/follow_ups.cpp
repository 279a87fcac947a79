// Follow-up talks: four activities, the three phases reviewed, the plan continued.
#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/calendar/civil_day.h"
#include "core/calendar/legal_period.h"
#include "core/calendar/period.h"
#include "tools/simulate/desk.h"
#include "tools/simulate/faults.h"
#include "tools/simulate/fields.h"
#include "tools/simulate/four_phases.h"
#include "tools/simulate/office_days.h"
#include "tools/simulate/person.h"
#include "tools/simulate/phase_memory.h"
#include "tools/simulate/words.h"

namespace fallbuch::simulate {

namespace {

using std::chrono::days;

// Longer than from one talk to the next, a measure's end between them.
constexpr days kAdjustBefore{150};
constexpr int kMorning = 7 * 3600 + 2400;
constexpr int kAfternoon = 14 * 3600;
constexpr std::uint32_t kMissedPercent = 12;

// Until the new law nothing has to follow from a step that was missed.
bool may_miss_step(const Desk& desk, CivilDay day) {
    return desk.circle() == "SGB_III" || day < kNewLaw;
}

bool lasts_to_the_end(const Desk& desk) { return desk.planted(Fault::note_missing); }

}  // namespace

CivilDay FourPhases::follow_up_day() {
    const auto on_due = [&](Fault fault, CivilDay due) {
        desk_.must_work(due);
        desk_.must_work(due + days(1));
        return desk_.last_day_or_next(fault, due);
    };
    const auto half_year = [](CivilDay from) {
        return last_day(from, kHalfYear, Counting::from_next_day);
    };
    if (desk_.planted(Fault::agreement_review_late)) {
        return on_due(Fault::agreement_review_late, half_year(plan_day_));
    }
    if (desk_.planted(Fault::plan_update_late)) {
        return on_due(Fault::plan_update_late, half_year(plan_day_));
    }
    if (desk_.planted(Fault::agreement_review_late_unemployed)) {
        return on_due(Fault::agreement_review_late_unemployed, half_year_without_work());
    }
    if (desk_.planted(Fault::strategy_outdated)) {
        return on_due(Fault::strategy_outdated, strategies_.back().planned_to);
    }
    if (desk_.planted(Fault::occupation_late_after_step)) {
        const CivilDay achieved = desk_.work_day(plan_day_ + days(20));
        reach_step(achieved);
        const CivilDay due = last_day(achieved, {.days = 7}, Counting::from_next_day);
        desk_.must_work(achieved);
        desk_.expect(Fault::occupation_late_after_step, {"PZ-12", line_.last(), due, "late"});
        return on_due(Fault::occupation_late_after_step, due);
    }
    if (desk_.planted(Fault::offer_after_reduction_late)) {
        return on_due(Fault::offer_after_reduction_late, reduction_day_ + days(28));
    }
    if (!desk_.planted()) return desk_.work_day(std::max(next_talk_, line_.today() + days(5)));
    const CivilDay usual = plan_day_ + days(desk_.random.between(35, 60));
    return desk_.work_day(std::max(usual, line_.today() + days(7)));
}

// The first day without work counts (§ 187 Abs. 2 BGB).
CivilDay FourPhases::half_year_without_work() const {
    return last_day(desk_.order.opened, kHalfYear, Counting::from_same_day);
}

// The intermediate goal has come to its end: the target occupation is found in the same days.
void FourPhases::reach_step(CivilDay day) {
    line_.go_to(day, kMorning);
    const bool reached = desk_.planted() || desk_.random.chance(75);
    line_.add(reached ? "intermediategoal.achieved" : "intermediategoal.missed")
        .text("intermediateGoalId", step_)
        .number("cycleNo", desk_.cycle());
    step_.clear();
}

// Most of what was agreed is done by its day, without waiting for the next talk.
void FourPhases::take_steps(CivilDay talk) {
    if (desk_.planted()) return;
    const auto take = [&](const Step& step) {
        const CivilDay done = desk_.days.open_on_or_before(step.due);
        if (done >= talk) return false;
        line_.go_to(done, kAfternoon);
        line_.add("activity.fulfilled")
            .text("activityId", step.id)
            .number("cycleNo", desk_.cycle());
        return true;
    };
    std::erase_if(office_steps_, take);
    std::erase_if(open_steps_, [&](const Step& step) {
        return !(may_miss_step(desk_, talk) && desk_.random.chance(kMissedPercent)) && take(step);
    });
}

// The rest has been done, or has not.
void FourPhases::settle_steps() {
    if (desk_.planted()) return;
    const auto settle = [&](const Step& step, std::string_view how) {
        line_.add(how)
            .text("activityId", step.id)
            .number("cycleNo", desk_.cycle())
            .text("contactId", desk_.contact);
    };
    for (const Step& step : open_steps_) {
        const bool over = desk_.days.open_on_or_before(step.due) < line_.today();
        const bool missed =
            over || (may_miss_step(desk_, line_.today()) && desk_.random.chance(kMissedPercent));
        settle(step, missed ? "activity.missed" : "activity.fulfilled");
    }
    for (const Step& step : office_steps_) settle(step, "activity.fulfilled");
    office_steps_.clear();
    open_steps_.clear();
}

// Where the cycle ends, nobody waits for them any more.
void FourPhases::drop_steps(bool done) {
    if (desk_.planted()) return;
    const auto end = [&](const Step& step, std::string_view how) {
        line_.add(how).text("activityId", step.id).number("cycleNo", desk_.cycle());
    };
    const bool may_miss = !done && may_miss_step(desk_, line_.today());
    for (const Step& step : open_steps_) {
        const bool missed = may_miss || desk_.days.open_on_or_before(step.due) < line_.today();
        end(step, missed ? "activity.missed" : "activity.fulfilled");
    }
    for (const Step& step : office_steps_) end(step, "activity.fulfilled");
    office_steps_.clear();
    open_steps_.clear();
    if (step_.empty()) return;
    line_.add("intermediategoal.missed")
        .text("intermediateGoalId", step_)
        .number("cycleNo", desk_.cycle());
    step_.clear();
}

void FourPhases::follow_up(CivilDay day) {
    desk_.keep_appointment(day);
    take_steps(day);
    if (!step_.empty()) reach_step(day);
    line_.go_to(day, kMorning + 300);
    if (!desk_.violates(Fault::search_missing)) search();
    if (is_ii() && desk_.order.opened < kNewLaw && plan_day_ < kNewLaw && day >= kNewLaw) {
        line_.add("benefitstatus.changed")
            .list("benefits", {"GRUNDSICHERUNGSGELD"})
            .day("from", kNewLaw);
    }
    line_.go_to(day, 8 * 3600 + 600 * desk_.random.between(1, 18));
    const Talk talk{.channel = desk_.happens(20) ? "VIDEO" : "PERSOENLICH"};
    const std::size_t event = desk_.talk(talk);
    if (target_.empty()) record_occupation();
    settle_steps();
    cover_activities(event);
    review_phases(event);
    adjust_strategies();
    continue_plan(event);
    continue_participation_plan();
    if (!desk_.violates(Fault::prognosis_not_reviewed)) review_prognosis();
    desk_.expect_at_close(Fault::prognosis_not_reviewed, {"IP-01", event, {}, "missing"});
    desk_.expect(Fault::search_missing, {"FG-01", event, day, "missing"});
    // The prognosis is put right in the first talk after the work began.
    if (employed_event_ != 0) {
        desk_.expect(Fault::prognosis_employed, {"IP-03", employed_event_, day, "missing"});
    }
    if (!desk_.violates(Fault::next_talk_not_fixed)) {
        plan_next_talk(day);
    }
    desk_.expect(Fault::next_talk_not_fixed, {"FG-07", event, day, "missing"});
    note_follow_up(event);
    desk_.perhaps_correct(event, talk);
    if (lasts_to_the_end(desk_)) leave(day);
}

void FourPhases::note_follow_up(std::size_t talk_event) {
    const CivilDay due = desk_.days.next_working_day(line_.today());
    if (!desk_.violates(Fault::note_missing)) {
        if (desk_.violates(Fault::note_with_mark)) {
            desk_.note("BERATUNGSVERMERK", std::string(words::kMarkedNote));
        } else {
            desk_.note("BERATUNGSVERMERK");
        }
        desk_.expect(Fault::note_with_mark, {"L-21", line_.last(), {}, "wrong"});
    }
    desk_.perhaps_correct_note();
    desk_.expect_at_close(Fault::note_missing, {"G-09", talk_event, {}, "missing"});
    desk_.expect(Fault::note_missing, {"G-09", talk_event, due, "missing"});
    if (desk_.planted(Fault::note_late)) {
        const CivilDay noted =
            desk_.violates(Fault::note_late) ? desk_.days.next_working_day(due) : due;
        line_.recorded_on(noted, 10 * 3600);
        desk_.expect(Fault::note_late, {"G-09", talk_event, due, "late"});
    }
}

void FourPhases::cover_activities(std::size_t talk_event) {
    const auto covered = [&](std::string_view activity,
                             std::initializer_list<std::string_view> checks) {
        Fields fields = line_.add("followupactivity.covered");
        fields.text("contactId", desk_.contact)
            .text("activity", activity)
            .list("subChecks", checks);
        if (activity == "1") {
            fields.text("customerStatus", desk_.random.chance(70) ? "ERFOLGREICH" : "TEILWEISE")
                .flag("authorityDelivered", true);
        }
        fields.number("cycleNo", desk_.cycle());
    };
    if (!desk_.violates(Fault::plan_not_compared)) covered("1", {"FORTSCHRITTE", "ZUSAGEN"});
    covered("2", {"POTENZIALANALYSE", "BEDARF_STRATEGIE", "ZIEL", "STRATEGIE"});
    covered("3", {"UNTERLAGEN", "VORSCHLAEGE"});
    if (!desk_.violates(Fault::activity_not_covered)) covered("4", {"FOLGEAKTIVITAETEN", "TERMIN"});
    desk_.expect_at_close(Fault::plan_not_compared, {"FG-03", talk_event, {}, "missing"});
    desk_.expect_at_close(Fault::plan_not_compared, {"FG-02", talk_event, {}, "missing"});
    desk_.expect_at_close(Fault::activity_not_covered, {"FG-02", talk_event, {}, "missing"});
}

void FourPhases::review_phases(std::size_t talk_event) {
    const bool changed = desk_.random.chance(30);
    line_.add("potentialanalysis.reviewed")
        .text("analysisId", analysis_)
        .number("cycleNo", desk_.cycle())
        .text("contactId", desk_.contact)
        .flag("jointly", true)
        .flag("bgContextConsidered", true)
        .flag("changed", changed);
    if (changed && desk_.happens(60)) {
        line_.add("potentialanalysis.updated")
            .text("analysisId", analysis_)
            .number("cycleNo", desk_.cycle())
            .text("contactId", desk_.contact)
            .flag("jointly", true)
            .flag("bgContextConsidered", true)
            .flag("full", false)
            .list("reasons", {"Neue Zeugnisse und Erfahrungen"});
    }
    if (!desk_.violates(Fault::goal_not_reviewed)) {
        line_.add("goal.reviewed")
            .text("goalId", goal_)
            .number("cycleNo", desk_.cycle())
            .text("contactId", desk_.contact)
            .text("outcome", "UNVERAENDERT")
            .flag("jointly", true);
    }
    desk_.expect_at_close(Fault::goal_not_reviewed, {"FG-04", talk_event, {}, "missing"});
    perhaps_change_goal();
    for (const Strategy& strategy : strategies_) {
        line_.add("strategy.reviewed")
            .text("strategyId", strategy.id)
            .number("cycleNo", desk_.cycle())
            .text("contactId", desk_.contact)
            .text("outcome", "UNVERAENDERT")
            .flag("jointly", true);
    }
    if (!desk_.violates(Fault::applications_not_reviewed)) {
        line_.add("applicationactivity.reviewed")
            .text("contactId", desk_.contact)
            .flag("documentsReviewed", true)
            .text("result", "Vier Bewerbungen, eine Einladung");
    }
    desk_.expect_at_close(Fault::applications_not_reviewed, {"FG-05", talk_event, {}, "missing"});
}

void FourPhases::adjust_strategies() {
    for (Strategy& strategy : strategies_) {
        if (strategy.planned_to > line_.today() + kAdjustBefore) continue;
        strategy.planned_to = line_.today() + days(270);
        line_.add("strategy.adjusted")
            .text("strategyId", strategy.id)
            .number("cycleNo", desk_.cycle())
            .day("plannedTo", strategy.planned_to)
            .text("status", "AKTIV")
            .text("contactId", desk_.contact);
    }
}

void FourPhases::continue_plan(std::size_t talk_event) {
    const CivilDay step_due = line_.today() + days(35);
    agree_customer_step(step_due)
        .day("due", step_due)
        .text("frequency", "WOECHENTLICH")
        .text("planRef", plan_);
    const CivilDay due = last_day(plan_day_, kHalfYear, Counting::from_next_day);
    const bool amends = !desk_.violates(Fault::plan_not_amended);
    desk_.expect_at_close(Fault::plan_not_amended, {"FG-06", talk_event, {}, "missing"});
    if (is_ii()) {
        if (amends) write_plan("cooperationplan.updated");
        desk_.expect(Fault::plan_update_late, {"KP-07", plan_event_, due, "late"});
    } else {
        line_.add("integrationagreement.reviewed")
            .text("agreementId", plan_)
            .number("cycleNo", desk_.cycle())
            .text("contactId", desk_.contact)
            .flag("jointly", true)
            .text("outcome", "ANGEPASST");
        desk_.expect(Fault::agreement_review_late, {"EV-05", plan_event_, due, "late"});
        desk_.expect(Fault::agreement_review_late_unemployed,
                     {"L-04", plan_event_, half_year_without_work(), "late"});
        if (amends) conclude_agreement("integrationagreement.amended");
    }
    plan_event_ = line_.last();
    plan_day_ = line_.today();
}

// Nearer or farther, as the market allows; or it needs more time than was thought.
void FourPhases::perhaps_change_goal() {
    if (desk_.planted()) return;
    std::string_view rationale = "Am Ort werden zu wenige Stellen angeboten.";
    if (desk_.random.chance(4)) {
        goal_option_ = "BESCHAEFTIGUNG_UEBERREGIONAL";
    } else if (goal_due_ <= line_.today() + kAdjustBefore) {
        rationale = desk_.random.pick(words::kMoreTime);
    } else {
        return;
    }
    goal_due_ = line_.today() + days(240);
    line_.add("goal.changed")
        .text("goalId", goal_)
        .number("cycleNo", desk_.cycle())
        .text("option", goal_option_)
        .text("analysisId", analysis_)
        .text("criterion", "Arbeitsvertrag liegt vor")
        .day("targetDate", goal_due_)
        .flag("jointly", true)
        .list("participants", {"KUNDE", "IFK"})
        .list("considered", {"RECHTSANSPRUECHE", "ZIELGRUPPE", "REHA_BEDARF"})
        .text("rationale", rationale)
        .text("contactId", desk_.contact);
}

// The whole household is heard together, once everybody has agreed.
void FourPhases::household_talk(CivilDay day) {
    if (desk_.person.members.empty()) return;
    line_.go_to(day, 9 * 3600);
    const bool late = desk_.violates(Fault::bg_talk_without_consent);
    std::string last_consent;
    const auto consent = [&](const std::string& id, std::string_view member) {
        Fields fields = line_.add("consent.given");
        fields.text("consentId", id);
        // The person of the case is no member by reference.
        if (!member.empty()) fields.text("memberRef", member);
        fields.text("purpose", "BG_GESPRAECH")
            .text("form", "SCHRIFTLICH")
            .json("informed", R"({"purpose":true,"consequences":true,"revocability":true})");
    };
    const auto consents = [&] {
        consent(desk_.id("EW"), {});
        for (const Member& member : desk_.person.members) {
            last_consent = desk_.id("EW");
            consent(last_consent, member.ref);
        }
    };
    if (!late) consents();
    const std::size_t event = desk_.talk({.kind = "BG_GESPRAECH", .with_household = true});
    desk_.expect(Fault::bg_talk_without_consent, {"PA-04", event, {}, "wrong"});
    if (late) consents();
    review_prognosis();
    desk_.note_beginning("BERATUNGSVERMERK",
                         "Gespräch mit allen Mitgliedern, Aufgaben in der Familie verteilt.");
    if (!desk_.happens(12)) return;
    // One of them takes the consent back, for the future.
    line_.go_to(desk_.work_day(day + days(4)), 9 * 3600);
    line_.add("consent.revoked")
        .text("consentId", last_consent)
        .text("memberRef", desk_.person.members.back().ref);
}

}  // namespace fallbuch::simulate

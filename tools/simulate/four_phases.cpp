#include "tools/simulate/four_phases.h"

#include <array>

#include "core/calendar/legal_period.h"
#include "core/calendar/period.h"
#include "tools/simulate/faults.h"
#include "tools/simulate/office_days.h"
#include "tools/simulate/plant.h"
#include "tools/simulate/words.h"

namespace fallbuch::simulate {

namespace {

using std::chrono::days;

constexpr int kNine = 9 * 3600;
// "Unverzüglich": the default of the rulebooks' parameter.
constexpr CivilPeriod kPrompt{.days = 7};
constexpr CivilPeriod kSoon{.days = 14};  // "zeitnah"
constexpr CivilDay kNewLaw = day(2026, 7, 1);

CivilDay due_after(CivilDay start, CivilPeriod period) {
    return last_day(start, period, Counting::from_next_day);
}

// The fault needs a history without any follow-up talk.
bool ends_after_first_talk(const Desk& desk) {
    return desk.violates(Fault::analysis_missing) || desk.violates(Fault::plan_missing);
}

}  // namespace

CivilDay FourPhases::later(int low, int high) {
    return desk_.work_day(line_.today() + days(desk_.random.between(low, high)));
}

void FourPhases::expect_at_close(Fault fault, const Truth& truth) {
    if (desk_.planted(fault)) due_at_close_.emplace_back(fault, truth);
}

void FourPhases::run() {
    open();
    if (desk_.planted(Fault::waiver_too_long) || desk_.planted(Fault::prognosis_waived) ||
        desk_.happens(4)) {
        return waive();
    }
    first_talk(first_talk_day());
    if (desk_.planted() && desk_.order.flow == Flow::cooperation_2026) {
        special_cases(later(8, 12));
    } else if (!ends_after_first_talk(desk_)) {
        go_on();
    }
    if (!closed_) leave(later(10, 21));
}

void FourPhases::open() {
    const bool ii = desk_.order.flow != Flow::agreement;
    const bool seeking = desk_.planted(Fault::agreement_review_late) || desk_.happens(25);
    Intake intake{.circle = ii ? "SGB_II" : "SGB_III",
                  .reason = ii        ? "ANTRAG_SGB_II"
                            : seeking ? "ARBEITSUCHENDMELDUNG"
                                      : "ARBEITSLOSMELDUNG",
                  .benefit = "ALG",
                  .labour = seeking ? "ARBEITSUCHEND" : "ARBEITSLOS",
                  .team_kind = "AV",
                  .first_notice = "KEINE",
                  .first_talk = first_talk_day()};
    if (ii) intake.benefit = desk_.order.opened < kNewLaw ? "BUERGERGELD" : "GRUNDSICHERUNGSGELD";
    if (desk_.planted(Fault::strategy_of_other_team) &&
        !desk_.violates(Fault::strategy_of_other_team)) {
        intake.team_kind = "AUSBV";
    }
    if (desk_.violates(Fault::first_invitation_with_notice)) intake.first_notice = "2023";
    desk_.intake(intake);
    desk_.expect(Fault::first_invitation_with_notice, {"L-03", line_.last(), {}, "wrong"});
}

CivilDay FourPhases::first_talk_day() {
    const CivilDay opened = desk_.order.opened;
    if (desk_.planted(Fault::analysis_late)) {
        const CivilDay due = due_after(opened, kPrompt);
        desk_.must_work(due);
        desk_.must_work(due + days(1));
        return desk_.last_day_or_next(Fault::analysis_late, due);
    }
    return desk_.days.next_working_day(opened);
}

void FourPhases::first_talk(CivilDay day) {
    line_.go_to(day, kNine + 600 * desk_.random.between(0, 12));
    Talk talk{.kind = "ERSTGESPRAECH"};
    if (desk_.violates(Fault::first_talk_by_phone)) talk.channel = "TELEFON";
    if (desk_.planted(Fault::first_talk_by_phone) && !desk_.violates(Fault::first_talk_by_phone)) {
        talk.channel = "VIDEO";
    }
    if (desk_.planted(Fault::first_talk_by_video)) talk.channel = "VIDEO";
    if (desk_.planted(Fault::first_talk_by_video) && !desk_.violates(Fault::first_talk_by_video)) {
        talk.channel_reason = "Mutterschutz, Anreise nicht zumutbar.";
    }
    const std::size_t event = desk_.talk(talk);
    desk_.expect(Fault::first_talk_by_phone, {"L-17", event, {}, "wrong"});
    desk_.expect(Fault::first_talk_by_video, {"L-07", event, {}, "wrong"});
    line_.add("transparencyinformation.given")
        .list("topics", {"GESPRAECHSANLIEGEN", "ZIEL"})
        .text("contactId", desk_.contact);
    analyse();
    const bool schedules_later = desk_.planted(Fault::deferred_without_talk);
    if (!schedules_later) desk_.schedule_next(desk_.work_day(day + days(35)));
    desk_.note("STANDORTBESTIMMUNG", desk_.random.pick(words::kNotesFirst));
    desk_.perhaps_correct(event, talk);
    if (schedules_later) schedule_after_deferral();
    const CivilDay due = due_after(desk_.order.opened, kPrompt);
    if (is_ii()) {
        desk_.expect(Fault::analysis_late, {"L-01", 0, due, "late"});
        desk_.expect(Fault::analysis_missing, {"L-01", 0, due, "missing"});
    } else {
        desk_.expect(Fault::analysis_late, {"L-02", 0, due, "late"});
        desk_.expect(Fault::analysis_late, {"L-17", 0, due, "late"});
    }
}

void FourPhases::schedule_after_deferral() {
    const CivilDay due = due_after(line_.today(), kSoon);
    desk_.must_work(due);
    desk_.must_work(due + days(1));
    line_.go_to(desk_.last_day_or_next(Fault::deferred_without_talk, due), kNine);
    desk_.schedule_next(desk_.work_day(due + days(20)));
    desk_.expect(Fault::deferred_without_talk, {"PZ-09", deferred_event_, due, "late"});
}

void FourPhases::go_on() {
    static constexpr std::array kTalks{10, 18, 22, 18, 14, 10, 8};
    const int talks = desk_.planted() ? 1 : 1 + static_cast<int>(desk_.random.weighted(kTalks));
    const bool changes = desk_.order.flow == Flow::agreement && desk_.happens(10);
    for (int i = 0; i < talks; ++i) {
        const CivilDay before = line_.today();
        desk_.perhaps_missed(desk_.work_day(before + days(8)), Desk::notice_of(before));
        desk_.perhaps_change_staff(desk_.work_day(before + days(24)));
        if (desk_.planted()) special_cases(desk_.work_day(before + days(12)));
        if (closed_) return;
        follow_up(follow_up_day());
        if (closed_) return;
        if (i == 0) decide_product();
        if (desk_.happens(2)) disclosure(later(3, 8));
        if (desk_.happens(8) && is_ii()) household_talk(later(5, 10));
        if (changes && i == 0) change_circle(later(14, 30));
    }
}

// From the agency to the job centre: what is agreed ends, and within days it starts anew.
void FourPhases::change_circle(CivilDay day) {
    line_.go_to(day, kNine);
    line_.add("integrationagreement.ended")
        .text("agreementId", plan_)
        .number("cycleNo", cycle_)
        .text("reason", "RECHTSKREISWECHSEL");
    end_cycle("ENTFALLEN");
    desk_.switch_circle("SGB_II");
    line_.add("benefitstatus.changed")
        .list("benefits", {day < kNewLaw ? "BUERGERGELD" : "GRUNDSICHERUNGSGELD"})
        .day("from", day);
    line_.add("legalcircle.assigned")
        .text("from", "SGB_III")
        .text("to", "SGB_II")
        .day("date", day)
        .text("reason", "RECHTSKREISWECHSEL");
    desk_.assign("AV", "Anspruch auf Arbeitslosengeld ist erschöpft; Profil liegt vor.");
    desk_.invite("KOOPERATIONSPLAN", day < kNewLaw ? "KEINE" : "2026-07", true);
    ++cycle_;
    needs_.clear();
    strategies_.clear();
    first_talk(desk_.days.next_working_day(day));
}

void FourPhases::end_cycle(std::string_view outcome) {
    if (goal_.empty()) return;
    const bool reached = outcome == "ERFOLGREICH";
    line_.add(reached ? "goal.achieved" : "goal.abandoned")
        .text("goalId", goal_)
        .number("cycleNo", cycle_);
    for (const Need& need : needs_) {
        line_.add(reached ? "need.resolved" : "need.dropped")
            .text("needId", need.id)
            .number("cycleNo", cycle_);
    }
    for (const Strategy& strategy : strategies_) {
        line_.add("strategy.ended")
            .text("strategyId", strategy.id)
            .number("cycleNo", cycle_)
            .text("outcome", outcome);
    }
}

void FourPhases::leave(CivilDay day) {
    if (day != line_.today()) line_.go_to(day, kNine + 3600);
    const bool works = desk_.planted() || desk_.random.chance(70);
    if (works) {
        const std::string employment = desk_.id("B");
        line_.add("employment.started")
            .text("employmentId", employment)
            .day("start", day)
            .text("employerRef", desk_.random.pick(words::kEmployers))
            .flag("insurable", true)
            .flag("fullTime", true)
            .flag("selfEmployed", false)
            .flag("stillInNeed", false);
        const std::size_t started = line_.last();
        if (!desk_.violates(Fault::support_after_start_unchecked)) {
            line_.add("postplacementsupport.checked")
                .text("employmentId", employment)
                .text("result", "NICHT_ERFORDERLICH")
                .flag("hsConsidered", true);
        }
        desk_.expect(Fault::support_after_start_unchecked, {"NA-01", started, day, "missing"});
    }
    end_cycle(works ? "ERFOLGREICH" : "ENTFALLEN");
    if (!plan_.empty() && !is_ii()) {
        line_.add("integrationagreement.ended")
            .text("agreementId", plan_)
            .number("cycleNo", cycle_)
            .text("reason", "INTEGRATION");
    }
    static constexpr std::array kOther{std::string_view("FORTZUG"),
                                       std::string_view("ENDE_HILFEBEDUERFTIGKEIT"),
                                       std::string_view("RENTE")};
    desk_.close(works ? "ARBEITSAUFNAHME" : desk_.random.pick(kOther));
    for (const auto& [fault, truth] : due_at_close_) {
        Truth due = truth;
        due.due = day;
        desk_.expect(fault, due);
    }
    closed_ = true;
}

}  // namespace fallbuch::simulate

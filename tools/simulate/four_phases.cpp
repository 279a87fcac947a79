#include "tools/simulate/four_phases.h"

#include <algorithm>
#include <array>
#include <cstdint>

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
constexpr CivilDay kConceptBegins = day(2023, 7, 3);
constexpr days kYear{365};
constexpr std::uint32_t kStayPercent = 45;
constexpr int kTalksPerProduct = 5;
constexpr int kPensionAge = 62;
constexpr CivilPeriod kSoon{.days = 14};  // "zeitnah"

CivilDay due_after(CivilDay start, CivilPeriod period) {
    return last_day(start, period, Counting::from_next_day);
}

// The fault needs a history without any follow-up talk.
bool ends_after_first_talk(const Desk& desk) {
    return desk.violates(Fault::analysis_missing) || desk.violates(Fault::plan_missing);
}

// L-02 and L-17 count from the Arbeitsuchendmeldung.
bool begins_by_seeking(const Desk& desk) {
    return desk.order.flow == Flow::agreement &&
           (desk.planted(Fault::analysis_late) || desk.planted(Fault::first_talk_by_phone));
}

}  // namespace

CivilDay FourPhases::later(int low, int high) {
    return desk_.about(line_.today() + days(desk_.random.between(low, high)));
}

void FourPhases::run() {
    desk_.begin_cycle();
    open();
    const std::string_view ground = waiver_ground();
    if (ground == "A") return waive_for_work();
    first_talk(ground == "C" ? waive_for_child() : first_talk_day());
    after_first_talk();
}

void FourPhases::carry_on() {
    CivilDay day = desk_.work_day(kConceptBegins + days(desk_.random.between(0, 150)));
    if (desk_.planted(Fault::old_agreement_lapsed)) {
        day = desk_.last_day_or_next(Fault::old_agreement_lapsed, kPlanAfterLapse);
        desk_.must_work(day);
    }
    desk_.begin_cycle();
    line_.go_to(desk_.days.open_on_or_before(day - days(1)), kNine);
    desk_.start_concept("AV", "Umstellung auf den Kooperationsplan; das Profil liegt vor.");
    first_talk(day);
    after_first_talk();
}

void FourPhases::come_back(CivilDay day) {
    const bool was_ii = is_ii();
    const bool earned = !desk_.employment.empty() && day - line_.today() > kYear;
    const bool ii = was_ii ? !earned : desk_.random.chance(40);
    const std::string_view means = day < kNewLaw ? "BUERGERGELD" : "GRUNDSICHERUNGSGELD";
    desk_.reopen({.day = day,
                  .circle = ii ? "SGB_II" : "SGB_III",
                  .benefit = ii ? means : "ALG",
                  .team_kind = "AV",
                  .new_number = day - line_.today() > kYear * 2});
    desk_.begin_cycle();
    first_talk(desk_.work_day(day + days(1)));
    after_first_talk();
}

void FourPhases::after_first_talk() {
    if (desk_.planted() && (desk_.order.flow == Flow::cooperation_2026 ||
                            desk_.planted(Fault::childcare_ground_ended))) {
        special_cases(later(8, 12));
    } else if (!has_deferred_agreement_ && !ends_after_first_talk(desk_)) {
        go_on();
    }
    if (!closed_ && line_.today() <= kLastDay) leave(later(10, 21));
}

void FourPhases::open() {
    const bool ii = desk_.order.flow != Flow::agreement;
    const bool seeking = desk_.planted(Fault::agreement_review_late) || begins_by_seeking(desk_) ||
                         desk_.happens(25);
    Intake intake{.circle = ii ? "SGB_II" : "SGB_III",
                  .reason = ii        ? "ANTRAG_SGB_II"
                            : seeking ? "ARBEITSUCHENDMELDUNG"
                                      : "ARBEITSLOSMELDUNG",
                  .benefit = seeking ? "KEINE" : "ALG",
                  .labour = seeking ? "ARBEITSUCHEND" : "ARBEITSLOS",
                  .team_kind = "AV",
                  .first_notice = "KEINE",
                  .first_talk = first_talk_day()};
    is_unemployed_ = !seeking;
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
    return desk_.work_day(opened + days(1));
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
    if (!schedules_later) plan_next_talk(day);
    desk_.note("STANDORTBESTIMMUNG");
    desk_.perhaps_correct_note();
    desk_.perhaps_correct(event, talk);
    if (schedules_later) schedule_after_deferral();
    if (desk_.violates(Fault::occupation_after_analysis)) {
        line_.go_to(desk_.days.next_working_day(day), kNine);
        record_occupation();
    }
    expect_analysis(event);
}

// Both the concept and the law ask for the analysis, and for it together with the person.
void FourPhases::expect_analysis(std::size_t talk_event) {
    const CivilDay due = due_after(desk_.order.opened, kPrompt);
    desk_.expect(Fault::analysis_late, {"G-01", 0, due, "late"});
    desk_.expect(Fault::analysis_missing, {"G-01", 0, due, "missing"});
    desk_.expect_at_close(Fault::analysis_missing, {"PA-01", talk_event, {}, "missing"});
    if (is_ii()) {
        const std::size_t began = desk_.circle_event;
        desk_.expect(Fault::analysis_late, {"L-01", began, due, "late"});
        desk_.expect(Fault::analysis_missing, {"L-01", began, due, "missing"});
        desk_.expect(Fault::analysis_alone, {"L-01", began, due, "wrong"});
    } else {
        desk_.expect(Fault::analysis_late, {"L-02", desk_.labour_event, due, "late"});
        desk_.expect(Fault::analysis_late, {"L-17", desk_.labour_event, due, "late"});
    }
}

void FourPhases::plan_next_talk(CivilDay day) {
    int low = 35;
    int high = desk_.planted() ? 35 : 60;
    if (stays_) {
        low = 60;
        high = 110;
    }
    if (!step_.empty() && !desk_.planted()) {
        low = 8;
        high = 13;
    }
    plan_talk_on(desk_.about(day + days(desk_.random.between(low, high))));
}

void FourPhases::plan_talk_on(CivilDay day) {
    next_talk_ = day;
    desk_.schedule_next(day);
}

void FourPhases::schedule_after_deferral() {
    const CivilDay due = due_after(line_.today(), kSoon);
    desk_.must_work(due);
    desk_.must_work(due + days(1));
    line_.go_to(desk_.last_day_or_next(Fault::deferred_without_talk, due), kNine);
    desk_.schedule_next(desk_.work_day(due + days(20)));
    desk_.expect(Fault::deferred_without_talk, {"PZ-09", deferred_event_, due, "late"});
}

int FourPhases::how_many_talks() {
    static constexpr std::array kTalks{10, 18, 22, 18, 14, 10, 8};
    if (desk_.planted()) return 1;
    stays_ = desk_.random.chance(kStayPercent);
    if (stays_) return desk_.random.between(8, 40);
    return 1 + static_cast<int>(desk_.random.weighted(kTalks));
}

void FourPhases::go_on() {
    int talks = how_many_talks();
    const bool changes = desk_.circle() == "SGB_III" && desk_.happens(10);
    // What is agreed under the other circle is talked about at least once, too (L-05).
    if (changes) talks = std::max(talks, 2);
    for (int i = 0; i < talks && line_.today() <= kLastDay; ++i) {
        between_talks(line_.today());
        if (closed_) return;
        follow_up(follow_up_day());
        if (closed_) return;
        after_talk(i);
        if (closed_) return;
        if (desk_.planted(Fault::aftercare_too_late)) give_aftercare();
        if (changes && i == 0) change_circle(later(14, 30));
    }
}

void FourPhases::between_talks(CivilDay before) {
    if (desk_.planted()) return special_cases(desk_.work_day(before + days(12)));
    // A step towards the target occupation leaves no time for more.
    if (!step_.empty()) return;
    if (special_life(desk_.work_day(before + days(5)))) return;
    desk_.perhaps_stand_in(desk_.work_day(before + days(desk_.random.between(3, 20))));
    life_.perhaps({before, std::max(next_talk_, before + days(7))});
    desk_.perhaps_missed(desk_.work_day(before + days(8)), Desk::notice_of(before));
    desk_.perhaps_change_staff(desk_.work_day(before + days(24)));
}

void FourPhases::after_talk(int number) {
    if (number % kTalksPerProduct == 0 && !in_rehabilitation_) decide_product();
    if (closed_) return;
    if (desk_.happens(2)) disclosure(later(4, 9));
    if (is_ii() && desk_.happens(8)) household_talk(later(5, 10));
}

// From the agency to the job centre: what is agreed ends, and within days it starts anew.
void FourPhases::change_circle(CivilDay day) {
    take_steps(day);
    line_.go_to(day, kNine);
    line_.add("integrationagreement.ended")
        .text("agreementId", plan_)
        .number("cycleNo", desk_.cycle())
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
    desk_.begin_cycle();
    first_talk(desk_.work_day(day + days(1)));
}

void FourPhases::end_cycle(std::string_view outcome) {
    const bool reached = outcome == "ERFOLGREICH";
    drop_steps(reached);
    if (goal_.empty()) return;
    line_.add(reached ? "goal.achieved" : "goal.abandoned")
        .text("goalId", goal_)
        .number("cycleNo", desk_.cycle());
    for (const Need& need : needs_) {
        line_.add(reached ? "need.resolved" : "need.dropped")
            .text("needId", need.id)
            .number("cycleNo", desk_.cycle());
    }
    for (const Strategy& strategy : strategies_) {
        line_.add("strategy.ended")
            .text("strategyId", strategy.id)
            .number("cycleNo", desk_.cycle())
            .text("outcome", outcome);
    }
    needs_.clear();
    strategies_.clear();
}

void FourPhases::leave(CivilDay day) {
    if (day != line_.today()) {
        take_steps(day);
        line_.go_to(day, kNine + 3600);
    }
    const bool at_work = desk_.planted(Fault::aftercare_too_late);
    const bool works =
        !at_work && (desk_.planted() || !employer_.empty() || desk_.random.chance(70));
    if (works) start_work(day);
    end_cycle(works ? "ERFOLGREICH" : "ENTFALLEN");
    if (in_rehabilitation_ && is_ii()) {
        line_.add("rehaprocedure.ended").text("endedByOrg", "REHA").text("carrier", "DRV");
    }
    if (!plan_.empty() && !is_ii()) {
        line_.add("integrationagreement.ended")
            .text("agreementId", plan_)
            .number("cycleNo", desk_.cycle())
            .text("reason", "INTEGRATION");
    }
    if (!waiver_.empty() && !desk_.planted()) {
        line_.add("potentialanalysiswaiver.ended")
            .text("waiverId", waiver_)
            .number("cycleNo", desk_.cycle());
    }
    desk_.cancel_appointment("Der Fall wird geschlossen.");
    const std::array others{std::string_view("FORTZUG"),
                            std::string_view(is_ii() ? "ENDE_HILFEBEDUERFTIGKEIT" : "SONSTIGES")};
    std::string_view other = desk_.random.pick(others);
    if (desk_.age_on(day) >= kPensionAge) other = "RENTE";
    desk_.close(works || at_work ? "ARBEITSAUFNAHME" : other);
    closed_ = true;
}

// The fields that are the caller's can still be added.
Fields FourPhases::employ(const std::string& id, CivilDay day, std::string_view employer,
                          bool full_time) {
    return line_.add("employment.started")
        .text("employmentId", id)
        .day("start", day)
        .text("employerRef", employer)
        .flag("insurable", true)
        .flag("fullTime", full_time)
        .flag("selfEmployed", false);
}

void FourPhases::start_work(CivilDay day) {
    const std::string employment = desk_.id("B");
    const std::string_view employer =
        employer_.empty() ? desk_.random.pick(words::kEmployers) : employer_;
    employ(employment, day, employer, true).flag("stillInNeed", false);
    const std::size_t started = line_.last();
    if (!desk_.violates(Fault::support_after_start_unchecked)) {
        line_.add("postplacementsupport.checked")
            .text("employmentId", employment)
            .text("result", "NICHT_ERFORDERLICH")
            .flag("hsConsidered", true);
    }
    desk_.expect(Fault::support_after_start_unchecked, {"NA-01", started, day, "missing"});
    if (desk_.planted()) return;
    desk_.employment = employment;
    line_.add("applicantprofile.unpublished").text("reason", "Arbeitsaufnahme");
}

}  // namespace fallbuch::simulate

// Anlage 1: for a time no analysis is needed, and what is owed when that time is over.

#include <cstddef>
#include <string_view>

#include "core/calendar/civil_day.h"
#include "core/calendar/legal_period.h"
#include "core/calendar/period.h"
#include "tools/simulate/desk.h"
#include "tools/simulate/faults.h"
#include "tools/simulate/fields.h"
#include "tools/simulate/four_phases.h"
#include "tools/simulate/office_days.h"
#include "tools/simulate/phase_memory.h"

namespace fallbuch::simulate {

namespace {

using std::chrono::days;

constexpr int kNine = 9 * 3600;
constexpr int kEarly = 7 * 3600;
constexpr std::string_view kNotNeeded = "ZUORDNUNG_NICHT_ERFORDERLICH";
// § 10 Abs. 1 Nr. 3 SGB II: three years until the change of law, then fourteen months.
constexpr CivilDay kLastChildWaiver = day(2026, 1, 15);
constexpr CivilDay kPlantedBirth = day(2025, 5, 2);
constexpr CivilDay kPlantedEnd = day(2026, 7, 2);
constexpr CivilPeriod kPrompt{.days = 7};

}  // namespace

std::string_view FourPhases::waiver_ground() {
    if (desk_.planted(Fault::waiver_too_long) || desk_.planted(Fault::prognosis_waived)) return "A";
    if (desk_.planted(Fault::next_talk_too_late) || desk_.planted(Fault::childcare_ground_ended)) {
        return "C";
    }
    if (desk_.happens(4)) return "A";
    if (is_ii() && desk_.order.opened < kLastChildWaiver && desk_.happens(3)) return "C";
    return {};
}

std::size_t FourPhases::write_waiver(std::string_view ground, const WaiverFacts& facts) {
    waiver_ = desk_.id("W");
    Fields fields = line_.add("potentialanalysis.waived");
    fields.text("waiverId", waiver_).number("cycleNo", desk_.cycle()).text("ground", ground);
    if (facts.known_end) fields.day("knownEndDate", *facts.known_end);
    if (facts.next_talk) fields.day("nextTalkDate", *facts.next_talk);
    if (facts.child_born) {
        fields.day("childBirthDate", *facts.child_born).flag("childcareSecured", true);
    }
    if (facts.training_from) fields.day("measureStart", *facts.training_from);
    if (facts.training_to) fields.day("measureEnd", *facts.training_to);
    fields.text("evidence", facts.evidence);
    const std::size_t waived = line_.last();
    desk_.expect(Fault::prognosis_waived, {"IP-04", waived, line_.today(), "wrong"});
    prognosis_ = desk_.violates(Fault::prognosis_waived) ? "MARKTNAH" : kNotNeeded;
    Fields prognosis = line_.add("integrationprognosis.set");
    prognosis.text("value", prognosis_)
        .text("contactId", desk_.contact)
        .number("cycleNo", desk_.cycle());
    desk_.expect(Fault::prognosis_waived, {"IP-04", line_.last(), line_.today(), "wrong"});
    if (desk_.violates(Fault::prognosis_waived)) {
        prognosis.day("expectedIntegrationBy", *facts.known_end);
    }
    return waived;
}

void FourPhases::end_waiver() {
    line_.add("potentialanalysiswaiver.ended")
        .text("waiverId", waiver_)
        .number("cycleNo", desk_.cycle())
        .text("reason", "Der Grund ist entfallen.");
    waiver_.clear();
    waiver_end_event_ = line_.last();
    prognosis_ = "NICHT_MARKTNAH";
    line_.add("integrationprognosis.set")
        .text("value", prognosis_)
        .day("expectedIntegrationBy", line_.today() + days(330))
        .number("cycleNo", desk_.cycle());
}

// The end of unemployment is known: no analysis, a short talk, and the case ends.
void FourPhases::waive_for_work() {
    const CivilDay today = desk_.work_day(desk_.order.opened + days(1));
    line_.go_to(today, kNine);
    CivilDay end = today + days(desk_.random.between(20, 50));
    if (desk_.planted(Fault::waiver_too_long)) {
        end = desk_.last_day_or_next(Fault::waiver_too_long,
                                     last_day(today, {.months = 2}, Counting::from_next_day));
        desk_.must_work(end);
    }
    desk_.talk({.kind = "ERSTGESPRAECH", .purpose = "ENTBEHRLICHKEIT"});
    const std::size_t waived =
        write_waiver("A", {.evidence = "Arbeitsvertrag lag vor.", .known_end = end});
    desk_.expect(Fault::waiver_too_long, {"X-01", waived, {}, "wrong"});
    desk_.note("STANDORTBESTIMMUNG",
               "Zusage liegt vor; bis dahin keine weitere Unterstützung nötig.");
    leave(desk_.work_day(end));
}

// A small child: the ground holds until the next talk, at most for six months, and from the new law
// on only to the end of the child's fourteenth month.
CivilDay FourPhases::waive_for_child() {
    const CivilDay today = desk_.work_day(desk_.order.opened + days(1));
    line_.go_to(today, kNine);
    const CivilDay half = last_day(today, kHalfYear, Counting::from_next_day);
    const bool lapses = desk_.planted(Fault::childcare_ground_ended);
    const bool too_late = desk_.planted(Fault::next_talk_too_late);
    // From this day on the ground is gone, and the analysis is due promptly.
    const CivilDay gone = lapses ? kPlantedEnd : half + days(1);
    const CivilDay due = last_day(gone, kPrompt, Counting::from_next_day);
    CivilDay next = half;
    if (!desk_.planted()) next = desk_.work_day(today + days(desk_.random.between(100, 150)));
    if (too_late) next = desk_.last_day_or_next(Fault::next_talk_too_late, due);
    const CivilDay born = lapses ? kPlantedBirth : today - days(desk_.random.between(60, 500));
    desk_.talk({.kind = "ERSTGESPRAECH", .purpose = "ENTBEHRLICHKEIT"});
    const std::size_t waived = write_waiver(
        "C", {.evidence = "Geburtsurkunde lag vor.", .next_talk = next, .child_born = born});
    desk_.schedule_next(next);
    desk_.note("STANDORTBESTIMMUNG", "Elternzeit; Angebote zum Wiedereinstieg erläutert.");
    if (lapses) next = desk_.last_day_or_next(Fault::childcare_ground_ended, due);
    if (lapses || too_late) {
        desk_.must_work(gone);
        desk_.must_work(next);
    }
    line_.go_to(lapses || too_late ? gone : next, kNine - 3600);
    end_waiver();
    desk_.expect(Fault::next_talk_too_late, {"X-03", waived, due, "late"});
    for (const Fault fault : {Fault::childcare_ground_ended, Fault::next_talk_too_late}) {
        desk_.expect(fault, {"G-01", waived, due, "late"});
        desk_.expect(fault, {"L-01", waived, due, "late"});
    }
    return next;
}

// Another carrier's training begins soon and decides what comes after: the analysis rests, and is
// made anew in full when the training ends.
void FourPhases::waive_for_training(CivilDay date) {
    line_.go_to(date, kNine);
    const CivilDay from = desk_.work_day(date + days(desk_.random.between(14, 35)));
    const CivilDay to = desk_.work_day(from + days(desk_.random.between(40, 70)));
    const std::size_t waived =
        write_waiver("G", {.evidence = "Bescheid der Rentenversicherung lag vor.",
                           .training_from = from,
                           .training_to = to});
    const CivilDay due = last_day(to, kPrompt, Counting::from_next_day);
    desk_.expect(Fault::update_after_waiver_partial, {"X-07", waived, due, "missing"});
    const CivilDay talk = desk_.work_day(to + days(2));
    line_.go_to(desk_.work_day(to - days(7)), kNine);
    plan_talk_on(talk);
    line_.go_to(talk, kEarly);
    end_waiver();
    const CivilDay since = last_day(talk, kPrompt, Counting::from_next_day);
    desk_.expect(Fault::update_after_waiver_partial, {"G-01", waived, since, "missing"});
    desk_.expect(Fault::update_after_waiver_partial, {"L-01", waiver_end_event_, since, "missing"});
    line_.add("potentialanalysis.updated")
        .text("analysisId", analysis_)
        .number("cycleNo", desk_.cycle())
        .flag("jointly", true)
        .flag("bgContextConsidered", true)
        .flag("full", !desk_.violates(Fault::update_after_waiver_partial))
        .list("reasons", {"Qualifizierung eines anderen Trägers ist beendet"});
    follow_up(talk);
}

}  // namespace fallbuch::simulate

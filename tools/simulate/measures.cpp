// Products and measures: the decision, taking part, dropping out, and the graduate's talk.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "core/calendar/legal_period.h"
#include "tools/simulate/desk.h"
#include "tools/simulate/faults.h"
#include "tools/simulate/fields.h"
#include "tools/simulate/four_phases.h"
#include "tools/simulate/office_days.h"
#include "tools/simulate/phase_memory.h"
#include "tools/simulate/random.h"
#include "tools/simulate/words.h"

namespace fallbuch::simulate {

namespace {

using std::chrono::days;

constexpr days kFourWeeks{28};
constexpr days kLong{75};
constexpr int kFirstTalkAfter = 4;  // days after the end
constexpr int kTen = 10 * 3600;

struct Kind {
    std::string_view type;
    std::string_view aim;
    int days_min;
    int days_max;
};
// Lengths as the concept speaks of them: short activation, months of employment or training.
constexpr std::array kKinds{
    Kind{"MABE", "ERSTER_ARBEITSMARKT", 25, 54}, Kind{"AGH", "BESCHAEFTIGUNGSFAEHIGKEIT", 120, 180},
    Kind{"SPRACHKURS", "ERSTER_ARBEITSMARKT", 150, 200},
    Kind{"MABE", "ERSTER_ARBEITSMARKT", 75, 110}, Kind{"MAG", "ERSTER_ARBEITSMARKT", 20, 38}};
constexpr Kind kTraining{"FBW", "ERSTER_ARBEITSMARKT", 90, 190};

// The fault of the measures that this history carries, if any.
std::optional<Fault> measure_fault(const Desk& desk) {
    if (!desk.planted()) return std::nullopt;
    const Fault fault = desk.order.plant->rule->fault;
    if (fault < Fault::measure_without_talk || fault > Fault::graduate_strategy_missing) {
        return std::nullopt;
    }
    return fault;
}

bool is_short(Fault fault) {
    return fault == Fault::measure_without_talk || fault == Fault::short_measure_talk_late;
}

bool is_product_fault(Fault fault) {
    return fault >= Fault::discretion_incomplete && fault <= Fault::instrument_beside_carrier;
}

std::string_view dropout_cause(Random& random) {
    static constexpr std::array kCauses{std::string_view("KRANKHEIT"),
                                        std::string_view("FEHLZEITEN"),
                                        std::string_view("PERSOENLICH"),
                                        std::string_view("TRAEGER"), std::string_view("SONSTIGES")};
    static constexpr std::array kWeights{30, 28, 24, 8, 10};
    return kCauses[random.weighted(kWeights)];
}

std::string_view regular_cause(Random& random) {
    return random.chance(78) ? "ABSCHLUSS" : "OHNE_ABSCHLUSS";
}

}  // namespace

void FourPhases::decide_product() {
    const auto fault = measure_fault(desk_);
    const bool product = desk_.planted() && is_product_fault(desk_.order.plant->rule->fault);
    // Only what meets a need is granted.
    if (!fault && !product && (needs_.empty() || !desk_.happens(50))) return;
    const Measure measure = plan_measure();
    const bool with_rehab = desk_.planted(Fault::rehab_decided_by_agency);
    const bool beside = desk_.planted(Fault::instrument_beside_carrier);
    std::string_view instrument = measure.type;
    std::string_view aim = measure.aim;
    if (beside) instrument = desk_.violates(Fault::instrument_beside_carrier) ? "P16E" : "AGH";
    if (beside && instrument == "AGH") aim = "BESCHAEFTIGUNGSFAEHIGKEIT";
    if (beside && instrument == "P16E") aim = "ERSTER_ARBEITSMARKT";
    if (with_rehab) {
        instrument = "LTA";
        aim = "ERSTER_ARBEITSMARKT";
    }
    if (desk_.planted(Fault::product_aim_wrong)) {
        instrument = "AGH";
        aim = desk_.violates(Fault::product_aim_wrong) ? "ERSTER_ARBEITSMARKT"
                                                       : "BESCHAEFTIGUNGSFAEHIGKEIT";
    }
    const std::string_view body = is_ii() ? "JC" : "AA";
    Fields fields = line_.add("productdecision.made");
    fields.text("productDecisionId", desk_.id("P")).text("instrument", instrument);
    fields.text("needId", needs_.front().id);
    fields.flag("q1", true).flag("q2", true);
    if (!desk_.violates(Fault::discretion_incomplete)) fields.flag("q3", true);
    fields.text("decision", "BEWILLIGT").text("aim", aim).text("costBearer", body);
    fields.text("decidedByOrg",
                desk_.violates(Fault::rehab_decided_by_agency) ? std::string_view("AA") : body);
    if (with_rehab) fields.text("rehaCarrier", "BA");
    if (beside) fields.text("rehaCarrier", "DRV");
    fields.day("date", line_.today())
        .text("discretionRationale", "Passt zum Bedarf; mildere Mittel reichten nicht.")
        .flag("effect", true)
        .flag("economy", true);
    const std::size_t event = line_.last();
    desk_.expect(Fault::discretion_incomplete, {"PR-02", event, {}, "wrong"});
    desk_.expect(Fault::product_aim_wrong, {"PR-03", event, {}, "wrong"});
    desk_.expect(Fault::rehab_decided_by_agency, {"PR-04", event, {}, "wrong"});
    desk_.expect(Fault::instrument_beside_carrier, {"PR-05", event, {}, "wrong"});
    if (!product) take_part(measure);
}

Measure FourPhases::plan_measure() {
    const auto fault = measure_fault(desk_);
    const bool may_train = !is_ii() || line_.today() < day(2024, 12, 1);
    Kind kind = desk_.random.pick(kKinds);
    if (may_train && desk_.random.chance(30)) kind = kTraining;
    if (fault) kind = is_short(*fault) ? kKinds[0] : kKinds[3];
    if (fault == Fault::graduate_strategy_missing) kind = kTraining;
    Measure measure{.id = desk_.id("M"), .type = kind.type, .aim = kind.aim};
    measure.from = desk_.work_day(line_.today() + days(desk_.random.between(10, 20)));
    measure.to =
        desk_.work_day(measure.from + days(desk_.random.between(kind.days_min, kind.days_max)));
    if (fault && !is_short(*fault)) measure.to = desk_.work_day(measure.from + days(110));
    if (fault && is_short(*fault)) measure.to = desk_.work_day(measure.from + days(26));
    measure.end = measure.to;
    measure.is_dropout = fault == Fault::dropout_talk_late || desk_.happens(18);
    if (kind.type == "MAG") {
        measure.employer = desk_.random.pick(words::kEmployers);
        measure.is_dropout = false;
    }
    if (measure.is_dropout) {
        const auto length = measure.to - measure.from;
        measure.end = desk_.work_day(measure.from + length * 3 / 5);
    }
    return measure;
}

// The talks while it runs: not more than two months apart, and one even in the shortest.
void FourPhases::talks_during(const Measure& measure) {
    const bool flags_risk = desk_.planted(Fault::risk_answered_late) || desk_.happens(12);
    if (flags_risk) {
        const CivilDay flagged = desk_.work_day(measure.from + days(8));
        line_.go_to(flagged, kTen);
        line_.add("measurerisk.flagged").text("measureId", measure.id).text("risk", "FEHLZEITEN");
        const CivilDay due = last_day(flagged, {.days = 7}, Counting::from_next_day);
        desk_.expect(Fault::risk_answered_late, {"MB-02", line_.last(), due, "late"});
        CivilDay answered = desk_.days.on_or_before(due);
        if (desk_.planted(Fault::risk_answered_late)) {
            desk_.must_work(due);
            desk_.must_work(due + days(1));
            answered = desk_.last_day_or_next(Fault::risk_answered_late, due);
        }
        follow_up(answered);
    } else if (desk_.planted(Fault::measure_without_talk)) {
        if (!desk_.violates(Fault::measure_without_talk)) follow_up(measure.end);
    } else {
        follow_up(desk_.work_day(measure.from + days(14)));
    }
    if (desk_.planted()) return;
    while (line_.today() + days(75) < measure.end) {
        follow_up(desk_.about(line_.today() + days(desk_.random.between(40, 54))));
    }
}

// Exams are moved, places are free for longer: known some time before the end that was planned.
void FourPhases::extend(Measure& measure) {
    if (measure.is_dropout || measure.to - measure.from < kLong || !desk_.happens(20)) return;
    line_.go_to(desk_.work_day(measure.to - days(desk_.random.between(12, 25))), kTen + 3600);
    measure.to = desk_.work_day(measure.to + days(desk_.random.between(7, 28)));
    measure.end = measure.to;
    line_.add("measureplannedend.changed")
        .text("measureId", measure.id)
        .day("plannedTo", measure.to)
        .text("reason", "Prüfungstermin verlegt");
}

// Whoever is in training has to be talked to when a measure ends (AM-07).
bool FourPhases::may_take_over(const Measure& measure) const {
    return !measure.employer.empty() &&
           std::none_of(strategies_.begin(), strategies_.end(),
                        [](const Strategy& one) { return one.code == "TEILQUALIFIKATION"; });
}

// The employer who tried the person out takes him over: no talk about the measure is owed.
void FourPhases::take_over(const Measure& measure) {
    employer_ = measure.employer;
    line_.go_to(measure.end, kTen + 7800);
    search();
    leave(desk_.work_day(measure.end + days(1)));
}

void FourPhases::take_part(Measure measure) {
    std::string_view provider;
    if (measure.employer.empty()) provider = desk_.random.pick(words::kProviders);
    const auto write = [&](std::string_view type) {
        Fields fields = line_.add(type);
        fields.text("measureId", measure.id).text("type", measure.type);
        if (measure.employer.empty()) {
            fields.text("provider", provider);
        } else {
            fields.text("employerRef", measure.employer);
        }
        fields.day("plannedFrom", measure.from).day("plannedTo", measure.to);
    };
    write("measure.assigned");
    line_.go_to(measure.from, kTen - 7200);
    write("measure.started");
    const std::size_t started = line_.last();
    desk_.about_measure = true;
    desk_.expect(Fault::measure_without_talk, {"MB-01", started, measure.end, "missing"});
    talks_during(measure);
    extend(measure);
    if (desk_.planted(Fault::graduate_talk_too_early)) {
        const CivilDay first = measure.end - kFourWeeks;
        desk_.must_work(first);
        desk_.must_work(first - days(1));
        const bool early = desk_.violates(Fault::graduate_talk_too_early);
        graduate_talk(measure, early ? first - days(1) : first);
    }
    const bool taken_over = may_take_over(measure) && desk_.random.chance(45);
    std::string_view cause =
        measure.is_dropout ? dropout_cause(desk_.random) : regular_cause(desk_.random);
    if (taken_over) cause = "ARBEITSAUFNAHME";
    line_.go_to(measure.end, kTen + 7200);
    line_.add_day("measureparticipation.ended")
        .text("measureId", measure.id)
        .text("type", measure.type)
        .day("actualEnd", measure.end)
        .text("kind", measure.is_dropout ? "ABBRUCH" : "REGULAER")
        .text("cause", cause);
    // Known before anybody talks about it, and a dropout at once.
    if (!measure.is_dropout && desk_.happens(50)) desk_.learn_later(kFirstTalkAfter);
    if (taken_over) {
        take_over(measure);
    } else {
        after_measure(measure, line_.last());
    }
    desk_.about_measure = false;
}

void FourPhases::after_measure(const Measure& measure, std::size_t ended) {
    const CivilDay due = measure.end + kFourWeeks;
    desk_.expect(Fault::graduate_talk_too_early, {"AM-01", ended, due, "missing"});
    desk_.expect(Fault::graduate_talk_too_late, {"AM-01", ended, due, "late"});
    desk_.expect(Fault::dropout_talk_late, {"AM-01", ended, due, "late"});
    desk_.expect(Fault::dropout_talk_late, {"AM-05", ended, due, "late"});
    desk_.expect(Fault::short_measure_talk_late, {"AM-02", ended, due, "late"});
    desk_.expect_at_close(Fault::search_after_measure_missing, {"AM-06", ended, {}, "missing"});
    desk_.expect_at_close(Fault::graduate_strategy_missing, {"AM-07", ended, {}, "missing"});
    if (desk_.planted(Fault::graduate_talk_too_early)) {
        line_.go_to(desk_.work_day(due + days(2)), kTen);
        if (!desk_.violates(Fault::search_after_measure_missing)) search();
        return;
    }
    CivilDay talk = desk_.work_day(measure.end + days(desk_.random.between(kFirstTalkAfter, 18)));
    for (const Fault fault : {Fault::graduate_talk_too_late, Fault::dropout_talk_late,
                              Fault::short_measure_talk_late}) {
        if (!desk_.planted(fault)) continue;
        desk_.must_work(due);
        desk_.must_work(due + days(1));
        talk = desk_.last_day_or_next(fault, due);
    }
    graduate_talk(measure, talk);
}

void FourPhases::search() {
    line_.add("jobsearchrun.performed")
        .text("searchRunId", desk_.id("SL"))
        .text("source", "VERBIS")
        .number("hits", desk_.random.between(0, 40));
}

void FourPhases::graduate_talk(const Measure& measure, CivilDay day) {
    line_.go_to(day, kTen);
    line_.add("measurereport.received")
        .text("reportId", desk_.id("TB"))
        .text("measureId", measure.id)
        .day("receivedAt", day);
    desk_.talk({.kind = "AM_GESPRAECH", .purpose = "ABSOLVENTENMANAGEMENT", .measure = measure.id});
    if (!desk_.violates(Fault::search_after_measure_missing)) search();
    line_.add("applicantprofile.updated")
        .flag("matchable", true)
        .text("contactId", desk_.contact)
        .text("measureId", measure.id);
    const bool forgets = desk_.violates(Fault::graduate_strategy_missing);
    for (std::size_t i = 0; i < strategies_.size() && !forgets; ++i) {
        if (strategies_[i].code != "TEILQUALIFIKATION") continue;
        const std::string need = strategies_[i].need;
        select("ABSOLVENTENMANAGEMENT", need);
        agree_steps(strategies_.back());
        break;
    }
    review_prognosis();
    desk_.note_beginning("BERATUNGSVERMERK",
                         "Bericht des Trägers ausgewertet, weitere Strategie festgelegt.");
}

}  // namespace fallbuch::simulate

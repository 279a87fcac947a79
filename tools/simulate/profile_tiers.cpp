#include "tools/simulate/profile_tiers.h"

#include "core/calendar/legal_period.h"
#include "core/calendar/period.h"
#include "tools/simulate/faults.h"
#include "tools/simulate/office_days.h"
#include "tools/simulate/person.h"
#include "tools/simulate/words.h"

#include <cstdint>
#include <string>

namespace fallbuch::simulate {

namespace {

using std::chrono::days;

constexpr int kNine = 9 * 3600;
constexpr int kHalfYearDays = 174;  // shorter than any half year, with room for holidays
constexpr int kYouthDays = 21;
constexpr days kFourWeeks{28};
constexpr CivilDay kEraEnds = day(2023, 6, 9);
constexpr CivilDay kLateIntake = day(2021, 6, 1);
constexpr days kHalfAndSpare{210};
constexpr int kTooShortMinutes = 20;
constexpr int kHalvesMax = 30;
constexpr std::size_t kStabilisation = 4;
constexpr std::uint32_t kExcusedPercent = 3;

std::string_view benefit_on(CivilDay date) {
    return date < day(2023, 1, 1) ? "ALG_II" : "BUERGERGELD";
}

}  // namespace

const ProfileTier& ProfileTiers::draw_tier() {
    if (desk_.planted(Fault::contacts_too_few)) {
        for (const ProfileTier& tier : kProfileTiers) {
            if (tier.rule == desk_.order.plant->rule->rule) return tier;
        }
    }
    // Two talks in half a year are enough for it, and were held before the concept ended.
    if (desk_.planted(Fault::old_agreement_lapsed)) return kProfileTiers[kStabilisation];
    std::array<int, kProfileTiers.size()> weights{};
    for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = kProfileTiers[i].weight;
    return kProfileTiers[desk_.random.weighted(weights)];
}

bool ProfileTiers::run() {
    tier_ = draw_tier();
    const CivilDay opened = desk_.order.opened;
    Intake intake{.benefit = benefit_on(opened),
                  .team_kind = band_ == AgeBand::under_25 ? "U25" : "MUI",
                  .first_notice = Desk::notice_of(opened),
                  .first_talk = desk_.work_day(opened + days(1))};
    desk_.intake(intake);
    first_talk(intake.first_talk);
    return stay();
}

bool ProfileTiers::carry_on(CivilDay day) {
    tier_ = draw_tier();
    line_.go_to(day, kNine - 1800);
    desk_.start_concept("MUI",
                        "Einführung der Profillagen; die Vereinbarung wird neu geschlossen.");
    first_talk(day);
    return stay();
}

bool ProfileTiers::come_back(CivilDay day) {
    tier_ = draw_tier();
    desk_.reopen({.day = day,
                  .circle = "SGB_II",
                  .benefit = benefit_on(day),
                  .team_kind = band_ == AgeBand::under_25 ? "U25" : "MUI",
                  .first_notice = Desk::notice_of(day),
                  .new_number = desk_.happens(15)});
    first_talk(desk_.work_day(day + days(1)));
    return stay();
}

// From the first talk to the exit, or to the end of the concept.
bool ProfileTiers::stay() {
    const CivilDay since = line_.today();
    if (desk_.planted(Fault::old_agreement_lapsed)) {
        let_agreement_lapse();
        return true;
    }
    const bool stays = band_ == AgeBand::from_25 && since + kHalfAndSpare < kEraEnds &&
                       desk_.happens(since < kLateIntake ? 3 : 50);
    if (desk_.planted(Fault::contacts_too_few)) {
        too_few();
    } else if (desk_.planted(Fault::youth_gap_too_long)) {
        youth_gap();
    } else {
        int halves = desk_.planted() ? 1 : desk_.random.between(1, 4);
        if (stays) halves = kHalvesMax;
        for (int i = 0; i < halves && line_.today() + kHalfAndSpare < kEraEnds; ++i) {
            half_year(!stays || line_.today() + kHalfAndSpare * 2 < kEraEnds);
        }
    }
    if (stays) {
        talk_until_concept_ends();
        return true;
    }
    line_.go_to(desk_.work_day(line_.today() + days(desk_.random.between(4, 14))), kNine);
    desk_.close(desk_.random.chance(60) ? "ARBEITSAUFNAHME" : "ENDE_HILFEBEDUERFTIGKEIT");
    return false;
}

// After the last agreement's half year: it is not renewed, the Kooperationsplan will follow.
void ProfileTiers::talk_until_concept_ends() {
    for (;;) {
        const CivilDay next = desk_.about(line_.today() + days(desk_.random.between(40, 70)));
        if (next > kEraEnds) return;
        talk(next, false);
    }
}

// § 65 Abs. 4 SGB II a.F.: the old agreement ends with the year, and the plan is owed.
void ProfileTiers::let_agreement_lapse() {
    for (const CivilDay next : {day(2023, 4, 24), day(2023, 5, 22)}) talk(next, false);
    line_.go_to(day(2023, 12, 29), kNine);
    desk_.end_agreement("GESETZ");
    desk_.expect(Fault::old_agreement_lapsed, {"KP-01", agreement_event_, kPlanAfterLapse, "late"});
}

void ProfileTiers::first_talk(CivilDay day) {
    desk_.begin_cycle();
    talk(day, true);
    line_.add("potentialanalysis.completed")
        .text("analysisId", desk_.id("PA"))
        .number("cycleNo", desk_.cycle())
        .text("contactId", desk_.contact)
        .flag("jointly", true);
    line_.add("strength.recorded")
        .text("strengthId", desk_.id("S"))
        .text("kind", "BERUFLICH")
        .text("description", desk_.random.pick(words::kStrengths))
        .number("cycleNo", desk_.cycle());
    line_.add("profiletier.set").text("tier", tier_.code).text("contactId", desk_.contact);
    // Where the minimum is planted, the agreement comes back by post: the talk counts for nothing.
    if (!desk_.planted(Fault::contacts_too_few)) return agree();
    const CivilDay back = desk_.work_day(day + days(6));
    line_.go_to(back, kNine);
    agree();
}

std::size_t ProfileTiers::talk(CivilDay day, bool first) {
    line_.go_to(day, kNine + 600 * desk_.random.between(0, 20));
    Talk talk{.kind = first ? "ERSTGESPRAECH" : "FOLGEGESPRAECH"};
    if (first && desk_.violates(Fault::first_talk_too_short)) talk.minutes = kTooShortMinutes;
    const std::size_t event = desk_.talk(talk);
    if (first) desk_.expect(Fault::first_talk_too_short, {"KD-03", event, {}, "wrong"});
    line_.add("applicantprofile.reviewed").flag("matchable", true).text("contactId", desk_.contact);
    std::string_view kind = first ? "STANDORTBESTIMMUNG" : "BERATUNGSVERMERK";
    if (first && desk_.violates(Fault::first_note_plain)) kind = "BERATUNGSVERMERK";
    if (!first && desk_.violates(Fault::note_too_short)) kind = "KURZVERMERK";
    desk_.note(kind);
    if (first) desk_.expect_at_close(Fault::first_note_plain, {"KD-16", event, {}, "wrong"});
    if (!first) desk_.expect_at_close(Fault::note_too_short, {"KD-15", event, {}, "wrong"});
    desk_.schedule_next(desk_.work_day(day + days(kYouthDays)));
    const bool without = !first && desk_.violates(Fault::invitation_without_notice);
    const bool none = !first && desk_.violates(Fault::next_date_not_invited);
    if (!first) desk_.expect(Fault::next_date_not_invited, {"KD-18", event, day, "missing"});
    if (none) return event;
    desk_.invite("INTEGRATIONSPLAN", without ? "KEINE" : Desk::notice_of(day), false);
    if (!first) {
        desk_.expect(Fault::invitation_without_notice, {"KD-17", line_.last(), {}, "wrong"});
        desk_.expect(Fault::invitation_without_notice, {"KD-18", event, day, "wrong"});
    }
    return event;
}

void ProfileTiers::agree() {
    const CivilDay to = last_day(line_.today(), kHalfYear, Counting::from_same_day);
    desk_.agreement = {desk_.id("EV"), desk_.cycle()};
    line_.add("integrationagreement.concluded")
        .text("agreementId", desk_.agreement.id)
        .number("cycleNo", desk_.agreement.cycle)
        .json("validity", R"({"from":")" + std::string(desk_.days.text(line_.today())) +
                              R"(","to":")" + std::string(desk_.days.text(to)) + R"("})")
        .text("form", "SCHRIFTLICH")
        .day("handedOverAt", line_.today())
        .list("signatures", {"KUNDE", "IFK"})
        .flag("jointly", true);
    agreement_event_ = line_.last();
}

// The minimum of talks, evenly, and a new agreement with one talk more before the old one ends.
void ProfileTiers::half_year(bool another) {
    const CivilDay from = line_.today();
    const bool young = band_ == AgeBand::under_25;
    const bool excused = !young && tier_.contacts_min > 2 && desk_.happens(kExcusedPercent);
    int gap = kHalfYearDays / (tier_.contacts_min + 1);
    if (young) gap = kYouthDays;
    if (excused) gap = kHalfYearDays;
    const int talks = kHalfYearDays / gap;
    if (excused) excuse(from);
    for (int i = 1; i <= talks; ++i) {
        const CivilDay day = desk_.about(from + days(gap * i));
        life_.perhaps({line_.today(), day});
        const std::size_t event = talk(day, false);
        desk_.perhaps_correct(event, {});
        if (gap > kYouthDays) desk_.perhaps_change_staff(desk_.work_day(day + days(3)));
        if (gap > kYouthDays) desk_.perhaps_stand_in(desk_.work_day(day + days(4)));
    }
    if (another) agree();
}

// "Begründete Ausnahmefälle": fewer talks than the minimum, for a reason that is recorded.
void ProfileTiers::excuse(CivilDay from) {
    const CivilDay to = last_day(from, kHalfYear, Counting::from_same_day);
    line_.go_to(desk_.work_day(from + days(12)), kNine);
    line_.add("deviation.justified")
        .text("deviationId", desk_.id("ABW"))
        .text("ruleId", tier_.rule)
        .json("period", R"({"from":")" + std::string(desk_.days.text(from)) + R"(","to":")" +
                            std::string(desk_.days.text(to)) + R"("})")
        .text("reason", "Stationäre Behandlung, Rückkehr im nächsten Halbjahr.")
        .text("approvedBy", "U-1");
}

void ProfileTiers::too_few() {
    const CivilDay from = line_.today();
    const CivilDay last = last_day(from, kHalfYear, Counting::from_same_day);
    desk_.must_work(last);
    const int before = tier_.contacts_min - 1;
    for (int i = 1; i <= before; ++i) {
        talk(desk_.work_day(from + days(i * kHalfYearDays / (before + 2))), false);
    }
    const bool enough = !desk_.violates(Fault::contacts_too_few);
    talk(enough ? last : desk_.work_day(last + days(1)), false);
    desk_.expect(Fault::contacts_too_few, {tier_.rule, agreement_event_, last, "missing"});
}

void ProfileTiers::youth_gap() {
    const std::size_t event = talk(desk_.work_day(line_.today() + days(kYouthDays)), false);
    const CivilDay due = line_.today() + kFourWeeks;
    desk_.must_work(due);
    desk_.must_work(due + days(1));
    talk(desk_.last_day_or_next(Fault::youth_gap_too_long, due), false);
    desk_.expect(Fault::youth_gap_too_long, {"KD-14", event, due, "late"});
}

}  // namespace fallbuch::simulate

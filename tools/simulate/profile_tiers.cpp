#include "tools/simulate/profile_tiers.h"

#include "core/calendar/legal_period.h"
#include "core/calendar/period.h"
#include "tools/simulate/faults.h"
#include "tools/simulate/office_days.h"
#include "tools/simulate/person.h"
#include "tools/simulate/words.h"

#include <string>

namespace fallbuch::simulate {

namespace {

using std::chrono::days;

constexpr int kNine = 9 * 3600;
constexpr int kHalfYearDays = 178;  // shorter than any half year, with room for holidays
constexpr int kYouthDays = 21;
constexpr days kFourWeeks{28};
constexpr CivilDay kEraEnds = day(2023, 6, 9);

}  // namespace

const ProfileTier& ProfileTiers::draw_tier() {
    if (desk_.planted(Fault::contacts_too_few)) {
        for (const ProfileTier& tier : kProfileTiers) {
            if (tier.rule == desk_.order.plant->rule->rule) return tier;
        }
    }
    std::array<int, kProfileTiers.size()> weights{};
    for (std::size_t i = 0; i < weights.size(); ++i) weights[i] = kProfileTiers[i].weight;
    return kProfileTiers[desk_.random.weighted(weights)];
}

void ProfileTiers::run() {
    tier_ = draw_tier();
    const CivilDay opened = desk_.order.opened;
    Intake intake{.benefit = opened < day(2023, 1, 1) ? "ALG_II" : "BUERGERGELD",
                  .team_kind = band_ == AgeBand::under_25 ? "U25" : "MUI",
                  .first_notice = Desk::notice_of(opened),
                  .first_talk = desk_.days.next_working_day(opened)};
    desk_.intake(intake);
    first_talk(intake.first_talk);
    if (desk_.planted(Fault::contacts_too_few)) {
        too_few();
    } else if (desk_.planted(Fault::youth_gap_too_long)) {
        youth_gap();
    } else {
        const int halves = desk_.planted() ? 1 : desk_.random.between(1, 4);
        for (int i = 0; i < halves && line_.today() + days(210) < kEraEnds; ++i) half_year();
    }
    line_.go_to(desk_.work_day(line_.today() + days(desk_.random.between(4, 14))), kNine);
    desk_.close(desk_.random.chance(60) ? "ARBEITSAUFNAHME" : "ENDE_HILFEBEDUERFTIGKEIT");
}

void ProfileTiers::first_talk(CivilDay day) {
    talk(day, true);
    line_.add("potentialanalysis.completed")
        .text("analysisId", desk_.id("PA"))
        .number("cycleNo", 1)
        .text("contactId", desk_.contact)
        .flag("jointly", true);
    line_.add("strength.recorded")
        .text("strengthId", desk_.id("S"))
        .text("kind", "BERUFLICH")
        .text("description", desk_.random.pick(words::kStrengths));
    line_.add("profiletier.set").text("tier", tier_.code).text("contactId", desk_.contact);
    // Where the minimum is planted, the agreement comes back by post: the talk counts for nothing.
    if (!desk_.planted(Fault::contacts_too_few)) return agree();
    const CivilDay back = desk_.work_day(day + days(6));
    line_.go_to(back, kNine);
    agree();
}

std::size_t ProfileTiers::talk(CivilDay day, bool first) {
    line_.go_to(day, kNine + 600 * desk_.random.between(0, 20));
    const std::size_t event = desk_.talk({.kind = first ? "ERSTGESPRAECH" : "FOLGEGESPRAECH"});
    line_.add("applicantprofile.reviewed").flag("matchable", true).text("contactId", desk_.contact);
    std::string_view kind = first ? "STANDORTBESTIMMUNG" : "BERATUNGSVERMERK";
    if (first && desk_.violates(Fault::first_note_plain)) kind = "BERATUNGSVERMERK";
    if (!first && desk_.violates(Fault::note_too_short)) kind = "KURZVERMERK";
    desk_.note(
        kind, first ? desk_.random.pick(words::kNotesFirst) : desk_.random.pick(words::kNotesNext));
    if (first) desk_.expect(Fault::first_note_plain, {"KD-16", event, {}, "wrong"});
    if (!first) desk_.expect(Fault::note_too_short, {"KD-15", event, {}, "wrong"});
    desk_.schedule_next(desk_.work_day(day + days(kYouthDays)));
    const bool without = !first && desk_.violates(Fault::invitation_without_notice);
    const bool none = !first && desk_.violates(Fault::next_date_not_invited);
    if (!first) desk_.expect(Fault::next_date_not_invited, {"KD-18", event, day, "missing"});
    if (none) return event;
    desk_.invite("INTEGRATIONSPLAN", without ? "KEINE" : Desk::notice_of(day), false);
    if (!first) {
        desk_.expect(Fault::invitation_without_notice, {"KD-17", line_.last(), {}, "wrong"});
    }
    return event;
}

void ProfileTiers::agree() {
    const CivilDay to = last_day(line_.today(), kHalfYear, Counting::from_same_day);
    line_.add("integrationagreement.concluded")
        .text("agreementId", desk_.id("EV"))
        .number("cycleNo", 1)
        .json("validity", R"({"from":")" + std::string(desk_.days.text(line_.today())) +
                              R"(","to":")" + std::string(desk_.days.text(to)) + R"("})")
        .text("form", "SCHRIFTLICH")
        .day("handedOverAt", line_.today())
        .list("signatures", {"KUNDE", "IFK"})
        .flag("jointly", true);
    agreement_event_ = line_.last();
}

// The minimum of talks, evenly, and a new agreement with one talk more before the old one ends.
void ProfileTiers::half_year() {
    const CivilDay from = line_.today();
    int gap = kHalfYearDays / (tier_.contacts_min + 1);
    if (band_ == AgeBand::under_25) gap = kYouthDays;
    const int talks = kHalfYearDays / gap;
    for (int i = 1; i <= talks; ++i) {
        const CivilDay day = desk_.work_day(from + days(gap * i));
        const std::size_t event = talk(day, false);
        desk_.perhaps_correct(event, {});
        if (gap > kYouthDays) desk_.perhaps_change_staff(desk_.work_day(day + days(3)));
    }
    agree();
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

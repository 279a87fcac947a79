// The contacts between two people over months, each early enough for every clock of its level.
#include <algorithm>
#include <array>
#include <optional>

#include "core/calendar/civil_day.h"
#include "core/calendar/legal_period.h"
#include "core/calendar/period.h"
#include "tools/simulate/care_levels.h"
#include "tools/simulate/desk.h"
#include "tools/simulate/faults.h"
#include "tools/simulate/office_days.h"
#include "tools/simulate/person.h"
#include "tools/simulate/words.h"

namespace fallbuch::simulate {

namespace {

using std::chrono::days;

constexpr int kTen = 10 * 3600;
constexpr int kTalkEnds = kTen + 600;
constexpr days kFourWeeks{28};
constexpr int kTalksMax = 20;
constexpr CivilPeriod kThreeMonths{.months = 3};
constexpr CivilDay kLastTalk = day(2009, 12, 11);
// A case that stays is talked about to the end, so that the next talk is in time for the last.
constexpr CivilDay kLastOfYear = day(2009, 12, 30);
constexpr CivilDay kNextConcept = day(2010, 1, 4);
constexpr CivilDay kLateIntake = day(2008, 9, 1);

// How old a review may become before the next talk brings a new one.
constexpr days kReviewAfter{85};
constexpr days kOfferAfter{20};

CivilDay after(CivilDay start, CivilPeriod period) {
    return last_day(start, period, Counting::from_next_day);
}

}  // namespace

std::optional<CivilDay> CareLevels::talks() {
    const bool planted = desk_.planted();
    const bool stays = desk_.happens(desk_.order.opened < kLateIntake ? 6 : 45);
    const CivilDay last = stays ? kLastOfYear : kLastTalk;
    if (desk_.planted(Fault::measure_end_contact_missing)) start_course();
    int count = desk_.random.between(2, is("IN") ? 9 : 7);
    if (planted) count = desk_.planted(Fault::occasion_not_reviewed) ? 2 : kTalksMax;
    const CivilDay started = line_.today();
    for (int i = 0; stays || i < count || course_.has_value(); ++i) {
        const CivilDay next = next_day();
        if (next > last && stays) return desk_.work_day(std::max(next, kNextConcept));
        if (next > last) return std::nullopt;
        life_.perhaps({line_.today(), next});
        talk(next);
        if (i == 0 && desk_.planted(Fault::occasion_not_reviewed)) change_household();
        desk_.perhaps_change_staff(desk_.work_day(next + days(1)));
        desk_.perhaps_stand_in(desk_.work_day(next + days(2)));
        if (planted && line_.today() > started + days(190) && !course_) break;
    }
    return std::nullopt;
}

// "Am Maßnahmeschluss": within three working days.
CivilDay CareLevels::course_due() const {
    CivilDay due = course_->to;
    for (int i = 0; i < 3; ++i) due = desk_.days.next_working_day(due);
    return due;
}

CivilDay CareLevels::course_talk() const {
    return desk_.planted(Fault::measure_end_contact_missing) ? course_due() : course_->to;
}

CivilDay CareLevels::next_day() {
    const CivilDay today = line_.today();
    // What was missed at the end of the course is made up for, too late for it, in time for the
    // rest.
    if (desk_.violates(Fault::measure_end_contact_missing) && !course_) {
        return desk_.work_day(today + days(20));
    }
    CivilDay next =
        desk_.about(talked_ + days(desk_.random.between(level_->gap_min, level_->gap_max)));
    const auto at_due = [&](Fault fault, CivilDay due) {
        desk_.must_work(due);
        desk_.must_work(due + days(1));
        const CivilDay wanted = desk_.last_day_or_next(fault, due);
        if (wanted > today && next >= due) next = wanted;
    };
    if (desk_.planted(Fault::level_contact_late) && today == assessed_day_) {
        const CivilDay due = after(today, level_->contact_max);
        desk_.must_work(due);
        desk_.must_work(due + days(1));
        // RG-02 waits for the last of the first talk, the profiling and the agreement.
        const std::size_t since = is("IN") ? agreed_event_ : assessed_event_;
        desk_.expect(Fault::level_contact_late, {level_->rule, since, due, "late"});
        if (is("IF")) review_without_talk(desk_.days.on_or_before(due - days(4)));
        return desk_.last_day_or_next(Fault::level_contact_late, due);
    }
    if (desk_.planted(Fault::offer_review_late)) {
        at_due(Fault::offer_review_late, after(assessed_day_, kThreeMonths));
    }
    if (desk_.planted(Fault::level_review_late)) {
        at_due(Fault::level_review_late, after(assessed_day_, kHalfYear));
    }
    if (!course_) return next;
    const CivilDay announce = desk_.work_day(course_->to - kFourWeeks);
    if (!course_->announced && announce > today) next = std::min(next, announce);
    return std::min(next, std::max(course_talk(), desk_.work_day(today + days(1))));
}

void CareLevels::talk(CivilDay day) {
    static constexpr std::array kChannels{std::string_view("PERSOENLICH"),
                                          std::string_view("PERSOENLICH"),
                                          std::string_view("TELEFON"), std::string_view("EMAIL")};
    const bool ends = course_ && day >= course_->to;
    const bool skips = ends && desk_.violates(Fault::measure_end_contact_missing);
    line_.go_to(day, kTen);
    talked_ = day;
    if (course_ && day >= course_->to - kFourWeeks) course_->announced = true;
    if (!skips) {
        const std::string_view channel = ends ? "PERSOENLICH" : desk_.random.pick(kChannels);
        const bool mail = channel == "EMAIL";
        const Talk talk{.kind = mail ? "KURZKONTAKT" : "FOLGEGESPRAECH", .channel = channel};
        const std::size_t event = desk_.talk(talk);
        desk_.perhaps_correct(event, talk);
    }
    line_.go_to(day, kTalkEnds);
    if (ends) end_course();
    settle_partial_goal();
    review_as_due();
    if (!skips) desk_.note("BERATUNGSVERMERK");
}

void CareLevels::review_as_due() {
    const CivilDay today = line_.today();
    const bool holds_offer = desk_.planted(Fault::offer_review_late) && offered_ == assessed_day_;
    const CivilDay offer_due = after(assessed_day_, kThreeMonths);
    if (holds_offer ? today >= offer_due : today >= offered_ + kOfferAfter) {
        line_.add("applicantprofile.reviewed").flag("matchable", true);
        offered_ = today;
        if (holds_offer) {
            desk_.expect(Fault::offer_review_late, {"RG-04", assessed_event_, offer_due, "late"});
        }
    }
    const bool holds_level = desk_.planted(Fault::level_review_late) && reviewed_ == assessed_day_;
    const CivilDay level_due = after(assessed_day_, kHalfYear);
    if (!(holds_level ? today >= level_due : today >= reviewed_ + kReviewAfter)) return;
    if (desk_.planted(Fault::occasion_not_reviewed)) return;
    review_level("Abstand");
    if (holds_level) {
        desk_.expect(Fault::level_review_late, {"RG-05", assessed_event_, level_due, "late"});
    }
    desk_.expect_at_close(Fault::agreement_not_continued, {"RG-15", line_.last(), {}, "missing"});
    if (desk_.violates(Fault::agreement_not_continued)) return;
    agree("integrationagreement.amended");
}

// The clocks of the reviews run beside that of the contacts.
void CareLevels::review_without_talk(CivilDay day) {
    line_.go_to(day, kTen);
    review_as_due();
}

void CareLevels::start_course() {
    course_ = Course{.id = desk_.id("M")};
    course_->from = desk_.work_day(line_.today() + days(desk_.random.between(7, 14)));
    course_->to = desk_.work_day(course_->from + days(desk_.random.between(60, 150)));
    if (course_->to > kLastTalk) {
        course_.reset();
        return;
    }
    const CivilDay today = line_.today();
    line_.go_to(course_->from, kTen);
    line_.add("measure.started")
        .text("measureId", course_->id)
        .text("type", is("IG") ? "AGH" : "FBW")
        .text("provider", desk_.random.pick(words::kProviders))
        .day("plannedFrom", course_->from)
        .day("plannedTo", course_->to);
    line_.go_to(today, kTen + 3600);
}

// It ends on its own day, of which the office hears in the talk of today.
void CareLevels::end_course() {
    const CivilDay today = line_.today();
    line_.go_to(course_->to, kTalkEnds);
    line_.add_day("measureparticipation.ended")
        .text("measureId", course_->id)
        .day("actualEnd", course_->to)
        .text("kind", "REGULAER")
        .text("cause", desk_.random.chance(70) ? "ABSCHLUSS" : "OHNE_ABSCHLUSS");
    line_.recorded_on(today, kTalkEnds + 20);
    // The end that was planned is now the actual one, and the duty is counted from it.
    desk_.expect(Fault::measure_end_contact_missing,
                 {"RG-03", line_.last(), course_due(), "missing"});
    course_.reset();
    line_.go_to(today, kTalkEnds + 20);
    review_level("Ende der Maßnahme");
    agree("integrationagreement.amended");
}

// The youngest child moves out: an occasion to look at the level again.
void CareLevels::change_household() {
    const Member child = desk_.person.members.back();
    desk_.person.members.pop_back();
    line_.add("bgmembership.changed")
        .text("memberRef", child.ref)
        .text("role", child.role)
        .day("to", line_.today());
    desk_.expect_at_close(Fault::occasion_not_reviewed, {"BS-10", line_.last(), {}, "missing"});
    if (desk_.violates(Fault::occasion_not_reviewed)) return;
    review_level("Veränderung im Haushalt");
    agree("integrationagreement.amended");
}

}  // namespace fallbuch::simulate
